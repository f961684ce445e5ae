/** Pickling (Library Reference, "pickle"; CPython: Modules/_pickle.c). What the opcodes mean is in Lib/pickletools.py. */
import { lookupAttr } from '../../objects/attributes'
import { byteArrayType, type PyByteArray } from '../../objects/bytearray'
import { bytesType, PyBytes } from '../../objects/bytes'
import { latin1Text, rawUnicodeEscapeEncode } from '../../objects/codecs'
import { context, enterNative, leaveNative } from '../../objects/context'
import { dictType, PyDict, PyInstanceDict } from '../../objects/dict'
import { isException, keyErrorType, overflowError, runtimeError, typeError, valueError } from '../../objects/exceptions'
import { floatType, type PyFloat } from '../../objects/float'
import { floatRepr } from '../../objects/floatmath'
import { functionType } from '../../objects/function'
import { identityOf } from '../../objects/identity'
import { intBitLength, intInvert, intToBytes, intToString } from '../../objects/intmath'
import { listType, PyList } from '../../objects/list'
import { type Int, PyObject, PyType, typeOf, typeType, type Value } from '../../objects/object'
import { getItem, getIter, isTrue, iterNext, repr, str, toArray } from '../../objects/operators'
import { frozenSetType, type PyAnySet, setType } from '../../objects/set'
import { Ellipsis, NotImplemented } from '../../objects/singletons'
import { asString, type PyStr, strType } from '../../objects/str'
import { PyTuple, tupleType } from '../../objects/tuple'
import { isWide, pointsOf, throughWindow } from '../../objects/widestring'
import { Opcode, picklingError, registries } from './common'
import { saveGlobal } from './globals'
import { type PyPickleBuffer, pickleBufferType } from './picklebuffer'
import { utf8, type Writer } from './writer'

const BATCH = 1000
/** How deep containers may be nested in fast mode before circles are looked for. */
const FAST_NESTING = 50

const WHERE = ' while pickling an object'

/** `_pickle.Pickler` */
export class PyPickler extends PyObject {
  writer: Writer | null = null
  protocol = 4
  /** Whether the opcodes are those of protocol 1 and later; what Python sees is an int, as `fast` is. */
  bin: Int = 1
  fast: Int = 0
  fixImports = true
  bufferCallback: Value = null
  dispatchTable: Value | undefined = undefined
  memo = new Map<Value, number>()
  private persistentId: Value | undefined = undefined
  private reducerOverride: Value | undefined = undefined
  private fastNesting = 0
  private fastOpen: Set<Value> | null = null

  /** Writes the pickle of a value. */
  dump(obj: Value, persistentId: Value | undefined, reducerOverride: Value | undefined): void {
    const out = this.writer!
    const oldId = this.persistentId
    const oldOverride = this.reducerOverride
    this.persistentId = persistentId
    this.reducerOverride = reducerOverride
    out.reset()
    try {
      if (this.protocol >= 2) {
        out.byte1(Opcode.PROTO, this.protocol)
        if (this.protocol >= 4) out.framing = true
      }
      this.save(obj)
      out.byte(Opcode.STOP)
      out.commitFrame()
    } finally {
      out.framing = false
      this.persistentId = oldId
      this.reducerOverride = oldOverride
    }
  }

  private get binary(): boolean {
    return this.bin !== 0
  }

  /** Writes a value, or a reference to it where it has been written; `isId`: it is a persistent id and has none itself. */
  save(obj: Value, isId = false): void {
    if (isId || this.persistentId === undefined || !this.savePersistent(obj)) this.saveAny(obj)
    this.writer!.boundary()
  }

