/** _testcapi and _testlimitedcapi against CPython's own. */
import { maybe, same } from '../support/same'

const START = `
import _testcapi as c, _testlimitedcapi as t, sys
def tr(f, *a, **k):
    try: print(f.__name__, '->', repr(f(*a, **k)))
    except BaseException as e: print(f.__name__, type(e).__name__, e)
class Plain: pass
class Keys:
    def keys(self): return None
class Listed(list):
    def __getitem__(self, i): return i
`

maybe('sequences, mappings and objects', () => {
  same(`${START}
for o in ([1, 2], (1, 2), 'ab', b'ab', bytearray(b'ab'), range(3), memoryview(b'ab'), Listed([1, 2]), {1: 2}, {1}, 5, None):
    for i in (0, 1, -1, -2, -3, -9, 5, 2**63 - 1, -2**63):
        tr(t.sequence_getitem, o, i)
        if not isinstance(o, Listed): tr(t.sequence_delitem, o[:] if isinstance(o, (list, bytearray)) else o, i) if not isinstance(o, (dict, set)) or i == 0 else None
    for f in (t.sequence_size, t.mapping_size, t.sequence_check, t.mapping_check, t.sequence_list, t.sequence_tuple):
        if o is not None or f is not t.sequence_check: tr(f, o)
    for f in (t.sequence_repeat, t.sequence_inplacerepeat): tr(f, o, 2)
    for other in ([1], (1,), 'a', 5, None):
        for f in (t.sequence_concat, t.sequence_inplaceconcat, t.sequence_count, t.sequence_index):
            if f in (t.sequence_concat, t.sequence_inplaceconcat) and isinstance(o, memoryview): continue
            if f in (t.sequence_concat, t.sequence_inplaceconcat) and isinstance(o, (bytearray, bytes)) and other is not None: continue
            tr(f, o, other)
tr(t.sequence_getitem, [1], 'a'); tr(t.sequence_getitem, [1], 2**80)
b = bytearray(b'abc')
for i, v in ((0, 65), (-1, 66), (-4, 67), (3, 68), (1, None), (0, 'x'), (0, 256)): tr(t.sequence_setitem, b, i, v); print(b)
tr(t.sequence_setslice, 5, 1, 2, 3); tr(t.sequence_delslice, 5, 1, 2); tr(t.mapping_keys, Keys()); tr(t.mapping_items, {1: 2})
tr(t.object_getitem, None, 1); tr(t.object_getitem, 5, 1); tr(t.object_delitem, {}, None); tr(t.object_setattrstring, 1, 1, 5)
tr(t.object_getattrstring, Plain, b'__name__'); tr(t.object_getattrstring, Plain, b'\\xff'); tr(t.object_delattr, Plain(), 'x')
tr(t.mapping_getitemstring, {'a': 1}, b'a'); tr(t.mapping_getitemstring, {'a': 1}, b'b'); tr(t.mapping_haskeywitherror, {'a': 1}, 'a')
tr(c.object_getoptionalattr, 1, 'x'); tr(c.mapping_getoptionalitem, {}, 'x')
sys.unraisablehook = lambda u: print(u.exc_type.__name__, u.err_msg)
tr(t.mapping_haskey, 42, 'a'); tr(t.object_hasattr, 1, 1); tr(t.mapping_haskeystring, {}, b'\\xff')
`)
})

