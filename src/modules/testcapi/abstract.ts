/**
 * The abstract object layer of CPython's C API as functions: what PySequence_GetItem and its siblings do beyond the operators of the
 * language (CPython: Objects/abstract.c). None stands for NULL where an argument may be NULL.
 *
 * CPython has two sets of slots for `o[i]`, of sequences and of mappings; here there is one method. A class made at run time fills both
 * sets, a builtin type that of sequences where {@link nativeSequence} knows it.
 */
import { attributeName, callSpecial1, callSpecial2, getAttr, lookupAttr, setAttr } from '../../objects/attributes'
import { bytesView } from '../../objects/buffer'
import { byteArrayType } from '../../objects/bytearray'
import { bytesType, PyBytes } from '../../objects/bytes'
import { decodeNative, encodeText } from '../../objects/codecregistry'
import { context } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { attributeErrorType } from '../../objects/exceptionfields'
import { isException, keyErrorType, overflowError, systemError, typeError, valueError } from '../../objects/exceptions'
import { normalise } from '../../objects/int'
import { PyList } from '../../objects/list'
import { memoryViewType } from '../../objects/memoryview'
import { type Int, type MethodRow, type MethodTable, type PyType, typeOf, type Value } from '../../objects/object'
import {
  asciiValue,
  asIndex,
  BinaryIndex,
  binaryOp,
  contains,
  deleteItem,
  equals,
  getItem,
  iterate,
  lengthInt,
  reprValue,
  setItem,
  str,
  toArray,
} from '../../objects/operators'
import { rangeType } from '../../objects/range'
import { NotImplemented } from '../../objects/singletons'
import { PySlice } from '../../objects/slice'
import { PyTuple } from '../../objects/tuple'

type SequenceName = 'str' | 'bytes' | 'bytearray'
const textSequences: Record<SequenceName, true> = { str: true, bytes: true, bytearray: true }

function isNativeSequence(type: PyType): boolean {
  return !type.heap && (type.patternKind === 'sequence' || type.qualname in textSequences)
}

/** The builtin sequence type that a class is or derives from. */
function nativeSequence(type: PyType): PyType | undefined {
  return type.mro.find(isNativeSequence)
}

/** The class that gives a type its method, where that counts as a method of sequences. */
function sequenceMethod(type: PyType, name: string): PyType | undefined {
  const definer = type.mro.find((t) => t.ns.has(name))
  if (definer === undefined || (!definer.heap && !isNativeSequence(definer))) return undefined
  // Memory is changed as a mapping only.
  return definer === memoryViewType && name !== '__getitem__' ? undefined : definer
}

function has(o: Value, name: string): boolean {
  const method = typeOf(o).lookup(name)
  return method !== undefined && method !== null
}

const isSequence = (o: Value): boolean =>
  !(o instanceof PyDict) && sequenceMethod(typeOf(o), '__getitem__') !== undefined

function required(...values: Value[]): void {
  if (values.includes(null)) throw systemError('null argument to internal routine')
}

/** An argument that must fit in Py_ssize_t. @public */
export function sizeArgument(v: Value): Int {
  const i = asIndex(v)
  if (i > 0x7fffffffffffffffn || i < -0x8000000000000000n)
    throw overflowError('Python int too large to convert to C ssize_t')
  return i
}

