/** JavaScript errors as Python exceptions. */
import { expect, test } from 'bun:test'
import { linkSync, readFileSync } from 'node:fs'
import { convertJavaScript } from '../../src/interpreter/unwind'
import { repr, strText } from '../../src/objects/operators'
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
