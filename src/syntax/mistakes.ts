/**
 * The messages: what each mistake that `PythonErrors` describes is called, and where its caret range lies.
 *
 * One entry per labelled alternative of the `err…` and `early…` rules in `python.ohm`, in their order there; `parts` are the parts of that
 * alternative (look-ahead is a part too, null). An entry that returns without reporting has found that it is no mistake.
 */
import type { ErrorNode, Part } from './error-matcher'
import { expressionName, invalidTarget, type TargetUse, unwrap } from './error-nodes'
import type { MistakeName } from './generated/error-rules'

/** How mistakes are reported; every method but the questions throws. */
export interface Reporter {
  readonly kinds: Uint16Array
  /** The text of a token. */
  text(token: number): string
  /** The line of a token. */
  line(token: number): number
  /** How many brackets are open after a token. */
  level(token: number): number
  /** Whether two tokens touch. */
  adjacent(first: number, second: number): boolean
  /** At the last token that was looked at. */
  last(message: string): never
  /** The same, as an IndentationError. */
  indentation(message: string): never
  /** At a token that has perhaps not been looked at. */
  next(token: number, message: string): never
  /** From one token to another. */
  tokens(first: number, last: number, message: string): never
  /** From a token to the place that CPython's tokenizer has come to. */
  from(token: number, message: string): never
  /** CPython's place for a missing colon in a dict: the last character of the key. */
  after(node: ErrorNode, message: string): never
}

type Parts = readonly Part[]

