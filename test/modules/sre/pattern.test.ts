/** Pattern and Match against CPython: where a search may begin and end, group arguments, replacements of the wrong kind. */
import { maybe, same } from '../../support/same'

maybe('a text begins at its first character, wherever the search begins, and ends at endpos', () => {
  same(String.raw`
import re
texts = '', 'a', 'ab', 'a b', 'ab\nb\n', 'éb ', 'a\U0001F600b'
for source in '^b', r'\Ab', '(?m)^b', r'\bb', r'\Bb', r'\b', r'\B', '(?<=a)b', '(?<!a)b', 'b$', '(?m)b$', r'b\Z', '(?<=\\b)b', '':
    for text in texts:
        for p, text in (re.compile(source), text), (re.compile(source.encode()), text.encode()):
            for i in range(len(text) + 2):
                for j in *range(i, len(text) + 1), 99:
                    m = p.search(text, i, j)
                    print(m and (m.span(), m.pos, m.endpos), p.match(text, i, j) is None, p.fullmatch(text, i, j) is None, p.findall(text, i, j), [m.span() for m in p.finditer(text, i, j)])
            print(p.split(text), p.subn('-' if type(text) is str else b'-', text))
`)
})

maybe('group arguments', () => {
  same(`
import re
class Bad:
    def __init__(self, e): self.e = e
    def __index__(self): raise self.e
class Unhashable:
    def __hash__(self): raise ZeroDivisionError
for m in re.match('(a)', 'a'), re.match('(?P<n>a)(b)?', 'a'):
    for v in 0, 1, 2, -1, 1 << 1000, -1 << 1000, True, 'n', 'x', 1.5, None, [], Bad(ValueError(1)), Unhashable():
        for f in m.group, m.start, m.end, m.span, m.__getitem__, lambda v: m.group(v, 0):
            try: print(f(v))
            except Exception as e: print(type(e).__name__, e)
`)
})

maybe('replacements of another kind than the text', () => {
  same(String.raw`
import re
class S(str): pass
class B(bytes): pass
def call(made):
    def f(m):
        print('called')
        return made
    return f
def t(f, *args):
    try: v = f(*args); print(type(v), ascii(v))
    except Exception as e: print(type(e).__name__, e)
for p, texts in (re.compile('(c)|d'), ('', 'c', 'xcdc', S('cx'), 'é\U0001F600c')), (re.compile(b'(c)|d'), (b'', b'c', b'xcdc', bytearray(b'cx'), B(b'cx'))):
    for text in texts:
        for made in 'y', b'y', '', b'', S('y'), B(b'y'), bytearray(b'y'), '\\1', b'\\1', 'y\\1y', b'y\\1\\1y', '\\\\', None, 3, []:
            t(p.sub, made, text); t(p.subn, made, text, 1); t(p.sub, call(made), text)
            m = p.search(text)
            if m and isinstance(made, (str, bytes)): t(m.expand, made)
`)
})

maybe('a search that looks for the first character', () => {
  same(`
import re
texts = ['', 'a', 'x1 22?b=3&c=4', 'q=\\n12\\nab 7', 'session=beef; SESSION=0', 'ÄäKk\\u212a 9', '1\\n\\n2', '  "x"  y']
patterns = [r'\\d+', r'[?&]([a-z]+)=([^&]*)', r'[\\s"]+', r'(?m)^\\d+', r'(?m)^x', r'(?<=session=)[0-9a-f]+', r'(?<!\\d)\\d', r'(?!1)\\d+?', r'(?=b)(.)', r'\\d++',
    r'\\d*', r'(\\d)*x', r'\\b\\w+\\b', r'(?i)k+', r'(?i)[k-m]', r'(?i)ä', r'[^a]$', r'(?m)\\d$', r'\\Z', r'()x', r'(x|\\d)', r'(?:\\d|x){2}', r'(?>\\d+)', r'[^\\d]', r'(?a:\\w)+', r'(?s:.)\\d']
for p in patterns:
    c = re.compile(p)
    for t in texts:
        print(p, [(m.span(), m.groups()) for m in c.finditer(t)], c.findall(t, 1, 5), c.split(t), c.sub('<>', t), c.search(t, 2) and c.search(t, 2).span())
for p in rb'\\d+', rb'[?&](\\w)', rb'(?i)[B-F]+':
    print([m.span() for m in re.finditer(p, b'x1 22?b=3&c=4')])
`)
})
