"""dateutil: parsing, relative deltas, recurrence rules, zones and Easter."""
# needs: dateutil six.py

from datetime import date, datetime, timedelta

from dateutil import rrule, tz
from dateutil.easter import easter
from dateutil.parser import isoparse, parse, parserinfo
from dateutil.relativedelta import FR, MO, relativedelta
from dateutil.utils import within_delta

base = datetime(2003, 9, 25)
for text in (
    'Thu Sep 25 10:36:28 2003', '2003-09-25T10:49:41.5-03:00', '20030925T104941', '10pm', 'Sep 03', '3rd of May 2001',
    '10h36m28.5s', '1996.07.10 AD at 15:08:56 PDT', 'Wed, July 10, 96', 'July 4, 1976 12:01:02 am', '04.04.95 00:22', 'today is 25 of September of 2003, exactly',
    '1:59', '99-13-45', 'nothing here', '2003-09-25 25:00',
):
    try:
        print(text, '->', parse(text, default=base, fuzzy='today' in text, tzinfos={'PDT': -7 * 3600}))
    except (ValueError, OverflowError) as e:
        print(text, '->', type(e).__name__, e)
print(parse('01/02/03', dayfirst=True), parse('01/02/03', yearfirst=True), isoparse('2018-W06-3T12:00Z'), isoparse('2019-W01'))


class German(parserinfo):
    MONTHS = [('Jan', 'Januar'), ('Feb', 'Februar'), ('Mär', 'März'), ('Apr', 'April'), ('Mai', 'Mai'), ('Jun', 'Juni'), ('Jul', 'Juli'),
              ('Aug', 'August'), ('Sep', 'September'), ('Okt', 'Oktober'), ('Nov', 'November'), ('Dez', 'Dezember')]


print(parse('3. Oktober 1990', parserinfo=German()))
d = relativedelta(datetime(2024, 2, 29, 12), datetime(1999, 12, 31, 23, 59))
print(d, d.normalized(), d * 2, -d, bool(relativedelta()), date(2024, 1, 31) + relativedelta(months=+1), date(2024, 2, 29) - relativedelta(years=1))
print([date(2024, 5, 17) + relativedelta(day=31, weekday=w) for w in (FR(-1), MO(-2))], relativedelta(days=1.5, hours=36).normalized())
print([str(x.date()) for x in rrule.rrule(rrule.MONTHLY, count=6, byweekday=rrule.FR(-1), dtstart=base)])
rules = rrule.rruleset()
rules.rrule(rrule.rrule(rrule.DAILY, count=7, dtstart=base))
rules.exrule(rrule.rrule(rrule.YEARLY, byweekday=(rrule.SA, rrule.SU), dtstart=base))
rules.rdate(datetime(2003, 12, 24))
print([x.strftime('%a %d %b') for x in rules], rules.before(datetime(2003, 9, 28)), rules.count())
text = 'DTSTART:19970902T090000\nRRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=4\nEXDATE:20001107T090000'
print([x.isoformat() for x in rrule.rrulestr(text)], str(rrule.rrule(rrule.WEEKLY, interval=2, wkst=rrule.SU, byhour=(9, 17), dtstart=base, count=3)))
print([easter(y, m) for y in (1990, 2024) for m in (1, 2, 3)])
eastern = tz.tzstr('EST5EDT,M3.2.0/2,M11.1.0/2')
moment = datetime(2024, 3, 10, 1, 30, tzinfo=eastern)
for hours in range(3):
    at = (moment.astimezone(tz.UTC) + timedelta(hours=hours)).astimezone(eastern)
    print(at, at.tzname(), at.dst(), tz.datetime_exists(at))
print(tz.datetime_ambiguous(datetime(2024, 11, 3, 1, 30), tz=eastern), tz.tzrange('A', -3600, 'B'), tz.tzoffset('X', 5400) == tz.tzoffset('Y', 5400))
print(within_delta(base, base + timedelta(seconds=1), timedelta(seconds=2)), tz.resolve_imaginary(datetime(2024, 3, 10, 2, 30, tzinfo=eastern)))
