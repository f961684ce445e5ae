/** What `_codecs` gives the codecs of the encodings package, against CPython. */
import { expect, test } from 'bun:test'
import { maybe, same } from '../support/same'
import { bothShells } from '../support/shell'

const program = `
import codecs, collections, operator
def show(f, *args):
    try: print(f(*args))
    except Exception as e: print(type(e).__name__, e)
for text in ("hello", "+", "h\\xe9+~-", "\\U0001f40d-x", "a\\udc80b", ""):
    data = text.encode("utf-7")
    print(data, data.decode("utf-7") == text, codecs.utf_7_encode(text))
for data in (b"+", b"+AGE", b"a+@", b"+//,+IKwgrNB5CA", b"a\\xffb", b"+2AHab"):
    show(codecs.utf_7_decode, data)
    show(data.decode, "utf-7")
    show(data.decode, "utf-7", "replace")
print([c for c in codecs.iterdecode([bytes([b]) for b in b"a+AOk-b+AOkA6Q-"], "utf-7")])
show(codecs.utf_7_encode, 1)
d = collections.deque(range(3))
for it in (iter(d), reversed(d)):
    print(operator.length_hint(it)); d.append(1)
    print(operator.length_hint(it)); show(next, it); print(operator.length_hint(it)); show(next, it)
`

test('UTF-7; the length hint of a deque that changed', async () => {
  const both = await bothShells(`$PY - <<'END'${program}END`)
  if (both !== null) expect(both.dxpy).toBe(both.cpython)
}, 60_000)

maybe('names with nulls and surrogates', () => {
  same(`
import _codecs, codecs, io
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for n in ('a\\0b', '\\ud800', 'utf-8\\0', '', 'é'):
    for f in (lambda: _codecs.lookup(n), lambda: 'a'.encode(n), lambda: b'a'.decode(n), lambda: _codecs.encode('a', n), lambda: 'a'.encode('ascii', n), lambda: _codecs.lookup_error(n), lambda: _codecs.register_error(n, 5), lambda: '\\xe9'.encode('ascii', n), lambda: b'\\xe9'.decode('ascii', n), lambda: _codecs.ascii_encode('a', n)): t(f)
`)
})

maybe('handlers that put other bytes in the place of the old', () => {
  same(`
import codecs
def long(e):
    e.object = b'\\x00' * 8
    return ('\\ufffd', e.start)
def text(e):
    e.object = b'ok'
    return ('', 0)
def wrong(e):
    e.object = 5
    return ('', 0)
for f in (long, text, wrong): codecs.register_error('test.' + f.__name__, f)
for data, encoding in ((b'\\x00', 'utf-16'), (b'\\x00', 'utf-32'), (b'a\\xff', 'utf-8'), (b'a\\xff', 'ascii'), (b'\\xff', 'utf-32-le'), (b'\\x00\\xd8', 'utf-16-le')):
    for name in ('long', 'wrong') if '32' in encoding else ('long', 'text', 'wrong'):
        try: print(encoding, name, ascii(data.decode(encoding, 'test.' + name)))
        except Exception as e: print(type(e).__name__, e)
for encoding, data in (("ascii", b"\\xff"), ("utf-7", b"++"), ("utf-8",  b"\\xff"), ("utf-16", b"\\xff"), ("utf-32", b"\\xff"), ("unicode-escape", b"\\\\u123g"), ("raw-unicode-escape", b"\\\\u123g")):
    def digits(e):
        e.object = b'<' + e.object + b'1' + '\\x00'.encode('utf-32-le')[:0]
        return ('', len(e.object) - 1)
    codecs.register_error('test.digits', digits)
    try: print(ascii(data.decode(encoding, 'test.digits'))) if '16' not in encoding and '32' not in encoding else None
    except Exception as e: print(type(e).__name__, e)
`)
})
