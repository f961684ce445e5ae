/** _datetime and time against CPython. */
import { MAIN_MODULE, maybe, same } from '../support/same'

const START = `
import _datetime as d, sys, time, pickle, copy
from _datetime import *
import re
def mask(s): return re.sub('0x[0-9a-f]+', '0x', s)
def t(f):
    try: print(mask(ascii(f())))
    except BaseException as e: print(type(e).__name__, ascii(str(e)))
class TD(timedelta): pass
class Da(date): pass
class Dt(datetime): pass
class Ti(time): pass
class Z(tzinfo):
    def __init__(s, off=None, n='Z', ds=None): s.off=off; s.n=n; s.ds=ds
    def utcoffset(s, x): return s.off
    def tzname(s, x): return s.n
    def dst(s, x): return s.ds
T=timedelta
z=[None,timezone.utc,timezone(T(hours=5,minutes=30)),timezone(T(hours=-5),'EST'),timezone(T(seconds=-1)),timezone(T(0,1,2)),Z(),Z(T(hours=1),'A',T(0)),Z(T(hours=25)),Z(5),Z(T(0),5,5)]
`

maybe(
  'durations',
  () => {
    const program = `
vals=[T(0),T(1),T(-1),T(seconds=1.5),T(microseconds=-1),T(days=1,hours=-25),T(999999999),T(-999999999),T(weeks=1,days=2,hours=3,minutes=4,seconds=5,milliseconds=6,microseconds=7),TD(3,4,5),T(0.1),T(microseconds=0.5),T(microseconds=1.5),T(microseconds=2.5),T(hours=1/3),T(days=1e-7), T.max, T.min, T.resolution]
for v in vals: print(repr(v),str(v),v.days,v.seconds,v.microseconds,v.total_seconds(),bool(v),hash(v)==hash(T(v.days,v.seconds,v.microseconds)),v.__reduce__()); t(lambda:-v);t(lambda:+v);t(lambda:abs(v))
for a in vals[:10]:
    for b in vals[:10]+[2,0,1.5,0.0,float('nan'),float('inf'),-3,10**30,True,'x',None,date(2000,1,1),datetime(2000,1,1,tzinfo=timezone.utc)]:
        for op in ('+','-','*','/','//','%'):
            t(lambda: eval('a'+op+'b')); t(lambda: eval('b'+op+'a'))
        t(lambda: divmod(a,b)); t(lambda: a==b); t(lambda: a<b); t(lambda: a>=b)
for k in ({'days':'x'},{'seconds':None},{'days':10**10},{'days':1e10},{'days':float('nan')},{'days':float('inf')},{'days':10**100},{'weeks':10**20},{'microseconds':10**30},{'hours':1j}): t(lambda: T(**k))
t(lambda: T.max+T.resolution); t(lambda: T.min-T.resolution); t(lambda: -T.max); t(lambda:-T.min)
`
    same(START + program, MAIN_MODULE)
  },
  60_000,
)

