/**
 * Patterns of `match` statements (PEP 634): from the matcher's decisions to `pattern` nodes.
 */
import { ComplexConstant } from '../base/constant'
import {
  Attribute,
  BinOp,
  type Constant,
  type Expr_,
  MatchAs,
  MatchClass,
  MatchMapping,
  MatchOr,
  MatchSequence,
  MatchSingleton,
  MatchStar,
  MatchValue,
  Name,
  NodeKind,
  type Pattern,
  UnaryOp,
} from './ast'
import { c, decide, nameOf, Refused } from './cursor'
import { singleton } from './expressions'
import { numberConstant, strings } from './literals'
import { MINUS } from './tokens'

/** `patterns = patternItem ("," patternItem)* ","?`: without a comma, one pattern; with one, an open sequence. */
export function patterns(): Pattern {
  const first = c.p
  const items = [patternItem()]
  const commas = more(items)
  return commas ? sequence(items, first) : notStar(items[0])
}

function more(items: Pattern[]): boolean {
  while (decide() === 1) {
    c.p++
    items.push(patternItem())
  }
  if (decide() === 1) {
    c.p++
    return true
  }
  return items.length > 1
}

function notStar(pattern: Pattern): Pattern {
  if (pattern.node === NodeKind.MatchStar) throw new Refused()
  return pattern
}

function sequence(items: Pattern[], first: number): MatchSequence {
  const last = c.p - 1
  return new MatchSequence(items, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `patternItem = starPattern | pattern` */
function patternItem(): Pattern {
  if (decide() === 1) return pattern()
  const first = c.p
  c.p += 2
  const last = c.p - 1
  return new MatchStar(targetName(last, true), c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** The name a pattern binds, null for the wildcard where that is allowed. */
function targetName(token: number, wildcard: boolean): string | null {
  const name = nameOf(token)
  if (name !== '_') return name
  if (!wildcard) throw new Refused()
  return null
}

/** `pattern = orPattern asName?` */
function pattern(): Pattern {
  const first = c.p
  const inner = orPattern()
  if (decide() === 0) return inner
  c.p += 2
  const last = c.p - 1
  return new MatchAs(inner, targetName(last, false), c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `orPattern = closedPattern ("|" closedPattern)*` */
function orPattern(): Pattern {
  const first = c.p
  const alternatives = [closedPattern()]
  while (decide() === 1) {
    c.p++
    alternatives.push(closedPattern())
  }
  if (alternatives.length === 1) return alternatives[0]
  const last = c.p - 1
  return new MatchOr(alternatives, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `closedPattern` */
function closedPattern(): Pattern {
  const first = c.p
  switch (decide()) {
    case 0:
      return matchValue(number(), first)
    case 1:
      return matchValue(strings(), first)
    case 2: {
      const value = singleton(c.p++).value
      return new MatchSingleton(value, c.line[first], c.column[first], c.endLine[first], c.endColumn[first])
    }
    case 3:
      return namePattern()
    case 4: {
      c.p++
      if (decide() === 0) {
        c.p++
        return sequence([], first)
      }
      const items = [patternItem()]
      const commas = more(items)
      c.p++
      return commas ? sequence(items, first) : notStar(items[0])
    }
    case 5: {
      c.p++
      const items: Pattern[] = []
      if (decide() === 1) {
        items.push(patternItem())
        more(items)
      }
      c.p++
      return sequence(items, first)
    }
    default:
      return mapping()
  }
}

function matchValue(value: Expr_, first: number): MatchValue {
  const last = c.p - 1
  return new MatchValue(value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `numberPattern = "-"? "NUMBER" imaginary?` */
function number(): Expr_ {
  const first = c.p
  const negative = decide() === 1
  if (negative) c.p++
  const token = c.p++
  let e: Expr_ = numberConstant(token)
  const real = e as Constant
  if (negative) {
    e = new UnaryOp('USub', e, c.line[first], c.column[first], c.endLine[token], c.endColumn[token])
  }
  if (decide() === 0) return e
  const minus = c.kinds[c.p] === MINUS
  c.p += 2
  const last = c.p - 1
  const imaginary = numberConstant(last)
  if (real.value instanceof ComplexConstant || !(imaginary.value instanceof ComplexConstant)) {
    throw new Refused()
  }
  return new BinOp(
    e,
    minus ? 'Sub' : 'Add',
    imaginary,
    c.line[first],
    c.column[first],
    c.endLine[last],
    c.endColumn[last],
  )
}

/** `dotted = name ("." name)*` as an expression */
function dotted(): Name | Attribute {
  const first = c.p++
  const line = c.line[first]
  const column = c.column[first]
  let e: Name | Attribute = new Name(nameOf(first), 'Load', line, column, c.endLine[first], c.endColumn[first])
  while (decide() === 1) {
    c.p += 2
    const last = c.p - 1
    e = new Attribute(e, nameOf(last), 'Load', line, column, c.endLine[last], c.endColumn[last])
  }
  return e
}

/** `namePattern = dotted classPattern?`: a capture, the wildcard, a value or a class. */
function namePattern(): Pattern {
  const first = c.p
  const e = dotted()
  if (decide() === 1) {
    const items: Pattern[] = []
    const names: string[] = []
    const values: Pattern[] = []
    c.p++
    if (decide() === 1) {
      for (;;) {
        if (decide() === 0) {
          names.push(nameOf(c.p))
          c.p += 2
          values.push(pattern())
        } else {
          if (names.length > 0) throw new Refused()
          items.push(pattern())
        }
        if (decide() === 0) break
        c.p++
      }
      if (decide() === 1) c.p++
    }
    const last = c.p++
    return new MatchClass(e, items, names, values, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
  }
  if (e.node === NodeKind.Attribute) return matchValue(e, first)
  return new MatchAs(
    null,
    targetName(first, true),
    c.line[first],
    c.column[first],
    c.endLine[first],
    c.endColumn[first],
  )
}

/** `mapPattern = "{" mapItems? "}"` */
function mapping(): MatchMapping {
  const first = c.p++
  const keys: Expr_[] = []
  const values: Pattern[] = []
  let rest: string | null = null
  if (decide() === 1) {
    for (;;) {
      if (rest !== null) throw new Refused()
      if (decide() === 0) {
        c.p += 2
        rest = targetName(c.p - 1, false)
      } else {
        keys.push(mapKey())
        c.p++
        values.push(pattern())
      }
      if (decide() === 0) break
      c.p++
    }
    if (decide() === 1) c.p++
  }
  const last = c.p++
  return new MatchMapping(keys, values, rest, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `mapKey = numberPattern | stringPattern | singletonPattern | dotted` */
function mapKey(): Expr_ {
  switch (decide()) {
    case 0:
      return number()
    case 1:
      return strings()
    case 2:
      return singleton(c.p++)
    default: {
      const e = dotted()
      if (e.node === NodeKind.Name) throw new Refused()
      return e
    }
  }
}