/** The text of a C string in UTF-8; undefined for NULL. */
function cString(v: Value): string | undefined {
  if (v === null) return undefined
  const bytes = typeof v === 'string' ? (encodeText(v, 'utf-8', 'strict') as PyBytes).bytes : bytesView(v)
  if (bytes === null) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`)
  return decodeNative(bytes, 'utf-8', 'strict').text as string
}

function keyString(o: Value, key: Value): string {
  if (o === null || key === null) required(null)
  return cString(key)!
}

// ── Objects ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function objectBytes(o: Value): Value {
  if (o === null) return new PyBytes(new TextEncoder().encode('<NULL>'))
  const method = typeOf(o).lookup('__bytes__')
  if (method === undefined && typeOf(o).lookup('__index__') !== undefined && bytesView(o) === null)
    throw typeError(`cannot convert '${typeOf(o).name}' object to bytes`)
  return context.call1(bytesType, o)
}

/** Runs a test that must not raise: what it raises is reported and means false. */
function quietly(name: string, alternatives: string, test: () => boolean): Value {
  try {
    return test() ? 1 : 0
  } catch (e) {
    if (!isException(e)) throw e
    context.unraisable(e, null, `Exception ignored in ${name}(); consider using ${alternatives}`)
    return 0
  }
}

function hasAttribute(o: Value, name: Value): boolean {
  return lookupAttr(o, attributeName(name)) !== undefined
}

function set(o: Value, name: string, value: Value): Value {
  setAttr(o, name, value === null ? undefined : value)
  return 0
}

function del(o: Value, name: string): Value {
  setAttr(o, name, undefined)
  return 0
}

const objectRows: MethodTable = [
  ['object_repr', (o: Value) => (o === null ? '<NULL>' : reprValue(o)), '(object, /)'],
  ['object_ascii', (o: Value) => (o === null ? '<NULL>' : asciiValue(o)), '(object, /)'],
  ['object_str', (o: Value) => (o === null ? '<NULL>' : str(o)), '(object, /)'],
  ['object_bytes', objectBytes, '(object, /)'],
  ['object_getattr', (o: Value, name: Value) => getAttr(o, attributeName(name)), '(object, name, /)'],
  ['object_getattrstring', (o: Value, name: Value) => getAttr(o, cString(name)!), '(object, name, /)'],
  [
    'object_hasattr',
    (o: Value, name: Value) =>
      quietly('PyObject_HasAttr', 'PyObject_HasAttrWithError(), PyObject_GetOptionalAttr() or PyObject_GetAttr()', () =>
        hasAttribute(o, name),
      ),
    '(object, name, /)',
  ],
  [
    'object_hasattrstring',
    (o: Value, name: Value) =>
      quietly(
        'PyObject_HasAttrString',
        'PyObject_HasAttrStringWithError(), PyObject_GetOptionalAttrString() or PyObject_GetAttrString()',
        () => hasAttribute(o, cString(name)!),
      ),
    '(object, name, /)',
  ],
  ['object_setattr', (o: Value, name: Value, v: Value) => set(o, attributeName(name), v), '(object, name, value, /)'],
  ['object_setattrstring', (o: Value, name: Value, v: Value) => set(o, cString(name)!, v), '(object, name, value, /)'],
  ['object_delattr', (o: Value, name: Value) => del(o, attributeName(name)), '(object, name, /)'],
  ['object_delattrstring', (o: Value, name: Value) => del(o, cString(name)!), '(object, name, /)'],
  [
    'object_getitem',
    (o: Value, key: Value) => {
      required(o, key)
      return getItem(o, key)
    },
    '(object, key, /)',
  ],
  [
    'object_setitem',
    (o: Value, key: Value, v: Value) => {
      required(o, key, v)
      setItem(o, key, v)
      return 0
    },
    '(object, key, value, /)',
  ],
  ['object_delitem', objectDelItem, '(object, key, /)'],
  [
    'number_check',
    (o: Value) => o !== null && (['__index__', '__int__', '__float__'].some((n) => has(o, n)) || isComplex(o)),
    '(object, /)',
  ],
]

function isComplex(o: Value): boolean {
  return typeOf(o).mro.some((t) => !t.heap && t.name === 'complex')
}

function objectDelItem(o: Value, key: Value): Value {
  required(o, key)
  deleteItem(o, key)
  return 0
}

// ── Mappings ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function mappingSize(o: Value): Value {
  required(o)
  // Only sets have a length and no item access.
  if (has(o, '__len__') && !has(o, '__getitem__')) throw typeError(`${typeOf(o).name} is not a mapping`)
  return lengthInt(o)
}

/** The value of a key, or undefined where KeyError would be raised. */
function optionalItem(o: Value, key: Value): Value | undefined {
  try {
    return getItem(o, key)
  } catch (e) {
    if (isException(e, keyErrorType)) return undefined
    throw e
  }
}

function mappingList(name: 'keys' | 'values' | 'items'): MethodRow {
  const list = (o: Value): Value => {
    required(o)
    const made = context.call0(getAttr(o, name))
    const type = typeOf(made).proto
    if (type.$__iter__ === undefined && type.$__getitem__ === undefined)
      throw typeError(`${typeOf(o).name}.${name}() returned a non-iterable (type ${typeOf(made).name})`)
    return new PyList(toArray(made))
  }
  return [`mapping_${name}`, list, '(object, /)']
}

const mappingRows: MethodTable = [
  ['mapping_check', (o: Value) => (o !== null && has(o, '__getitem__') ? 1 : 0), '(object, /)'],
  ['mapping_size', mappingSize, '(object, /)'],
  ['mapping_length', mappingSize, '(object, /)'],
  ['mapping_getitemstring', (o: Value, key: Value) => getItem(o, keyString(o, key)), '(object, key, /)'],
  [
    'mapping_haskey',
    (o: Value, key: Value) =>
      quietly(
        'PyMapping_HasKey',
        'PyMapping_HasKeyWithError(), PyMapping_GetOptionalItem() or PyObject_GetItem()',
        () => {
          required(o, key)
          return optionalItem(o, key) !== undefined
        },
      ),
    '(object, key, /)',
  ],
  [
    'mapping_haskeystring',
    (o: Value, key: Value) =>
      quietly(
        'PyMapping_HasKeyString',
        'PyMapping_HasKeyStringWithError(), PyMapping_GetOptionalItemString() or PyMapping_GetItemString()',
        () => optionalItem(o, keyString(o, key)) !== undefined,
      ),
    '(object, key, /)',
  ],
  [
    'mapping_haskeywitherror',
    (o: Value, key: Value) => (optionalItem(o, key) === undefined ? 0 : 1),
    '(object, key, /)',
  ],
  [
    'mapping_haskeystringwitherror',
    (o: Value, key: Value) => (optionalItem(o, keyString(o, key)) === undefined ? 0 : 1),
    '(object, key, /)',
  ],
  [
    'mapping_setitemstring',
    (o: Value, key: Value, v: Value) => {
      const name = keyString(o, key)
      required(v)
      setItem(o, name, v)
      return 0
    },
    '(object, key, value, /)',
  ],
  ['mapping_delitem', objectDelItem, '(object, key, /)'],
  [
    'mapping_delitemstring',
    (o: Value, key: Value) => {
      deleteItem(o, keyString(o, key))
      return 0
    },
    '(object, key, /)',
  ],
  mappingList('keys'),
  mappingList('values'),
  mappingList('items'),
]

// ── Sequences ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function sequenceSize(o: Value): Value {
  required(o)
  const definer = typeOf(o).mro.find((t) => t.ns.has('__len__'))
  // Mappings and sets; of those only sets fill the slot of sequences.
  if (definer !== undefined && !definer.heap && !isNativeSequence(definer) && has(o, '__getitem__'))
    throw typeError(`${typeOf(o).name} is not a sequence`)
  return lengthInt(o)
}

/** The index that the method of a sequence gets: negative ones count from the end, once. */
function sequenceIndex(o: Value, definer: PyType, i: Int, reading = false): Int {
  if (i >= 0) return i
  let at = i
  if (has(o, '__len__')) at = normalise(BigInt(i) + BigInt(lengthInt(o)))
  // A builtin sequence would count from the end once more; these do so in CPython too.
  const twice = reading ? definer === rangeType || definer === memoryViewType : definer === byteArrayType
  return at < 0 && !definer.heap && !twice ? Number.MAX_SAFE_INTEGER : at
}

function sequenceAccess(o: Value, name: string, problem: string): PyType {
  required(o)
  const definer = sequenceMethod(typeOf(o), name)
  if (definer !== undefined) return definer
  throw typeError(has(o, name) ? `${typeOf(o).name} is not a sequence` : `'${typeOf(o).name}' object ${problem}`)
}

function sequenceGetItem(o: Value, index: Value): Value {
  const i = sizeArgument(index)
  const definer = sequenceAccess(o, '__getitem__', 'does not support indexing')
  return callSpecial1(typeOf(o).lookup('__getitem__')!, o, sequenceIndex(o, definer, i, true))
}

function sequenceDelItem(o: Value, index: Value): Value {
  const i = sizeArgument(index)
  const definer = sequenceAccess(o, '__delitem__', "doesn't support item deletion")
  callSpecial1(typeOf(o).lookup('__delitem__')!, o, sequenceIndex(o, definer, i))
  return 0
}

function sequenceSetItem(o: Value, index: Value, v: Value): Value {
  if (v === null) return sequenceDelItem(o, index)
  const i = sizeArgument(index)
  const definer = sequenceAccess(o, '__setitem__', 'does not support item assignment')
  callSpecial2(typeOf(o).lookup('__setitem__')!, o, sequenceIndex(o, definer, i), v)
  return 0
}

function sequenceSetSlice(o: Value, start: Value, stop: Value, v: Value): Value {
  const slice = new PySlice(sizeArgument(start), sizeArgument(stop))
  required(o)
  if (!has(o, '__setitem__')) throw typeError(`'${typeOf(o).name}' object doesn't support slice assignment`)
  if (v === null) deleteItem(o, slice)
  else setItem(o, slice, v)
  return 0
}

