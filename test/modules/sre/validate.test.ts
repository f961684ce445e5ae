/** The code of regular expressions is looked through before it is trusted. */
import { maybe, same } from '../../support/same'

maybe('code from anybody', () => {
  same(String.raw`
import _sre
from re import _compiler, _parser
def t(code, groups=0):
    try: return repr(_sre.compile('a', 0, code, groups, {}, (None,) * (groups + 1)).match('a'))
    except Exception as e: return f'{type(e).__name__} {e}'
for code in ([], [1], [99], [0], [2 ** 32], [-1], ['a'], [1] * 5, [17, 0, 1], [14, 5, 0, 0, 1], [6, 97], [16, 97, 1], [6, 12, 1], [11, 0, 1], 'x'): print(t(code))
print(t([1], -1), t([11, 0, 1], 1))
patterns = [r'(a|b)+c*?[^x-z\d]{2,5}(?P<n>q)?(?(n)r|s)\b(?=x)(?<!yz)', r'(?>a+)b++|[\u0100-\u0900k]|^\Z', r'(?i:abc[α-ω])(?a:\w)', 'abcabd', '(?:x|yz|w)+', r'(a)(?(1)b)\1']
for p in patterns:
    parsed = _parser.parse(p); code = _compiler._code(parsed, 0); groups = parsed.state.groups - 1
    print(type(_sre.compile(p, 0, code, groups, {}, (None,) * (groups + 1))).__name__)
    for i in range(0, len(code), 7):
        try: _sre.compile(p, 0, code[:i] + [99] + code[i + 1:], groups, {}, (None,) * (groups + 1)); print(i, end=' ')
        except RuntimeError: pass
    print()
`)
})
