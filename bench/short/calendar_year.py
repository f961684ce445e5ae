"""A year's calendar and what falls on which day."""
import calendar
import datetime

print(calendar.TextCalendar().formatyear(2024, m=4)[:400])
day = datetime.date(2000, 1, 1)
fridays = 0
while day.year < 2024:
    if day.day == 13 and day.weekday() == 4:
        fridays += 1
    day += datetime.timedelta(days=1)
print(fridays, datetime.datetime(2024, 2, 29, 12, 30).strftime('%A %d %B %Y, week %V'))
