/** os.path.normpath and splitroot: every short path of the characters that matter, bytes, other arguments. */
import { maybe, same } from '../support/same'

maybe('normal paths and roots', () => {
  same(`
import itertools, os, os.path
class P:
    def __init__(s, v): s.v = v
    def __fspath__(s): return s.v
class S(str): pass
for n in range(7):
    for parts in itertools.product(('/', '.', '..', 'a'), repeat=n):
        p = ''.join(parts)
        print(repr(p), os.path.normpath(p), os.path.splitroot(p), os.path.normpath(p.encode()))
for a in (5, None, P('a/./b'), P(b'a//b'), P(3), 'a\\0b/..', '', b'', b'\\xff/x/..', '\\udc80/x/..', 'é/../😀//x', 1.5, bytearray(b'a'), S('a/../b')):
    for f in (os.path.normpath, os.path.splitroot):
        try: print(ascii(f(a)), type(f(a)).__name__)
        except Exception as e: print(type(e).__name__, e)
for k in ({'path': 'a'}, {}):
    try: print(os.path.normpath(**k))
    except Exception as e: print(type(e).__name__, e)
print(os.path.abspath('/a/../b'), os.path.relpath('/a/b/c', '/a/d'), os.path.splitdrive('/a'), os.path.isabs('a'), os.path.commonpath(['/a/b', '/a/c']))
`)
})
