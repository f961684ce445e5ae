/** The code of regular expressions against what CPython's re._compiler makes of the same patterns. */
import { expect } from 'bun:test'
import { generate } from '../../../src/modules/sre/generator'
import { NotHere, parsePattern } from '../../../src/modules/sre/parser'
import { runCPython } from '../../support/cpython'
import { maybe, same } from '../../support/same'

/**
 * Every string of the tests of re, of the modules that use it and of a list of hard ones is taken for a pattern, with several flags. One line each:
 * pattern (code points), whether text, flags, code or null, flags after, groups, names, whether there was a warning.
 */
const HARVEST = String.raw`
import ast, glob, json, os, re, sys, warnings
from re import _compiler, _parser, _casefix
lib = os.path.dirname(os.__file__)
files = [f for f in glob.glob(lib + '/*.py') + glob.glob(lib + '/[a-z]*/*.py') + [lib + '/test/test_re.py', lib + '/test/re_tests.py']
         if ('/test/' not in f or f.endswith(('/test_re.py', '/re_tests.py'))) and 'site-packages' not in f and 'idlelib' not in f]
texts = {}
def walk(f):
    source = open(f, encoding='utf-8', errors='replace').read()
    if 're.' not in source and 're_' not in f: return
    everything = f.endswith(('test_re.py', 're_tests.py'))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            if len(node.value) < (2000 if everything else 300): texts[node.value] = None
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    for f in sorted(files): walk(f)
hard = r'''[ßſµẞİıŉ] [^ß] [a-zß] ſ k K [k] [K-k] ı ß ŉ ΐ ᾀ ﬀ ǆ [\U00010400] [\U00010400-\U00010450a] [\x00-\U0010ffff] [^\x00-\uffff] [\u0430-\u045f] [a\u0430\u4e00] [\u0100-\u0500\d] \U0001F600+
(?<=abc)d (?<=(?:ab|cd))e (?<!a{3}) (?<=a(?=b))c (?<=(a)(?<=b)) (a)(?<=\1) (?P<n>a)(?(n)b|c) (a)?(?(1)b) (a)?(?(1)b|) (?>a+)b a++b a*+ a?+ (?:ab)*+ (?:ab)+? (?:a)* (?:(?:a))* ((a))* (?i:a)b (?i)(?-i:a)B (?a:\w)\w (?u:\w) (?x: a b # c
) (?x)a#b
c a|b|c a|[bc]|\d ab|ac|ad abc|abd|ab a|a (?:a|b)c (?:ab|a)c a|^b foo(?:bar|baz)|foot (ab)(cd)ef abcabcabd aabaaab (?:abc)d (a)bc x(?:a)(b)c [aabbcc] [a] [^a] [^^] []a] [^]a] [a-] [-a] [\d-] [\w-z] [\b\a\f\x41\101\0\07] \x41\u0041\101\0\07\08 \1 (a)\1 (a)\10 \400 {a a{ a{} a{,} a{,3} a{2} a{2,} a{2,3}? a{2,3}+ a{,a} a{2,a} a{65536} a{4294967294} a{4294967295} (?:a{9999}){9999} ((a{99999}){99999}){99999}b \d{3}-\d{2} ^$ ^^ (?m)^a$ \A\Z\b\B (?s). . (?L)a (?Li)[a-z]K (?#x)a a(?#y)b* (?#unfinished a)b ((a) (?P<a>x)(?P<a>y) (?P<1>x) (?P=x) (?(1)a) (?(9)a) (?(0)a) (?<a) (?z) (?i a(?i) (?i-i:a) (?-a:b) (?) (?-) (?-: (?i-:a) (?P<é>a) (?P<n>a)(?P=n) \N{DIGIT ONE} [\N{DIGIT ONE}] \Q [\Q] [z-a] [a-\d] [[a] [a--b] [a&&b] [a||b] [a~~b] \ [\ (?P<a\>b) [a a** a+++ ^* (?:)* (?:|a)+ (?!) (?!a) (?=) (?=a)* | a| |a (|) (?:a(?:b(?:c(d)))) [A-Z]+[0-9_]*'''.split(' ')
for t in hard: texts[t] = texts[t.encode('unicode_escape') if not t.isascii() else t.encode()] = None
texts['(' * 60 + ')' * 60] = texts['(?:' * 300 + 'a' + ')' * 300] = None
def line(pattern, flags):
    code = after = groups = names = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            tree = _parser.parse(pattern, flags)
            code = _compiler._code(tree, flags)
            after, groups, names = flags | tree.state.flags, tree.state.groups - 1, list(tree.state.groupdict.items())
        except (re.error, ValueError, OverflowError, RecursionError): pass
    points = list(pattern) if isinstance(pattern, bytes) else list(map(ord, pattern))
    print(json.dumps([points, isinstance(pattern, str), flags, code, after, groups, names, bool(caught)]))
print(json.dumps([[k, list(v)] for k, v in _casefix._EXTRA_CASES.items()]))
for text in texts:
    for flags in (0, 2, 64, 2 | 256, 8 | 16, 4, 4 | 2): line(text, flags)
`

