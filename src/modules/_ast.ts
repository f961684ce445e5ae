/**
 * _ast: the node classes of the abstract syntax tree, made from the compiler's own table (Library Reference, "ast"; CPython:
 * Python/Python-ast.c). Conversion to and from the compiler's trees is in runtime/astbridge.ts.
 */

import { CompileFlag } from '../builtins/compilehook'
import { dictOfInstance, lookupAttr, setAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { deprecationWarningType, typeError } from '../objects/exceptions'
import { makeGenericAlias, PyGenericAlias, PyUnion, unionOf } from '../objects/genericalias'
import { intType } from '../objects/int'
import { listType, PyList } from '../objects/list'
import {
  bareName,
  defineType,
  objectType,
  PyObject,
  type PyType,
  typeOf,
  typeType,
  type Value,
} from '../objects/object'
import { toArray } from '../objects/operators'
import { asString, strType } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { type NodeRow, syntaxTables } from './asttables'
import type { NativeModule } from './definition'

/** A node. Fields and positions are attributes. */
export class PyAst extends PyObject {}

function fieldsOf(self: Value): string[] {
  const fields = lookupAttr(typeOf(self), '_fields')
  return fields === undefined ? [] : toArray(fields).map((f) => asString(f)!)
}

function astInit(self: PyAst, args: Value[], kwargs: PyDict | null): Value {
  const fields = fieldsOf(self)
  const name = bareName(typeOf(self))
  if (args.length > fields.length)
    throw typeError(
      `${name} constructor takes at most ${fields.length} positional argument${fields.length === 1 ? '' : 's'}`,
    )
  const missing = new Set(fields)
  args.forEach((v, i) => {
    setAttr(self, fields[i]!, v)
    missing.delete(fields[i]!)
  })
  if (kwargs !== null) {
    let attributes: string[] | null = null
    for (const key of kwargs.keyList() as string[]) {
      if (fields.includes(key)) {
        if (!missing.has(key)) throw typeError(`${name} got multiple values for argument '${key}'`)
        missing.delete(key)
      } else {
        if (attributes === null) {
          const found = lookupAttr(typeOf(self), '_attributes')
          attributes = found === undefined ? [] : toArray(found).map((a) => asString(a)!)
        }
        if (!attributes.includes(key))
          context.warn(
            deprecationWarningType,
            `${name}.__init__ got an unexpected keyword argument '${key}'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.`,
            1,
          )
      }
      setAttr(self, key, kwargs.getItem(key)!)
    }
  }
  if (missing.size > 0) fillDefaults(self, name, missing)
  return null
}

/** Fields that were not given: None for optional ones, [] for lists, Load() for contexts; a warning for others (3.13). */
function fillDefaults(self: PyAst, name: string, missing: Set<string>): void {
  const types = lookupAttr(typeOf(self), '_field_types')
  if (!(types instanceof PyDict)) return
  for (const field of missing) {
    const type = types.getItem(field)
    if (type === undefined) {
      context.warn(
        deprecationWarningType,
        `Field '${field}' is missing from ${typeOf(self).name}._field_types. This will become an error in Python 3.15.`,
        1,
      )
      continue
    }
    if (type instanceof PyUnion) continue
    if (type instanceof PyGenericAlias) setAttr(self, field, new PyList([]))
    else if (type === nodeClasses().get('expr_context')) setAttr(self, field, context.call0(nodeClasses().get('Load')!))
    else
      context.warn(
        deprecationWarningType,
        `${name}.__init__ missing 1 required positional argument: '${field}'. This will become an error in Python 3.15.`,
        1,
      )
  }
}

function astReduce(self: PyAst): Value {
  const dict = dictOfInstance(self)
  if (dict === undefined) return new PyTuple([typeOf(self), new PyTuple([])])
  const positional: Value[] = []
  for (const field of fieldsOf(self)) {
    if (dict.getItem(field) === undefined) break
    // The state fills the fields: they may refer to this node.
    positional.push(null)
  }
  return new PyTuple([typeOf(self), new PyTuple(positional), dict])
}

export const astType = defineType('AST', {
  layout: PyAst,
  module: 'ast',
  hasDict: true,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', astInit, '($self, /, *args, **kwargs)'],
    ['__reduce__', astReduce, '($self, /)'],
  ],
  attributes: () => ({
    _fields: new PyTuple([]),
    _attributes: new PyTuple([]),
    __match_args__: new PyTuple([]),
  }),
})
astType.mutable = true

let classes: Map<string, PyType> | null = null

/** The node classes by name, made at the first import. */
export function nodeClasses(): Map<string, PyType> {
  if (classes === null) {
    classes = new Map([['AST', astType]])
    makeClasses(classes)
  }
  return classes
}

