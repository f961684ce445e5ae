/** _symtable: the compiler's symbol tables (Library Reference, "symtable"; CPython: Modules/symtablemodule.c). */
import { bytesView } from '../objects/buffer'
import { PyDict } from '../objects/dict'
import { typeError, valueError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { defineType, PyObject, typeOf, type Value } from '../objects/object'
import { strText } from '../objects/operators'
import { asString } from '../objects/str'
import type { NativeModule } from './definition'
import { encodePath, fromSystem } from './filenames'

/** A scope of the compiler (compiler/scope.ts), as far as Python sees it. */
export interface SymbolScope {
  readonly name: string
  readonly type: number
  readonly location: { readonly lineno: number }
  readonly symbols: ReadonlyMap<string, number>
  readonly varnames: readonly string[]
  readonly children: readonly SymbolScope[]
  readonly nested: boolean
}

/** The compiler's symbol table of a source; the runtime installs it, because the compiler lies beside this folder in the layers. */
export const symbolSource: { build: (source: string | Uint8Array, filename: string, mode: string) => SymbolScope } = {
  build: () => {
    throw new Error('no compiler installed')
  },
}

/** A scope as Python's `symtable entry`; one per scope, as its identity is asked for. */
class PySymbolScope extends PyObject {
  scope!: SymbolScope
  id = 0
  symbols: PyDict | null = null
  kids: PyList | null = null
}

let lastId = 0

function wrap(scope: SymbolScope): PySymbolScope {
  const made = new entryType.ctor() as PySymbolScope
  made.scope = scope
  made.id = ++lastId
  return made
}

const entryType = defineType('symtable entry', {
  layout: PySymbolScope,
  module: 'builtins',
  final: true,
  methods: () => [
    [
      '__repr__',
      (self: PySymbolScope) => `<symtable entry ${self.scope.name}(${self.id}), line ${self.scope.location.lineno}>`,
      '($self, /)',
    ],
  ],
  members: true,
  getset: () => [
    ['id', (self: PySymbolScope) => self.id],
    ['name', (self: PySymbolScope) => self.scope.name],
    [
      'symbols',
      (self: PySymbolScope) => {
        if (self.symbols === null) {
          self.symbols = new PyDict()
          for (const [name, flags] of self.scope.symbols) self.symbols.setItem(name, flags)
        }
        return self.symbols
      },
    ],
    ['varnames', (self: PySymbolScope) => new PyList([...self.scope.varnames])],
    ['children', (self: PySymbolScope) => (self.kids ??= new PyList(self.scope.children.map(wrap)))],
    ['nested', (self: PySymbolScope) => (self.scope.nested ? 1 : 0)],
    ['type', (self: PySymbolScope) => self.scope.type],
    ['lineno', (self: PySymbolScope) => self.scope.location.lineno],
  ],
})

function symtable(source: Value, filename: Value, startstr: Value): Value {
  const mode = asString(startstr)
  if (mode === undefined)
    throw typeError(`symtable() argument 3 must be str, not ${startstr === null ? 'None' : typeOf(startstr).name}`)
  if (mode !== 'exec' && mode !== 'eval' && mode !== 'single')
    throw valueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'")
  const text = asString(source) ?? bytesView(source)
  if (text === null) throw typeError('symtable() arg 1 must be a string or bytes')
  const file = asString(filename) ?? strText(fromSystem(encodePath(filename, 'symtable', 'filename')))
  return wrap(symbolSource.build(text, file, mode))
}

export const symtableModule: NativeModule = {
  name: '_symtable',
  functions: [['symtable', symtable, '(source, filename, startstr, /)']],
  attributes: () => ({
    USE: 16,
    DEF_GLOBAL: 1,
    DEF_NONLOCAL: 8,
    DEF_LOCAL: 2,
    DEF_PARAM: 4,
    DEF_FREE: 32,
    DEF_FREE_CLASS: 64,
    DEF_IMPORT: 128,
    DEF_BOUND: 134,
    DEF_ANNOT: 256,
    TYPE_FUNCTION: 0,
    TYPE_CLASS: 1,
    TYPE_MODULE: 2,
    TYPE_ANNOTATION: 3,
    TYPE_TYPE_ALIAS: 4,
    TYPE_TYPE_PARAMETERS: 5,
    TYPE_TYPE_VARIABLE: 6,
    LOCAL: 1,
    GLOBAL_EXPLICIT: 2,
    GLOBAL_IMPLICIT: 3,
    FREE: 4,
    CELL: 5,
    SCOPE_OFF: 12,
    SCOPE_MASK: 15,
  }),
}
