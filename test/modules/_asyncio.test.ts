/** Futures and tasks: states, callbacks, cancellation, what coroutines may yield, and what is said of those that nobody asks for. */
import { setDefaultTimeout } from 'bun:test'
import { maybe, same, sameAlone } from '../support/same'

// Each runs CPython once.
setDefaultTimeout(60_000)

const TRY = `
import asyncio, contextvars, gc, types
def attempt(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
`

maybe('states of a future, and what each refuses', () => {
  same(`${TRY}
loop = asyncio.new_event_loop()
new = lambda: asyncio.Future(loop=loop)
bare = asyncio.Future.__new__(asyncio.Future)
for f in (bare.result, bare.exception, bare.get_loop, bare.cancel, bare.done, bare.cancelled, lambda: bare._state, lambda: bare._loop,
          lambda: repr(bare), lambda: bare._callbacks, lambda: bare._cancel_message, lambda: bare._asyncio_future_blocking): attempt(f)
p = new()
for f in (p.result, p.exception, lambda: p, p.done, lambda: p._result, lambda: p._exception, lambda: p._callbacks): attempt(f)
p.set_result(3)
for f in (p.result, p.exception, lambda: p, lambda: p.set_result(1), lambda: p.set_exception(ValueError()), p.cancel, lambda: p._state): attempt(f)
c = new()
for f in (lambda: c.cancel('why'), c.result, c.exception, lambda: c._cancel_message, lambda: c, c.cancelled, c._make_cancelled_error): attempt(f)
e = new()
for f in (lambda: e.set_exception(3), lambda: e.set_exception(int), lambda: e.set_exception(StopIteration(4)), lambda: e._log_traceback,
          lambda: repr(e.exception().__cause__), lambda: e._log_traceback, e.result, lambda: setattr(e, '_log_traceback', True)): attempt(f)
k = new(); k.set_exception(KeyError); attempt(k.result); attempt(lambda: k.exception().args)
for f in (lambda: asyncio.Future(1), lambda: asyncio.Future(loop=3), lambda: asyncio.Task(), lambda: asyncio.Task(3, loop=loop), lambda: asyncio.Future[int],
          lambda: delattr(p, '_cancel_message'), lambda: p.add_done_callback(), lambda: vars(p)): attempt(f)
p.extra = 1; print(p.extra, asyncio.Task.__mro__)
`)
})

maybe('callbacks: order, context, removal', () => {
  same(`${TRY}
v = contextvars.ContextVar('v', default=0)
async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future(); log = []
    cb = lambda n: lambda fut: log.append((n, fut.result(), v.get()))
    a, b, c = cb(1), cb(2), cb(3)
    f.add_done_callback(a); v.set(1); f.add_done_callback(b)
    other = contextvars.copy_context(); other.run(v.set, 7)
    f.add_done_callback(c, context=other); f.add_done_callback(a)
    print(len(f._callbacks), f.remove_done_callback(a), f.remove_done_callback(print), len(f._callbacks))
    f.add_done_callback(a); f.set_result('r')
    print(f._callbacks, log)
    await asyncio.sleep(0); print(log)
    f.add_done_callback(b); await asyncio.sleep(0); print(log[-1])
    class Odd:
        def __eq__(self, other): g.remove_done_callback(other) if g._callbacks and len(g._callbacks) > 2 else None; return False
        __hash__ = None
    g = loop.create_future(); g.add_done_callback(a); g.add_done_callback(b); g.add_done_callback(c)
    print(g.remove_done_callback(Odd()))
asyncio.run(main())
`)
})

maybe('awaiting: the iterator of a future', () => {
  same(`${TRY}
loop = asyncio.new_event_loop()
f = asyncio.Future(loop=loop); it = f.__await__()
print(type(it), it.send(None) is f, f._asyncio_future_blocking); attempt(lambda: it.send(None)); attempt(lambda: next(it))
f.set_result(5)
try: it.send(1)
except StopIteration as e: print('value', e.value)
attempt(lambda: next(it, 'default'))
g = asyncio.Future(loop=loop); it = iter(g)
for x in (ValueError('x'), KeyError): attempt(lambda: it.throw(x))
attempt(lambda: it.throw(3)); attempt(it.close); attempt(lambda: list(it))
def generator(): return (yield from f)
attempt(lambda: next(generator()))
`)
})

