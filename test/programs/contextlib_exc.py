import contextlib, traceback, sys, io
@contextlib.contextmanager
def tag(n):
    print('<', n); 
    try: yield n.upper()
    except ValueError as e: print('handled', e)
    finally: print('>', n)
with tag('a') as x, tag('b'): print(x); raise ValueError('boom')
with contextlib.ExitStack() as st:
    for n in 'xy': st.enter_context(tag(n))
    st.callback(print, 'callback')
with contextlib.suppress(KeyError): {}['z']
buf = io.StringIO()
with contextlib.redirect_stdout(buf): print('captured')
print(repr(buf.getvalue()))
def f(n):
    if n == 0: raise RuntimeError('deep')
    f(n - 1)
try:
    try: f(3)
    except RuntimeError as e: e.add_note('a note'); raise KeyError('outer') from e
except KeyError: traceback.print_exc(file=sys.stdout)
try: raise ExceptionGroup('many', [ValueError(1), ExceptionGroup('in', [TypeError('t')])])
except* TypeError as g: print('caught', g.exceptions)
except* ValueError as g: print('values', g)