function sequenceDelSlice(o: Value, start: Value, stop: Value): Value {
  const slice = new PySlice(sizeArgument(start), sizeArgument(stop))
  required(o)
  if (!has(o, '__delitem__')) throw typeError(`'${typeOf(o).name}' object doesn't support slice deletion`)
  deleteItem(o, slice)
  return 0
}

/** `+` and `*` of sequences, for operands that are sequences and nothing else. */
function sequenceOperator(name: string, inplace: boolean): (o: Value, operand: Value) => Value {
  const [index, plain] = name === 'concat' ? [BinaryIndex.add, 'add'] : [BinaryIndex.mul, 'mul']
  return (o, operand) => {
    const other = name === 'concat' ? operand : sizeArgument(operand)
    required(o, other)
    const base = nativeSequence(typeOf(o))
    const method = (inplace ? base?.lookup(`__i${plain}__`) : undefined) ?? base?.lookup(`__${plain}__`)
    if (method !== undefined) {
      const made = callSpecial1(method, o, other)
      if (made !== NotImplemented) return made
    } else if (base !== undefined || !isSequence(o) || (name === 'concat' && !isSequence(other)))
      throw typeError(`'${typeOf(o).name}' object can't be ${name === 'concat' ? 'concatenated' : 'repeated'}`)
    return binaryOp(index, o, other, inplace)
  }
}