maybe(
  'dates, time zones',
  () => {
    const program = String.raw`
for a in ((1,1,1),(0,1,1),(10000,1,1),(2000,0,1),(2000,13,1),(2000,2,30),(1999,2,29),(2000,1,0),('x',1,1),(1.0,1,1),(2**31,1,1),(2**70,1,1),(2000,),(2000,1),(b'\x07\xd0\x01\x02',),('\x07\xd0\x01\x02',),(b'\x00\x00\x01\x02',),(b'\x07\xd0\x0d\x02',),(True,True,True)):
    t(lambda: date(*a)); t(lambda: Da(*a)); t(lambda: datetime(*a))
D=[date(1,1,1),date(9999,12,31),date(2000,2,29),date(1999,12,31),date(2004,1,1),Da(2010,5,6),date(2020,12,31),date(2021,1,3)]
for x in D:
    print(repr(x),str(x),x.isoformat(),x.ctime(),x.toordinal(),x.weekday(),x.isoweekday(),x.isocalendar(),tuple(x.isocalendar()),x.timetuple(),x.__reduce__(),x.strftime('%Y-%m-%d %V %j %A %%'),format(x,''),format(x,'%d'),repr(x.isocalendar()),x.isocalendar().week)
    t(lambda: x+T(1)); t(lambda: x-T(1)); t(lambda: T(1)+x); t(lambda: x-date(2000,1,1)); t(lambda: T(1)-x); t(lambda: x+1); t(lambda: x-x); t(lambda: x.replace(year=5)); t(lambda: x.replace(month=13)); t(lambda:x.replace(2001,2,3)); t(lambda: x.replace(foo=1)); t(lambda: x.replace(day='x'));t(lambda: copy.replace(x,day=2))
    for y in D+[datetime(2000,2,29),5,None]:
        for op in ('<','<=','==','!=','>','>='): t(lambda: eval('x'+op+'y'))
    t(lambda: pickle.loads(pickle.dumps(x))); t(lambda: hash(x)==hash(date(x.year,x.month,x.day)))
for s in ('2000-01-02','20000102','2000-W01-1','2000W011','2000-W01','2000W01','2000-W53-1','2004-W53-7','2009-W53-7','2000-1-2','','abc','2000-13-01','2000-02-30','2000/01/02','2000-01-0a','2000-W00-1','2000-W01-8','2000-W01-0','0000-01-01','\uff12000-01-02','2000-001','2000-01-02T','10000-01-01',5,b'2000-01-02'): t(lambda: date.fromisoformat(s)); t(lambda: datetime.fromisoformat(s)); t(lambda: Da.fromisoformat(s))
for a in ((2000,1,1),(2000,53,1),(2004,53,1),(2000,0,1),(2000,1,8),(2000,1,0),(0,1,1),(10000,1,1),(1,1,1),(9999,52,7),(9999,53,1),('x',1,1),(2000,1)): t(lambda: date.fromisocalendar(*a)); t(lambda: datetime.fromisocalendar(*a))
for a in (1,3652059,0,3652060,-1,'x',1.5,2**40): t(lambda: date.fromordinal(a)); t(lambda: datetime.fromordinal(a)); t(lambda: Da.fromordinal(a))
import os
os.environ['TZ']='America/New_York'; __import__('time').tzset()
for a in (0,1.5,-1,1e10,-1e10,1e20,float('nan'),float('inf'),'x',None,253402300800,1130652000,1130655600,1.9999999,-0.5,1e-7,0.0000005,0.0000015): t(lambda: date.fromtimestamp(a)); t(lambda: datetime.fromtimestamp(a)); t(lambda: datetime.fromtimestamp(a,timezone.utc)); t(lambda: datetime.fromtimestamp(a,Z(T(hours=2)))); t(lambda: datetime.fromtimestamp(a).fold)
import warnings; warnings.simplefilter('ignore')
for a in (0,1.5,-1,1e11,'x'): t(lambda: datetime.utcfromtimestamp(a))
t(lambda: datetime.fromtimestamp(0,5)); t(lambda: datetime.fromtimestamp()); t(lambda: type(Dt.fromtimestamp(0))); t(lambda: type(Da.today())); t(lambda: type(Dt.now())); t(lambda: datetime.now(5)); t(lambda: datetime.now(timezone.utc).tzinfo); t(lambda: type(datetime.utcnow()))
for x in z: t(lambda: repr(x) if not isinstance(x,Z) else 0); t(lambda: str(x) if not isinstance(x,Z) else 0); t(lambda: x.utcoffset(None)); t(lambda: x.tzname(None)); t(lambda: x.dst(None)); t(lambda: x.utcoffset(5)); t(lambda: x.tzname(5)); t(lambda: x.dst(5)); t(lambda: x.fromutc(datetime(2000,1,1,tzinfo=x))); t(lambda: x.fromutc(datetime(2000,1,1))); t(lambda: x.fromutc(5)); t(lambda: x.__reduce__()[1:] ); t(lambda: x.__getinitargs__())
for a in ((),(5,),(T(0),5),(T(hours=24),),(T(hours=-24),),(T(0),None),(T(0),''),(T(0),'x'),(T(0),'x',1),(T(hours=23,minutes=59,seconds=59,microseconds=999999),)): t(lambda: timezone(*a)); t(lambda: timezone(*a)==timezone.utc); t(lambda: hash(timezone(*a))==hash(timezone.utc)); t(lambda: pickle.loads(pickle.dumps(timezone(*a))))
t(lambda: timezone(offset=T(0),name='q')); t(lambda: timezone.min); t(lambda: timezone.max); t(lambda: timezone(T(0)) is timezone.utc); t(lambda: timezone.utc<timezone.utc); t(lambda: timezone.utc==5); t(lambda: copy.deepcopy(timezone.utc) is timezone.utc)
ti=tzinfo(); t(lambda: ti.utcoffset(None)); t(lambda: ti.tzname(None)); t(lambda: ti.dst(None)); t(lambda: ti.fromutc(datetime(2000,1,1,tzinfo=ti))); t(lambda: ti.fromutc(None)); t(lambda: ti.__reduce__()); t(lambda: tzinfo(1,2,a=3) and 1); t(lambda: Z(T(1)).__reduce__()[1:])
`
    same(START + program, MAIN_MODULE)
  },
  60_000,
)

