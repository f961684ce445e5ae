import gzip, hashlib, hmac, io, os, tempfile, zlib
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

text = ('the quick brown fox jumps over the lazy dog\n' * 200).encode()
for name in ('md5', 'sha1', 'sha256', 'sha3_256', 'blake2b'):
    print(name, hashlib.new(name, text).hexdigest()[:32])
print(hmac.new(b'key', text, 'sha256').hexdigest()[:32], zlib.crc32(text), zlib.adler32(text))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'words.gz')
    with gzip.open(path, 'wt', encoding='utf-8') as f:
        for number in range(1000):
            f.write(f'{number} größe {number ** 2}\n')
    with gzip.open(path, 'rt', encoding='utf-8') as f:
        lines = f.readlines()
    print(len(lines), lines[-1].strip(), os.path.getsize(path) < sum(map(len, lines)))

packed = zlib.compress(text, 9)
stream = zlib.decompressobj()
out = io.BytesIO()
for at in range(0, len(packed), 7):
    out.write(stream.decompress(packed[at:at + 7]))
print(out.getvalue() == text, stream.eof)
try:
    zlib.decompress(packed[:-3])
except zlib.error as e:
    print('error:', e)

with localcontext() as context:
    context.prec = 30
    balance = Decimal('1000.00')
    for year in range(10):
        balance *= Decimal('1.0375')
    print(balance, balance.quantize(Decimal('0.01'), ROUND_HALF_EVEN), Decimal(2).sqrt(), Decimal(1).exp())