maybe('tasks: results, errors, names, stacks, who is current', () => {
  same(`${TRY}
async def value(x): await asyncio.sleep(0); return x
async def error(): await asyncio.sleep(0); raise ValueError('e')
async def main():
    t = asyncio.create_task(value(3), name='one'); u = asyncio.create_task(error()); w = asyncio.create_task(value(1), name=5)
    print(t.get_name(), w.get_name(), u.get_name().startswith('Task-'), t.get_coro().__name__, type(t.get_context()).__name__)
    print(sorted(x.get_name() for x in asyncio.all_tasks())[-1], t in asyncio.all_tasks(), t in asyncio.tasks._scheduled_tasks, len(t.get_stack()))
    t.set_name('two'); print(await t, t.get_name(), t.get_stack(), t in asyncio.all_tasks())
    try: await u
    except ValueError as e:
        tb = e.__traceback__; lines = []
        while tb: lines.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
        print(lines, e.__context__)
    attempt(lambda: t.set_result(1)); attempt(lambda: t.set_exception(ValueError()))
    print(asyncio.current_task() in asyncio.all_tasks(), asyncio.current_task() is not t, t._fut_waiter, t._coro is t.get_coro())
    loop = asyncio.get_running_loop()
    for f in (asyncio.tasks._enter_task, asyncio.tasks._leave_task):
        try: f(loop, t)
        except RuntimeError as e: print(str(e).split(' <')[0])
    me = asyncio.tasks._swap_current_task(loop, None); print(asyncio.current_task()); asyncio.tasks._swap_current_task(loop, me)
asyncio.run(main())
attempt(asyncio.current_task); attempt(asyncio.get_running_loop); attempt(asyncio._get_running_loop)
print(asyncio.tasks._current_tasks, asyncio.tasks._eager_tasks, type(asyncio.tasks._scheduled_tasks).__name__)
`)
})

maybe('what a coroutine of a task may not yield', () => {
  same(`${TRY}
class Yields:
    def __init__(self, v): self.v = v
    def __await__(self): return (yield self.v)
class Duck:
    _asyncio_future_blocking = False
    def __init__(self, loop, result): self.loop, self.value = loop, result
    def get_loop(self): return self.loop
    def add_done_callback(self, f, context): self.loop.call_soon(f, self, context=context)
    def result(self): return self.value
    def cancel(self, msg=None): return False
    def __await__(self):
        self._asyncio_future_blocking = True
        yield self
        return self.value
async def run(x):
    try: return await x
    except RuntimeError as e: return str(e).split(' in task ')[0].split(' got Future')[0][:60].split(' 0x')[0].split('<')[0]
async def main():
    loop = asyncio.get_running_loop(); other = asyncio.new_event_loop()
    for x in (Yields(3), Yields(loop.create_future()), Yields((i for i in ())), asyncio.Future(loop=other), Duck(loop, 'duck'), Duck(other, 1), Yields(None)):
        print(await asyncio.create_task(run(x)))
    async def own(): return await task
    task = asyncio.create_task(own())
    try: await task
    except RuntimeError as e: print(str(e)[:25])
    class Sub(asyncio.Future):
        def add_done_callback(self, f, *, context=None): log.append('added'); super().add_done_callback(f, context=context)
        def get_loop(self): log.append('loop'); return super().get_loop()
    log = []; s = Sub(); loop.call_soon(s.set_result, 4); print(await asyncio.create_task(run(s)), log)
    @types.coroutine
    def old():
        yield
        return 'old'
    print(await asyncio.create_task(run(old())))
    class Coro:
        def send(self, v): raise StopIteration('sent')
        def throw(self, *a): raise a[0]
        def close(self): pass
        def __await__(self): return self
        def __iter__(self): return self
        def __next__(self): return self.send(None)
    import collections.abc; collections.abc.Coroutine.register(Coro)
    print(await asyncio.Task(Coro()))
asyncio.run(main())
`)
})

maybe('cancellation', () => {
  same(`${TRY}
async def main():
    log = []
    async def sleeper(again):
        try: await asyncio.sleep(9)
        except asyncio.CancelledError as e:
            log.append(e.args)
            if again: return 'refused'
            raise
    for again in (False, True):
        t = asyncio.create_task(sleeper(again)); await asyncio.sleep(0)
        print(t.cancel('msg'), t.cancelling(), t._must_cancel, t.cancel(), t.cancelling())
        try: print(await t)
        except asyncio.CancelledError as e: print('cancelled', e.args, t.cancelled())
        print(t.cancel(), t.uncancel(), t.uncancel(), t.uncancel())
    print(log)
    early = asyncio.create_task(sleeper(False)); early.cancel('early'); await asyncio.wait([early]); print(early.cancelled(), early._must_cancel)
    async def late(): asyncio.current_task().cancel('late'); return 1
    t = asyncio.create_task(late()); await asyncio.wait([t]); print(t.cancelled())
    async def uncancels():
        asyncio.current_task().cancel(); asyncio.current_task().uncancel(); await asyncio.sleep(0); return 'went on'
    print(await asyncio.create_task(uncancels()))
    async def inner(): await asyncio.sleep(9)
    async def outer(): await asyncio.create_task(inner())
    t = asyncio.create_task(outer()); await asyncio.sleep(0); await asyncio.sleep(0); t.cancel('deep')
    try: await t
    except asyncio.CancelledError as e: print(e.args)
    try:
        async with asyncio.timeout(0.001): await asyncio.sleep(9)
    except TimeoutError as e: print('timeout', type(e.__cause__).__name__)
    try:
        async with asyncio.TaskGroup() as g: g.create_task(sleeper(False)); g.create_task(inner()); await asyncio.sleep(0); raise KeyError(1)
    except* KeyError as e: print(e.exceptions)
    for e in (SystemExit(3), KeyboardInterrupt()):
        async def leaves(): raise e
        loop = asyncio.new_event_loop(); t = loop.create_task(leaves())
        attempt(lambda: loop.close() if False else None)
        gc.collect()
        t._log_destroy_pending = False; t.get_coro().close(); loop.close()
asyncio.run(main())
async def leave(): raise SystemExit(4)
attempt(lambda: asyncio.run(leave()))
`)
})

