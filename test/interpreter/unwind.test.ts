/** JavaScript errors as Python exceptions. */
import { expect, test } from 'bun:test'
import { linkSync, readFileSync } from 'node:fs'
import { convertJavaScript } from '../../src/interpreter/unwind'
import { repr, strText } from '../../src/objects/operators'
import { maybe, same } from '../support/same'
import '../../src/index'

function converted(work: () => unknown) {
  try {
    work()
  } catch (e) {
    return convertJavaScript(e)
  }
  throw new Error('nothing was thrown')
}

test('system errors become OSError with errno, text and file', () => {
  const missing = converted(() => readFileSync('/nonexistent/file'))
  expect(missing.cls.name).toBe('FileNotFoundError')
  expect(strText(missing)).toBe("[Errno 2] No such file or directory: '/nonexistent/file'")
  expect(converted(() => readFileSync('/')).cls.name).toBe('IsADirectoryError')
  expect(strText(converted(() => linkSync('/nonexistent/a', '/nonexistent/b')))).toBe(
    "[Errno 2] No such file or directory: '/nonexistent/a' -> '/nonexistent/b'",
  )
})

test('stack and memory exhaustion keep their meaning', () => {
  const deep = (): number => deep() + 1
  expect(converted(deep).cls.name).toBe('RecursionError')
  expect(converted(() => 'x'.repeat(2 ** 40)).cls.name).toBe('MemoryError')
  expect(repr(converted(() => (null as never as { a: 1 }).a))).toContain('internal error: null is not an object')
})

maybe('a frame that is kept knows its callers and where it returned', () => {
  same(`
import sys, inspect, traceback
kept = []
def inner(flag):
    kept.append(sys._getframe())
    if flag:
        x = 1
def middle(a): inner(a); return 2
middle(True); middle(False)
for f in kept: print(f.f_lineno - f.f_code.co_firstlineno, f.f_back.f_code.co_name, f.f_back.f_locals, f.f_back.f_back.f_code.co_name)
def raises(): return 1 / 0
def outer(): raises()
try: outer()
except ZeroDivisionError as e: tb = e.__traceback__
print([s.name for s in traceback.extract_stack(tb.tb_next.tb_next.tb_frame)][-2:])
def gen(): yield sys._getframe()
g = gen(); f = next(g); print(f.f_back); list(g); print(f.f_back is sys._getframe())
print(type({}.__contains__).__name__, type([].__getitem__).__name__, type(set().__contains__).__name__, type(().__contains__).__name__, type(dict.__contains__).__name__, '__class__' in dir(None))
`)
})
