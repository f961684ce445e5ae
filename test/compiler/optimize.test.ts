import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { isCodeUnit } from '../../src/bytecode/code'
import { constantText } from '../../src/bytecode/dis'
import { Op } from '../../src/bytecode/opcodes'
import { pythonRepr } from '../../src/compiler/repr'
import { unitOf } from '../bytecode/support/compile'
import { cpython, runCPython } from '../support/cpython'

/** `repr` of the constant that an expression folds to, or null where code remains. */
function folded(source: string): string | null {
  const unit = unitOf(source, { mode: 'eval' })
  if (unit.instructions.length !== 1 || (unit.instructions[0]! & 255) !== Op.RETURN_CONST) return null
  const value = unit.consts[unit.instructions[0]! >>> 8]!
  return isCodeUnit(value) ? null : pythonRepr(value)
}

describe('folding', () => {
  test('has the limits of CPython', () => {
    expect(folded('2 ** 64')).toBe('18446744073709551616')
    expect(folded('2 ** 128')).toBeNull()
    expect(folded('1 << 127')).not.toBeNull()
    expect(folded('1 << 128')).toBeNull()
    expect(folded("'a' * 4096")).not.toBeNull()
    expect(folded("'a' * 4097")).toBeNull()
    expect(folded('(1,) * 256')).not.toBeNull()
    expect(folded('(1,) * 257')).toBeNull()
  })

  test('leaves what raises to run time', () => {
    for (const source of [
      '1 / 0',
      '1 // 0',
      '1 % 0',
      '1 << -1',
      "'a' + 1",
      '-"a"',
      '(1, 2)[5]',
      '0 ** -1',
      '1.0 // 0.0',
    ])
      expect(folded(source)).toBeNull()
  })

  test('makes constants of constant containers where nobody can change them', () => {
    const consts = (source: string): string[] => unitOf(source).consts.map(constantText)
    expect(consts('x in [1, 2]')).toContain('(1, 2)')
    expect(consts('x in {1, 2}')).toContain('frozenset(1, 2)')
    expect(consts('for x in [1, 2]: pass')).toContain('(1, 2)')
  })

  test('turns simple % formatting into an f-string', () => {
    const ops = (source: string): number[] => Array.from(unitOf(source).instructions, (word) => word & 255)
    expect(ops("'%s and %r' % (a, b)")).toContain(Op.BUILD_STRING)
    expect(ops("'%d' % (a,)")).toContain(Op.BINARY_MOD)
    expect(ops("'%s' % a")).toContain(Op.BINARY_MOD)
  })
})

const number = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.bigInt(-(1n << 70n), 1n << 70n).map(String),
  fc.constantFrom(
    '0.0',
    '-0.0',
    '1.5',
    '-2.25',
    '1e300',
    '1e-300',
    '0.1',
    '3.0',
    '1e16',
    '123456.789',
    'True',
    'False',
    '2j',
    '1.5j',
  ),
)
const other = fc.constantFrom("'ab'", "''", "b'x'", '(1, 2)', '()', 'None', "'é'", '...', '((1,), 2)')
const operand = fc.oneof({ weight: 4, arbitrary: number }, { weight: 1, arbitrary: other })
const operator = fc.constantFrom('+', '-', '*', '/', '//', '%', '**', '<<', '>>', '&', '|', '^')

describe('against CPython', () => {
  test.skipIf(cpython() === null)('whatever is folded has the value that CPython computes', () => {
    const sources = [
      ...fc
        .sample(fc.tuple(operand, operator, operand), { seed: 5, numRuns: 3000 })
        .map(([a, op, b]) => `(${a}) ${op} (${b})`),
      ...fc
        .sample(fc.tuple(fc.constantFrom('-', '+', '~', 'not '), operand), { seed: 6, numRuns: 300 })
        .map(([op, a]) => `${op}(${a})`),
      ...fc
        .sample(fc.tuple(other, fc.integer({ min: -4, max: 4 })), { seed: 9, numRuns: 100 })
        .map(([a, i]) => `(${a})[${i}]`),
    ]
    const mine = sources.map(folded)
    const asked = sources.filter((_, i) => mine[i] !== null)
    expect(asked.length).toBeGreaterThan(1000)
    const answers = runCPython(
      "import sys, warnings\nwarnings.simplefilter('ignore')\nfor line in sys.stdin:\n    try: print(ascii(repr(eval(line))))\n    except Exception as e: print(type(e).__name__)\n",
      asked.join('\n') + '\n',
    )
      .trim()
      .split('\n')
    const quoted = mine.filter((text) => text !== null).map((text) => text as string)
    asked.forEach((source, i) => {
      expect([source, pythonAscii(quoted[i]!)]).toEqual([source, answers[i]!])
    })
  })
})

/** Python's `ascii()` of a text without exotic characters. */
function pythonAscii(text: string): string {
  return pythonRepr(text).replace(/[^\x20-\x7e]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`)
}
