/** Signals against CPython: the wakeup descriptor, interrupting, handlers of busy loops. */
import { expect, test } from 'bun:test'
import { testLines } from '../cli/lines'
import { bothShells } from '../support/shell'

const program = `
import _opcode, _thread, os, signal, sys
def t(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except BaseException as e: print(type(e).__name__, e, getattr(e, 'errno', None))
    sys.stdout.flush()
r, w = 100, 101
os.dup2(os.pipe()[0], 90)
pipe = os.pipe()
os.dup2(pipe[0], r), os.dup2(pipe[1], w)
t(signal.set_wakeup_fd, w)
os.set_blocking(w, False)
t(signal.set_wakeup_fd, w)
t(signal.set_wakeup_fd, w, warn_on_full_buffer=False)
def handler(n, frame): print('handler', n, flush=True)
signal.signal(signal.SIGUSR1, handler)
signal.signal(signal.SIGALRM, lambda *a: None)
os.kill(os.getpid(), signal.SIGUSR1)
print(os.read(r, 10))
signal.alarm(1)
print(os.read(r, 1))
try:
    while True: os.write(w, b'x' * 65536)
except BlockingIOError: pass
signal.raise_signal(signal.SIGUSR1)
signal.set_wakeup_fd(w, warn_on_full_buffer=True)
signal.raise_signal(signal.SIGALRM)
t(signal.set_wakeup_fd, -1)
t(signal.set_wakeup_fd, -1)
t(signal.set_wakeup_fd, 1000)
t(signal.set_wakeup_fd, 'x')
for n, flag in (signal.SIGUSR1, False), (signal.SIGUSR1, 1), (signal.SIGKILL, 1), (0, 1), (1000, 1): t(signal.siginterrupt, n, flag)
for n in 1000, -1, 0, 'x': t(signal.raise_signal, n)
t(_thread.interrupt_main)
for n in signal.SIGUSR1, signal.SIGUSR2, 0, 65, -1: t(_thread.interrupt_main, n)
signal.signal(signal.SIGUSR1, signal.SIG_DFL)
t(_thread.interrupt_main, signal.SIGUSR1)
signal.signal(signal.SIGINT, signal.SIG_IGN)
t(_thread.interrupt_main)
for n in 0, 4096, 32767, 32768, 65536, 100001, -1, 0, 0, 'x', 2**40: t(_thread.stack_size, n)
t(_thread.stack_size)
t(_opcode.get_nb_ops)
`

test('wakeup descriptor, siginterrupt, interrupt_main, stack_size', async () => {
  const both = await bothShells(`cat >f.py <<'END'\n${program}END\n$PY f.py | sed 's/line [0-9]*/line N/'`)
  if (both === null) return
  // Where the frame stood that met the failed write is a matter of the instruction; that it is reported is not.
  const entries = /Traceback.*\n( {2}File.*\n {4}.*\n)+/
  expect(both.dxpy.replace(entries, '')).toBe(both.cpython.replace(entries, ''))
}, 60_000)

testLines([
  'timeout -s INT 1 $PY -c "while True: pass" 2>&1 | tail -1',
  'timeout -s INT 1 $PY -c "import time; time.sleep(20)" 2>&1 | tail -1',
  'timeout -s INT 1 $PY -c "import select; select.select([], [], [], 20)" 2>&1 | tail -1',
  'timeout --preserve-status -s INT 1 $PY -c "while True: pass" 2>/dev/null',
  '$PY -c "import _thread; _thread.interrupt_main()" 2>/dev/null',
])
