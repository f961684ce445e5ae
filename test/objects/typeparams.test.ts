/** Type parameters, type aliases and subscripted builtin types against CPython. */
import { maybe, same } from '../support/same'

maybe('aliases, scopes of type parameters, subscription', () => {
  const program = String.raw`
import types, weakref, typing
type A = int
type B[T, *Ts, **P] = list[T]
print(type(A | B).__name__, A | list[int], None | A)
print([type(p).__name__ for p in B.__parameters__], B.__type_params__)
ns = {}
exec("type TA = int", ns, ns); print(ns['TA'].__module__)
class Missing(dict):
    def __missing__(self, key): return key
ns = Missing(); exec("type T = undefined\ndef f(): return other, len", ns); print(ns['T'].__value__, ns['f']())
class X:
    T = int
    def foo[U: T](self): ...
    type Alias = T
X.T = float
print(X.foo.__type_params__[0].__bound__, X.Alias.__value__)
def keep(x):
    class C: arg = x
    return C
class __Y: pass
class Z[T: __Y](keep(lambda: __Y), keep([__Y for _ in (1,)]), keep(lambda: (lambda: __Y))): pass
print(Z.__type_params__[0].__bound__ is __Y, Z.__bases__[0].arg is not None, Z.__bases__[1].arg == [__Y])
def g(): yield
async def co(): pass
async def ag(): yield
for t in (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType): print(t[int], t[int].__origin__ is t)
P = typing.ParamSpec('P')
print(type(weakref.ref(P.args)).__name__, type(weakref.ref(P.kwargs)).__name__)
`
  same(program)
})
