/** Between the compiler's trees and Python's `ast` objects, in both directions (CPython: Python/Python-ast.c). */
import type { ConstantValue } from '../base/constant'
import { CompileFlag } from '../builtins/compilehook'
import { type CodeObject, codeFromUnit } from '../bytecode/code'
import { compile, foldTree, validateTree } from '../compiler/index'
import { nodeClasses, type PyAst } from '../modules/_ast'
import { config } from '../modules/config'
import { lookupAttr } from '../objects/attributes'
import { constantFactory, constantOfValue, constantToValue } from '../objects/constants'
import { enterNative, leaveNative } from '../objects/context'
import { typeError, valueError } from '../objects/exceptions'
import { asInt } from '../objects/int'
import { PyList } from '../objects/list'
import { type AttributeRecord, typeOf, type Value } from '../objects/object'
import { asCInt, repr, toArray } from '../objects/operators'
import { PyFrozenSet } from '../objects/set'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import * as ast from '../syntax/ast'
import type { SyntaxWarningRecord } from '../syntax/index'
import { parserError, pythonError, reportWarnings, sourceOptions, warnedLine } from './compile'

type AnyNode = ast.Node & Record<string, unknown>

// ── To Python ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const operators = new Map<string, PyAst>()

/** The one instance of an operator or context class. */
function operatorObject(name: string): PyAst {
  let made = operators.get(name)
  if (made === undefined) {
    made = new (nodeClasses().get(name)!.ctor as unknown as new () => PyAst)()
    operators.set(name, made)
  }
  return made
}

/** A node as a Python object. */
export function toPythonTree(node: ast.Node): Value {
  const description = ast.nodeTable[node.node]!
  const made = new (nodeClasses().get(description.name)!.ctor as unknown as new () => PyAst)()
  const record = made as unknown as AttributeRecord
  const source = node as AnyNode
  for (const [field, type] of description.fields) record['$' + field] = fieldToPython(source[field], type)
  if (description.located) {
    record.$lineno = source.lineno as number
    record.$col_offset = source.col_offset as number
    record.$end_lineno = source.end_lineno as number
    record.$end_col_offset = source.end_col_offset as number
  }
  return made
}

function fieldToPython(v: unknown, type: string): Value {
  if (type.startsWith('constant')) return constantToValue(v as ConstantValue)
  if (v === null || v === undefined) return null
  if (Array.isArray(v)) return new PyList(v.map((item) => fieldToPython(item, type.replace(/[?*]+$/, ''))))
  if (typeof v === 'string') return type.startsWith('identifier') || type.startsWith('string') ? v : operatorObject(v)
  if (typeof v === 'number') return v
  return toPythonTree(v as ast.Node)
}

// ── From Python ────────────────────────────────────────────────────────────────────────────────────────────────────────

const constructors: readonly (new (...args: never[]) => ast.Node)[] = ast.nodeConstructors

function required(self: Value, field: string, owner: string): Value {
  const v = lookupAttr(self, field)
  if (v === undefined) throw typeError(`required field "${field}" missing from ${owner}`)
  return v
}

/** A Python object as a node of one of the classes of a sum type (or the product type itself). */
function fromPython(v: Value, sum: string): ast.Node {
  const classes = nodeClasses()
  const expected = classes.get(sum)!
  if (v === null || !typeOf(v).isSubtype(expected)) throw typeError(`expected some sort of ${sum}, but got ${repr(v)}`)
  let kind = -1
  for (const t of typeOf(v).mro) {
    kind = ast.nodeTable.findIndex((n) => classes.get(n.name) === t)
    if (kind >= 0) break
  }
  if (kind < 0) throw typeError(`expected some sort of ${sum}, but got ${repr(v)}`)
  const description = ast.nodeTable[kind]!
  enterNative(' during compilation')
  try {
    // Nodes of a sum type are asked for their position first, others last.
    const early = description.base === '' ? null : positions(v, description)
    const args: unknown[] = []
    for (const [field, type] of description.fields) args.push(fieldFromPython(v, field, type, description.name))
    args.push(...(early ?? positions(v, description)))
    return new constructors[kind]!(...(args as never[]))
  } finally {
    leaveNative()
  }
}

/** The position of a node that has one: start, end; where there is no end, the start. */
function positions(v: Value, description: ast.NodeDescription): number[] {
  if (!description.located) return []
  const owner = positionOwner(description)
  const line = position(required(v, 'lineno', owner))
  const column = position(required(v, 'col_offset', owner))
  const end = (name: string, start: number): number => {
    const found = lookupAttr(v, name)
    return found === undefined || found === null ? start : position(found)
  }
  return [line, column, end('end_lineno', line), end('end_col_offset', column)]
}

function positionOwner(description: ast.NodeDescription): string {
  return description.base === '' ? description.name : description.base
}

function position(v: Value): number {
  if (asInt(v) === undefined) throw valueError(`invalid integer value: ${repr(v)}`)
  return asCInt(v)
}

