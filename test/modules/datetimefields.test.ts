/** datetime: texts of every form in, arithmetic up to the ends of the calendar, and local time in several zones. */
import { maybe, same } from '../support/same'

maybe('texts, sums and local times', () => {
  same(`
from datetime import *
import os, random, time as tm
random.seed(5)
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
dates = ['2024-01-15', '20240115', '2024-W03', '2024-W03-7', '2024W03', '2024W037', '0001-01-01', '9999-12-31', '2024-02-30', '2024-13-01', '0000-01-01', '2024-W54-1', '2024-01-1', '202401', '', '2024-01-15x']
times = ['12', '12:30', '1230', '12:30:45', '123045', '12:30:45.5', '12:30:45,123456', '12:30:45.1234567', '25:00', '12:60', '12:30:45.', '12:3']
zones = ['', 'Z', '+05:30', '-0530', '+23:59:59.999999', '-00:00', '+05:30Z', '+']
for d in dates:
    t(lambda: date.fromisoformat(d)); t(lambda: datetime.fromisoformat(d))
    for sep in ('T', ' ', 'é', '😀', '-'):
        for c in times:
            for z in zones: t(lambda: datetime.fromisoformat(d + sep + c + z))
for c in times:
    for z in zones: t(lambda: time.fromisoformat(c + z)); t(lambda: time.fromisoformat('T' + c + z)); t(lambda: time.fromisoformat('😀' + c))
t(lambda: datetime.fromisoformat(5))
class D(datetime): pass
for i in range(1500):
    d = datetime.min + timedelta(days=random.randrange(3652059), seconds=random.randrange(86400), microseconds=random.randrange(10**6))
    e = timedelta(days=random.randrange(-4000000, 4000000) >> random.randrange(22), seconds=random.randrange(-10**6, 10**6), microseconds=random.randrange(-10**8, 10**8))
    for f in (lambda: d + e, lambda: d - e, lambda: d.date() + e, lambda: (d + e) - d == e, lambda: d.isocalendar(), lambda: date.fromordinal(d.toordinal() + e.days), lambda: D(2024, 1, 1, 5) + e): t(f)
for n in (0, 1, -1, 3652059, 3652060, 2**31 - 1, 2**31, -2**31): t(lambda: date.fromordinal(n)); t(lambda: datetime.fromordinal(n))
print(repr(D(2024, 1, 1) + timedelta(1)), repr(D.fromisoformat('2024-01-01')), repr(datetime(2024, 1, 1, fold=1) + timedelta(0)))
for z in ('UTC', 'Europe/Berlin', 'America/New_York', 'EST5EDT', 'AAA3BBB', 'UTC'):
    os.environ['TZ'] = z; tm.tzset()
    for s in (0, 1700000000, 1720000000.5, 1729990800, 1730000000): print(datetime.fromtimestamp(s), datetime.fromtimestamp(s).astimezone().tzname(), datetime.fromtimestamp(s).timestamp(), tm.localtime(s).tm_zone)
a = tm.time(); n = datetime.now().timestamp(); b = tm.time(); print(a - 1e-5 <= n <= b + 1e-5)
`)
})
