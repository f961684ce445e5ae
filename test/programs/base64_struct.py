import base64, struct, binascii
data = bytes(range(20))
for f in ('b64', 'b32', 'b16', 'b85', 'a85', 'urlsafe_b64'):
    e = getattr(base64, f + 'encode')(data); print(f, e, getattr(base64, f + 'decode')(e) == data)
print(binascii.hexlify(data, ':', 4), binascii.crc32(data))
print(struct.pack('<IhQd4s?', 1, -2, 2**40, 1.5, b'abcd', True).hex(), struct.unpack('>HbB', b'\x01\x02\xff\xfe'), struct.calcsize('@ibq'))
