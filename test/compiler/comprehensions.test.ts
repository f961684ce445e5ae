/** Comprehensions that run inside their parents, and what they bind; against CPython. */
import { maybe, same } from '../support/same'

maybe('a name that one comprehension binds may be a global in the next', () => {
  same(`
import types
ns = {}
exec('''
x = 3
def f(): 
    [x for x in [1]]
    return [x for _ in [1]]
def h():
    [lambda: x for x in [1]]
    return [x for _ in [1]], [(lambda: x)() for _ in [1]]
def k(): return [x for x in [1]], [[x for x in [x]] for _ in [1]]
def n():
    [x for x in [1]]
    return x
def o():
    [x for x in [1]]
    def i(): return x
    return i(), [x for _ in 'a']
class C:
    [x for x in [1]]
    y = [x for _ in [1]]
[x for x in [1]]
print([x for _ in [1]], f(), h(), k(), n(), o(), C.y)
''', ns)
for s in ("f''", "''", "f'' ''"): print(eval(s) == '', compile(s, 'f', 'eval').co_consts[0] == '')
`)
})
