/** zlib against CPython: streams in pieces, limits, what follows the end, errors. Compressed bytes are only compared after decompression. */
import { maybe, same } from '../support/same'

maybe('streams', () => {
  const program = `
import zlib, gzip, io
data = bytes(range(256)) * 400
for w in (15, -15, 31, 9, -9, 25):
    c = zlib.compressobj(9, zlib.DEFLATED, w)
    z = c.compress(data) + c.flush(zlib.Z_SYNC_FLUSH) + c.compress(b'tail') + c.flush()
    assert zlib.decompress(z, w) == data + b'tail'
    d = zlib.decompressobj(w)
    out = []
    for i in range(0, len(z), 7): out.append(d.decompress(z[i:i + 7]))
    print(w, b''.join(out) == data + b'tail', d.eof, d.unused_data)
    d = zlib.decompressobj(w)
    first = d.decompress(z + b'rest', 100)
    print(len(first), d.eof, len(d.unconsumed_tail) > 0)
    n = len(first)
    while not d.eof:
        more = d.decompress(d.unconsumed_tail, 1000); n += len(more)
    print(n, d.unused_data)
    print(zlib.decompress(zlib.compress(data, wbits=w), 47 if w > 0 else w) == data)
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: zlib.decompress(b'abc')); t(lambda: zlib.decompress(b'')); t(lambda: zlib.decompress(zlib.compress(b'abc')[:-3]))
t(lambda: zlib.compress(b'a', level=11)); t(lambda: zlib.compressobj(10)); t(lambda: zlib.decompressobj().decompress(b'abc'))
t(lambda: zlib.decompress(zlib.compress(b'abc') + b'xx')); t(lambda: zlib.adler32(b'abc', 5)); t(lambda: zlib.crc32(data, 7)); t(lambda: zlib.adler32(data * 9))
c = zlib.compressobj(zdict=b'hello'); z = c.compress(b'hellohello') + c.flush()
d = zlib.decompressobj(zdict=b'hello'); t(lambda: d.decompress(z))
t(lambda: zlib.decompress(z))
t(lambda: gzip.decompress(gzip.compress(data) + gzip.compress(b'second'))[-8:])
f = gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(data))); print(f.read(10), len(f.read()))
`
  same(program)
})