function search(o: Value): () => Value | undefined {
  const proto = typeOf(o).proto
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`argument of type '${typeOf(o).name}' is not iterable`)
  return iterate(o)
}

function sequenceCount(o: Value, v: Value): Value {
  required(o, v)
  let n = 0
  const step = search(o)
  for (let item = step(); item !== undefined; item = step()) if (equals(item, v)) n++
  return n
}

function sequenceFind(o: Value, v: Value): Value {
  required(o, v)
  const step = search(o)
  let i = 0
  for (let item = step(); item !== undefined; item = step(), i++) if (equals(item, v)) return i
  throw valueError('sequence.index(x): x not in sequence')
}

function sequenceContains(o: Value, v: Value): Value {
  if (v !== null) return contains(o, v) ? 1 : 0
  if (lengthInt(o) !== 0) required(null)
  return 0
}

function sequenceArray(o: Value): Value[] {
  required(o)
  return toArray(o)
}

const sequenceRows: MethodTable = [
  ['sequence_check', (o: Value) => (isSequence(o) ? 1 : 0), '(object, /)'],
  ['sequence_size', sequenceSize, '(object, /)'],
  ['sequence_length', sequenceSize, '(object, /)'],
  ['sequence_concat', sequenceOperator('concat', false), '(object, other, /)'],
  ['sequence_repeat', sequenceOperator('repeat', false), '(object, count, /)'],
  ['sequence_inplaceconcat', sequenceOperator('concat', true), '(object, other, /)'],
  ['sequence_inplacerepeat', sequenceOperator('repeat', true), '(object, count, /)'],
  ['sequence_getitem', sequenceGetItem, '(object, index, /)'],
  ['sequence_setitem', sequenceSetItem, '(object, index, value, /)'],
  ['sequence_delitem', sequenceDelItem, '(object, index, /)'],
  ['sequence_setslice', sequenceSetSlice, '(object, start, stop, value, /)'],
  ['sequence_delslice', sequenceDelSlice, '(object, start, stop, /)'],
  ['sequence_count', sequenceCount, '(object, value, /)'],
  ['sequence_contains', sequenceContains, '(object, value, /)'],
  ['sequence_index', sequenceFind, '(object, value, /)'],
  ['sequence_list', (o: Value) => new PyList(sequenceArray(o)), '(object, /)'],
  ['sequence_tuple', (o: Value) => new PyTuple(sequenceArray(o)), '(object, /)'],
]

/** The abstract layer as the limited API has it. */
export const abstractRows: MethodTable = [...objectRows, ...mappingRows, ...sequenceRows]

function orError(value: Value | undefined, error: PyType): Value {
  return value === undefined ? error : value
}

/** What only the full API has of it. */
export const fullAbstractRows: MethodTable = [
  [
    'object_getoptionalattr',
    (o: Value, name: Value) => orError(lookupAttr(o, attributeName(name)), attributeErrorType),
    '(object, name, /)',
  ],
  [
    'object_getoptionalattrstring',
    (o: Value, name: Value) => orError(lookupAttr(o, cString(name)!), attributeErrorType),
    '(object, name, /)',
  ],
  ['object_hasattrwitherror', (o: Value, name: Value) => (hasAttribute(o, name) ? 1 : 0), '(object, name, /)'],
  [
    'object_hasattrstringwitherror',
    (o: Value, name: Value) => (hasAttribute(o, cString(name)!) ? 1 : 0),
    '(object, name, /)',
  ],
  [
    'mapping_getoptionalitem',
    (o: Value, key: Value) => orError(optionalItem(o, key), keyErrorType),
    '(object, key, /)',
  ],
  [
    'mapping_getoptionalitemstring',
    (o: Value, key: Value) => orError(optionalItem(o, keyString(o, key)), keyErrorType),
    '(object, key, /)',
  ],
]