  private saveAny(obj: Value): void {
    switch (typeof obj) {
      case 'string':
        if (!this.saveReference(obj)) this.saveText(obj)
        return
      case 'number':
      case 'bigint':
        this.saveInt(obj)
        return
      case 'boolean':
        if (this.protocol >= 2) this.writer!.byte(obj ? Opcode.NEWTRUE : Opcode.NEWFALSE)
        else this.writer!.ascii(obj ? 'I01\n' : 'I00\n')
        return
    }
    if (obj === null) {
      this.writer!.byte(Opcode.NONE)
      return
    }
    const type = obj.cls
    if (type === floatType) {
      this.saveFloat((obj as PyFloat).value)
      return
    }
    if (this.saveReference(obj)) return
    if (type === bytesType) {
      this.saveBytes(obj as PyBytes)
      return
    }
    if (type === strType) {
      this.saveText(obj)
      return
    }
    enterNative(WHERE)
    try {
      this.saveObject(obj, type)
    } finally {
      leaveNative()
    }
  }

  private saveObject(obj: PyObject, type: PyType): void {
    switch (type) {
      case dictType:
        this.saveDict(obj as PyDict)
        return
      case listType:
        this.saveList(obj as PyList)
        return
      case tupleType:
        this.saveTuple(obj as PyTuple)
        return
      case setType:
        this.saveSet(obj as PyAnySet)
        return
      case frozenSetType:
        this.saveFrozenSet(obj as PyAnySet)
        return
      case byteArrayType:
        this.saveByteArray(obj as PyByteArray)
        return
      case pickleBufferType:
        this.saveBuffer(obj as PyPickleBuffer)
        return
    }
    if (this.reducerOverride !== undefined) {
      const reduced = context.call1(this.reducerOverride, obj)
      if (reduced !== NotImplemented) {
        this.saveReduced(obj, reduced)
        return
      }
    }
    if (type === typeType) this.saveType(obj as PyType)
    else if (type === functionType) saveGlobal(this, obj, null)
    else {
      const reduced = this.reduce(obj, type)
      if (reduced === undefined) saveGlobal(this, obj, null)
      else this.saveReduced(obj, reduced)
    }
  }

  /** What an object is to be rebuilt from; undefined for a class, which is found by its name. */
  private reduce(obj: PyObject, type: PyType): Value | undefined {
    let reduce: Value | undefined
    if (this.dispatchTable === undefined) reduce = registries().dispatchTable.getItem(type)
    else
      try {
        reduce = getItem(this.dispatchTable, type)
      } catch (e) {
        if (!isException(e, keyErrorType)) throw e
      }
    if (reduce !== undefined) return context.call1(reduce, obj)
    if (type.isSubtype(typeType)) return undefined
    reduce = lookupAttr(obj, '__reduce_ex__')
    if (reduce !== undefined) return context.call1(reduce, this.protocol)
    reduce = lookupAttr(obj, '__reduce__')
    if (reduce !== undefined) return context.call0(reduce)
    throw picklingError(`can't pickle '${type.name}' object: ${repr(obj)}`)
  }

  private saveReduced(obj: PyObject, reduced: Value): void {
    if (asString(reduced) !== undefined) saveGlobal(this, obj, reduced)
    else if (!(reduced instanceof PyTuple)) throw picklingError('__reduce__ must return a string or tuple')
    else this.saveReduce(reduced.items, obj)
  }

  // ── Memo ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes a reference to what has been written; false where it has not. */
  private saveReference(obj: Value): boolean {
    const at = this.memo.get(obj)
    if (at === undefined) return false
    const out = this.writer!
    if (!this.binary) out.ascii(`g${at}\n`)
    else if (at < 256) out.byte1(Opcode.BINGET, at)
    else if (at <= 0xffffffff) out.byte4(Opcode.LONG_BINGET, at | 0)
    else throw picklingError('memo id too large for LONG_BINGET')
    return true
  }

  /** Remembers the value that was just written. */
  memoize(obj: Value): void {
    if (this.fast !== 0) return
    const at = this.memo.size
    this.memo.set(obj, at)
    const out = this.writer!
    if (this.protocol >= 4) out.byte(Opcode.MEMOIZE)
    else if (!this.binary) out.ascii(`p${at}\n`)
    else if (at < 256) out.byte1(Opcode.BINPUT, at)
    else out.byte4(Opcode.LONG_BINPUT, at | 0)
  }

