import { describe, expect, test } from 'bun:test'
import { DxPythonError, DxSyntaxError } from '../../src/base/errors'
import { CompilerFlags, compile } from '../../src/compiler/index'
import { parse } from '../../src/syntax'

function problem(source: string, flags = 0): string {
  const result = parse(source, { filename: 't.py', mode: 'exec' }).andThen((p) =>
    compile(p.tree, { filename: 't.py', flags }),
  )
  if (result.isOk()) return 'accepted'
  const e = result.error
  if (!(e instanceof DxSyntaxError)) return `${e.code}: ${e.message}`
  return `${e.message} ${e.lineno}:${e.offset}-${e.endLineno}:${e.endOffset}`
}

function warnings(source: string): string[] {
  const result = parse(source, { filename: 't.py', mode: 'exec' }).andThen((p) => compile(p.tree, { filename: 't.py' }))
  return result
    ._unsafeUnwrap()
    .warnings.map((w) => `${w.message} ${w.lineno}:${w.offset}-${w.endLineno}:${w.endOffset}`)
}

describe('syntax errors of the compiler, as CPython 3.13 words and places them', () => {
  const table: [source: string, expected: string][] = [
    ['return 1', "'return' outside function 1:1-1:9"],
    ['yield 1', "'yield' outside function 1:1-1:8"],
    ['await x', "'await' outside function 1:1-1:8"],
    ['def f(): await x', "'await' outside async function 1:10-1:17"],
    ['break', "'break' outside loop 1:1-1:6"],
    ['continue', "'continue' not properly in loop 1:1-1:9"],
    ['async def f():\n  yield 1\n  return 2', "'return' with value in async generator 3:3-3:11"],
    ['async def f(): yield from x', "'yield from' inside async function 1:16-1:28"],
    ['def f(): [x async for x in y]', 'asynchronous comprehension outside of an asynchronous function 1:10-1:30'],
    ['def f(a, a): pass', "duplicate argument 'a' in function definition 1:10-1:11"],
    ['x = 1\nglobal x', "name 'x' is assigned to before global declaration 2:1-2:9"],
    ['def f(x):\n  global x', "name 'x' is parameter and global 2:3-2:11"],
    ['def f():\n  print(x)\n  nonlocal x', "name 'x' is used prior to nonlocal declaration 3:3-3:13"],
    ['nonlocal x', 'nonlocal declaration not allowed at module level 1:1-1:11'],
    ['def f():\n  nonlocal x', "no binding for nonlocal 'x' found 2:3-2:13"],
    ['def f():\n  from a import *', 'import * only allowed at module level 2:17-2:18'],
    ['[(x := 1) for x in y]', "assignment expression cannot rebind comprehension iteration variable 'x' 1:3-1:4"],
    [
      'class C: [(x := 1) for y in z]',
      'assignment expression within a comprehension cannot be used in a class body 1:12-1:13',
    ],
    ['[(yield) for x in y]', "'yield' inside list comprehension 1:3-1:8"],
    ['try: pass\nexcept: pass\nexcept E: pass', "default 'except:' must be last 2:1-2:13"],
    [
      'while 1:\n try: pass\n except* E:\n  break',
      "'break', 'continue' and 'return' cannot appear in an except* block 4:3-4:8",
    ],
    ['match x:\n  case a: pass\n  case 1: pass', "name capture 'a' makes remaining patterns unreachable 2:8-2:9"],
    ['match x:\n  case [a, a]: pass', "multiple assignments to name 'a' in pattern 2:12-2:13"],
    ['match x:\n  case a | 1: pass', "name capture 'a' makes remaining patterns unreachable 2:8-2:9"],
    ["match x:\n  case {'k': 1, 'k': 2}: pass", "mapping pattern checks duplicate key ('k') 2:8-2:24"],
    ['*a, *b = c', 'multiple starred expressions in assignment 1:1-1:7'],
    ['*a = c', 'starred assignment target must be in a list or tuple 1:1-1:3'],
    ['f(a=1, a=2)', 'keyword argument repeated: a 1:8-1:11'],
    ['def f[T, T](): pass', "duplicate type parameter 'T' 1:10-1:11"],
    ['def f[T: (yield)](): pass', 'yield expression cannot be used within a TypeVar bound 1:11-1:16'],
    ['type A = (yield)', 'yield expression cannot be used within a type alias 1:11-1:16'],
    ['__debug__ = 1', 'cannot assign to __debug__ 1:1-1:10'],
    ['x\nfrom __future__ import division', 'from __future__ imports must occur at the beginning of the file 2:1-2:32'],
  ]
  for (const [source, expected] of table)
    test(JSON.stringify(source), () => {
      expect(problem(source)).toBe(expected)
    })

  test('top-level await is an option', () => {
    expect(problem('await x', CompilerFlags.ALLOW_TOP_LEVEL_AWAIT)).toBe('accepted')
    expect(problem('async with a: [x async for x in y]', CompilerFlags.ALLOW_TOP_LEVEL_AWAIT)).toBe('accepted')
  })
})

describe('warnings', () => {
  test('about what surely is a mistake', () => {
    expect(warnings('x is 1')).toEqual(['"is" with \'int\' literal. Did you mean "=="? 1:1-1:7'])
    expect(warnings('x is not ()')).toEqual(['"is not" with \'tuple\' literal. Did you mean "!="? 1:1-1:12'])
    expect(warnings('assert (x, 1)')).toEqual(['assertion is always true, perhaps remove parentheses? 1:1-1:14'])
    expect(warnings('[1, (2)(3)]')).toEqual(["'int' object is not callable; perhaps you missed a comma? 1:6-1:7"])
    expect(warnings('1[2]')).toEqual(["'int' object is not subscriptable; perhaps you missed a comma? 1:1-1:2"])
    expect(warnings('"a"["b"]')).toEqual([
      'str indices must be integers or slices, not str; perhaps you missed a comma? 1:1-1:4',
    ])
    expect(warnings('x is None\nx is ...\n"a"[1:2]\nf(1)(2)')).toEqual([])
  })
})

describe('trees that are too deep', () => {
  const deep = (n: number): string => 'x' + '.a'.repeat(n)

  test('give a typed error, never an exhausted stack', () => {
    for (const source of [deep(20000), Array(20000).fill('x').join('+'), 'x' + '()'.repeat(15000)]) {
      const parsed = parse(source, { filename: 't', mode: 'exec' })
      const result = parsed.andThen((p) => compile(p.tree, { filename: 't' }))
      expect(result.isErr()).toBe(true)
      if (parsed.isErr() || result.isOk()) continue
      expect(result.error).toBeInstanceOf(DxPythonError)
      expect((result.error as DxPythonError).typeName).toBe('RecursionError')
      expect(result.error.message).toBe('maximum recursion depth exceeded during compilation')
    }
  })

  test('depths that CPython takes are taken', () => {
    expect(problem(deep(4000))).toBe('accepted')
    expect(problem('if x: pass\n' + 'elif x: pass\n'.repeat(4000))).toBe('accepted')
  })
})
