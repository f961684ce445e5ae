/** _json against CPython. */
import { maybe, same } from '../support/same'

maybe('scanner and encoder, with their errors', () => {
  const program = String.raw`
import json, _json
print(json.dumps({(1,):1}, skipkeys=True, indent=1), json.dumps({(1,):1}, skipkeys=True), repr(json.dumps({(1,):1,2:3}, skipkeys=True, indent=1)))
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e, getattr(e,'__notes__',None))
e=_json.make_encoder
t(lambda: e(1,2,3,4,5,6,7,8,9))
t(lambda: e(None,2,3,4,5,6,7,8,9))
t(lambda: e(None,2,3,4,'a','b',7,8,9)(1,0))
t(lambda: e(None,2,3,4,'a','b',7,8,9)([1],0))
t(lambda: e(None,2,3,None,'a','b',7,8,9)('a',0))
t(lambda: e(None,2,lambda s:3,None,'a','b',7,8,9)('a',0))
t(lambda: e(None,2,lambda s:'3',None,'a','b',7,8,9)(['a',1],0))
x=e(None,2,lambda s:'3',None,'a','b',7,8,9)
print([a for a in dir(x) if not a.startswith('__')], type(x), x.sort_keys, x.skipkeys)
c=json.JSONDecoder()
s=_json.make_scanner(c)
print([a for a in dir(s) if not a.startswith('__')])
t(lambda: s('1',0))
t(lambda: s('',0))
t(lambda: s('1',-1))
t(lambda: s('1',5))
t(lambda: s(b'1',0))
t(lambda: s(string='1',idx=0))
t(lambda: s('[',0))
t(lambda: s('[1,]',0))
t(lambda: s('[1',0))
t(lambda: s('{',0))
t(lambda: s('[1 2',0))
t(lambda: s('{"a"',0))
t(lambda: s('{"a":',0))
t(lambda: s('{"a":1,}',0))
t(lambda: s('{"a":1',0))
t(lambda: s('-',0))
t(lambda: s('-x',0))
t(lambda: s('1.',0))
t(lambda: s('1.x',0))
t(lambda: s('1e',0))
t(lambda: s('1e+',0))
t(lambda: s('01',0))
t(lambda: s('-01.5e3',0))
t(lambda: s('nul',0))
t(lambda: s('Infinity',0))
t(lambda: s('-Infinity',0))
t(lambda: s('NaN',0))
t(lambda: _json.scanstring('abc', 0))
t(lambda: _json.scanstring('abc"', 0))
t(lambda: _json.scanstring('abc"', 4))
t(lambda: _json.scanstring('abc"', 5))
t(lambda: _json.scanstring('abc"', -1))
t(lambda: _json.scanstring('a\nbc"', 0))
t(lambda: _json.scanstring('a\nbc"', 0, False))
t(lambda: _json.scanstring('a\\', 0, False))
t(lambda: _json.scanstring('a\\x"', 0, False))
t(lambda: _json.scanstring('a\\u12"', 0, False))
t(lambda: _json.scanstring('a\\u12zz"', 0, False))
t(lambda: _json.scanstring('a\\u1234', 0, False))
t(lambda: _json.scanstring('a\\ud83d\\ude', 0, False))
t(lambda: _json.scanstring('a\\ud83d\\udezz"', 0, False))
t(lambda: _json.scanstring('a\\ud83d\\udez', 0, False))
t(lambda: _json.scanstring('a\\ud83d\\ude00"', 0, False))
t(lambda: _json.scanstring('a\\ud83d\\ud83d"', 0, False))
t(lambda: _json.scanstring('a\\ud83d\ude00"', 0, False))
t(lambda: _json.scanstring('\U0001f600a\\ud83d\ude00"', 1, False))
t(lambda: _json.scanstring(b'a', 0, False))
t(lambda: _json.scanstring('a','b'))
t(lambda: _json.scanstring('a"',0,strict=1))
t(lambda: _json.encode_basestring(1))
t(lambda: _json.encode_basestring_ascii(1))
t(lambda: _json.encode_basestring('\x7f\x80\ud800\U0001f600"\\\n\x00/'))
t(lambda: _json.encode_basestring_ascii('\x7f\x80\ud800\U0001f600"\\\n\x00/\b\f\r\t'))
t(lambda: _json.encode_basestring_ascii('\ud83d\ude00'))
t(lambda: json.dumps({1:float('nan')}, allow_nan=False))
t(lambda: json.dumps({float('inf'):1}, allow_nan=False))
t(lambda: json.dumps({float('inf'):1,None:2,True:3,1.5:3,2:3}))
t(lambda: json.dumps({b'':1}))
t(lambda: json.dumps([object]))
a=[]; a.append(a)
t(lambda: json.dumps(a))
a={}; a['x']=a
t(lambda: json.dumps(a))
class D(dict):
    def items(self): return self.it
d=D(); d[1]=1
for it in ([1],[(1,2,3)],[(1,2)],5,[[1,2]]):
    d.it=it
    t(lambda: json.dumps(d))
t(lambda: json.dumps({'b':1,'a':2}, sort_keys=True))
t(lambda: json.dumps({'b':1,1:2}, sort_keys=True))
t(lambda: json.dumps({'b':1,1:2}, indent='--', separators=(1,2)))
t(lambda: json.dumps([[],{},[1,[2]],{'a':{'b':[]}}], indent=2))
t(lambda: json.dumps(['x'], default=lambda o: o, check_circular=False))
t(lambda: json.dumps(object(), default=lambda o: o))
import sys
t(lambda: json.loads('['*100000))
t(lambda: json.loads('{"a":'*100000))
a=1
for i in range(100000): a=[a]
t(lambda: json.dumps(a))
t(lambda: len(json.dumps(json.loads('['*3000+']'*3000))))
class C: strict=1;object_hook=2;object_pairs_hook=3;parse_float=4;parse_int=5
t(lambda: _json.make_scanner(C))
C.parse_constant=6
t(lambda: _json.make_scanner(C)('1',0))
t(lambda: _json.make_scanner(C)('1.5',0))
t(lambda: _json.make_scanner(C)('{}',0))
t(lambda: _json.make_scanner(C)('NaN',0))
t(lambda: _json.make_scanner(1))
t(lambda: _json.make_scanner(C).strict)
t(lambda: json.loads('1'*5000))
t(lambda: json.loads('-0')); t(lambda: json.loads('-0.0')); t(lambda: json.loads('1e400'))
t(lambda: json.loads('[1, 2.5, "a", true, null, {"x": [1e5, -3, 12345678901234567890]}]'))
t(lambda: json.loads('{"a":1,"a":2}', object_pairs_hook=list))
t(lambda: json.loads('"\\u00e9\\n\\/"'))
t(lambda: json.loads('["\U0001f600", x]'))
`
  same(program)
})

maybe('round trips of random values', () => {
  const program = `
import json, math, random
random.seed(5)
def make(depth):
    k = random.randrange(9 if depth else 6)
    if k == 0: return random.choice([None, True, False])
    if k == 1: return random.randrange(-10**random.randrange(1, 30), 10**random.randrange(1, 30))
    if k == 2: return math.ldexp(random.uniform(-1, 1), random.randrange(-1070, 1000))
    if k < 6: return ''.join(chr(random.choice([random.randrange(32), random.randrange(128), random.randrange(0xd000), 0x1f600, 0xd83d, 0xde00])) for _ in range(random.randrange(9)))
    if k == 6: return {make(0): make(depth - 1) for _ in range(random.randrange(4))}
    return [make(depth - 1) for _ in range(random.randrange(5))]
for i in range(300):
    v = make(4)
    for options in ({}, {'ensure_ascii': False}, {'indent': 1}, {'separators': (',', ':')}):
        text = json.dumps(v, **options)
        print(ascii(text))
        assert repr(json.loads(json.dumps(json.loads(text), **options))) == repr(json.loads(text))
`
  same(program)
})
