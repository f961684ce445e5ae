/** binascii and the hash modules against CPython. */
import { maybe, same } from '../support/same'

maybe('binascii', () => {
  same(String.raw`
import binascii
def t(f, *a, **k):
    try: print(f.__name__, a, k, f(*a, **k))
    except Exception as e: print(f.__name__, a, k, type(e).__name__, e)
b = binascii
for x in ['', 'abc', 'zz', '61 62', 'é', b'6A6b']: t(b.a2b_hex, x)
for x in ['YQ', 'A', 'YWJj=', '=YWJj', 'YW=Jj', 'YWJj!', 'YQ==YQ', 'YWJj\n', 'YQ==', 'YWI=', 'YWJjZ', '', 'YQ==\n', 'Y=Q=']:
    t(b.a2b_base64, x); t(b.a2b_base64, x, strict_mode=True)
data = bytes(range(256))
t(b.b2a_base64, data); t(b.b2a_base64, b'abcd', newline=False)
t(b.b2a_hex, b'abcdefg', ':', 2); t(b.b2a_hex, b'abcdefg', b'-', -3); t(b.b2a_hex, b'ab', '::'); t(b.hexlify, bytearray(b'xy'))
for x in [b'', b'a', b'abc', data[:45], b'x' * 46]: t(b.b2a_uu, x); t(b.b2a_uu, x, backtick=True)
for x in [b'#86)C', b'', b'\xff', b' \n', b'!!', b'#86)C junk']: t(b.a2b_uu, x)
for x in [b'a b \t\n=\xff.', b'.\n', b'x' * 100, b'tab\there ', b'a\r\nb \r\n', b'_ _', data]:
    for k in [{}, {'quotetabs': True}, {'istext': False}, {'header': True}]: t(b.b2a_qp, x, **k)
for x in [b'a=20b=\nc=3', b'=', b'==41', b'_=41', b'a=\r\nb']: t(b.a2b_qp, x); t(b.a2b_qp, x, header=True)
t(b.crc32, b'abc'); t(b.crc32, b'abc', 5); t(b.crc_hqx, b'abc', 0); t(b.crc32, 'abc')
`)
})

maybe('hashlib', () => {
  same(`
import hashlib
data = bytes(range(256)) * 5
for name in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'blake2b', 'blake2s'):
    h = hashlib.new(name, data)
    g = h.copy(); g.update(b'more')
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest(), g.hexdigest(), getattr(hashlib, name)().hexdigest())
print(hashlib.shake_128(data).hexdigest(40), hashlib.shake_256(data).digest(5))
print(hashlib.blake2b(data, key=b'k' * 10, salt=b's', person=b'p', digest_size=20, fanout=2, depth=3, leaf_size=4, node_offset=5, node_depth=1, inner_size=7, last_node=True).hexdigest())
print(hashlib.blake2s(data, key=b'k' * 32, salt=b's', person=b'p', digest_size=20, fanout=2, depth=3, leaf_size=4, node_offset=2 ** 40, node_depth=1, inner_size=7, last_node=True).hexdigest())
for f in (lambda: hashlib.md5('x'), lambda: hashlib.new('nope'), lambda: hashlib.blake2b(key=b'x' * 65)):
    try: f()
    except Exception as e: print(type(e).__name__)
`)
})