/** Builds the actions for one source. */
export function mistakeActions(r: Reporter): Record<MistakeName, (node: ErrorNode) => void> {
  const at = (part: Part, message: string): never => {
    const node = unwrap(part)
    return r.tokens(node.start, node.end - 1, message)
  }
  const range = (first: Part, last: Part, message: string): never =>
    r.tokens(unwrap(first).start, unwrap(last).end - 1, message)
  const name = (part: Part): string => expressionName(part, r.kinds)
  const target = (part: Part, use: TargetUse): void => {
    const invalid = invalidTarget(part, use, r.kinds)
    if (invalid !== null) at(invalid, `cannot ${use === 'delete' ? 'delete' : 'assign to'} ${name(invalid)}`)
  }
  const colon = (): never => r.last("expected ':'")
  /** An action for a missing block after the keyword at a part. */
  const block =
    (after: string, keyword: number) =>
    ({ parts }: ErrorNode): never =>
      r.indentation(`expected an indented block after ${after} on line ${r.line(parts[keyword] as number)}`)
  const legacy = (part: Part): boolean => {
    const node = unwrap(part)
    return node.rule === 'name' && (r.text(node.start) === 'print' || r.text(node.start) === 'exec')
  }
  const tokenOf = (part: Part): number => (typeof part === 'number' ? part : (part as ErrorNode).start)
  /** The end of a comprehension's last clause: its last condition, or its iterable. */
  const comprehensionEnd = (fors: Part): Part => {
    const list = (fors as ErrorNode).parts[0] as ErrorNode[]
    const last = list[list.length - 1].parts[0] as ErrorNode
    const conditions = last.parts[5] as ErrorNode[]
    return conditions.length > 0 ? conditions[conditions.length - 1].parts[1] : last.parts[4]
  }
  const mustParenthesize = 'Generator expression must be parenthesized'
  const maybeEqual = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
  const notParenthesized = "'not' after an operator must be parenthesized"
  const valueRequired = (token: string) => (node: ErrorNode) =>
    r.tokens(tokenOf(node.parts[1]), tokenOf(node.parts[1]), `f-string: valid expression required before '${token}'`)
  const expecting =
    (what: string) =>
    ({ end }: ErrorNode): never =>
      r.next(end, `f-string: expecting ${what}`)
  const starredValue = ({ parts }: ErrorNode): never =>
    r.from(parts[2] as number, 'cannot use a starred expression in a dictionary value')
  const missingValue = ({ parts }: ErrorNode): never =>
    r.tokens(parts[1] as number, parts[1] as number, "expression expected after dictionary key and ':'")
  const slashFirst = ({ parts }: ErrorNode): never =>
    r.tokens(parts[0] as number, parts[0] as number, 'at least one argument must precede /')
  const tokenAt =
    (index: number, message: string) =>
    ({ parts }: ErrorNode): never =>
      r.tokens(tokenOf(parts[index]), tokenOf(parts[index]), message)
  const nodeAt =
    (index: number, message: string) =>
    ({ parts }: ErrorNode): never =>
      at(parts[index], message)

  return {
    errArguments_unpacked: ({ parts }) =>
      r.from(parts[1] as number, 'iterable argument unpacking follows keyword argument unpacking'),
    errArguments_generatorFirst: ({ parts }) => range(parts[0], comprehensionEnd(parts[1]), mustParenthesize),
    errArguments_keywordGenerator: ({ parts }) => range(parts[0], parts[1], maybeEqual),
    errArguments_noValue: ({ parts }) => range(parts[1], parts[2], 'expected argument value expression'),
    errArguments_generatorLast: ({ parts }) => {
      const positional = positionalArguments(parts[0] as ErrorNode)
      if (positional.length > 1) range(positional[positional.length - 1], comprehensionEnd(parts[1]), mustParenthesize)
    },
    errArguments_generatorLater: ({ parts }) => {
      const list = (parts[3] as ErrorNode).parts[0] as ErrorNode[]
      const last = list[list.length - 1].parts[0] as ErrorNode
      range(parts[2], last.parts[2], mustParenthesize)
    },
    errArguments_order: ({ parts }) =>
      r.last(
        hasUnpacking(parts[0] as ErrorNode)
          ? 'positional argument follows keyword argument unpacking'
          : 'positional argument follows keyword argument',
      ),
    errKwarg_constant: ({ parts }) => range(parts[0], parts[1], `cannot assign to ${r.text(tokenOf(parts[0]))}`),
    errKwarg_generator: ({ parts }) => range(parts[0], parts[1], maybeEqual),
    errKwarg_expression: ({ parts }) =>
      range(parts[1], parts[2], 'expression cannot contain assignment, perhaps you meant "=="?'),
    errKwarg_unpacking: ({ parts }) => range(parts[0], parts[3], 'cannot assign to keyword argument unpacking'),
    errLegacy_call: ({ parts }) => {
      if (!legacy(parts[0])) return
      const word = r.text(tokenOf(parts[0]))
      range(parts[0], parts[2], `Missing parentheses in call to '${word}'. Did you mean ${word}(...)?`)
    },
    errTypeParam_tuple: ({ parts }) =>
      r.from(
        parts[2] as number,
        name(parts[3]) === 'tuple' ? 'cannot use constraints with TypeVarTuple' : 'cannot use bound with TypeVarTuple',
      ),
    errTypeParam_spec: ({ parts }) =>
      r.from(
        parts[2] as number,
        name(parts[3]) === 'tuple' ? 'cannot use constraints with ParamSpec' : 'cannot use bound with ParamSpec',
      ),
    errExpression_comma: ({ parts, end }) => {
      if (legacy(parts[1]) || r.level(end - 1) === 0) return
      range(parts[1], parts[2], 'invalid syntax. Perhaps you forgot a comma?')
    },
    errExpression_else: ({ parts }) => range(parts[0], parts[2], "expected 'else' after 'if' expression"),
    errExpression_lambda: ({ parts }) =>
      range(parts[0], parts[2], 'f-string: lambda expressions are not allowed without parentheses'),
    errNamed_target: ({ parts }) => at(parts[0], `cannot use assignment expressions with ${name(parts[0])}`),
    errNamed_name: ({ parts }) => range(parts[0], parts[2], maybeEqual),
    errNamed_other: ({ parts }) =>
      at(parts[1], `cannot assign to ${name(parts[1])} here. Maybe you meant '==' instead of '='?`),
    errAssignment_display: ({ parts }) => at(parts[0], `only single target (not ${name(parts[0])}) can be annotated`),
    errAssignment_tuple: nodeAt(0, 'only single target (not tuple) can be annotated'),
    errAssignment_annotation: nodeAt(0, 'illegal target for annotation'),
    errAssignment_target: ({ parts }) => target(parts[1], 'assign'),
    errAssignment_yield: nodeAt(1, 'assignment to yield expression not possible'),
    errAssignment_augmented: ({ parts }) =>
      at(parts[0], `'${name(parts[0])}' is an illegal expression for augmented assignment`),
    errDel_target: ({ parts }) => target(parts[1], 'delete'),
    errBlock_indent: () => r.indentation('expected an indented block'),
    errComprehension_starred: nodeAt(1, 'iterable unpacking cannot be used in comprehension'),
    errComprehension_tuple: ({ parts }) => {
      const list = parts[3] as ErrorNode
      const rest = list.parts[1] as Part[][]
      range(
        parts[1],
        rest.length > 0 ? rest[rest.length - 1][1] : list.parts[0],
        'did you forget parentheses around the comprehension target?',
      )
    },
    errComprehension_comma: ({ parts }) =>
      range(parts[1], parts[2], 'did you forget parentheses around the comprehension target?'),
    errDictComprehension_unpacking: tokenAt(1, 'dict unpacking cannot be used in dict comprehension'),
    errParams_slashFirst: slashFirst,
    errParams_slashTwice: tokenAt(2, '/ may appear only once'),
    errParams_order: ({ parts }) => paramOrder(r, parts),
    errParams_parens: ({ parts }) => range(parts[1], parts[4], 'Function parameters cannot be parenthesized'),
    errParams_slashAfterStar: tokenAt(5, '/ must be ahead of *'),
    errParams_comma: tokenAt(2, 'expected comma between / and *'),
    errDefault_missing: tokenAt(0, 'expected default value expression'),
    errStarEtc_bare: tokenAt(0, 'named arguments must follow bare *'),
    errStarEtc_comment: () => r.last('bare * has associated type comment'),
    errStarEtc_default: tokenAt(2, 'var-positional argument cannot have default value'),
    errStarEtc_twice: tokenAt(3, '* argument may appear only once'),
    errKwds_default: tokenAt(2, 'var-keyword argument cannot have default value'),
    errKwds_param: nodeAt(3, 'arguments cannot follow var-keyword argument'),
    errKwds_star: tokenAt(3, 'arguments cannot follow var-keyword argument'),
    errLambdaParams_slashFirst: slashFirst,
    errLambdaParams_slashTwice: tokenAt(2, '/ may appear only once'),
    errLambdaParams_order: ({ parts }) => paramOrder(r, parts),
    errLambdaParams_parens: ({ parts }) =>
      range(parts[1], parts[5], 'Lambda expression parameters cannot be parenthesized'),
    errLambdaParams_slashAfterStar: tokenAt(5, '/ must be ahead of *'),
    errLambdaParams_comma: tokenAt(2, 'expected comma between / and *'),
    errLambdaStarEtc_bare: () => r.last('named arguments must follow bare *'),
    errLambdaStarEtc_default: tokenAt(2, 'var-positional argument cannot have default value'),
    errLambdaStarEtc_twice: tokenAt(3, '* argument may appear only once'),
    errLambdaKwds_default: tokenAt(2, 'var-keyword argument cannot have default value'),
    errLambdaKwds_param: nodeAt(3, 'arguments cannot follow var-keyword argument'),
    errLambdaKwds_star: tokenAt(3, 'arguments cannot follow var-keyword argument'),
    errTypeComments_two: () => r.last('Cannot have two type comments on def'),
    errWithItem_target: ({ parts }) => target(parts[2], 'assign'),
    earlyCompFor_in: () => r.last("'in' expected after for-loop variables"),
    errForTarget_target: ({ parts }) => target(parts[2], 'for'),
    errGroup_starred: nodeAt(1, 'cannot use starred expression here'),
    errGroup_doubleStarred: tokenAt(1, 'cannot use double starred expression here'),
    errImport_from: ({ parts }) => r.from(parts[0] as number, "Did you mean to use 'from ... import ...' instead?"),
    errImport_empty: ({ parts }) => r.from(parts[1] as number, "Expected one or more names after 'import'"),
    errImported_comma: () => r.last('trailing comma not allowed without surrounding parentheses'),
    errImported_empty: ({ parts }) => r.from(parts[0] as number, "Expected one or more names after 'import'"),
    errWithIndent_bare: block("'with' statement", 1),
    errWithIndent_paren: block("'with' statement", 1),
    errWith_bare: colon,
    errWith_paren: colon,
    errTry_indent: block("'try' statement", 0),
    errTry_handler: () => r.last("expected 'except' or 'finally' block"),
    errTry_star: ({ parts }) => range(parts[4], parts[5], "cannot have both 'except' and 'except*' on the same 'try'"),
    errTry_plain: tokenAt(4, "cannot have both 'except' and 'except*' on the same 'try'"),
    errExcept_several: ({ parts }) => r.from(unwrap(parts[2]).start, 'multiple exception types must be parenthesized'),
    errExcept_colon: colon,
    errExcept_bareColon: colon,
    errExcept_starEmpty: () => r.last('expected one or more exception types'),
    errFinally_indent: block("'finally' statement", 0),
    errExceptIndent_typed: block("'except' statement", 0),
    errExceptIndent_bare: block("'except' statement", 0),
    errExceptStarIndent_it: block("'except*' statement", 0),
    errMatch_colon: colon,
    errMatch_indent: block("'match' statement", 0),
    errCase_colon: colon,
    errCase_indent: block("'case' statement", 0),
    errAs_wildcard: tokenAt(2, "cannot use '_' as a target"),
    errAs_target: nodeAt(3, 'invalid pattern target'),
    errClassPattern_order: ({ parts }) => {
      const positional = (parts[2] as ErrorNode).parts[3] as ErrorNode
      r.tokens(positional.start, positional.end - 1, 'positional patterns follow keyword patterns')
    },
    errIf_colon: colon,
    errIf_indent: block("'if' statement", 0),
    errElif_colon: colon,
    errElif_indent: block("'elif' statement", 0),
    errElse_indent: block("'else' statement", 0),
    errWhile_colon: colon,
    errWhile_indent: block("'while' statement", 0),
    errFor_colon: colon,
    errFor_indent: block("'for' statement", 1),
    errDef_indent: block('function definition', 1),
    errClass_colon: colon,
    errClass_indent: block('class definition', 0),
    // The inner rule has found that there is none of the mistakes of a pair.
    earlyPairs_later: () => {},
    earlyPairs_starred: starredValue,
    earlyPairs_missing: missingValue,
    earlyPair_colon: ({ parts }) => r.after(unwrap(parts[0]), "':' expected after dictionary key"),
    earlyPair_starred: starredValue,
    earlyPair_missing: missingValue,
    errStarredUnpacking_it: ({ parts }) => range(parts[0], parts[3], 'cannot assign to iterable argument unpacking'),
    earlyStarred_it: () => r.last('Invalid star expression'),
    errReplacement_equal: valueRequired('='),
    errReplacement_exclamation: valueRequired('!'),
    errReplacement_colon: valueRequired(':'),
    errReplacement_empty: valueRequired('}'),
    errReplacement_expression: expecting("a valid expression after '{'"),
    errReplacement_after: expecting("'=', or '!', or ':', or '}'"),
    errReplacement_afterEqual: expecting("'!', or ':', or '}'"),
    errReplacement_conversion: () => {},
    errReplacement_afterConversion: expecting("':' or '}'"),
    errReplacement_spec: expecting("'}', or format specs"),
    errReplacement_close: expecting("'}'"),
    errConversion_missing: ({ end }) => r.next(end, 'f-string: missing conversion character'),
    errConversion_invalid: ({ end }) => r.next(end, 'f-string: invalid conversion character'),
    errArithmetic_it: ({ parts }) => range(parts[2], parts[3], notParenthesized),
    errFactor_it: ({ parts }) => range(parts[1], parts[2], notParenthesized),
    errTypeParams_empty: ({ parts }) => r.from(parts[1] as number, 'Type parameter list cannot be empty'),
  }
}