  /** In fast mode nothing is remembered: circles are found by the nesting. */
  private fastEnter(obj: Value): void {
    if (this.fast === 0) return
    if (++this.fastNesting < FAST_NESTING) return
    this.fastOpen ??= new Set()
    if (this.fastOpen.has(obj)) {
      this.fastNesting = 0
      throw valueError(
        `fast mode: can't pickle cyclic objects including object type ${typeOf(obj).name} at 0x${identityOf(obj).toString(16)}`,
      )
    }
    this.fastOpen.add(obj)
  }

  private fastLeave(obj: Value): void {
    if (this.fast === 0) return
    if (this.fastNesting-- >= FAST_NESTING) this.fastOpen?.delete(obj)
  }

  // ── Atoms ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private saveInt(n: Int): void {
    const out = this.writer!
    if (typeof n === 'number' && n >= -2147483648 && n <= 2147483647) {
      if (!this.binary) out.ascii(`I${n}\n`)
      else if (n < 0 || n > 0xffff) out.byte4(Opcode.BININT, n)
      else if (n > 0xff) out.byte2(Opcode.BININT2, n)
      else out.byte1(Opcode.BININT1, n)
    } else if (this.protocol < 2) out.ascii(`L${intToString(n)}L\n`)
    else {
      // The shortest form whose last bit is the sign.
      const size = (intBitLength(n < 0 ? intInvert(n) : n) >> 3) + 1
      if (size < 256) out.byte1(Opcode.LONG1, size)
      else if (size <= 0x7fffffff) out.byte4(Opcode.LONG4, size)
      else throw overflowError('int too large to pickle')
      out.append(intToBytes(n, size, true, true))
    }
  }

  private saveFloat(x: number): void {
    if (this.binary) this.writer!.float(x)
    else this.writer!.ascii(`F${floatRepr(x)}\n`)
  }

  private saveText(text: Value): void {
    const out = this.writer!
    if (!this.binary) {
      out.byte(Opcode.UNICODE)
      out.append(escapeLine(text))
      out.byte(10)
    } else if (
      this.protocol < 4 ||
      typeof text !== 'string' ||
      text.length > 255 ||
      !out.shortAscii(Opcode.SHORT_BINUNICODE, text)
    )
      out.data(
        this.protocol >= 4 ? Opcode.SHORT_BINUNICODE : -1,
        Opcode.BINUNICODE,
        Opcode.BINUNICODE8,
        utf8(text),
        null,
      )
    this.memoize(text)
  }

  private saveBytes(obj: PyBytes): void {
    if (this.protocol >= 3) {
      this.writer!.data(Opcode.SHORT_BINBYTES, Opcode.BINBYTES, Opcode.BINBYTES8, obj.bytes, obj)
      this.memoize(obj)
    } else if (obj.bytes.length === 0) this.saveReduce([bytesType, new PyTuple([])], obj)
    else {
      // Python 2 makes a str of this, Python 3 bytes.
      const encode = lookupAttr(context.importModule('_codecs'), 'encode')!
      this.saveReduce([encode, new PyTuple([latin1Text(obj.bytes), 'latin1'])], obj)
    }
  }

  private saveByteArray(obj: PyByteArray): void {
    if (this.protocol >= 5) {
      this.writer!.data(-1, -1, Opcode.BYTEARRAY8, obj.bytes, obj)
      this.memoize(obj)
    } else this.saveReduce([byteArrayType, new PyTuple(obj.size === 0 ? [] : [new PyBytes(obj.bytes.slice())])], obj)
  }

  private saveBuffer(obj: PyPickleBuffer): void {
    if (this.protocol < 5) throw picklingError('PickleBuffer can only be pickled with protocol >= 5')
    const view = obj.checked()
    const bytes = obj.contiguous()
    if (bytes === null) throw picklingError('PickleBuffer can not be pickled when pointing to a non-contiguous buffer')
    const out = this.writer!
    if (this.bufferCallback !== null && !isTrue(context.call1(this.bufferCallback, obj))) {
      out.byte(Opcode.NEXT_BUFFER)
      if (view.readonly) out.byte(Opcode.READONLY_BUFFER)
      return
    }
    if (view.readonly) out.data(Opcode.SHORT_BINBYTES, Opcode.BINBYTES, Opcode.BINBYTES8, bytes, null)
    else out.data(-1, -1, Opcode.BYTEARRAY8, bytes, null)
    this.memoize(obj)
  }

  private saveType(obj: PyType): void {
    let made: Value | undefined
    if (obj === typeOf(null)) made = null
    else if (obj === typeOf(Ellipsis)) made = Ellipsis
    else if (obj === typeOf(NotImplemented)) made = NotImplemented
    if (made === undefined) saveGlobal(this, obj, null)
    else this.saveReduce([typeType, new PyTuple([made])], obj)
  }

  private savePersistent(obj: Value): boolean {
    const id = context.call1(this.persistentId!, obj)
    if (id === null) return false
    if (this.binary) {
      this.save(id, true)
      this.writer!.byte(Opcode.BINPERSID)
    } else {
      const text = asString(str(id))!
      if (/[^\x00-\x7f]/.test(text)) throw picklingError('persistent IDs in protocol 0 must be ASCII strings')
      this.writer!.ascii(`P${text}\n`)
    }
    return true
  }

  // ── Containers ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private saveTuple(obj: PyTuple): void {
    const out = this.writer!
    const items = obj.items
    const n = items.length
    if (n === 0) {
      if (this.protocol > 0) out.byte(Opcode.EMPTY_TUPLE)
      else {
        out.byte(Opcode.MARK)
        out.byte(Opcode.TUPLE)
      }
      return
    }
    const short = n <= 3 && this.protocol >= 2
    if (!short) out.byte(Opcode.MARK)
    for (let i = 0; i < n; i++) this.save(items[i]!)
    // Its items may have led back to it and written it.
    if (this.memo.has(obj)) {
      if (short) for (let i = 0; i < n; i++) out.byte(Opcode.POP)
      else if (this.binary) out.byte(Opcode.POP_MARK)
      else for (let i = 0; i <= n; i++) out.byte(Opcode.POP)
      this.saveReference(obj)
      return
    }
    out.byte(short ? Opcode.TUPLE1 + n - 1 : Opcode.TUPLE)
    this.memoize(obj)
  }

  private begin(empty: number, text: number): void {
    const out = this.writer!
    if (this.binary) out.byte(empty)
    else {
      out.byte(Opcode.MARK)
      out.byte(text)
    }
  }

  private saveList(obj: PyList): void {
    this.fastEnter(obj)
    this.begin(Opcode.EMPTY_LIST, Opcode.LIST)
    this.memoize(obj)
    const out = this.writer!
    if (obj.items.length === 0) {
      // Nothing to append.
    } else if (this.protocol === 0) this.saveItems(getIter(obj))
    else if (obj.items.length === 1) {
      this.save(obj.items[0]!)
      out.byte(Opcode.APPEND)
    } else {
      let i = 0
      do {
        out.byte(Opcode.MARK)
        for (let n = 0; n < BATCH && i < obj.items.length; n++) this.save(obj.items[i++]!)
        out.byte(Opcode.APPENDS)
      } while (i < obj.items.length)
    }
    this.fastLeave(obj)
  }

  /** Items for the list on the stack. */
  private saveItems(iterator: Value): void {
    this.saveBatches(iterator, (item) => this.save(item), Opcode.APPEND, Opcode.APPENDS)
  }

  /** What an iterator gives, for the container on the stack: protocol 0 adds each by itself, the others as many as 1000 at once. */
  private saveBatches(iterator: Value, save: (item: Value) => void, one: number, many: number): void {
    const out = this.writer!
    let n: number
    do {
      n = 0
      const first = iterNext(iterator)
      if (first === undefined) return
      const second = this.protocol === 0 ? undefined : iterNext(iterator)
      if (second === undefined) {
        save(first)
        out.byte(one)
        if (this.protocol === 0) n = BATCH
        continue
      }
      out.byte(Opcode.MARK)
      save(first)
      n = 1
      for (let item: Value | undefined = second; item !== undefined; item = iterNext(iterator)) {
        save(item)
        if (++n === BATCH) break
      }
      out.byte(many)
    } while (n === BATCH)
  }

  private saveDict(obj: PyDict): void {
    this.fastEnter(obj)
    this.begin(Opcode.EMPTY_DICT, Opcode.DICT)
    this.memoize(obj)
    if (obj.size > 0) {
      if (this.protocol === 0) this.savePairs(getIter(context.call0(lookupAttr(obj, 'items')!)))
      else this.savePlainDict(obj)
    }
    this.fastLeave(obj)
  }

  private savePlainDict(obj: PyDict): void {
    const out = this.writer!
    const dict = obj instanceof PyInstanceDict ? obj.copy() : obj
    const map = dict.map
    const size = map.size
    const keys = map.keys()
    let key = keys.next()
    if (size === 1) {
      this.saveEntry(dict, key.value!)
      out.byte(Opcode.SETITEM)
      return
    }
    let n: number
    do {
      n = 0
      out.byte(Opcode.MARK)
      for (; key.done !== true; key = keys.next()) {
        this.saveEntry(dict, key.value)
        if (++n === BATCH) {
          key = keys.next()
          break
        }
      }
      out.byte(Opcode.SETITEMS)
      if (map.size !== size) throw runtimeError('dictionary changed size during iteration')
    } while (n === BATCH)
  }

  private saveEntry(dict: PyDict, key: Parameters<PyDict['originalKey']>[0]): void {
    const value = dict.map.get(key)!
    this.save(typeof key === 'string' ? key : dict.originalKey(key))
    this.save(value)
  }

  /** Items for the dict on the stack. */
  private savePairs(iterator: Value): void {
    const save = (pair: Value): void => {
      if (!(pair instanceof PyTuple) || pair.items.length !== 2)
        throw typeError('dict items iterator must return 2-tuples')
      this.save(pair.items[0]!)
      this.save(pair.items[1]!)
    }
    this.saveBatches(iterator, save, Opcode.SETITEM, Opcode.SETITEMS)
  }

  private saveSet(obj: PyAnySet): void {
    if (this.protocol < 4) {
      this.saveReduce([setType, new PyTuple([new PyList(toArray(obj))])], obj)
      return
    }
    const out = this.writer!
    out.byte(Opcode.EMPTY_SET)
    this.memoize(obj)
    const size = obj.map.size
    if (size === 0) return
    const items = getIter(obj)
    let n: number
    do {
      n = 0
      out.byte(Opcode.MARK)
      for (let item = iterNext(items); item !== undefined; item = iterNext(items)) {
        this.save(item)
        if (++n === BATCH) break
      }
      out.byte(Opcode.ADDITEMS)
      if (obj.map.size !== size) throw runtimeError('set changed size during iteration')
    } while (n === BATCH)
  }

  private saveFrozenSet(obj: PyAnySet): void {
    if (this.protocol < 4) {
      this.saveReduce([frozenSetType, new PyTuple([new PyList(toArray(obj))])], obj)
      return
    }
    const out = this.writer!
    out.byte(Opcode.MARK)
    for (const item of toArray(obj)) this.save(item)
    if (this.memo.has(obj)) {
      out.byte(Opcode.POP_MARK)
      this.saveReference(obj)
      return
    }
    out.byte(Opcode.FROZENSET)
    this.memoize(obj)
  }

  // ── Reduction ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes the call that makes an object, and what is done to the result; `obj` undefined: the result is not remembered. */
  saveReduce(reduced: readonly Value[], obj: Value | undefined): void {
    const out = this.writer!
    if (reduced.length < 2 || reduced.length > 6)
      throw picklingError('tuple returned by __reduce__ must contain 2 through 6 elements')
    const callable = reduced[0]!
    const args = reduced[1]!
    const state = reduced[2] ?? null
    const items = reduced[3] ?? null
    const pairs = reduced[4] ?? null
    const setter = reduced[5] ?? null
    if (!isCallable(callable)) throw picklingError('first item of the tuple returned by __reduce__ must be callable')
    if (!(args instanceof PyTuple))
      throw picklingError('second item of the tuple returned by __reduce__ must be a tuple')
    requireIterator(items, 'fourth')
    requireIterator(pairs, 'fifth')
    if (setter !== null && !isCallable(setter))
      throw picklingError(
        `sixth element of the tuple returned by __reduce__ must be a function, not ${typeOf(setter).name}`,
      )
    const name = this.protocol >= 2 ? asString(lookupAttr(callable, '__name__') ?? null) : undefined
    if (name === '__newobj_ex__') this.saveNewObjectEx(args.items)
    else if (name === '__newobj__') this.saveNewObject(args.items, obj)
    else {
      this.save(callable)
      this.save(args)
      out.byte(Opcode.REDUCE)
    }
    if (obj !== undefined) {
      // The arguments may have led back to the object and written it.
      if (this.memo.has(obj)) {
        out.byte(Opcode.POP)
        this.saveReference(obj)
        return
      }
      this.memoize(obj)
    }
    if (items !== null) this.saveItems(items)
    if (pairs !== null) this.savePairs(pairs)
    if (state === null) return
    if (setter === null) {
      this.save(state)
      out.byte(Opcode.BUILD)
      return
    }
    // The setter is called for its effect: its result is dropped.
    this.save(setter)
    this.save(obj!)
    this.save(state)
    out.byte(Opcode.TUPLE2)
    out.byte(Opcode.REDUCE)
    out.byte(Opcode.POP)
  }

  private saveNewObject(args: readonly Value[], obj: Value | undefined): void {
    if (args.length < 1) throw picklingError('__newobj__ arglist is empty')
    const cls = args[0]!
    if (!(cls instanceof PyType)) throw picklingError('args[0] from __newobj__ args is not a type')
    if (obj !== undefined && lookupAttr(obj, '__class__') !== cls)
      throw picklingError('args[0] from __newobj__ args has the wrong class')
    this.save(cls)
    this.save(new PyTuple(args.slice(1)))
    this.writer!.byte(Opcode.NEWOBJ)
  }

  private saveNewObjectEx(args: readonly Value[]): void {
    if (args.length !== 3)
      throw picklingError(`length of the NEWOBJ_EX argument tuple must be exactly 3, not ${args.length}`)
    const [cls, positional, keywords] = args as [Value, Value, Value]
    const wrong = (which: string, kind: string, v: Value) =>
      picklingError(`${which} item from NEWOBJ_EX argument tuple must be a ${kind}, not ${typeOf(v).name}`)
    if (!(cls instanceof PyType)) throw wrong('first', 'class', cls)
    if (!(positional instanceof PyTuple)) throw wrong('second', 'tuple', positional)
    if (!(keywords instanceof PyDict)) throw wrong('third', 'dict', keywords)
    const out = this.writer!
    if (this.protocol >= 4) {
      this.save(cls)
      this.save(positional)
      this.save(keywords)
      out.byte(Opcode.NEWOBJ_EX)
      return
    }
    const partial = lookupAttr(context.importModule('functools'), 'partial')!
    const make = lookupAttr(cls, '__new__')!
    this.save(context.callDict(partial, [make, cls, ...positional.items], keywords))
    this.save(new PyTuple([]))
    out.byte(Opcode.REDUCE)
  }
}

function isCallable(v: Value): boolean {
  return typeOf(v).proto.$__call__ !== undefined
}

function requireIterator(v: Value, which: string): void {
  if (v !== null && typeOf(v).proto.$__next__ === undefined)
    throw picklingError(
      `${which} element of the tuple returned by __reduce__ must be an iterator, not ${typeOf(v).name}`,
    )
}

/** Text on one line: raw-unicode-escape, with backslashes and what could end the line or the file escaped too. */
function escapeLine(text: Value): Uint8Array {
  const escape = (s: string): string =>
    s.replace(/[\\\0\n\r\x1a]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const escaped = isWide(text) ? throughWindow([text], escape) : escape(asString(text)!)
  return rawUnicodeEscapeEncode(pointsOf(escaped as string | PyStr))
}