maybe('calling conventions and vectorcall', () => {
  same(`${START}
i = c.MethInstance()
for name in 'varargs varargs_keywords o noargs fastcall fastcall_keywords'.split():
    for owner in (i, c.MethClass, c.MethClass(), c.MethStatic, c.MethStatic()):
        f = getattr(owner, 'meth_' + name)
        for a, k in (((), {}), ((1,), {}), ((1, 2), {}), ((), {'k': 1}), ((1,), {'k': 1})):
            try: print(name, type(owner).__name__, str(f(*a, **k) if k else f(*a)).split(' at ')[0])
            except TypeError as e: print(name, str(e).split('.')[-1])
print(c.meth_varargs(1)[0] is c, c.meth_o(1)[0] is c, c.meth_noargs() is c)
tr(c.pyobject_vectorcall, len, 5, None); tr(c.pyobject_vectorcall, len, ([],), 5); tr(c.pyobject_vectorcall, len, (), ('a',)); tr(c.pyobject_vectorcall, dict, (1, 2), ('a', 'b'))
tr(c.pyobject_fastcalldict, dict, None, {'a': 1}); tr(c.pyobject_fastcalldict, len, ([],), 5); tr(c.pycfunction_call, len, ([],)); tr(c.pyvectorcall_call, Plain(), (1,))
V = c.make_vectorcall_class()
class D(V): pass
d = D()
print(d(), c.has_vectorcall_flag(V), c.has_vectorcall_flag(D)); d.set_vectorcall(V); print(d())
V.__call__ = lambda self: 'custom'
print(d(), c.has_vectorcall_flag(V), c.has_vectorcall_flag(D)); tr(d.set_vectorcall, 5)
for o in (len, [].append, list.append, list.__add__, [].__add__, tr, Keys().keys, int, Plain, staticmethod(len), classmethod(len), property(), c.MethodDescriptorBase(), c.MethodDescriptorNopGet(), c.MethodDescriptor2()):
    flags = type(o).__flags__
    print(type(o).__name__, bool(flags & 1 << 11), bool(flags & 1 << 17))
def f(x): return x
c.function_setvectorcall(f)
print(f(1), f(1, 2, k=3))
print(c.INT_MAX, c.PY_SSIZE_T_MIN, c.FLT_MAX, c.ULLONG_MAX)
class B(bytes): pass
class S(str): pass
class W:
    def __bytes__(self): return B(b'a')
    def __repr__(self): return S('w')
print(type(bytes(W())).__name__, type(str(W())).__name__, [] * sys.maxsize)
`)
})

maybe('instruction sequences', () => {
  same(String.raw`
import _testinternalcapi as i, opcode
s = i.new_instruction_sequence(); n = i.new_instruction_sequence()
a = s.new_label()
s.addop(opcode.opmap['LOAD_CONST'], 1, 1, 0, 0, 0); s.addop(opcode.opmap['JUMP'], a, 2, 0, 0, 0); s.addop(opcode.opmap['LOAD_CONST'], 2, 3, 0, 0, 0); s.use_label(a)
s.addop(opcode.opmap['RETURN_VALUE'], 0, 4, 1, 2, 3); s.add_nested(n)
print([(opcode.opname[x[0]], *x[1:]) for x in s.get_instructions()], s.get_nested() == [n], n.get_instructions(), a)
for f in (lambda: s.use_label('a'), lambda: s.add_nested(1), lambda: s.addop('a', 1, 2, 3, 4, 5)):
    try: print(f())
    except TypeError as e: print(e)
class Described: __doc__ = 'Described(a, b=1)\n--\n\nText.'
print(Described.__text_signature__, s.__class__.__name__)
`)
})

maybe('frames and exceptions', () => {
  same(`${START}
def f():
    x = 1
    fr = sys._getframe()
    tr(c.frame_getvar, fr, 'x'); tr(c.frame_getvar, fr, 'y'); tr(c.frame_getvarstring, fr, b'x'); tr(c.frame_getvar, fr, 1); tr(c.frame_getvar, 1, 'x')
    print(c.frame_getglobals(fr) is globals(), c.frame_getbuiltins(fr) is fr.f_builtins, c.frame_getlasti(fr) == fr.f_lasti or 'moved')
f()
print(c.frame_new(f.__code__, globals(), None).f_back)
e = c.make_exception_with_doc('a.b', 'text', (KeyError,), {'x': 1})
print(e, e.__doc__, e.__mro__, e.x, e.__module__)
tr(c.make_exception_with_doc, 'a'); tr(c.raise_exception, KeyError, 2); tr(c.raise_exception, Plain, 1); tr(c.raise_memoryerror)
tr(c.getbuffer_with_null_view, b''); tr(c.getbuffer_with_null_view, 1)
async def a(): return await c.awaitType(iter([7]))
print(a().send(None))
`)
})