maybe(
  'times, ISO 8601',
  () => {
    const program = String.raw`
for a in ((),(24,),(-1,),(1,60),(1,2,60),(1,2,3,1000000),(1,2,3,4,5),(1,2,3,4,None),('x',),(1.0,),(b'\x01\x02\x03\x00\x00\x04',),(b'\x81\x02\x03\x00\x00\x04',),(b'\x01\x02\x03\x00\x00\x04',timezone.utc),(b'\x19\x02\x03\x00\x00\x04',),('\x01\x02\x03\x00\x00\x04',),(b'\x01\x02\x03\x00\x00\x04',5)): t(lambda: time(*a)); t(lambda: Ti(*a)); t(lambda: (time(*a).fold))
t(lambda: time(fold=2)); t(lambda: time(fold=-1)); t(lambda: time(fold=1)); 
X=[time(),time(1,2),time(1,2,3),time(1,2,3,4),time(23,59,59,999999),Ti(5,6),time(1,fold=1)]+[time(3,4,5,tzinfo=q) for q in z]
for x in X:
    t(lambda: repr(x) if type(x.tzinfo) is not Z else 0); t(lambda: str(x)); t(lambda: x.isoformat()); t(lambda: x.utcoffset()); t(lambda: x.dst()); t(lambda: x.tzname()); t(lambda: bool(x)); t(lambda: x.strftime('%H %M %S %f %z %:z %Z %Y %p')); t(lambda: format(x,'%H')); t(lambda: format(x,'')); t(lambda: x.__reduce__() if type(x.tzinfo) is not Z else 0); t(lambda: x.__reduce_ex__(4)[1][0]); t(lambda: pickle.loads(pickle.dumps(x)) if type(x.tzinfo) is not Z else 0)
    for spec in ('auto','hours','minutes','seconds','milliseconds','microseconds','x',5): t(lambda: x.isoformat(spec)); t(lambda: x.isoformat(timespec=spec))
    t(lambda: x.replace(hour=5) and x.replace(hour=5).hour); t(lambda: x.replace(tzinfo=None)); t(lambda: x.replace(fold=1).fold); t(lambda: x.replace(hour=99)); t(lambda: x.replace(tzinfo=5)); t(lambda: x.replace(5,6,7,8,None)); t(lambda: hash(x)==hash(x.replace(fold=1))); t(lambda: x+T(1)); t(lambda: x-x); t(lambda: x.replace(1,2,3,4,None,5))
    for y in X+[5]:
        for op in ('<','<=','==','!='): t(lambda: eval('x'+op+'y'))
for s in ('01','01:02','01:02:03','01:02:03.4','01:02:03.456','01:02:03.456789','01:02:03.4567891','01:02:03,456','0102','010203','010203.5','T01:02','T0102','01:02Z','01:02z','01:02+05:30','01:02-0530','01:02+05','01:02:03+05:30:15','01:02:03+05:30:15.123456','01:02+24:00','24:00','25:00','24:00:01','1:02','01:2','01:02:03.','','T','01:','01:02:','0102:03','01:0203','01:02:03+','01:02:03-','01:02:03+5','01:02:03+0','01:02 +05:00','01:02:03.12a','\uff10\uff11:02','01-02',5,None,'01:02+00:00','01:02-00:00','01:02Z5','010203Z','01+05:30','01Z'): t(lambda: time.fromisoformat(s)); t(lambda: datetime.fromisoformat('2000-01-02T'+s)); t(lambda: datetime.fromisoformat('20000102 '+s)); t(lambda: datetime.fromisoformat('2000-W01-2T'+s)); t(lambda: datetime.fromisoformat('2000W01T'+s)); t(lambda: datetime.fromisoformat('2000-W01T'+s))
for s in ('2000-01-02T03:04','2000-01-02x03:04','2000-01-02\U0001f60003:04','2000-01-02\ud80003:04','2000-01-0203:04','2000-W01-103','2000-W01103','2000010203','200001020304','2000-01-02 03','9999-12-31T24:00','2000-12-31T24:00','2000-02-28T24:00:00.000000','2000-01-02T24:00:00.000001','2000-1-02T03:04','2000-01-02T','20000102T','2000-W01T','2000-W01-1T'): t(lambda: datetime.fromisoformat(s))
`
    same(START + program, MAIN_MODULE)
  },
  60_000,
)

