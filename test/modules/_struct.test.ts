/** struct: every format over the limits of every format, with the texts of the errors. */
import { maybe, same } from '../support/same'

maybe('pack and unpack', () => {
  same(`
import struct, random
random.seed(3)
out=[]
kinds = 'bBhHiIlLqQ?efdcspx'
for fmt in '<','>','=','@','!':
    for c in kinds:
        for v in (0,1,-1,127,128,255,256,-128,-129,32767,65535,-32769,2**31-1,2**31,-2**31,-2**31-1,2**32-1,2**32,2**53,2**53+1,-2**53-7,2**63-1,2**63,-2**63,-2**63-1,2**64-1,2**64,1.5,-2.25,1e30,float('inf'),b'a',True,random.getrandbits(64),-random.getrandbits(62)):
            try: p=struct.pack(fmt+c,v); out.append((fmt,c,v,p,struct.unpack(fmt+c,p)))
            except Exception as e: out.append((fmt,c,v,type(e).__name__,str(e)))
for o in out: print(o)
for i in range(200):
    b=random.randbytes(42)
    print(struct.unpack('<bBhHiIqQfd',b), struct.unpack_from('>qQ',b,3), struct.unpack('!3s5p2xHd22s', b))
`)
})

maybe('buffers that are too short, formats with zeros in them, what iterates', () => {
  same(`
import struct, sys
def tried(f, *args):
    try: return f(*args)
    except Exception as e: return type(e).__name__, str(e)
b = bytearray(10)
for at in (-2, -11, 7, 10, 2**53, 2**53 + 1, sys.maxsize, -sys.maxsize, 2**64):
    print(at, tried(struct.pack_into, '<I', b, at, 1), tried(struct.unpack_from, '<I', b, at))
print([tried(struct.calcsize, f) for f in ('\\0', '2\\0i', b'\\0', b'2i')])
class S(struct.Struct): pass
print(repr(struct.Struct('=i2H')), repr(S("<i")), tried(type(struct.iter_unpack('b', b''))), tried(type, 'X', (type(struct.iter_unpack('b', b'')),), {}))
`)
})