maybe(
  'code, flags, groups and names; errors and warnings are left to the library',
  () => {
    const [first, ...lines] = runCPython(HARVEST).trimEnd().split('\n')
    const extra = new Map<number, readonly number[]>(JSON.parse(first!))
    let same = 0
    let missed = 0
    for (const line of lines) {
      const [points, isText, flags, code, after, groups, names, warned] = JSON.parse(line)
      const what = `${String.fromCodePoint(...points)} ${isText ? 'text' : 'bytes'} ${flags}`
      let made: unknown = null
      try {
        const parsed = parsePattern(points, isText, flags)
        made = [generate(parsed, () => extra), parsed.flags, parsed.groups.length - 1, [...parsed.names]]
      } catch (e) {
        if (!(e instanceof NotHere)) throw e
      }
      if (made === null && code !== null && !warned) {
        missed++
        continue
      }
      const right = code === null || warned ? null : [code, after, groups, names]
      if (!Bun.deepEquals(made, right)) expect({ what, made }).toEqual({ what, made: right })
      same++
    }
    expect(same).toBeGreaterThan(10000)
    // Character names, names of groups that are not ASCII, deep nesting.
    expect(missed).toBeLessThan(100)
  },
  120000,
)

maybe('patterns equal those of the library’s compiler; modules, errors and warnings are CPython’s', () => {
  const program = String.raw`
import re, sys, warnings, _sre
print([m for m in sys.modules if m.startswith('re.')], [m for m in vars(re) if m.startswith('_c') or m.startswith('_p')])
def t(p, flags=0):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try:
            m = re.compile(p, flags)
            again = re._compiler.compile(p, flags)
        except (re.error, ValueError, OverflowError, RecursionError, TypeError) as e:
            m = None
            print(type(e).__name__, e, *[getattr(e, a, None) for a in ('msg', 'pattern', 'pos', 'lineno', 'colno')])
            tb, names = e.__traceback__, []
            while tb: names.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
            print(names)
    print([(x.category.__name__, str(x.message), x.lineno) for x in w])
    if m: print(m, m.flags, m.groups, dict(m.groupindex), m == again, hash(m) == hash(again))
for p in ['a(b', '(?P<n>a)(?P<n>b)', 'x\n(', '[[a]b', '[a--b]', '\\N{DIGIT ONE}', 'a{2,1}', '(?P<é>x)', 'a(?i)b', b'\\u1234', b'a(?P<n>b)', 'a' * 3 + '(?(1)x)']: t(p)
t('a', re.L); t(b'a', re.U); t('a', re.A | re.U); t(b'a', re.L | re.I); t('(' * 200 + ')' * 200)
class S(str): pass
p = re.compile(S('a+')); print(type(p.pattern), type(p.pattern) is S)
p = re.compile('(?P<x>a)|(?P<y>b)'); m = p.match('b'); print(m.lastgroup, m.groupdict(), p.groupindex)
tree = re._parser.parse('a(?P<n>b)*'); print(tree, re._compiler.compile(tree).pattern, re._compiler.compile('a', 2).flags)
pure = _sre.compile('a(?P<n>b)*', 32, re._compiler._code(tree, 0), 1, {'n': 1}, (None, 'n')); print(pure == re.compile('a(?P<n>b)*'))
print(re._constants.error is re.error is re.PatternError is re._compiler.PatternError is re._parser.error, re.error.__module__, re.error.__qualname__, re._constants.__name__)
print([len(vars(m)) for m in (re._constants, re._parser, re._compiler, re._casefix)], [list(vars(m))[8:12] for m in (re._constants, re._parser, re._compiler, re._casefix)])
print(re._compiler.isstring.__module__, re._compiler.isstring(b''), re._compiler.__file__.endswith('re/_compiler.py'), re._compiler.__spec__.name)
re._compiler.flag = 1; print(re._compiler.flag, 'flag' in dir(re._compiler)); del re._compiler.flag
warnings.simplefilter('ignore'); import sre_compile
print(sre_compile.compile('a').pattern, sorted(set(dir(sre_compile)) - set(dir(re._compiler))))
print([_sre.unicode_iscased(ord(c)) for c in 'aA1ßŉǆΐᾀﬀİſ'], _sre.unicode_tolower(0x130), _sre.ascii_iscased(200), _sre.ascii_tolower(65))
`
  same(program)
})

maybe('replacement templates', () => {
  const program = String.raw`
import re
p = re.compile('(?P<one>a)(b)?(c)'); b = re.compile(b'(?P<one>a)(b)?(c)')
for t in [r'', r'x', r'\1', r'\1\3x\g<one>y\g<3>', r'\g<0>', r'\0', r'\07', r'\012', r'\777', r'\101', r'\18', r'\4', r'\9', r'\08', r'\n\t\a\b\f\r\v\\', r'\-\.', r'\q', r'\g', r'\g<', r'\g<>',
          r'\g<two>', r'\g<1a>', r'\g<-1>', r'\g<99>', r'\g<9999999999999>', 'x\\', 'é\\1\U0001F600', '\ud800\\1\udc00', r'\g<é>', r'\g<01>', r'\é', r'\377\400', r'\g<one', r'\1\2']:
    for q in p, b:
        if q is b:
            if not t.isascii(): continue
            t = t.encode()
        try: print(ascii(re._parser.parse_template(t, q)), ascii(q.sub(t, 'xacy' if q is p else b'xacy')))
        except (re.error, IndexError) as e: print(type(e).__name__, ascii(str(e)), getattr(e, 'pos', None), ascii(getattr(e, 'pattern', None)))
for bad in [(1, p), ('a', 1)]:
    try: print(re._parser.parse_template(*bad))
    except Exception as e: print(type(e).__name__)
print(re._parser.parse_template(bytearray(b'a\\1'), b), type(re._parser.State()))
`
  same(program)
})
