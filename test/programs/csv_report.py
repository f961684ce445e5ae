import csv, io
with open('data/people.csv', newline='') as f:
    rows = list(csv.DictReader(f))
print(rows)
out = io.StringIO(); w = csv.writer(out, quoting=csv.QUOTE_MINIMAL); w.writerow(['a b', 'c,d', 'e"f', 1, None, 2.5]); w.writerows([[1, 2], ['x\ny', '']])
print(repr(out.getvalue())); print(list(csv.reader(io.StringIO("a;'b;c';d"), delimiter=';', quotechar="'")))
print(sum(int(r['age']) for r in rows) / len(rows), max(rows, key=lambda r: len(r['name']))['city'])