function fieldFromPython(self: Value, field: string, type: string, owner: string): unknown {
  const bare = type.replace(/[?*]+$/, '')
  const v = lookupAttr(self, field)
  if (type.endsWith('*')) {
    if (v === undefined) return []
    if (!(v instanceof PyList)) throw typeError(`${owner} field "${field}" must be a list, not a ${typeOf(v).name}`)
    // What None means in a list is the validator's business.
    const nullable = type.endsWith('?*') || nodeClasses().has(bare)
    return v.items.slice().map((item) => (item === null && nullable ? null : one(item, bare)))
  }
  if (v === undefined) {
    if (type.endsWith('?') || type === 'expr_context') return type === 'expr_context' ? 'Load' : null
    throw typeError(`required field "${field}" missing from ${owner}`)
  }
  if (v === null && type.endsWith('?')) return null
  if (v === null && !type.startsWith('constant')) throw valueError(`field '${field}' is required for ${owner}`)
  return one(v, bare)
}

function one(v: Value, type: string): unknown {
  switch (type) {
    case 'identifier': {
      const text = asString(v)
      if (text === undefined || typeOf(v).heap) throw typeError('AST identifier must be of type str')
      return text
    }
    case 'string': {
      const text = asString(v)
      if (text === undefined) throw typeError('AST string must be of type str')
      return text
    }
    case 'int':
      return position(v)
    case 'constant':
      return toConstant(v)
  }
  if (Object.hasOwn(ast.operatorTable, type)) {
    const expected = nodeClasses().get(type)!
    if (v === null || !typeOf(v).isSubtype(expected))
      throw typeError(`expected some sort of ${type}, but got ${repr(v)}`)
    const name = typeOf(v).mro.find((t) => ast.operatorTable[type]!.includes(t.name))
    if (name === undefined) throw typeError(`expected some sort of ${type}, but got ${repr(v)}`)
    return name.name
  }
  return fromPython(v, type)
}

/** What in a value, itself or an item of a tuple or frozenset, cannot be a constant. */
function offender(v: Value): Value {
  const nested = v instanceof PyTuple || (v instanceof PyFrozenSet && !v.cls.heap)
  if (nested && !v.cls.heap)
    for (const item of toArray(v)) if (constantOfValue(item) === undefined) return offender(item)
  return v
}

/** A Python value as a constant of the compiler. Raises TypeError for what cannot be one. */
function toConstant(v: Value): ConstantValue {
  const constant = constantOfValue(v)
  if (constant === undefined) throw typeError(`got an invalid type in Constant: ${typeOf(offender(v)).name}`)
  return constant
}

const ROOTS: Readonly<Record<string, string>> = {
  exec: 'Module',
  eval: 'Expression',
  single: 'Interactive',
  func_type: 'FunctionType',
}

/** Compiles an `ast` object, or with ONLY_AST gives it back (folded where asked). */
export function compileTree(
  source: Value,
  filename: string,
  mode: string,
  flags: number,
  optimize: number,
): CodeObject | Value {
  const root = ROOTS[mode]!
  if (!typeOf(source).isSubtype(nodeClasses().get(root)!))
    throw typeError(`expected ${root} node, got ${typeOf(source).name}`)
  if (flags & CompileFlag.ONLY_AST && (flags & CompileFlag.OPTIMIZED_AST) !== CompileFlag.OPTIMIZED_AST) return source
  const tree = fromPython(source, 'mod') as ast.Mod
  const valid = validateTree(tree)
  if (valid.isErr()) throw pythonError(valid.error)
  const level = (optimize < 0 ? config.optimize : optimize) as 0 | 1 | 2
  if (flags & CompileFlag.ONLY_AST) {
    foldTree(tree, level, (flags & 0x1000000) !== 0)
    return toPythonTree(tree)
  }
  const compiled = compile(tree, { filename, optimize: level, flags })
  if (compiled.isErr()) throw pythonError(compiled.error)
  reportWarnings(compiled.value.warnings, filename)
  return codeFromUnit(compiled.value.unit, constantFactory)
}

/** Parses text to `ast` objects. */
export function parseToObjects(
  source: string | Uint8Array,
  filename: string,
  mode: string,
  flags: number,
  optimize: number,
  featureVersion: number,
): Value {
  const syntax = require('../syntax/index') as typeof import('../syntax/index')
  const warnings: SyntaxWarningRecord[] = []
  const parsed = syntax.parse(source, {
    refusedWarnings: warnings,
    barryAsFlufl: (flags & CompileFlag.BARRY_AS_BDFL) !== 0,
    filename,
    mode: mode as 'exec',
    ...sourceOptions(),
    typeComments: (flags & CompileFlag.TYPE_COMMENTS) !== 0,
    featureVersion,
  })
  if (parsed.isErr()) {
    reportWarnings(warnings, filename, (w) => warnedLine(source, w))
    throw parserError(parsed.error)
  }
  reportWarnings(parsed.value.warnings, filename, (w) => warnedLine(source, w))
  const tree = parsed.value.tree
  if ((flags & CompileFlag.OPTIMIZED_AST) === CompileFlag.OPTIMIZED_AST)
    foldTree(tree, (optimize < 0 ? config.optimize : optimize) as 0 | 1 | 2, (flags & 0x1000000) !== 0)
  return toPythonTree(tree)
}