maybe('eager tasks', () => {
  same(`${TRY}
async def now(x): return x
async def later(): log.append(asyncio.current_task().get_name()[:5]); await asyncio.sleep(0); return 'later'
async def fails(): raise ValueError('eager')
log = []
async def main():
    loop = asyncio.get_running_loop(); loop.set_task_factory(asyncio.eager_task_factory)
    me = asyncio.current_task()
    t = asyncio.create_task(now(1)); print(t.done(), t.result(), t.get_coro(), asyncio.current_task() is me)
    t = asyncio.create_task(later(), name='eager'); print(t.done(), log, t in asyncio.all_tasks(), t in asyncio.tasks._eager_tasks, await t)
    t = asyncio.create_task(fails()); print(t.done(), repr(t.exception()))
    print(await asyncio.gather(now(1), later(), now(3)))
asyncio.run(main())
`)
})

maybe('loops and handles that are not the library’s own', () => {
  same(`${TRY}
class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, f, *args, context=None): log.append(type(f).__name__); return super().call_soon(f, *args, context=context)
log = []
async def main(): await asyncio.create_task(asyncio.sleep(0, 1)); return 'done'
print(asyncio.run(main(), loop_factory=Loop), sorted(set(log)))
loop = asyncio.new_event_loop(); seen = []; original = loop.call_soon
loop.call_soon = lambda f, *a, **k: (seen.append((type(f).__name__, len(a), sorted(k))), original(f, *a, **k))[1]
print(loop.run_until_complete(main()), seen)
async def debug(): f = asyncio.get_running_loop().create_future(); print(f._source_traceback is not None); return asyncio.current_task()._source_traceback is not None
print(asyncio.run(debug(), debug=True))
class Handle(asyncio.Handle):
    def _run(self): counted.append(1); super()._run()
counted = []; asyncio.events.Handle, plain = Handle, asyncio.events.Handle
print(asyncio.run(main()), len(counted) > 2); asyncio.events.Handle = plain
closed = asyncio.new_event_loop(); f = closed.create_future(); f.add_done_callback(print); closed.close(); attempt(lambda: f.set_result(1)); print(f)
`)
})

maybe('what nobody asks for is reported at the end at the latest', () => {
  sameAlone(`
import asyncio, sys
sys.stderr = sys.stdout
async def bad(): 1/0
async def kept(): raise KeyError('asked')
async def main():
    t = asyncio.create_task(kept()); asyncio.create_task(bad()); await asyncio.sleep(0); await asyncio.sleep(0)
    t.exception()
asyncio.run(main())
`)
})

maybe('asynchronous generators stepped by hand', () => {
  same(`${TRY}
async def numbers():
    try:
        for i in range(3): await asyncio.sleep(0); got = yield i; print('got', got)
    finally: print('closed')
async def main():
    g = numbers(); print(await g.__anext__(), await g.asend('a'))
    n = g.asend('b'); print(type(n).__name__, await n)
    try: await n
    except RuntimeError as e: print(e)
    try: await g.__anext__()
    except StopAsyncIteration as e: print('end', e.args)
    try: await g.__anext__()
    except StopAsyncIteration: print('still')
    print([i async for i in numbers()], await anext(numbers(), 'd'))
    g = numbers(); await anext(g); await g.aclose()
    async def empty():
        return
        yield
    n = empty().__anext__()
    attempt(lambda: n.send(None)); attempt(lambda: n.send(None))
    async def two(): yield 1; yield 2
    n = two().__anext__()
    try: n.send(None)
    except StopIteration as e: print('value', e.value)
    attempt(lambda: next(two().__anext__(), 'default'))
asyncio.run(main())
`)
})
