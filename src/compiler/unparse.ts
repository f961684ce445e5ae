/**
 * Expressions back to source text, for annotations under `from __future__ import annotations` (CPython: Python/ast_unparse.c; the
 * text is visible in `__annotations__`, so it is the same to the character).
 */
import { ComplexConstant, EllipsisConstant, FloatConstant, TupleConstant } from '../base/constant'
import {
  type Arguments,
  type BinaryOperator,
  type CompareOperator,
  type Comprehension,
  type Expr_,
  type FormattedValue,
  type JoinedStr,
  NodeKind,
} from '../syntax/ast'
import { pythonRepr } from './repr'

const Precedence = {
  TUPLE: 0,
  NAMED: 0,
  TEST: 1,
  OR: 2,
  AND: 3,
  NOT: 4,
  CMP: 5,
  EXPR: 6,
  BOR: 6,
  BXOR: 7,
  BAND: 8,
  SHIFT: 9,
  ARITH: 10,
  TERM: 11,
  FACTOR: 12,
  POWER: 13,
  AWAIT: 14,
  ATOM: 15,
} as const

const binary: Readonly<Record<BinaryOperator, readonly [text: string, precedence: number]>> = {
  Add: [' + ', Precedence.ARITH],
  Sub: [' - ', Precedence.ARITH],
  Mult: [' * ', Precedence.TERM],
  MatMult: [' @ ', Precedence.TERM],
  Div: [' / ', Precedence.TERM],
  Mod: [' % ', Precedence.TERM],
  LShift: [' << ', Precedence.SHIFT],
  RShift: [' >> ', Precedence.SHIFT],
  BitOr: [' | ', Precedence.BOR],
  BitXor: [' ^ ', Precedence.BXOR],
  BitAnd: [' & ', Precedence.BAND],
  FloorDiv: [' // ', Precedence.TERM],
  Pow: [' ** ', Precedence.POWER],
}

const comparison: Readonly<Record<CompareOperator, string>> = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
}

/** The source text of an expression. */
export function unparse(e: Expr_): string {
  return write(e, Precedence.TEST)
}

function parens(text: string, when: boolean): string {
  return when ? '(' + text + ')' : text
}

function list(items: readonly Expr_[], level: number): string {
  return items.map((item) => write(item, level)).join(', ')
}

function write(e: Expr_, level: number): string {
  switch (e.node) {
    case NodeKind.BoolOp: {
      const precedence = e.op === 'And' ? Precedence.AND : Precedence.OR
      const text = e.values.map((v) => write(v, precedence + 1)).join(e.op === 'And' ? ' and ' : ' or ')
      return parens(text, level > precedence)
    }
    case NodeKind.BinOp: {
      const [text, precedence] = binary[e.op]
      const rightAssociative = e.op === 'Pow' ? 1 : 0
      return parens(
        write(e.left, precedence + rightAssociative) + text + write(e.right, precedence + 1 - rightAssociative),
        level > precedence,
      )
    }
    case NodeKind.UnaryOp: {
      const precedence = e.op === 'Not' ? Precedence.NOT : Precedence.FACTOR
      const sign = e.op === 'Not' ? 'not ' : e.op === 'Invert' ? '~' : e.op === 'UAdd' ? '+' : '-'
      return parens(sign + write(e.operand, precedence), level > precedence)
    }
    case NodeKind.Lambda: {
      const args = writeArguments(e.args)
      return parens(
        `lambda${args === '' ? '' : ' ' + args}: ${write(e.body, Precedence.TEST)}`,
        level > Precedence.TEST,
      )
    }
    case NodeKind.IfExp:
      return parens(
        `${write(e.body, Precedence.TEST + 1)} if ${write(e.test, Precedence.TEST + 1)} else ${write(e.orelse, Precedence.TEST)}`,
        level > Precedence.TEST,
      )
    case NodeKind.Dict:
      return (
        '{' +
        e.values
          .map((value, i) => {
            const key = e.keys[i]
            return key
              ? `${write(key, Precedence.TEST)}: ${write(value, Precedence.TEST)}`
              : '**' + write(value, Precedence.EXPR)
          })
          .join(', ') +
        '}'
      )
    case NodeKind.Set:
      return '{' + list(e.elts, Precedence.TEST) + '}'
    case NodeKind.GeneratorExp:
      return '(' + write(e.elt, Precedence.TEST) + writeGenerators(e.generators) + ')'
    case NodeKind.ListComp:
      return '[' + write(e.elt, Precedence.TEST) + writeGenerators(e.generators) + ']'
    case NodeKind.SetComp:
      return '{' + write(e.elt, Precedence.TEST) + writeGenerators(e.generators) + '}'
    case NodeKind.DictComp:
      return `{${write(e.key, Precedence.TEST)}: ${write(e.value, Precedence.TEST)}${writeGenerators(e.generators)}}`
    case NodeKind.Yield:
      return e.value ? `(yield ${write(e.value, Precedence.TEST)})` : '(yield)'
    case NodeKind.YieldFrom:
      return `(yield from ${write(e.value, Precedence.TEST)})`
    case NodeKind.Await:
      return parens('await ' + write(e.value, Precedence.ATOM), level > Precedence.AWAIT)
    case NodeKind.Compare:
      return parens(
        write(e.left, Precedence.CMP + 1) +
          e.ops.map((op, i) => comparison[op] + write(e.comparators[i]!, Precedence.CMP + 1)).join(''),
        level > Precedence.CMP,
      )
    case NodeKind.Call: {
      const only = e.args[0]
      const func = write(e.func, Precedence.ATOM)
      if (e.args.length === 1 && e.keywords.length === 0 && only!.node === NodeKind.GeneratorExp)
        return func + write(only!, Precedence.TEST)
      const args = e.args.map((arg) => write(arg, Precedence.TEST))
      for (const keyword of e.keywords)
        args.push((keyword.arg === null ? '**' : keyword.arg + '=') + write(keyword.value, Precedence.TEST))
      return `${func}(${args.join(', ')})`
    }
    case NodeKind.FormattedValue:
    case NodeKind.JoinedStr:
      return 'f' + pythonRepr(formatBody(e, false))
    case NodeKind.Constant:
      return writeConstant(e.value, e.kind)
    case NodeKind.Attribute: {
      const value = e.value
      const isInt =
        value.node === NodeKind.Constant && (typeof value.value === 'number' || typeof value.value === 'bigint')
      return write(value, Precedence.ATOM) + (isInt ? ' .' : '.') + e.attr
    }
    case NodeKind.Starred:
      return '*' + write(e.value, Precedence.EXPR)
    case NodeKind.Name:
      return e.id
    case NodeKind.List:
      return '[' + list(e.elts, Precedence.TEST) + ']'
    case NodeKind.Tuple:
      if (e.elts.length === 0) return '()'
      return parens(list(e.elts, Precedence.TEST) + (e.elts.length === 1 ? ',' : ''), level > Precedence.TUPLE)
    case NodeKind.Subscript:
      return `${write(e.value, Precedence.ATOM)}[${write(e.slice, Precedence.TUPLE)}]`
    case NodeKind.Slice:
      return (
        (e.lower ? write(e.lower, Precedence.TEST) : '') +
        ':' +
        (e.upper ? write(e.upper, Precedence.TEST) : '') +
        (e.step ? ':' + write(e.step, Precedence.TEST) : '')
      )
    case NodeKind.NamedExpr:
      return parens(
        `${write(e.target, Precedence.ATOM)} := ${write(e.value, Precedence.ATOM)}`,
        level > Precedence.NAMED,
      )
  }
}

