/** The multibyte encodings against CPython: every sequence of two bytes, every character of the first plane, errors, pieces, streams. */
import { maybe, same } from '../support/same'

maybe('every sequence and every character', () => {
  same(String.raw`
import zlib
def crc(prefixes, name, trails=range(256)):
    n = 0
    for prefix in prefixes:
        text = b'\n'.join(prefix + bytes([b]) for b in trails).decode(name, 'replace')
        n = zlib.crc32(text.encode(), n)
    return n
characters = ''.join(map(chr, [*range(0xd800), *range(0xe000, 0x10000), *range(0x10000, 0x110000, 997)]))
for name in ['gbk', 'gb18030', 'gb2312', 'cp949', 'euc_kr', 'johab', 'big5', 'cp950', 'shift_jis', 'cp932', 'euc_jp']:
    print(name, crc([bytes([a]) for a in range(256)], name), zlib.crc32(characters.encode(name, 'ignore')))
print(crc([bytes([0x8f, b]) for b in range(0xa0, 256)], 'euc_jp'))
print(crc([bytes([a, b, c]) for a in (0x81, 0x82, 0x84, 0x85, 0x8f, 0x90, 0xe3, 0xfe) for b in range(0x30, 0x3a) for c in range(0x80, 0x100, 7)], 'gb18030', range(0x2f, 0x3b)))
`)
})

maybe('errors, pieces and streams', () => {
  same(String.raw`
import codecs, io, _codecs_cn, _multibytecodec
def T(*expressions):
    for e in expressions:
        try: print(e, ascii(eval(e, globals())))
        except Exception as x: print(e, type(x).__name__, ascii(str(x)))
T(r"b'\x81\x00abc\x81'.decode('gbk', 'replace')", r"b'\x81\x00abc\x81'.decode('gbk', 'ignore')", r"b'\x81'.decode('gbk')", r"b'a\x81\xff'.decode('gbk', 'backslashreplace')",
  r"'\u0e00a'.encode('gbk')", r"'\u0e00a'.encode('gbk', 'replace')", r"'\u0e00a'.encode('big5', 'xmlcharrefreplace')", r"b'\xff'.decode('shift_jis', 'surrogateescape')",
  r"'\ud800'.encode('gb18030')", r"'\U0001f600'.encode('gb18030')", r"'\uac02'.encode('euc_kr')", r"b'\xa4\xd4\xa4\xa1\xa4\xbf\xa4\xa2'.decode('euc_kr')", r"b'\xa4\xd4\xa4\xa1'.decode('euc_kr', 'replace')",
  r"'a\u3042'.encode('sjis'), 'a\u3042'.encode('ujis'), 'a\u3042'.encode('ms932')", "_codecs_cn.getcodec('x')", "_codecs_cn.getcodec(1)", "_codecs_cn.getcodec('gbk').encode(1)", "_codecs_cn.getcodec('gbk').encode('a', 1)")
d = codecs.getincrementaldecoder('gb18030')('replace')
for piece in [b'a\x81', b'0\x81', b'0b\x81', b'\x40', b'\x90']: print(ascii(d.decode(piece)), d.getstate())
print(ascii(d.decode(b'', True)), d.getstate()); d.setstate((b'\x90', 0)); print(ascii(d.decode(b'0\x810')), d.errors)
d.errors = 'strict'
try: d.decode(b'\xff')
except UnicodeDecodeError as e: print(e)
try: del d.errors
except AttributeError as e: print(e)
e = codecs.getincrementalencoder('euc_jp')(); print(e.encode('\u3042a'), e.getstate(), e.reset(), e.encode('', True))
f = io.TextIOWrapper(io.BytesIO('\u3042\u3044\u3046\n\u304b\u304d\n'.encode('shift_jis')), 'shift_jis'); print(ascii(f.readline()), f.tell(), ascii(f.read()))
b = io.BytesIO(); f = io.TextIOWrapper(b, 'gbk'); f.write('\u4e2d\u6587\n'); f.flush(); print(b.getvalue())
r = codecs.getreader('euc_kr')(io.BytesIO('\ud55c\uae00\n\ub458\n'.encode('euc_kr'))); print(ascii(r.readline()), ascii(r.read(1)), ascii(r.readlines()))
b = io.BytesIO(); w = codecs.getwriter('big5')(b); w.write('\u4e2d'); w.writelines(['\u6587', 'a']); print(b.getvalue())
exec(compile('# -*- coding: cp949 -*-\nx = "\ud55c"'.encode('cp949'), 'f', 'exec')); print(ascii(x))
class NoCodec(_multibytecodec.MultibyteIncrementalEncoder): pass
T("NoCodec()")
`)
})
