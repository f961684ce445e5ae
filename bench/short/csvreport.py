"""Reads CSV, groups, writes a table."""
import csv
import io

source = io.StringIO()
writer = csv.writer(source)
writer.writerow(['city', 'month', 'rain'])
for i in range(2500):
    writer.writerow([['Oslo', 'Rome', 'Lima, Peru'][i % 3], i % 12 + 1, i * 37 % 211 / 10])
source.seek(0)
sums = {}
for row in csv.DictReader(source):
    key = row['city'], int(row['month'])
    total, n = sums.get(key, (0.0, 0))
    sums[key] = total + float(row['rain']), n + 1
for (city, month), (total, n) in sorted(sums.items())[:8]:
    print(f'{city:<12}{month:>3}{total / n:>8.2f}')
print(len(sums), len(source.getvalue()))