maybe(
  'datetimes',
  () => {
    const program = String.raw`
for a in ((2000,1,1,24),(2000,1,1,0,60),(2000,1,1,0,0,60),(2000,1,1,0,0,0,1000000),(2000,1,1,0,0,0,0,5),(b'\x07\xd0\x01\x02\x03\x04\x05\x00\x00\x06',),(b'\x07\xd0\x81\x02\x03\x04\x05\x00\x00\x06',),(b'\x07\xd0\x01\x02\x03\x04\x05\x00\x00\x06',timezone.utc),('\x07\xd0\x01\x02\x03\x04\x05\x00\x00\x06',),(b'\x07\xd0\x01\x02\x03\x04\x05\x00\x00\x06',5),(b'\x07\xd0\x0d\x02\x03\x04\x05\x00\x00\x06',)): t(lambda: datetime(*a)); t(lambda: Dt(*a)); t(lambda: datetime(*a).fold)
t(lambda: datetime(2000,1,1,fold=3)); t(lambda: datetime(2000,1))
Y=[datetime(1,1,1),datetime(9999,12,31,23,59,59,999999),datetime(2000,2,29,1,2),datetime(2000,1,1,1,2,3),datetime(2000,1,1,fold=1),Dt(2004,5,6,7,8,9,10)]+[datetime(2000,1,1,tzinfo=q) for q in z]
for x in Y:
    t(lambda: repr(x) if type(x.tzinfo) is not Z else 0); t(lambda: str(x)); t(lambda: x.isoformat()); t(lambda: x.isoformat(' ','hours')); t(lambda: x.isoformat('\ud800')); t(lambda: x.isoformat('xy')); t(lambda: x.isoformat(5)); t(lambda: x.ctime()); t(lambda: x.utcoffset()); t(lambda: x.dst()); t(lambda: x.tzname()); t(lambda: x.timetuple()); t(lambda: x.utctimetuple()); t(lambda: x.date()); t(lambda: x.time()); t(lambda: x.timetz().tzinfo is x.tzinfo); t(lambda: x.toordinal()); t(lambda: x.strftime('%Y-%m-%d %H:%M:%S.%f %z %:z %Z %j %%')); t(lambda: format(x,'%y')); t(lambda: x.timestamp()); t(lambda: x.__reduce__() if type(x.tzinfo) is not Z else 0); t(lambda: x.__reduce_ex__(4)[1][0]); t(lambda: pickle.loads(pickle.dumps(x)) if type(x.tzinfo) is not Z else 0)
    t(lambda: x.astimezone(timezone.utc)); t(lambda: x.astimezone()); t(lambda: x.astimezone(5)); t(lambda: x.astimezone(x.tzinfo) is x); t(lambda: x.astimezone(timezone(T(hours=1))))
    t(lambda: x.replace(hour=5).hour); t(lambda: x.replace(tzinfo=None)); t(lambda: x.replace(tzinfo=5)); t(lambda: x.replace(fold=1).fold); t(lambda: x.replace(year=0)); t(lambda: x.replace(1,2,3,4,5,6,7,None)); t(lambda: hash(x)==hash(x.replace(fold=1))); t(lambda: x+T(1)); t(lambda: T(1)+x); t(lambda: x-T(1)); t(lambda: T(1)-x); t(lambda: x+1)
    for y in Y+[date(2000,1,1),5]:
        t(lambda: x-y)
        for op in ('<','<=','==','!='): t(lambda: eval('x'+op+'y'))
t(lambda: datetime.combine(date(2000,1,1),time(1,2,tzinfo=timezone.utc))); t(lambda: datetime.combine(date(2000,1,1),time(1,2,tzinfo=timezone.utc),None)); t(lambda: datetime.combine(1,2)); t(lambda: datetime.combine(date(2000,1,1),2)); t(lambda: datetime.combine(date(2000,1,1),time(1),5)); t(lambda: Dt.combine(date(2000,1,1),time(1,fold=1)).fold); t(lambda: datetime.combine(date=date(2000,1,1),time=time(1),tzinfo=timezone.utc))
t(lambda: datetime.strptime('2000-01-02 03:04','%Y-%m-%d %H:%M')); t(lambda: datetime.strptime('x','%Y')); t(lambda: datetime.strptime(1,2)); t(lambda: Dt.strptime('2000 +0100','%Y %z'))
t(lambda: datetime.min); t(lambda: datetime.max); t(lambda: datetime.resolution); t(lambda: time.min); t(lambda: time.max); t(lambda: time.resolution); t(lambda: date.min); t(lambda: date.max); t(lambda: date.resolution)
t(lambda: date(2000,1,1).strftime(5)); t(lambda: date(2000,1,1).strftime()); t(lambda: date(2000,1,1).strftime('%')); t(lambda: date(2000,1,1).strftime('\ud800')); t(lambda: date(2000,1,1).__format__(5)); t(lambda: time(1).__format__(5))
import os
os.environ['TZ']='America/New_York'; __import__('time').tzset()
for a in ((2005,10,30,1,30),(2005,10,30,1,30,0,0,None),(2005,4,3,2,30),(2000,1,1),(2037,7,1),(2100,7,1)):
    for fold in (0,1):
        x=datetime(*a,fold=fold); t(lambda: x.timestamp()); t(lambda: datetime.fromtimestamp(x.timestamp()).fold); t(lambda: x.astimezone()); t(lambda: x.astimezone(timezone.utc)); t(lambda: x.astimezone().tzname())
class R(tzinfo):
    def utcoffset(s,x): 1/0
t(lambda: datetime(2000,1,1,tzinfo=R())<datetime(2000,1,1)); t(lambda: str(datetime(2000,1,1,tzinfo=R()))); t(lambda: hash(datetime(2000,1,1,tzinfo=R())))
for cls,args in ((date,(2000,1,1)),(time,(1,)),(datetime,(2000,1,1)),(timedelta,(1,))):
    o=cls(*args); t(lambda: setattr(o,'x',1)); t(lambda: setattr(o,'day',1)); t(lambda: delattr(o,'microsecond')); t(lambda: cls.__new__()); t(lambda: cls.__new__(int)); t(lambda: setattr(cls,'x',1))
class Z2(tzinfo):
    def utcoffset(s,x): return T(hours=1) if x.fold==0 else T(hours=2)
    def dst(s,x): return T(0)
    def tzname(s,x): return 'q'
q=Z2(); a=datetime(2000,1,1,tzinfo=q); b=datetime(2000,1,1,fold=1,tzinfo=q); t(lambda: a==b); t(lambda: a==b.astimezone(timezone.utc)); t(lambda: b==b.astimezone(timezone.utc)); t(lambda: hash(a)==hash(b)); t(lambda: a<b); t(lambda: a-b); t(lambda: a.astimezone(timezone.utc)==a)
`
    same(START + program, MAIN_MODULE)
  },
  60_000,
)

