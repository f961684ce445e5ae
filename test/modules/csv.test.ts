/** csv against CPython. */
import { maybe, same } from '../support/same'

maybe('reading, writing, dialects, errors', () => {
  const program = String.raw`
import csv, io, _csv
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
texts = ['a,b,c\r\n1,"x ""y"" z",3\n', '"multi\nline",2\n\n,\n', 'a;b c\t"d"', "'q',\\,x", '1,2.5,"s",,""', '"open', 'a"b,c', ' lead, "q"', '\\', '"a"b', 'a\rb']
for text in texts:
    for k in [{}, {'delimiter': ';'}, {'quotechar': "'"}, {'escapechar': '\\'}, {'doublequote': False}, {'skipinitialspace': True}, {'strict': True},
              {'quoting': 3}, {'quoting': 2}, {'quoting': 4}, {'quoting': 5}, {'dialect': 'excel-tab'}]:
        t(lambda: list(csv.reader(io.StringIO(text, newline=''), **k)))
rows = [[1, 'a', None, 2.5, ''], [''], [None], [], ['q"x', 'a,b', 'l\nm', "'"], ['\\', ' x']]
for row in rows:
    for k in [{}, {'quoting': 1}, {'quoting': 2}, {'quoting': 3}, {'quoting': 3, 'escapechar': '\\'}, {'quoting': 4}, {'quoting': 5}, {'doublequote': False, 'escapechar': '\\'},
              {'lineterminator': '!'}, {'delimiter': ' ', 'skipinitialspace': True}]:
        def w():
            f = io.StringIO(); csv.writer(f, **k).writerow(row); return f.getvalue()
        t(w)
for k in [{'delimiter': 1}, {'delimiter': 'ab'}, {'quotechar': ''}, {'quoting': 9}, {'quotechar': None}, {'lineterminator': 1}, {'lineterminator': None}, {'delimiter': None},
          {'escapechar': 'ab'}, {'delimiter': '\n'}, {'quotechar': ','}, {'quoting': 'x'}, {'lineterminator': '!', 'delimiter': '!'}]:
    t(lambda: [getattr(_csv.Dialect(**k), n) for n in ('delimiter', 'quotechar', 'quoting')])
for f in [lambda: csv.get_dialect('x'), lambda: csv.unregister_dialect('x'), lambda: csv.register_dialect(1), lambda: csv.reader(1), lambda: csv.writer(1), lambda: list(csv.reader([1])),
          lambda: csv.writer(io.StringIO()).writerow(1), lambda: csv.field_size_limit('x'), lambda: csv.field_size_limit(10), lambda: list(csv.reader(['a' * 11])),
          lambda: csv.field_size_limit(131072), csv.list_dialects]: t(f)
r = csv.DictReader(io.StringIO('x,y\n1,2\n3\n')); print(list(r), r.line_num)
f = io.StringIO(); d = csv.DictWriter(f, ['a', 'b']); d.writeheader(); d.writerow({'a': 1}); print(repr(f.getvalue()))
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter)
`
  same(program)
})
