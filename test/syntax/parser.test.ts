import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { DxSyntaxError } from '../../src/base/errors'
import { Interactive, type Module, NodeKind, type ParseMode, parse } from '../../src/syntax'
import { dump } from '../../src/syntax/dump'
import { cpython, runCPython } from '../support/cpython'
import { disagreement, pythonFiles, verdicts } from './ast-corpus'
import { inMode, judgements, mutate, ownJudgement, randomSource } from './mutations'
import { samples } from './samples'

const parseText = (source: string | Uint8Array, mode: ParseMode = 'exec') => parse(source, { filename: 't', mode })

const tree = (source: string, mode: ParseMode = 'exec', attributes = false): string =>
  dump(parseText(source, mode)._unsafeUnwrap().tree, { attributes })

describe('parse', () => {
  test('gives every node its place in UTF-8 bytes', () => {
    expect(tree('é = "ü" + x', 'exec', true)).toBe(
      "Module(body=[Assign(targets=[Name(id='é', ctx=Store(), lineno=1, col_offset=0, end_lineno=1, end_col_offset=2)], " +
        "value=BinOp(left=Constant(value='ü', lineno=1, col_offset=5, end_lineno=1, end_col_offset=9), op=Add(), " +
        "right=Name(id='x', ctx=Load(), lineno=1, col_offset=12, end_lineno=1, end_col_offset=13), " +
        'lineno=1, col_offset=5, end_lineno=1, end_col_offset=13), lineno=1, col_offset=0, end_lineno=1, end_col_offset=13)])',
    )
  })

  test('has the modes of compile()', () => {
    expect(tree('1 + 1', 'eval')).toBe(
      'Expression(body=BinOp(left=Constant(value=1), op=Add(), right=Constant(value=1)))',
    )
    expect(tree('(int, *str) -> bool', 'func_type')).toContain('FunctionType(argtypes=[Name')
    const interactive = parseText('x = 1; y\n', 'single')._unsafeUnwrap().tree
    expect(interactive).toBeInstanceOf(Interactive)
    expect((interactive as Interactive).body).toHaveLength(2)
    expect(parseText('x = 1\ny = 2\n', 'single')._unsafeUnwrapErr().message).toBe(
      'multiple statements found while compiling a single statement',
    )
  })

  test('normalizes identifiers (PEP 3131)', () => {
    expect(tree('ﬁ = 1')).toContain("Name(id='fi'")
  })

  test('operators bind as in Python', () => {
    expect(tree('-a ** -b', 'eval')).toBe(
      "Expression(body=UnaryOp(op=USub(), operand=BinOp(left=Name(id='a', ctx=Load()), op=Pow(), " +
        "right=UnaryOp(op=USub(), operand=Name(id='b', ctx=Load())))))",
    )
    expect(tree('a - b - c', 'eval')).toContain('left=BinOp(')
    expect(tree('a ** b ** c', 'eval')).toContain('right=BinOp(')
  })

  test('keeps type comments on request', () => {
    const source = 'x = 1 # type: int\ny = [] # type: ignore[z]\n'
    const parsed = parse(source, { filename: 't', mode: 'exec', typeComments: true })._unsafeUnwrap().tree as Module
    expect(parsed.body[0]).toMatchObject({ node: NodeKind.Assign, type_comment: 'int' })
    expect(parsed.type_ignores).toMatchObject([{ lineno: 2, tag: '[z]' }])
    expect((parseText(source)._unsafeUnwrap().tree as Module).type_ignores).toEqual([])
  })

  test('collects warnings in source order', () => {
    const { warnings } = parseText("a = '\\d'\nb = 1if c else '\\e'\n")._unsafeUnwrap()
    expect(warnings.map(({ message, lineno }) => [message, lineno])).toEqual([
      ["invalid escape sequence '\\d'", 1],
      ['invalid decimal literal', 2],
      ["invalid escape sequence '\\e'", 2],
    ])
  })

  test('PEP 401 is honoured', () => {
    expect(parseText('1 <> 2').isErr()).toBe(true)
    expect(parseText('from __future__ import barry_as_FLUFL\n1 <> 2\n').isErr()).toBe(true)
    expect(parse('1 <> 2', { filename: 't', mode: 'eval', barryAsFlufl: true }).isOk()).toBe(true)
    expect(parse('1 != 2', { filename: 't', mode: 'eval', barryAsFlufl: true })._unsafeUnwrapErr().message).toBe(
      "with Barry as BDFL, use '<>' instead of '!='",
    )
  })

  test('codeop can ask whether input is complete', () => {
    const incomplete = (source: string): string | null => {
      const result = parse(source, { filename: 't', mode: 'single', allowIncompleteInput: true, impliedDedents: false })
      return result.isErr() ? result.error.message : null
    }
    expect(incomplete('if x:\n')).toBe('incomplete input')
    expect(incomplete('(1,\n')).toBe('incomplete input')
    expect(incomplete('"""a\n')).toBe('incomplete input')
    expect(incomplete('x = 1')).toBe(null)
    expect(incomplete('if x:\n  y')).not.toBe(null)
    expect(incomplete('x y\n')).toBe('invalid syntax')
  })

  for (const [what, source] of Object.entries({
    lambdas: `${'lambda: '.repeat(100_000)}x`,
    conditionals: `${'x if y else '.repeat(100_000)}x`,
    signs: `${'-'.repeat(100_000)}x`,
    powers: `${'x**'.repeat(200_000)}x`,
    elifs: `if x: pass\n${'elif x: pass\n'.repeat(10_000)}`,
  })) {
    test(`refuses ${what} nested without end`, () => {
      expect(parseText(source)._unsafeUnwrapErr().code).toBe('MEMORY')
    })
  }

  test('brackets and indentation have limits', () => {
    expect(parseText('('.repeat(300))._unsafeUnwrapErr().message).toBe('too many nested parentheses')
    expect(parseText(`${'('.repeat(200)}${')'.repeat(200)}`).isOk()).toBe(true)
    const blocks = Array.from({ length: 101 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')
    expect(parseText(blocks)._unsafeUnwrapErr().message).toBe('too many levels of indentation')
  })

  test('long flat sources are no problem', () => {
    expect(parseText(`x = ${'1 + '.repeat(50_000)}1\n`).isOk()).toBe(true)
    expect(parseText(`x = [${'1, '.repeat(100_000)}]\n`).isOk()).toBe(true)
  })
})

/** A parse never throws, and never fails for a reason of its own. */
function survives(source: string | Uint8Array): void {
  for (const mode of ['exec', 'eval', 'single', 'func_type'] as const) {
    const result = parseText(source, mode)
    if (result.isErr()) {
      expect(result.error.code).not.toBe('INTERNAL')
      if (result.error instanceof DxSyntaxError) expect(result.error.message).not.toBe('')
    }
  }
}

describe('parse survives', () => {
  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survives), { numRuns: 500 })
  })

  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), survives), { numRuns: 500 })
  })

  test('any sequence of words of Python', () => {
    const words = [
      ...new Set(
        Object.values(samples)
          .join(' ')
          .match(/\w+|[^\w\s]|\n *| /g),
      ),
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (chosen) => survives(chosen.join(' '))),
      { numRuns: 500 },
    )
  })

  test('mutated sources', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(samples)), fc.integer(), (source, seed) => {
        const random = randomSource(seed)
        survives(mutate(mutate(source, random), random))
      }),
      { numRuns: 300 },
    )
  })
})

