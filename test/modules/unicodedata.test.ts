/** unicodedata against CPython: digests over all characters, then single questions. */
import { maybe, same } from '../support/same'

maybe(
  'properties of every character in blocks',
  () => {
    same(`
import unicodedata
for d in (unicodedata, unicodedata.ucd_3_2_0):
    print(d.unidata_version)
    for start in [*range(0, 0x3400, 256), 0xa000, 0xa600, 0xac00, 0xd700, *range(0xf900, 0x11000, 256), 0x1d100, 0x1d400, 0x1e000, 0x1f100, 0x1f600, 0x20000, 0x2f800, 0xe0100]:
        h = 0
        for i in range(start, start + 256):
            c = chr(i)
            row = (d.category(c), d.bidirectional(c), d.combining(c), d.east_asian_width(c), d.mirrored(c), d.decomposition(c),
                   d.decimal(c, None), d.digit(c, None), d.numeric(c, None), d.name(c, None),
                   *(ascii(d.normalize(f, c)) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')))
            for b in repr(row).encode():
                h = (h * 31 + b) % 1000000007
        print(hex(start), h)
`)
  },
  60_000,
)

maybe(
  'lookup, normalization of texts, errors',
  () => {
    same(`
import unicodedata as u
for f in ['u.name(chr(0))', 'u.name("ab")', 'u.name(1)', 'u.lookup("xx")', 'u.numeric("a")', 'u.decimal("a")', 'u.digit("a")', 'u.normalize("x","a")',
          'u.lookup(b"space")', 'u.name("\\\\u4e00")', 'u.lookup("hangul syllable ga")', 'u.lookup("NBSP")', 'u.category("")', 'u.numeric("a", 5)',
          'ascii(u.normalize("NFC", "e\\\\u0301\\\\ud800x\\\\U0001fae8a\\\\u0308"))', 'u.is_normalized("NFD", "\\\\xe9")', 'u.is_normalized("NFC", "\\\\xe9")']:
    try: print(f, repr(eval(f)))
    except Exception as e: print(f, type(e).__name__, e)
`)
  },
  60_000,
)
