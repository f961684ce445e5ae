/** bz2 against CPython: the same bytes from the compressor, streams in pieces, limits, what follows the end, errors. */
import { maybe, same } from '../support/same'

maybe(
  'streams',
  () => {
    const program = String.raw`
import bz2, random, io, hashlib
r=random.Random(1)
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
cases=[b'', b'a', b'aaaa', b'a'*5, b'a'*300, b'hello world\n'*3, bytes(range(256)), bytes(r.randrange(256) for _ in range(5000)), bytes(r.choice(b'ab') for _ in range(3000)), b'\0'*1000, (b'the quick brown fox '*50 + b'x'*700), bytes(min(255,int(r.expovariate(.05))) for _ in range(120000)), b''.join(bytes([r.randrange(256)])*r.randrange(1,600) for _ in range(300))]
for i,c in enumerate(cases):
    for level in (1,9):
        z=bz2.compress(c,level)
        print(i,level,len(z),hashlib.md5(z).hexdigest(), bz2.decompress(z)==c)
z=bz2.compress(cases[11],1)
d=bz2.BZ2Decompressor(); out=b''
for i in range(0,len(z),100): out+=d.decompress(z[i:i+100])
print(out==cases[11], d.eof, d.needs_input, d.unused_data)
d=bz2.BZ2Decompressor(); out=d.decompress(z+b'tail', 1000); n=0
while not d.eof: out+=d.decompress(b'',max_length=5000); n+=1
print(out==cases[11], n, d.unused_data, d.needs_input)
t(lambda: d.decompress(b'')); t(lambda: bz2.decompress(b'BZh')); t(lambda: bz2.decompress(b'nope')); t(lambda: bz2.decompress(z[:-5])); t(lambda: bz2.decompress(z[:100]+b'xx'+z[102:])); t(lambda: bz2.BZ2Compressor(10)); t(lambda: bz2.BZ2Decompressor().decompress('x'))
c=bz2.BZ2Compressor(); print(c.compress(b'abc')); print(c.flush()); t(c.flush); t(lambda: c.compress(b''))
f=io.BytesIO(); g=bz2.open(f,'wt',encoding='utf-8'); g.write('é\n'*1000); g.close(); print(len(bz2.open(io.BytesIO(f.getvalue()*2),'rt',encoding='utf-8').read()), bz2.BZ2File(io.BytesIO(f.getvalue())).readline())
`
    same(program)
  },
  60_000,
)