const python = cpython()
const withCPython = python === null ? describe.skip : describe

withCPython('parse and CPython', () => {
  test('give the same tree for a sample of Lib', async () => {
    const lib = runCPython('import os; print(os.path.dirname(os.__file__))').trim()
    const files = pythonFiles(lib).filter((file) => !file.includes('/site-packages/'))
    const chosen = files.filter((_, index) => index % 29 === 0)
    expect(chosen.length).toBeGreaterThan(50)
    const problems: string[] = []
    for await (const verdict of verdicts(python!, chosen)) {
      const problem = disagreement(verdict)
      if (problem !== null) problems.push(`${verdict.path}: ${problem}`)
    }
    expect(problems).toEqual([])
  }, 120_000)

  test('judge mutated samples alike', () => {
    const random = randomSource(5)
    const sources = Object.values(samples).flatMap((source) => Array.from({ length: 60 }, () => mutate(source, random)))
    for (const mode of ['exec', 'eval', 'single', 'func_type'] as const) {
      const chosen = sources.map((source) => inMode(source, mode, random))
      const expected = judgements(python!, chosen, mode)
      const different = chosen.filter((source, i) => ownJudgement(source, mode).toString() !== expected[i].toString())
      expect(different).toEqual([])
    }
  }, 60_000)
})
