/** What the module `builtins` holds: the functions, the types, the exceptions and the constants of Python 3.13. */

import { boolType } from '../objects/bool'
import { byteArrayType } from '../objects/bytearray'
import { bytesType } from '../objects/bytes'
import { complexType } from '../objects/complex'
import { classMethodType, propertyType, staticMethodType, superType } from '../objects/descriptors'
import type { PyDict } from '../objects/dict'
import { dictType } from '../objects/dict'
import { enumerateType, filterType, mapType, zipType } from '../objects/enumerate'
import { osErrorType } from '../objects/exceptionfields'
import { exceptionGroupType } from '../objects/exceptiongroup'
import { baseExceptionType } from '../objects/exceptions'
import { floatType } from '../objects/float'
import { PyBuiltin } from '../objects/function'
import { intType } from '../objects/int'
import { reversedType } from '../objects/iterators'
import { listType } from '../objects/list'
import { memoryViewType } from '../objects/memoryview'
import { type MethodTable, objectType, type PyType, typeType, type Value } from '../objects/object'
import { rangeType } from '../objects/range'
import { frozenSetType, setType } from '../objects/set'
import { NativeFunction } from '../objects/signature'
import { Ellipsis, NotImplemented } from '../objects/singletons'
import { sliceType } from '../objects/slice'
import { strType } from '../objects/str'
import { tupleType } from '../objects/tuple'
import { executionTable } from './execution'
import { functionTable } from './functions'

/** Wraps the rows of a method table as functions of a module. */
export function moduleFunctions(into: PyDict, module: string, table: MethodTable): void {
  for (const [name, implementation, signature, doc] of table)
    into.setItem(name, new PyBuiltin(new NativeFunction(name, implementation, signature, doc), undefined, module))
}

/** Fills the namespace of `builtins`. */
export function fillBuiltins(ns: PyDict): void {
  moduleFunctions(ns, 'builtins', functionTable)
  moduleFunctions(ns, 'builtins', executionTable)
  const constants: readonly (readonly [string, Value])[] = [
    ['None', null],
    ['True', true],
    ['False', false],
    ['NotImplemented', NotImplemented],
    ['Ellipsis', Ellipsis],
    ['__debug__', true],
    ['EnvironmentError', osErrorType],
    ['IOError', osErrorType],
  ]
  for (const [name, value] of constants) ns.setItem(name, value)
  for (const type of [
    boolType,
    byteArrayType,
    bytesType,
    memoryViewType,
    classMethodType,
    complexType,
    dictType,
    enumerateType,
    filterType,
    floatType,
    frozenSetType,
    propertyType,
    intType,
    listType,
    mapType,
    objectType,
    rangeType,
    reversedType,
    setType,
    sliceType,
    staticMethodType,
    strType,
    superType,
    tupleType,
    typeType,
    zipType,
    exceptionGroupType,
  ])
    ns.setItem(type.qualname, type)
  addExceptions(ns, baseExceptionType)
}

function addExceptions(ns: PyDict, type: PyType): void {
  // What its prototype has by now: to ask for the namespace would make every exception's tables.
  const own = Object.hasOwn(type.prototype, '$__module__') ? type.prototype.$__module__ : undefined
  if (!type.heap && (own ?? type.module) === 'builtins') ns.setItem(type.qualname, type)
  for (const ref of type.subclasses) {
    const sub = ref.deref()
    if (sub !== undefined && !sub.heap) addExceptions(ns, sub)
  }
}
