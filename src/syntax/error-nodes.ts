/**
 * What error messages say about expressions in the tree of `error-matcher.ts`: their kind in words, their own extent, and which part
 * of a would-be target is not one (CPython: Parser/pegen.c, `_PyPegen_get_expr_name`, `_PyPegen_get_invalid_target`).
 */
import { ErrorNode, type Part } from './error-matcher'
import { ELLIPSIS, FALSE, IN, NONE, TRUE } from './tokens'

/** Rules that stand for their only part. */
const transparent = new Set(
  (
    'rhs starExpr starNamed expr namedExpr plainNamed exprOnly exprNotAssigned genexpElement shiftFirst factor power awaitPrimary ' +
    'atom parenAtom listAtom braceAtom group groupBody tuple genexp listcomp dict setcomp dictcomp ' +
    'inversion yieldExpr starredExpr plainArg positional annotationDisplay subject withItem starNamedItem'
  ).split(' '),
)

/** Rules of the form `x (op x)*`, transparent when there is one `x`. */
const chains = new Set(
  'disjunction conjunction comparison bitOr bitXor bitAnd shift sum term primary starExprs exprs'.split(' '),
)

/** The node that an expression is, without the rules it merely passes through and without brackets around it. */
export function unwrap(part: Part): ErrorNode {
  for (;;) {
    if (typeof part === 'number') return new ErrorNode('token', part, part + 1, [])
    const node = part as ErrorNode
    if (transparent.has(node.rule)) part = node.parts[0]
    else if (node.rule === 'groupGood' || node.rule === 'annotationParen') part = node.parts[1]
    else if (
      chains.has(node.rule) &&
      (node.parts[1] as Part[]).length === 0 &&
      (node.parts[2] === undefined || node.parts[2] === null)
    ) {
      part = node.parts[0]
    } else return node
  }
}

/** The last trailer of a primary, or the primary's atom. */
function lastTrailer(node: ErrorNode): string {
  const trailers = node.parts[1] as ErrorNode[]
  return (trailers[trailers.length - 1].parts[0] as ErrorNode).rule
}

/** The kind of an expression in CPython's words. `kinds` are the token kinds, for literals. */
export function expressionName(part: Part, kinds: Uint16Array): string {
  const node = unwrap(part)
  switch (node.rule) {
    case 'name':
      return 'name'
    case 'token':
      switch (kinds[node.start]) {
        case TRUE:
          return 'True'
        case FALSE:
          return 'False'
        case NONE:
          return 'None'
        case ELLIPSIS:
          return 'ellipsis'
      }
      return 'literal'
    case 'number':
      return 'literal'
    case 'strings':
      return (node.parts[0] as ErrorNode[]).some((each) => (each.parts[0] as ErrorNode).rule === 'fstring')
        ? 'f-string expression'
        : 'literal'
    case 'primary': {
      const last = lastTrailer(node)
      return last === 'attribute' ? 'attribute' : last === 'subscript' ? 'subscript' : 'function call'
    }
    case 'starredOr':
    case 'starredGood':
      return 'starred'
    case 'list':
      return 'list'
    case 'emptyTuple':
    case 'tupleItems':
    case 'starExprs':
    case 'exprs':
    case 'subjectTuple':
      return 'tuple'
    case 'lambda':
      return 'lambda'
    case 'genexpGood':
      return 'generator expression'
    case 'yieldFrom':
    case 'yieldPlain':
      return 'yield expression'
    case 'awaited':
      return 'await expression'
    case 'listcompGood':
      return 'list comprehension'
    case 'setcompGood':
      return 'set comprehension'
    case 'dictcompGood':
      return 'dict comprehension'
    case 'dictGood':
      return 'dict literal'
    case 'set':
      return 'set display'
    case 'comparison':
      return 'comparison'
    case 'ternary':
      return 'conditional expression'
    case 'assignmentExpr':
      return 'named expression'
  }
  return 'expression'
}

/** What targets are wanted for. */
export type TargetUse = 'assign' | 'delete' | 'for'

/** Elements of a list `x ("," x)* ","?`. */
function elements(list: ErrorNode): Part[] {
  return [list.parts[0], ...(list.parts[1] as Part[][]).map((pair) => pair[1])]
}

/** The first part of an expression that cannot be a target; null when all of it can. */
export function invalidTarget(part: Part, use: TargetUse, kinds: Uint16Array): ErrorNode | null {
  const node = unwrap(part)
  switch (node.rule) {
    case 'name':
    case 'emptyTuple':
      return null
    case 'primary':
      return lastTrailer(node) === 'attribute' || lastTrailer(node) === 'subscript' ? null : node
    case 'list':
      return node.parts[1] === null ? null : firstInvalid(elements(node.parts[1] as ErrorNode), use, kinds)
    case 'tupleItems': {
      const rest = node.parts[3] as ErrorNode | null
      return firstInvalid([node.parts[1], ...(rest === null ? [] : elements(rest))], use, kinds)
    }
    case 'starExprs':
      return firstInvalid(elements(node), use, kinds)
    case 'starredOr':
      return use === 'delete' ? node : invalidTarget(node.parts[1], use, kinds)
    case 'comparison': {
      if (use !== 'for') return node
      // In `for a in b` the target and the iterable read as one comparison.
      const first = (node.parts[1] as ErrorNode[])[0].parts[0] as ErrorNode
      const operator = (first.parts[0] as ErrorNode).start
      return kinds[operator] === IN ? invalidTarget(node.parts[0], use, kinds) : null
    }
  }
  return node
}

function firstInvalid(parts: readonly Part[], use: TargetUse, kinds: Uint16Array): ErrorNode | null {
  for (const part of parts) {
    const invalid = invalidTarget(part, use, kinds)
    if (invalid !== null) return invalid
  }
  return null
}
