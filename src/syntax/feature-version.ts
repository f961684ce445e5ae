/**
 * `feature_version` of `ast.parse`: what a lower 3.x did not have yet is an error, although this grammar takes it (CPython: CHECK_VERSION in
 * Grammar/python.gram). Looks at the finished tree, in the order in which CPython's parser finishes its rules; not loaded without need.
 * The place of an error about a statement with a block is the end of the block, where CPython's may be the line after it.
 */
import { type Mod, type Node, NodeKind, nodeTable } from './ast'
import type { Tokens } from './tokenizer'

/** The first thing a version lacks, and the token that CPython's parser has then come to. */
export interface LackingFeature {
  readonly message: string
  readonly token: number
}

/**
 * What is too new for Python 3.`version` in a tree, or null.
 * @public loaded by `parser.ts` when it is needed
 */
export function lackingFeature(tree: Mod, tokens: Tokens, version: number): LackingFeature | null {
  const state: Search = { tokens, version, found: null }
  visit(tree, state)
  return state.found
}

interface Search {
  readonly tokens: Tokens
  readonly version: number
  found: LackingFeature | null
}

interface Located {
  readonly lineno: number
  readonly col_offset: number
  readonly end_lineno: number
  readonly end_col_offset: number
}

/** Fields in the order of the source, where the tree has another. */
const order: Partial<Record<number, readonly string[]>> = {
  [NodeKind.FunctionDef]: ['decorator_list', 'type_params', 'args', 'returns', 'body'],
  [NodeKind.AsyncFunctionDef]: ['decorator_list', 'type_params', 'args', 'returns', 'body'],
  [NodeKind.ClassDef]: ['decorator_list', 'type_params', 'bases', 'keywords', 'body'],
  [NodeKind.IfExp]: ['body', 'test', 'orelse'],
  [NodeKind.ListComp]: ['elt', 'generators'],
}

function visit(node: Node, state: Search): void {
  if (node.node === NodeKind.AugAssign && node.op === 'MatMult')
    need(state, 5, "The '@' operator is", tokenAfter(state.tokens, node.target as Located))
  if (node.node === NodeKind.Dict) {
    for (let i = 0; i < node.values.length; i++) visitAll([node.keys[i], node.values[i]], state)
    return
  }
  const values = node as unknown as Record<string, unknown>
  const names = order[node.node] ?? nodeTable[node.node].fields.map(([name]) => name)
  for (const name of names) {
    visitAll(values[name], state)
    if (name === 'type_params' && Array.isArray(values[name]) && values[name].length > 0)
      need(state, 12, 'Type parameter lists are', tokenAfter(state.tokens, values[name].at(-1) as Located))
  }
  check(node, state)
}

function visitAll(value: unknown, state: Search): void {
  if (state.found !== null) return
  if (Array.isArray(value)) for (const item of value) visitAll(item, state)
  else if (typeof value === 'object' && value !== null && 'node' in value) visit(value as Node, state)
}

function need(state: Search, version: number, what: string, token: number): void {
  if (state.version < version)
    state.found ??= { message: `${what} only supported in Python 3.${version} and greater`, token }
}

/** Nodes that are new themselves. */
const newNodes: Partial<Record<number, readonly [version: number, what: string]>> = {
  [NodeKind.AsyncFunctionDef]: [5, 'Async functions are'],
  [NodeKind.AsyncFor]: [5, 'Async for loops are'],
  [NodeKind.AsyncWith]: [5, 'Async with statements are'],
  [NodeKind.Await]: [5, 'Await expressions are'],
  [NodeKind.NamedExpr]: [8, 'Assignment expressions are'],
  [NodeKind.Match]: [10, 'Pattern matching is'],
  [NodeKind.TryStar]: [11, 'Exception groups are'],
  [NodeKind.TypeAlias]: [12, 'Type statement is'],
}

/** The features of one node whose parts are known to be old enough. */
function check(node: Node, state: Search): void {
  if (state.found !== null) return
  const { tokens } = state
  const after = (): number => tokenAfter(tokens, node as unknown as Located)
  const entry = newNodes[node.node]
  if (entry !== undefined) need(state, entry[0], entry[1], after())
  else if (node.node === NodeKind.Constant) underscores(node, state)
  else if (node.node === NodeKind.AnnAssign)
    need(state, 6, `Variable annotation${node.simple === 1 ? '' : 's'} syntax is`, after())
  else if (node.node === NodeKind.BinOp) {
    if (node.op === 'MatMult') need(state, 5, "The '@' operator is", after())
  } else if (node.node === NodeKind.comprehension) {
    const last = (node.ifs.at(-1) ?? node.iter) as Located
    if (node.is_async === 1) need(state, 6, 'Async comprehensions are', tokenAfter(tokens, last))
  } else if (node.node === NodeKind.arguments) {
    const first = node.posonlyargs[0]
    if (first !== undefined) need(state, 8, 'Positional-only parameters are', afterParameters(tokens, first))
  } else if ('default_value' in node && node.default_value !== null)
    need(state, 13, 'Type parameter defaults are', after())
}

function underscores(node: Located, state: Search): void {
  const { tokens } = state
  const i = tokenAt(tokens, node.lineno, node.col_offset)
  const text = tokens.source.slice(tokens.start[i], tokens.end[i])
  if (/^\.?\d/.test(text) && text.includes('_')) need(state, 6, 'Underscores in numeric literals are', i)
}

/** The first token at a place or after it. */
function tokenAt(tokens: Tokens, line: number, column: number): number {
  let low = 0
  let high = tokens.count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const before = tokens.line[middle]! < line || (tokens.line[middle] === line && tokens.column[middle]! < column)
    if (before) low = middle + 1
    else high = middle
  }
  return low
}

function tokenAfter(tokens: Tokens, node: Located): number {
  return tokenAt(tokens, node.end_lineno, node.end_col_offset)
}

/** The token that ends a list of parameters: its closing bracket, or the colon of a lambda. */
function afterParameters(tokens: Tokens, first: Located): number {
  let depth = 0
  let i = tokenAt(tokens, first.lineno, first.col_offset)
  const inLambda = !tokens.source.slice(0, tokens.start[i]).trimEnd().endsWith('(')
  for (; i < tokens.count; i++) {
    const text = tokens.source.slice(tokens.start[i], tokens.end[i])
    if (depth === 0 && (text === ')' || (inLambda && text === ':'))) break
    if ('([{'.includes(text) && text !== '') depth++
    else if (')]}'.includes(text) && text !== '') depth--
  }
  return i
}
