import { describe, expect, test } from 'bun:test'
import { unparse } from '../../src/compiler/index'
import { floatRepr, pythonRepr } from '../../src/compiler/repr'
import { NodeKind, parse } from '../../src/syntax'
import { cpython, runCPython } from '../support/cpython'

function text(source: string): string {
  const tree = parse(source, { filename: 't', mode: 'eval' })._unsafeUnwrap().tree
  if (tree.node !== NodeKind.Expression) throw new Error('not an expression')
  return unparse(tree.body)
}

const sources = [
  'a + b * c',
  '(a + b) * c',
  'a - (b - c)',
  '(a ** b) ** c',
  'a ** -b',
  '-a ** b',
  'not (a and b) or c',
  'a if b else c if d else e',
  '(a if b else c) if d else e',
  'lambda: 0',
  'lambda x, /, y=1, *z, k, l=2, **m: (x, y)',
  '(lambda: 0)()',
  'f(a, *b, c=1, **d)',
  'f(x for x in y)',
  'f((x for x in y), 1)',
  '[x async for x in y if a if b]',
  '{k: v for k, v in d}',
  '{**a, "b": c}',
  '{1, 2}',
  '()',
  '(a,)',
  '(a, b)',
  'x[a, b]',
  'x[a:b:c, ...]',
  'x[:]',
  'x[::2]',
  'x[(a,)]',
  '1 .real',
  '1.5.real',
  "'a' 'b'",
  "u'x'",
  "b'\\x00'",
  'None',
  '...',
  '1e400',
  '1e400j',
  '-1j',
  'a.b.c()',
  'a < b <= c is not d not in e',
  'not a',
  '~a',
  'await_',
  '[*a, b]',
  "f'{a!r:>{w}}{{}}'",
  "f'{a}' 'b'",
  'x @ y // z % w',
  'a << b | c & d ^ e',
  'Dict[str, "List[int]"]',
  'Callable[[int], None]',
  'a[b][c]',
  '(a, b)[0]',
  '(yield_)',
  'a and (b or c)',
  '(a or b) and c',
  "'it\\'s'",
  "'\"'",
  '"\\n\\t\\\\"',
  '3.14',
  '1e16',
  '1e-5',
  '0.0001',
  '123456789012345678901234567890',
  'f"{x:%H:%M}"',
  'f"{ {1} }"',
]

describe('unparse', () => {
  test.skipIf(cpython() === null)('agrees with CPython on annotations', () => {
    const answers = JSON.parse(
      runCPython(
        "import json, sys\nout = []\nfor s in json.load(sys.stdin):\n    ns = {}\n    exec('from __future__ import annotations\\nx: ' + s, ns)\n    out.append(ns['__annotations__']['x'])\nprint(json.dumps(out))",
        JSON.stringify(sources),
      ),
    ) as string[]
    sources.forEach((source, i) => {
      expect([source, text(source)]).toEqual([source, answers[i]!])
    })
  })
})

test('floats in Python notation', () => {
  expect(
    [0.1, 1e16, 1e15, 123456.789, 1e-4, 1e-5, -0, 5e-324, 1.7976931348623157e308, 1e22, 100].map(floatRepr),
  ).toEqual([
    '0.1',
    '1e+16',
    '1000000000000000.0',
    '123456.789',
    '0.0001',
    '1e-05',
    '-0.0',
    '5e-324',
    '1.7976931348623157e+308',
    '1e+22',
    '100.0',
  ])
})

test('strings in Python notation', () => {
  expect(pythonRepr("it's")).toBe('"it\'s"')
  expect(pythonRepr('\u00e9\u00a0\ud800\u{1f600}\x7f')).toBe("'é\\xa0\\ud800\u{1f600}\\x7f'")
})
