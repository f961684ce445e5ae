import { describe, expect, test } from 'bun:test'
import { NameScope, type Scope, ScopeType, SymbolFlag, symbolTable } from '../../src/compiler/index'
import { parse } from '../../src/syntax'

function tableOf(source: string): Scope {
  return parse(source, { filename: 't', mode: 'exec' })
    .andThen((parsed) => symbolTable(parsed.tree, { filename: 't' }))
    ._unsafeUnwrap().top
}

function child(scope: Scope, name: string): Scope {
  const found = scope.children.find((c) => c.name === name)
  if (found === undefined) throw new Error(`no scope ${name}`)
  return found
}

describe('scopes', () => {
  test('closures: cell outside, free inside, also through a scope between', () => {
    const f = child(tableOf('def f():\n  x = 1\n  def g():\n    def h(): return x\n'), 'f')
    expect(f.scopeOf('x')).toBe(NameScope.CELL)
    expect(child(f, 'g').scopeOf('x')).toBe(NameScope.FREE)
    expect(child(child(f, 'g'), 'h').scopeOf('x')).toBe(NameScope.FREE)
  })

  test('a class body does not close over its names', () => {
    const top = tableOf('def f():\n  x = 1\n  class C:\n    x = 2\n    def m(self): return x\n')
    const c = child(child(top, 'f'), 'C')
    expect(c.scopeOf('x')).toBe(NameScope.LOCAL)
    expect(c.symbols.get('x')! & SymbolFlag.FREE_CLASS).toBeTruthy()
    expect(child(c, 'm').scopeOf('x')).toBe(NameScope.FREE)
  })

  test('global and nonlocal', () => {
    const f = child(tableOf('def f():\n  global g\n  g = 1\n  n = 1\n  def h():\n    nonlocal n\n    n = 2\n'), 'f')
    expect(f.scopeOf('g')).toBe(NameScope.GLOBAL_EXPLICIT)
    expect(child(f, 'h').scopeOf('n')).toBe(NameScope.FREE)
  })

  test('comprehensions merge into their function', () => {
    const f = child(tableOf('def f(a):\n  return [lambda: x for x in a]\n'), 'f')
    expect(f.scopeOf('x')).toBe(NameScope.CELL)
    expect(f.children.map((c) => c.name)).toEqual(['lambda'])
  })

  test('an assignment expression binds outside its comprehension', () => {
    const f = child(tableOf('def f(a):\n  [y := x for x in a]\n  return y\n'), 'f')
    expect(f.scopeOf('y')).toBe(NameScope.LOCAL)
  })

  test('super and __class__ ask for the cell of the class', () => {
    const c = child(tableOf('class C:\n  def m(self): super()\n'), 'C')
    expect(c.needsClassClosure).toBe(true)
    expect(child(c, 'm').scopeOf('__class__')).toBe(NameScope.FREE)
  })

  test('type parameters have scopes of their own', () => {
    const top = tableOf('class C:\n  T = 1\n  def m[T: int](self, a: T) -> T: pass\n')
    const params = child(child(top, 'C'), 'm')
    expect(params.type).toBe(ScopeType.TYPE_PARAMETERS)
    expect(params.canSeeClassScope).toBe(true)
    expect(params.children.map((c) => [c.name, c.type])).toEqual([
      ['T', ScopeType.TYPE_VARIABLE],
      ['m', ScopeType.FUNCTION],
    ])
  })

  test('private names are mangled', () => {
    const c = child(tableOf('class _C:\n  __x = 1\n  def m(self): return __x, self.__y\n'), '_C')
    expect([...c.symbols.keys()]).toContain('_C__x')
    expect([...child(c, 'm').symbols.keys()]).toEqual(['self', '_C__x'])
  })
})
