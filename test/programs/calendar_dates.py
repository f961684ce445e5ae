import calendar, datetime
print(calendar.month(2024, 2)); print(calendar.TextCalendar(6).formatyear(2023, m=4))
d = datetime.date(2024, 2, 28)
for i in range(3): print(d + datetime.timedelta(days=i), (d + datetime.timedelta(days=i)).isocalendar()[:])
dt = datetime.datetime(2020, 1, 31, 23, 59, 58, 123456, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))
print(dt.isoformat(), dt.astimezone(datetime.timezone.utc), repr(dt), dt.strftime('%A %d %B %Y %H:%M:%S.%f %z'))
print(datetime.datetime.fromisoformat('2011-11-04T00:05:23+04:00') - datetime.datetime(2011, 11, 3, tzinfo=datetime.timezone.utc))
print(datetime.datetime.strptime('21/11/06 16:30', '%d/%m/%y %H:%M'), calendar.monthrange(2023, 2), calendar.isleap(1900))
