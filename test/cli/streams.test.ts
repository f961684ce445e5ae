/** Standard streams that cannot be written, are closed or unbuffered, and exceptions that end the program: exit codes and messages as CPython's. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { runShell } from '../support/shell'
import { testLines } from './lines'

const attributes =
  'import sys; [print(s.line_buffering, s.write_through, s.encoding, s.errors, s.mode, s.buffer) for s in (sys.stdin, sys.stdout, sys.stderr)]'

const lines = [
  // Diagnostics that cannot be written.
  '$PY -c "1/0" 2>/dev/full',
  'PYTHONUNBUFFERED=1 $PY -c "1/0" 2>/dev/full',
  '$PY -c "1/0" 2>&-',
  `$PY -c "import os; os.close(2); 1/0"`,
  `$PY -c "import sys; sys.exit('message')" 2>/dev/full`,
  `$PY -c "import sys; sys.exit('message')" 2>&-`,
  `$PY -c "import faulthandler; faulthandler.dump_traceback(); print('next')" 2>/dev/full`,
  `$PY -c "import faulthandler; faulthandler.dump_traceback(); print('next')" 2>&-`,
  `$PY -c "import sys; sys.__excepthook__(ValueError, ValueError(1), None); print('next')" 2>/dev/full`,
  `$PY -c "import sys; sys.stderr.write('abc'); print('next')" 2>/dev/full`,
  `$PY -c "import sys; sys.stderr.write('abc\\n'); print('next')" 2>/dev/full`,
  `$PY -c "import sys; sys.stderr.write('abc'); 1/0" 2>/dev/full`,
  `$PY -c "import sys; sys.excepthook = lambda *a: 1/0; 1/0" 2>/dev/full`,
  `$PY -c "import atexit; atexit.register(lambda: 1/0)" 2>/dev/full`,
  '$PY -c "raise KeyboardInterrupt" 2>/dev/full',
  '$PY -c "raise SystemExit" 2>/dev/full',
  '$PY -m nosuch 2>/dev/full',
  '$PY nosuch.py 2>/dev/full',
  'PYTHONUNBUFFERED=1 $PY nosuch.py 2>/dev/full',
  '$PY nosuch.py 2>&-',
  '$PY --nope 2>/dev/full',
  // Output that cannot be written.
  '$PY -c "print(1)" >/dev/full',
  '$PY -c "print(1)" >/dev/full 2>/dev/full',
  '$PY -c "print(1)" >&-',
  '$PY -u -c "print(1)" >/dev/full',
  'PYTHONUNBUFFERED=1 $PY -c "print(1)" >/dev/full',
  'PYTHONUNBUFFERED= $PY -c "print(1)" >/dev/full',
  `$PY -c "import os; os.close(1); print(1)"`,
  `$PY -c "print('x' * 100000)" | head -c 5`,
  '$PY -V >/dev/full',
  '$PY -h >/dev/full',
  '$PY -V >&-',
  // The streams themselves.
  `$PY -c "${attributes}" | cat`,
  `$PY -u -c "${attributes}" | cat`,
  `script -qec '$PY -c "${attributes}"' /dev/null`,
  `script -qec '$PY -u -c "${attributes}"' /dev/null`,
  `$PY -c "import sys; print(sys.stdin, sys.stdout, file=sys.stderr)" <&- >&-`,
  `$PY -c "import sys; print(sys.stdin is None)" </dev/null`,
  `$PY -c "import sys; sys.stdout.write('a'); sys.stderr.write('b\\r'); sys.stderr.write('c'); import os; os._exit(0)"`,
  `$PY -u -c "import sys; sys.stdout.write('a'); print(sys.stdout.buffer.write(b'bc'))"`,
  '$PY <&-',
  '$PY -c "input()" <&-',
  // What has been printed comes before or after the traceback.
  '$PY -c "print(1); 1/0" 2>&1 | cat',
  `echo 'print(1); 1/0' >f.py; $PY f.py 2>&1 | cat`,
  `echo 'import sys; print(1); sys.exit("bye")' >f.py; $PY f.py 2>&1 | cat`,
  `echo 'print(1); 1/0' | $PY - 2>&1 | cat`,
  // Hooks and exits.
  `$PY -c "import sys; sys.stderr = None; 1/0"`,
  `$PY -c "import sys; del sys.excepthook; 1/0"`,
  `$PY -c "import sys; sys.excepthook = None; 1/0"`,
  `$PY -c "import sys; sys.excepthook = lambda *a: sys.exit(7); 1/0"`,
  `$PY -c "import sys; sys.excepthook = lambda *a: print(sys.last_exc, sys.last_type, sys.last_value); 1/0"`,
  `$PY -c "import sys; sys.__excepthook__(1, 2, 3)"`,
  `$PY -c "import sys; sys.modules['traceback'] = None; 1/0"`,
  `$PY -c "import sys; sys.stdout.close(); print(1)"`,
  `$PY -c "import sys; del sys.modules['sys']; print(1); 1/0" 2>/dev/null`,
  `$PY -c "import sys; sys.modules['sys'] = None; sys.displayhook(2); 1/0"`,
  `$PY -c "import sys; sys.unraisablehook = lambda a: 1/0; import atexit; atexit.register(lambda: 2/0)"`,
  `$PY -c "import sys; sys.unraisablehook = None; import atexit; atexit.register(lambda: 2/0)"`,
  `$PY -c "import sys; sys.unraisablehook(1)"`,
  `$PY -c "import sys; sys.exit(130)"`,
  `$PY -c "import sys; sys.exit(2**40 + 5)"`,
  `$PY -c "import sys; sys.exit((1, 2))"`,
]

testLines(lines)

test('a prompt is there before the line that it asks for', async () => {
  const program = Bun.spawn([join(import.meta.dir, '../../dist/dxpy'), '-E', '-q', '-i'], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const { value } = await program.stderr.getReader().read()
  expect(new TextDecoder().decode(value)).toBe('>>> ')
  program.stdin.end()
  expect(await program.exited).toBe(0)
})

test('a lost sys.stderr loses the traceback, not the program', async () => {
  for (const statement of ['del sys.stderr', 'sys.stderr.close()'])
    expect(await runShell(`$PY -c "import sys; ${statement}; 1/0"`)).toContain(
      "object repr     : ZeroDivisionError('division by zero')\nlost sys.stderr\nexit 1\n",
    )
})

test('subcommands say what could not be written or read', async () => {
  const full = "can't write the output: No space left on device\nexit 1\n"
  expect(await runShell('$PY info >/dev/full')).toBe(`dxpy info: ${full}`)
  expect(await runShell('echo 1 >f.py; $PY dis f.py >/dev/full')).toBe(`dxpy dis: ${full}`)
  expect(await runShell('echo 1 >f.py; $PY ast f.py >&-')).toBe('exit 0\n')
  expect(await runShell('$PY dis nosuch.py')).toBe(
    "dxpy dis: can't open file 'nosuch.py': [Errno 2] No such file or directory\nexit 2\n",
  )
  expect(await runShell('seq 100000 >f.py; $PY dis f.py | head -1 | wc -l')).toBe('1\nexit 0\n')
})