const POSITIONS = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset']
/** Where the end may be left out. */
const BASES_WITHOUT_END = ['stmt', 'expr', 'excepthandler']
const BASES_WITH_POSITIONS = ['stmt', 'expr', 'excepthandler', 'pattern', 'type_param']

function makeClass(
  all: Map<string, PyType>,
  name: string,
  base: PyType,
  entries: readonly (readonly [string, Value])[],
): PyType {
  const dict = new PyDict()
  dict.setItem('__module__', 'ast')
  for (const [key, value] of entries) dict.setItem(key, value)
  const made = context.call(typeType, [name, new PyTuple([base]), dict]) as PyType
  all.set(name, made)
  return made
}

function makeClasses(all: Map<string, PyType>): void {
  const { nodeTable, operatorTable } = syntaxTables.load()
  const located = new PyTuple(POSITIONS)
  const bases = [
    'mod',
    'stmt',
    'expr',
    'expr_context',
    'boolop',
    'operator',
    'unaryop',
    'cmpop',
    'excepthandler',
    'pattern',
    'type_ignore',
    'type_param',
  ]
  for (const base of bases) {
    const withPositions = BASES_WITH_POSITIONS.includes(base)
    const entries: [string, Value][] = [['_fields', new PyTuple([])]]
    if (withPositions) entries.push(['_attributes', located])
    if (BASES_WITHOUT_END.includes(base)) entries.push(['end_lineno', null], ['end_col_offset', null])
    makeClass(all, base, astType, [...entries, ['__doc__', documentation(base, nodeTable, operatorTable)]])
  }
  for (const base in operatorTable)
    for (const name of operatorTable[base]!)
      makeClass(all, name, all.get(base)!, [
        ['_fields', new PyTuple([])],
        ['_field_types', new PyDict()],
        ['__annotations__', new PyDict()],
        ['__doc__', name],
      ])
  for (const node of nodeTable) {
    const base = node.base === '' ? astType : all.get(node.base)!
    const fields = new PyTuple(node.fields.map((f) => f[0]))
    const entries: [string, Value][] = [
      ['_fields', fields],
      ['__match_args__', fields],
      ['__doc__', signature(node)],
    ]
    for (const [field, type] of node.fields) if (type.endsWith('?')) entries.push([field, null])
    if (node.base === '') {
      entries.push(['_attributes', node.located ? located : new PyTuple([])])
      if (node.located) entries.push(['end_lineno', null], ['end_col_offset', null])
    }
    makeClass(all, node.name, base, entries)
  }
  for (const node of nodeTable) {
    const types = new PyDict()
    for (const [field, type] of node.fields) types.setItem(field, fieldType(all, type))
    const cls = all.get(node.name)!
    setAttr(cls, '_field_types', types)
    setAttr(cls, '__annotations__', types)
  }
}

function fieldType(all: Map<string, PyType>, text: string): Value {
  const bare = text.replace(/[?*]+$/, '')
  const simple: Record<string, Value> = { identifier: strType, string: strType, int: intType, constant: objectType }
  const type = simple[bare] ?? all.get(bare)!
  if (text.endsWith('*')) return makeGenericAlias(listType, new PyTuple([type]))
  return text.endsWith('?') ? unionOf([type, null]) : type
}

function signature(node: NodeRow): string {
  if (node.fields.length === 0) return node.name
  return `${node.name}(${node.fields.map(([name, type]) => `${type.replace('?*', '*')} ${name}`).join(', ')})`
}

/** The docstring of a sum type: its alternatives. */
function documentation(
  base: string,
  nodeTable: readonly NodeRow[],
  operatorTable: Readonly<Record<string, readonly string[]>>,
): string {
  if (Object.hasOwn(operatorTable, base)) return `${base} = ${operatorTable[base]!.join(' | ')}`
  const rows = nodeTable.filter((n) => n.base === base).map(signature)
  return `${base} = ${rows.join(`\n${' '.repeat(base.length)} | `)}`
}

export const astModule: NativeModule = {
  name: '_ast',
  attributes: () => {
    const all: Record<string, Value> = {
      PyCF_ALLOW_TOP_LEVEL_AWAIT: CompileFlag.ALLOW_TOP_LEVEL_AWAIT,
      PyCF_ONLY_AST: CompileFlag.ONLY_AST,
      PyCF_OPTIMIZED_AST: CompileFlag.OPTIMIZED_AST,
      PyCF_TYPE_COMMENTS: CompileFlag.TYPE_COMMENTS,
    }
    for (const [name, type] of nodeClasses()) all[name] = type
    return all
  },
}
