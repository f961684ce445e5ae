/** sys.settrace, sys.setprofile and sys.monitoring against CPython, and the copy of the loop that they run on. */
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { generateLongLoop, generateProfiledLoop, generateTracedLoop } from '../../src/tools/traced-loop'
import { maybe, same } from '../support/same'

test('the copies of the loop are up to date', () => {
  const text = (path: string) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8')
  expect(generateTracedLoop()).toBe(text('interpreter/generated/tracedloop.ts'))
  expect(generateProfiledLoop()).toBe(text('jit/generated/profiledloop.ts'))
  expect(generateLongLoop()).toBe(text('jit/generated/longloop.ts'))
})

const PROGRAM = `
import sys
def gen(n):
    for i in range(n):
        got = yield i
    return 7
def work(x):
    if x > 1:
        y = x
    else:
        y = 0
    for i in gen(2):
        y += i
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    finally:
        y += 1
    for c in 'ab':
        y += len(c)
    return [q for q in range(2)], (lambda: y)()
class Context:
    def __init__(self, v): self.v = v
    def __add__(self, other): return Context(self.v + other.v)
    def __bool__(self): return self.v > 1
    def __enter__(self): return self
    def __exit__(self, *args): return True
def objects():
    if Context(1) and Context(2): pass
    with Context(1) + Context(2) as c:
        raise ValueError(c.v)
    g = gen(2); next(g)
    try: g.throw(KeyError('k'))
    except KeyError: pass
    try: int('x')
    except ValueError: pass
`

maybe('settrace: calls, lines, returns, exceptions', () => {
  same(`${PROGRAM}
def trace(frame, event, arg):
    if frame.f_code.co_filename == __file__: print(event, frame.f_code.co_name, frame.f_lineno, arg if event == 'return' and type(arg) is int else '', arg[0] if event == 'exception' else '')
    return trace
__file__ = work.__code__.co_filename
def main():
    sys.settrace(trace)
    work(2)
    work(0)
    objects()
    sys.settrace(None)
    work(1)
main()
`)
})

maybe('setprofile: builtins too, bound', () => {
  same(`${PROGRAM}
def profile(frame, event, arg): print(event, frame.f_code.co_name, frame.f_lineno, arg.__qualname__ if event.startswith('c_') else '')
sys.setprofile(profile)
work(1)
[].append(1)
objects()
sys.setprofile(None)
work(1)
`)
})

maybe('trace functions: what they return, f_trace, errors, tracing inside', () => {
  same(`
import sys
log = []
def local(frame, event, arg):
    log.append(('local', event, frame.f_lineno))
    if event == 'line' and frame.f_lineno % 2: frame.f_trace_lines = False
    return None
def outer(frame, event, arg):
    log.append(('outer', event, frame.f_code.co_name))
    return local if frame.f_code.co_name != 'skipped' else None
def skipped():
    a = 1
def f():
    skipped()
    a = 1
    b = 2
    return a
sys.settrace(outer); f(); sys.settrace(None)
print(log)
def bad(frame, event, arg):
    if event == 'line' and frame.f_code.co_name == 'f': raise RuntimeError('from the tracer')
    return bad
sys.settrace(bad)
try: f()
except RuntimeError as e: print(e, sys.gettrace())
def opcodes(frame, event, arg):
    frame.f_trace_opcodes = True
    if event == 'opcode': seen.add(frame.f_code.co_name)
    return opcodes
seen = set()
sys.settrace(opcodes); f(); sys.settrace(None)
print(sorted(seen))
def inside(frame, event, arg):
    if event == 'call' and frame.f_code.co_name == 'f': sys.call_tracing(skipped, ())
    log.append((event, frame.f_code.co_name))
    return inside
log.clear()
sys.settrace(inside); f(); sys.settrace(None)
print(log)
def start():
    sys._getframe(1).f_trace = inside
    sys.settrace(inside)
log.clear()
def g():
    start()
    a = 1
    sys.settrace(None)
    b = 2
g()
print(log)
`)
})

