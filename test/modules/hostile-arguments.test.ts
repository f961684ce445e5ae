/** Internal functions of the library check the types of their arguments, as others do. */
import { maybe, same } from '../support/same'

maybe('arguments of the wrong type', () => {
  const program = String.raw`
import _codecs, _collections, _sre, _thread, _warnings, _weakref, os, types, weakref
class P:
    def m(self): pass
p = P()
q = weakref.proxy(p)
def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
for f in (_codecs.lookup, _codecs.lookup_error, _codecs.charmap_build): t(f, 1), t(f, None), t(f, b'a')
t(_codecs.encode, 'a', 1)
t(_codecs.decode, b'a', None)
t(_codecs.register_error, 1, len)
deque = _collections.deque([1, 2, 3])
for iterator in (_collections._deque_iterator, _collections._deque_reverse_iterator):
    t(iterator, 1)
    t(iterator, deque, 'a')
    for skipped in (-7, 0, 1, 7): t(list, iterator(deque, skipped))
for state in (1, (1,), (1, 1, 1)): t(_thread.RLock()._acquire_restore, state)
for args in ((1, 1), ({}, 1), ({1: 2}, 1)): t(_weakref._remove_dead_weakref, *args)
for name in (1, None): t(_warnings.warn_explicit, 'a', Warning, name, 1)
for i in ('a', 99, -1, 2**70): t(P.m.__code__._varname_from_oparg, i)
t(type(q).__getattribute__, q, 1)
t(type(q).__setattr__, q, 1, 1)
t(type(q).__delattr__, q, 1)
t(super.__getattribute__, super(P, p), 1)
t(types.MethodType.__getattribute__, p.m, 1)
t(_sre.template, 1, 1)
t(_sre.compile, 'a', 1, 1, 1, {}, ())
t(_sre.compile, 'a', 1, [1], 1, 1, ())
t(_sre.compile, 'a', 1, [1], 1, {}, 1)
for f in (open, os.lstat, os.stat, os.readlink): t(f, b''), t(f, '')
`
  same(program)
})