/** The parameter that lacks a default is reported with its comma, as the rule that matched it. */
function paramOrder(r: Reporter, parts: Parts): never {
  const parameter = parts[3] as ErrorNode
  const inner = parameter.parts[0] as ErrorNode
  return r.tokens(inner.start, inner.end - 1, 'parameter without a default follows parameter with a default')
}

/** The positional and starred arguments of a matched `args`. */
function positionalArguments(args: ErrorNode): Part[] {
  const found: Part[] = []
  const visit = (part: Part): void => {
    if (part === null || typeof part === 'number') return
    if (Array.isArray(part)) {
      part.forEach(visit)
      return
    }
    switch (part.rule) {
      case 'positional':
      case 'starredExpr':
        found.push(part)
        return
      case 'keywordArg':
      case 'doubleStarredExpr':
        return
    }
    part.parts.forEach(visit)
  }
  visit(args)
  return found
}

/** Whether a matched `args` unpacks a mapping. */
function hasUnpacking(args: ErrorNode): boolean {
  const visit = (part: Part): boolean => {
    if (part === null || typeof part === 'number') return false
    if (Array.isArray(part)) return part.some(visit)
    if (part.rule === 'doubleStarredExpr') return true
    return part.rule !== 'positional' && part.rule !== 'keywordArg' && part.parts.some(visit)
  }
  return visit(args)
}