maybe('f_lineno: where a frame may go', () => {
  same(`
import sys, warnings
def jump(f, start, to, on='line'):
    done = []
    def trace(frame, event, arg):
        if frame.f_code is not f.__code__: return None
        if event == on and frame.f_lineno - f.__code__.co_firstlineno == start and not done:
            done.append(1)
            try: frame.f_lineno = to if type(to) is not int else f.__code__.co_firstlineno + to
            except Exception as e: print(type(e).__name__, str(e).replace(str(f.__code__.co_firstlineno + (to if type(to) is int else 0)), 'LINE'))
        return trace
    output = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        sys.settrace(trace)
        try: f(output)
        except Exception as e: output.append(type(e).__name__)
        sys.settrace(None)
    print(f.__name__, start, to, on, output, [str(w.message) for w in caught])
def straight(o):
    o.append(1)
    o.append(2)
    o.append(3)
def looping(o):
    for i in (1, 2):
        o.append(i)
        o.append(-i)
    o.append('end')
def trying(o):
    try:
        o.append(1)
        1 / 0
    except ZeroDivisionError as e:
        o.append('caught')
    finally:
        o.append('finally')
    o.append('end')
def binding(o):
    o.append(0)
    a = 1
    b = 2
    o.append(a)
    o.append(b)
class Manager:
    def __enter__(self): return self
    def __exit__(self, *a): o.append('exit')
def managing(o):
    o.append(1)
    with Manager():
        o.append(3)
    o.append(4)
for to in (1, 2, 3, 0, -9, 99, 'x', 1 << 70): jump(straight, 2, to)
for a, b in ((1, 2), (2, 1), (2, 4), (4, 2), (3, 4), (4, 1)): jump(looping, a, b)
for a, b in ((1, 5), (5, 1), (2, 8), (8, 2), (6, 2), (2, 7)): jump(trying, a, b)
for a, b in ((1, 4), (2, 4), (5, 2)): jump(binding, a, b)
for a, b in ((1, 3), (1, 4)): jump(managing, a, b)
for on, at in (('call', 0), ('return', 3)): jump(straight, at, 1, on)
jump(trying, 3, 1, 'exception')
try: sys._getframe().f_lineno = 3
except ValueError as e: print(e)
try: del sys._getframe().f_lineno
except AttributeError as e: print(e)
`)
})

maybe('monitoring: events of several tools, DISABLE, local events', () => {
  same(`${PROGRAM}
m = sys.monitoring; E = m.events
log = []
def callback(name):
    def f(code, *args):
        if code.co_filename == work.__code__.co_filename:
            if name in ('PY_RETURN', 'LINE'): args = [a for a in args if type(a) is int and name == 'LINE']
            else: args = [getattr(a, '__name__', type(a).__name__) for a in args if type(a) is not int]
            log.append((name, code.co_name, *args))
    return f
m.use_tool_id(2, 'test')
names = [n for n in vars(E) if n not in ('NO_EVENTS', 'INSTRUCTION', 'JUMP', 'BRANCH')]
for n in names: m.register_callback(2, getattr(E, n), callback(n))
m.set_events(2, sum(getattr(E, n) for n in names))
print(m.get_events(2), m._all_events())
work(2); objects()
m.set_events(2, 0)
for e in log: print(e)
for n in names: m.register_callback(2, getattr(E, n), None)
lines = []
def line(code, n):
    lines.append(n - code.co_firstlineno)
    return m.DISABLE
m.register_callback(2, E.LINE, line)
m.set_local_events(2, work.__code__, E.LINE)
print(m.get_local_events(2, work.__code__), m.get_local_events(2, gen.__code__), m.get_events(2))
work(2); print(lines); lines.clear()
work(0); print(lines); lines.clear()
m.restart_events()
work(0); print(lines)
m.set_local_events(2, work.__code__, 0)
raised = []
m.register_callback(2, E.PY_UNWIND, lambda *a: m.DISABLE)
m.set_events(2, E.PY_UNWIND)
def fails(): 1 / 0
try: fails()
except Exception as e: print(type(e), e)
m.set_events(2, 0); m.free_tool_id(2)
print(m.get_tool(2))
def attempt(f, *a):
    try: print(f(*a))
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
attempt(m.use_tool_id, 6, 'x'); attempt(m.use_tool_id, 1, 2); attempt(m.set_events, 1, 1); m.use_tool_id(1, 'one'); attempt(m.set_events, 1, 1 << 15)
attempt(m.set_events, 1, 1 << 17); attempt(m.set_local_events, 1, work.__code__, E.RAISE); attempt(m.register_callback, 1, 3, None); attempt(m.set_local_events, 1, 1, 1)
`)
})