maybe('timestamps at the edges of time_t; zones in strftime', () => {
  same(
    START +
      `
import os
for v in (9.25e18, 9.2e18, -9.25e18, 2**62, 2**63, 2**63 - 1, -2**63, -2**63 - 1, 2.0**63, -2.0**63, 1e18, 1e20, float('nan'), -62135596801, -1e12):
    for f in (date.fromtimestamp, datetime.fromtimestamp, lambda v: datetime.fromtimestamp(v, timezone.utc), sys.modules['time'].localtime, sys.modules['time'].gmtime): print(v, end=' '); t(lambda: f(v))
os.environ['TZ'] = 'America/New_York'; import time as m; m.tzset()
for tup in ((2000, 7, 1, 3, 4, 5, 6, 7, dst) for dst in (-1, 0, 1, 2)):
    for v in (tup, m.struct_time(tup), m.struct_time(tup + ('q', 3600))): t(lambda: m.strftime('%z|%Z', v))
t(lambda: m.strftime('%z|%Z', m.localtime(0))); t(lambda: m.asctime((-5, 1, 1, 0, 0, 0, 0, 0, 0))); t(lambda: m.strftime('%c', (5, 1, 1, 0, 0, 0, 0, 0, 0))); t(lambda: datetime(5, 1, 1).ctime())
for s in (951782400, 1078012800, -68256000): t(lambda: m.gmtime(s)); t(lambda: m.localtime(s))
`,
    MAIN_MODULE,
  )
})