function writeConstant(value: Parameters<typeof pythonRepr>[0], kind: string | null): string {
  if (value instanceof EllipsisConstant) return '...'
  if (value instanceof TupleConstant)
    return `(${value.items.map((item) => writeConstant(item, null)).join(', ')}${value.items.length === 1 ? ',' : ''})`
  const text = pythonRepr(value)
  // Infinity has no literal: a number that overflows has the same value.
  if (value instanceof FloatConstant || value instanceof ComplexConstant) return text.replaceAll('inf', '1e309')
  return kind === 'u' ? 'u' + text : text
}

function writeGenerators(generators: readonly Comprehension[]): string {
  return generators
    .map(
      (g) =>
        `${g.is_async ? ' async for ' : ' for '}${write(g.target, Precedence.TUPLE)} in ${write(g.iter, Precedence.TEST + 1)}` +
        g.ifs.map((condition) => ' if ' + write(condition, Precedence.TEST + 1)).join(''),
    )
    .join('')
}

function writeArguments(args: Arguments): string {
  const out: string[] = []
  const positional = [...args.posonlyargs, ...args.args]
  const firstDefault = positional.length - args.defaults.length
  positional.forEach((arg, i) => {
    out.push(arg.arg + (i >= firstDefault ? '=' + write(args.defaults[i - firstDefault]!, Precedence.TEST) : ''))
    if (i + 1 === args.posonlyargs.length) out.push('/')
  })
  if (args.vararg || args.kwonlyargs.length > 0) out.push('*' + (args.vararg ? args.vararg.arg : ''))
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i]
    out.push(arg.arg + (value ? '=' + write(value, Precedence.TEST) : ''))
  })
  if (args.kwarg) out.push('**' + args.kwarg.arg)
  return out.join(', ')
}

/** The text between the quotes of an f-string. */
function formatBody(e: JoinedStr | FormattedValue | Expr_, isSpec: boolean): string {
  switch (e.node) {
    case NodeKind.JoinedStr:
      return e.values.map((value) => formatBody(value, isSpec)).join('')
    case NodeKind.FormattedValue: {
      const inner = write(e.value, Precedence.TEST + 1)
      const conversion = e.conversion > 0 ? '!' + String.fromCharCode(e.conversion) : ''
      const spec = e.format_spec ? ':' + formatBody(e.format_spec, true) : ''
      return (inner.startsWith('{') ? '{ ' : '{') + inner + conversion + spec + '}'
    }
    case NodeKind.Constant:
      return typeof e.value === 'string' ? e.value.replace(/[{}]/g, '$&$&') : ''
    default:
      return write(e, Precedence.TEST)
  }
}
