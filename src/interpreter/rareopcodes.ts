/**
 * The opcodes that the main loop does not inline: containers, formatting, keyword calls, functions, exceptions, `with`, imports,
 * pattern matching, asynchronous iteration. `rare` works on the frame's `pc` and `sp` and returns PENDING where a frame must run.
 */
import { CodeFlags, type CodeObject } from '../bytecode/code'
import { intrinsic1, intrinsic2, Op } from '../bytecode/opcodes'
import { givenTables } from '../bytecode/wordcode'
import { bind, getAttr, lookupAttr, setAttr } from '../objects/attributes'
import type { PyCell } from '../objects/cell'
import { context } from '../objects/context'
import { superGetAttr, superMethod, superType } from '../objects/descriptors'
import { dictType, PyDict } from '../objects/dict'
import { nameError, type PyStopIteration, stopIterationType } from '../objects/exceptionfields'
import {
  assertionErrorType,
  baseExceptionType,
  isException,
  keyErrorType,
  PyBaseException,
  runtimeError,
  stopAsyncIterationType,
  systemError,
  typeError,
  valueError,
} from '../objects/exceptions'
import { PyFunction } from '../objects/function'
import { PyList } from '../objects/list'
import { PyType, typeOf, type Value } from '../objects/object'
import {
  asciiText,
  deleteItem,
  format,
  getItem,
  getIter,
  iterNext,
  lengthInt,
  repr,
  setItem,
  str,
  strText,
  toArray,
  unaryOp as unary,
} from '../objects/operators'
import { PySet } from '../objects/set'
import { PySlice } from '../objects/slice'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { nextOf } from './asyncgenerator'
import { loadBuiltin, loadGlobal } from './attributecache'
import { PENDING, prepareCall } from './call'
import { checkExceptionTypes, groupMatch } from './exceptionmatch'
import { Cont, type Frame, handledException, thread } from './frame'
import { awaitable } from './generator'
import { PyAsyncGenerator, PyCoroutine, PyGenerator } from './generatorobject'
import { recordedImports } from './import'
import { intrinsicOne, intrinsicTwo } from './intrinsics'
import { matchClass, matchKeys } from './match'
import { callFunction1, lookupLocals } from './operations'
import { setContext } from './unwind'

/** Runs one opcode; the frame's `pc` is already past it. */
export function rare(frame: Frame, ins: number): Value {
  const slots = frame.slots as Value[]
  const arg = ins >>> 8
  let sp = frame.sp
  switch (ins & 255) {
    // ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────
    case Op.DELETE_NAME: {
      const name = frame.code.names[arg]!
      const locals = frame.locals
      if (locals instanceof PyDict && locals.cls === dictType) {
        if (locals.deleteItem(name) === undefined) throw nameError(`name '${name}' is not defined`, name)
      } else {
        try {
          deleteItem(locals, name)
        } catch (e) {
          if (isException(e, keyErrorType)) throw nameError(`name '${name}' is not defined`, name)
          throw e
        }
      }
      return null
    }
    case Op.DELETE_GLOBAL: {
      const name = frame.code.names[arg]!
      if (frame.globals.deleteItem(name) === undefined) throw nameError(`name '${name}' is not defined`, name)
      return null
    }
    case Op.LOAD_FROM_DICT_OR_DEREF: {
      const name = frame.code.localsplus[arg]!
      let v = lookupLocals(slots[sp - 1]!, name)
      if (v === undefined) v = (slots[arg] as PyCell).v
      if (v === undefined)
        throw nameError(
          `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
          name,
        )
      slots[sp - 1] = v
      return null
    }
    case Op.LOAD_FROM_DICT_OR_GLOBALS: {
      const v = lookupLocals(slots[sp - 1]!, frame.code.names[arg]!)
      slots[sp - 1] = v === undefined ? loadGlobal(frame, arg) : v
      return null
    }
    case Op.LOAD_LOCALS:
      if (frame.locals === null) throw systemError('no locals')
      slots[sp] = frame.locals
      frame.sp = sp + 1
      return null
    case Op.LOAD_BUILD_CLASS:
      slots[sp] = loadBuiltin(frame, '__build_class__')
      frame.sp = sp + 1
      return null
    case Op.LOAD_ASSERTION_ERROR:
      slots[sp] = assertionErrorType
      frame.sp = sp + 1
      return null
    case Op.SETUP_ANNOTATIONS:
      if (lookupLocals(frame.locals, '__annotations__') === undefined)
        setItem(frame.locals, '__annotations__', new PyDict())
      return null

    // ── Attributes and items ─────────────────────────────────────────────────────────────────────────────────────────
    case Op.DELETE_ATTR:
      frame.sp = sp - 1
      setAttr(slots[sp - 1]!, frame.code.sites[arg]!, undefined)
      return null
    case Op.LOAD_SUPER_ATTR:
    case Op.LOAD_SUPER_METHOD: {
      const method = (ins & 255) === Op.LOAD_SUPER_METHOD
      const name = frame.code.sites[arg]!
      const superValue = slots[sp - 3]!
      const cls = slots[sp - 2]!
      const self = slots[sp - 1]!
      sp -= 3
      frame.sp = sp
      if (superValue === superType && cls instanceof PyType) {
        if (method) {
          const f = superMethod(cls, self, name)
          if (f !== undefined) {
            slots[sp] = f
            slots[sp + 1] = self
            frame.sp = sp + 2
            return null
          }
        }
        let v = name === '__class__' ? undefined : superGetAttr(cls, self, name)
        if (v === undefined) v = getAttr(context.call2(superType, cls, self), name)
        slots[sp] = v
      } else
        slots[sp] = getAttr(
          superValue === superType ? context.call2(superType, cls, self) : context.call0(superValue),
          name,
        )
      sp++
      if (method) slots[sp++] = undefined as never
      frame.sp = sp
      return null
    }
    case Op.DELETE_SUBSCR:
      frame.sp = sp - 2
      deleteItem(slots[sp - 2]!, slots[sp - 1]!)
      return null
    case Op.BINARY_SLICE: {
      const slice = new PySlice(slots[sp - 2]!, slots[sp - 1]!, null)
      frame.sp = sp - 2
      slots[sp - 3] = getItem(slots[sp - 3]!, slice)
      return null
    }
    case Op.STORE_SLICE: {
      const slice = new PySlice(slots[sp - 2]!, slots[sp - 1]!, null)
      frame.sp = sp - 4
      setItem(slots[sp - 3]!, slice, slots[sp - 4]!)
      return null
    }
    case Op.BUILD_SLICE: {
      const step = arg === 3 ? slots[--sp]! : null
      slots[sp - 2] = new PySlice(slots[sp - 2]!, slots[sp - 1]!, step)
      frame.sp = sp - 1
      return null
    }
    case Op.UNARY_POSITIVE:
      slots[sp - 1] = unary('pos', slots[sp - 1]!)
      return null
    case Op.UNARY_INVERT:
      slots[sp - 1] = unary('invert', slots[sp - 1]!)
      return null

    // ── Containers ───────────────────────────────────────────────────────────────────────────────────────────────────
    case Op.BUILD_TUPLE:
      return push(frame, sp - arg, new PyTuple(take(slots, sp, arg)))
    case Op.BUILD_LIST:
      return push(frame, sp - arg, new PyList(take(slots, sp, arg)))
    case Op.BUILD_SET: {
      const set = new PySet()
      for (let i = sp - arg; i < sp; i++) set.add(slots[i]!)
      return push(frame, sp - arg, set)
    }
    case Op.BUILD_MAP: {
      const dict = new PyDict()
      for (let i = sp - 2 * arg; i < sp; i += 2) dict.setItem(slots[i]!, slots[i + 1]!)
      return push(frame, sp - 2 * arg, dict)
    }
    case Op.BUILD_STRING:
      return push(frame, sp - arg, joinStrings(slots, sp, arg))
    case Op.LIST_APPEND:
      frame.sp = --sp
      ;(slots[sp - arg] as PyList).items.push(slots[sp]!)
      return null
    case Op.SET_ADD:
      frame.sp = --sp
      ;(slots[sp - arg] as PySet).add(slots[sp]!)
      return null
    case Op.MAP_ADD:
      frame.sp = sp -= 2
      ;(slots[sp - arg] as PyDict).setItem(slots[sp]!, slots[sp + 1]!)
      return null
    case Op.LIST_EXTEND: {
      frame.sp = --sp
      const list = slots[sp - arg] as PyList
      const source = slots[sp]!
      if ((source instanceof PyList || source instanceof PyTuple) && !source.cls.heap) {
        for (const item of source.items.slice()) list.items.push(item)
        return null
      }
      const proto = typeOf(source).proto
      if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
        throw typeError(`Value after * must be an iterable, not ${typeOf(source).name}`)
      for (const item of toArray(source)) list.items.push(item)
      return null
    }
    case Op.SET_UPDATE: {
      frame.sp = --sp
      const set = slots[sp - arg] as PySet
      for (const item of toArray(slots[sp]!)) set.add(item)
      return null
    }
    case Op.DICT_UPDATE: {
      frame.sp = --sp
      const source = slots[sp]!
      if (!(source instanceof PyDict) && lookupAttr(source, 'keys') === undefined)
        throw typeError(`'${typeOf(source).name}' object is not a mapping`)
      mergeInto(slots[sp - arg] as PyDict, source, null)
      return null
    }
    case Op.DICT_MERGE: {
      frame.sp = --sp
      const source = slots[sp]!
      const callable = slots[sp - arg - 2]!
      if (!(source instanceof PyDict) && lookupAttr(source, 'keys') === undefined)
        throw typeError(`${functionText(callable)} argument after ** must be a mapping, not ${typeOf(source).name}`)
      mergeInto(slots[sp - arg] as PyDict, source, callable)
      return null
    }
    case Op.LIST_TO_TUPLE:
      slots[sp - 1] = new PyTuple((slots[sp - 1] as PyList).items)
      return null
    case Op.UNPACK_SEQUENCE:
      unpackSequence(frame, slots[sp - 1]!, arg)
      return null
    case Op.UNPACK_EX:
      unpackEx(frame, slots[sp - 1]!, arg & 255, arg >> 8)
      return null
    case Op.FORMAT_SIMPLE: {
      const v = slots[sp - 1]!
      if (typeof v !== 'string') slots[sp - 1] = format(v, '')
      return null
    }
    case Op.FORMAT_WITH_SPEC:
      frame.sp = sp - 1
      slots[sp - 2] = format(slots[sp - 2]!, slots[sp - 1]!)
      return null
    case Op.CONVERT_VALUE: {
      const v = slots[sp - 1]!
      slots[sp - 1] = arg === 1 ? str(v) : arg === 2 ? repr(v) : asciiText(repr(v))
      return null
    }

    // ── Calls and functions ──────────────────────────────────────────────────────────────────────────────────────────
    case Op.CALL_KW:
    case Op.CALL_METHOD_KW: {
      const names = (slots[sp - 1] as PyTuple).items as string[]
      const k = names.length
      const at = sp - 1 - arg
      const method = (ins & 255) === Op.CALL_METHOD_KW
      const values: Value[] = []
      for (let i = sp - 1 - k; i < sp - 1; i++) values.push(slots[i]!)
      const args: Value[] = []
      const withSelf = method && slots[at - 1] !== undefined
      for (let i = withSelf ? at - 1 : at; i < sp - 1 - k; i++) args.push(slots[i]!)
      const base = method ? at - 2 : at - 1
      const v = prepareCall(slots[base]!, args, names, values)
      frame.sp = base
      if (v === PENDING) return v
      slots[base] = v
      frame.sp = base + 1
      return null
    }
    case Op.CALL_EX: {
      let names: string[] = []
      let values: Value[] = []
      if (arg & 1) {
        const dict = slots[--sp]!
        if (dict instanceof PyDict) {
          names = dict.keyList() as string[]
          for (let i = 0; i < names.length; i++) {
            if (typeof names[i] === 'string') continue
            const text = asString(names[i]!)
            if (text === undefined) throw typeError('keywords must be strings')
            names[i] = text
          }
          values = dict.valueList()
        } else
          throw typeError(
            `${functionText(slots[sp - 2]!)} argument after ** must be a mapping, not ${typeOf(dict).name}`,
          )
      }
      const iterable = slots[--sp]!
      const callable = slots[--sp]!
      let args: Value[]
      if (iterable instanceof PyTuple) args = iterable.items
      else if (iterable instanceof PyList && !iterable.cls.heap) args = iterable.items.slice()
      else {
        const proto = typeOf(iterable).proto
        if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
          throw typeError(
            `${functionText(callable)} argument after * must be an iterable, not ${typeOf(iterable).name}`,
          )
        args = toArray(iterable)
      }
      const v = prepareCall(callable, args, names, values)
      frame.sp = sp
      if (v === PENDING) return v
      slots[sp] = v
      frame.sp = sp + 1
      return null
    }
    case Op.MAKE_FUNCTION: {
      const code = slots[sp - 1] as unknown as CodeObject
      const f = new PyFunction(code, frame.globals, frame.builtins)
      const module = frame.globals.getItem('__name__')
      if (module !== undefined) f.module = module
      f.doc = docOf(code)
      slots[sp - 1] = f
      return null
    }
    case Op.SET_FUNCTION_ATTRIBUTE: {
      const f = slots[sp - 1] as PyFunction
      const v = slots[sp - 2]!
      if (arg === 1) f.defaults = (v as PyTuple).items
      else if (arg === 2) f.kwdefaults = v as PyDict
      else if (arg === 4) f.annotations = v instanceof PyTuple ? v.items : (v as PyDict)
      else f.closure = (v as PyTuple).items as PyCell[]
      slots[sp - 2] = f
      frame.sp = sp - 1
      return null
    }

    // ── Generators and coroutines ────────────────────────────────────────────────────────────────────────────────────
    case Op.GET_YIELD_FROM_ITER: {
      const v = slots[sp - 1]!
      if (v instanceof PyCoroutine) {
        if ((frame.code.flags & 0x180) === 0)
          throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator")
      } else if (!(v instanceof PyGenerator && v.sendable)) slots[sp - 1] = getIter(v)
      return null
    }
    case Op.END_SEND:
      slots[sp - 2] = slots[sp - 1]!
      frame.sp = sp - 1
      return null
    case Op.CLEANUP_THROW: {
      const e = slots[sp - 1] as PyBaseException
      if (!e.cls.isSubtype(stopIterationType)) {
        thread.reraising = e
        throw e
      }
      slots[sp - 2] = (e as PyStopIteration).value
      frame.sp = sp - 1
      return null
    }
    case Op.GET_AWAITABLE:
      slots[sp - 1] = awaitable(slots[sp - 1]!, arg)
      return null
    case Op.GET_AITER: {
      const v = slots[sp - 1]!
      const method = typeOf(v).proto.$__aiter__
      if (method === undefined)
        throw typeError(`'async for' requires an object with __aiter__ method, got ${typeOf(v).name}`)
      const iterator = context.call0(bind(method, v, typeOf(v)))
      if (typeOf(iterator).proto.$__anext__ === undefined)
        throw typeError(
          `'async for' received an object from __aiter__ that does not implement __anext__: ${typeOf(iterator).name}`,
        )
      slots[sp - 1] = iterator
      return null
    }
    case Op.GET_ANEXT: {
      const iterator = slots[sp - 1]!
      const method = typeOf(iterator).proto.$__anext__
      if (method === undefined)
        throw typeError(`'async for' requires an iterator with __anext__ method, got ${typeOf(iterator).name}`)
      if (iterator instanceof PyAsyncGenerator) {
        slots[sp] = nextOf(iterator)
        frame.sp = sp + 1
        return null
      }
      const next = context.call0(bind(method, iterator, typeOf(iterator)))
      try {
        slots[sp] = awaitable(next, 0)
      } catch (e) {
        const failed = typeError(`'async for' received an invalid object from __anext__: ${typeOf(next).name}`)
        if (e instanceof PyBaseException) failed.cause = failed.context = e
        throw failed
      }
      frame.sp = sp + 1
      return null
    }
    case Op.END_ASYNC_FOR: {
      const e = slots[sp - 1] as PyBaseException
      if (!e.cls.isSubtype(stopAsyncIterationType)) {
        thread.reraising = e
        throw e
      }
      frame.sp = sp - 2
      return null
    }

    // ── Exceptions ───────────────────────────────────────────────────────────────────────────────────────────────────
    case Op.RAISE_VARARGS:
      throw raise(arg, arg >= 1 ? slots[sp - arg]! : null, arg === 2 ? slots[sp - 1]! : undefined)
    case Op.RERAISE: {
      const e = slots[sp - 1] as PyBaseException
      thread.reraising = e
      // The frame stays where the exception was raised; below the exception lie `arg` items, the first of them that place.
      thread.reraisedAt = arg > 0 ? (slots[sp - 1 - arg] as number) : -1
      throw e
    }
    case Op.PUSH_EXC_INFO: {
      const e = slots[sp - 1]!
      slots[sp - 1] = thread.handled.exception
      slots[sp] = e
      thread.handled.exception = e as PyBaseException
      frame.sp = sp + 1
      return null
    }
    case Op.POP_EXCEPT:
      thread.handled.exception = slots[sp - 1] as PyBaseException | null
      frame.sp = sp - 1
      return null
    case Op.CHECK_EXC_MATCH: {
      const type = slots[sp - 1]!
      const e = slots[sp - 2] as PyBaseException
      slots[sp - 1] =
        type instanceof PyType && type.isSubtype(baseExceptionType)
          ? e.cls.isSubtype(type)
          : checkExceptionTypes(e, type)
      return null
    }
    case Op.CHECK_EG_MATCH: {
      const [rest, match] = groupMatch(slots[sp - 2] as PyBaseException, slots[sp - 1]!)
      slots[sp - 2] = rest
      slots[sp - 1] = match
      if (match !== null) thread.handled.exception = match as PyBaseException
      return null
    }
    case Op.BEFORE_WITH: {
      const manager = slots[sp - 1]!
      const type = typeOf(manager)
      const enter = type.proto.$__enter__
      if (enter === undefined)
        throw typeError(
          `'${type.name}' object does not support the context manager protocol${type.proto.$__aenter__ !== undefined && type.proto.$__aexit__ !== undefined ? ". Did you mean to use 'async with'?" : ''}`,
        )
      const exit = type.proto.$__exit__
      if (exit === undefined)
        throw typeError(`'${type.name}' object does not support the context manager protocol (missed __exit__ method)`)
      slots[sp - 1] = bind(exit, manager, type)
      if (enter instanceof PyFunction) {
        const v = callFunction1(enter, manager, Cont.Push)
        if (v === PENDING) return v
        slots[sp] = v
      } else slots[sp] = context.call0(bind(enter, manager, type))
      frame.sp = sp + 1
      return null
    }
    case Op.BEFORE_ASYNC_WITH: {
      const manager = slots[sp - 1]!
      const type = typeOf(manager)
      const enter = type.proto.$__aenter__
      if (enter === undefined)
        throw typeError(
          `'${type.name}' object does not support the asynchronous context manager protocol${type.proto.$__enter__ !== undefined && type.proto.$__exit__ !== undefined ? ". Did you mean to use 'with'?" : ''}`,
        )
      const exit = type.proto.$__aexit__
      if (exit === undefined)
        throw typeError(
          `'${type.name}' object does not support the asynchronous context manager protocol (missed __aexit__ method)`,
        )
      slots[sp - 1] = bind(exit, manager, type)
      slots[sp] = context.call0(bind(enter, manager, type))
      frame.sp = sp + 1
      return null
    }
    case Op.WITH_EXCEPT_START: {
      const e = slots[sp - 1] as PyBaseException
      const exit = slots[sp - 4]!
      const v = prepareCall(exit, [e.cls, e, e.traceback])
      if (v === PENDING) return v
      slots[sp] = v
      frame.sp = sp + 1
      return null
    }

    // ── Imports ──────────────────────────────────────────────────────────────────────────────────────────────────────
    case Op.IMPORT_NAME: {
      // A body that was put off imports as if it ran when its module was imported.
      if (recordedImports.size > 0 && recordedImports.has(frame.globals)) {
        frame.sp = sp - 1
        slots[sp - 2] = context.importName(
          frame.code.names[arg]!,
          frame.globals,
          slots[sp - 1]!,
          slots[sp - 2] as number,
        )
        return null
      }
      const importer = loadBuiltin(frame, '__import__')
      frame.sp = sp - 1
      const v = prepareCall(importer, [
        frame.code.names[arg]!,
        frame.globals,
        frame.locals,
        slots[sp - 1]!,
        slots[sp - 2]!,
      ])
      if (v === PENDING) {
        frame.sp = sp - 2
        return v
      }
      slots[sp - 2] = v
      return null
    }
    case Op.IMPORT_FROM:
      slots[sp] = context.importFrom(slots[sp - 1]!, frame.code.names[arg]!)
      frame.sp = sp + 1
      return null

    // ── Pattern matching ─────────────────────────────────────────────────────────────────────────────────────────────
    case Op.MATCH_MAPPING:
      slots[sp] = typeOf(slots[sp - 1]!).patternKind === 'mapping'
      frame.sp = sp + 1
      return null
    case Op.MATCH_SEQUENCE:
      slots[sp] = typeOf(slots[sp - 1]!).patternKind === 'sequence'
      frame.sp = sp + 1
      return null
    case Op.MATCH_KEYS:
      slots[sp] = matchKeys(slots[sp - 2]!, (slots[sp - 1] as PyTuple).items)
      frame.sp = sp + 1
      return null
    case Op.MATCH_CLASS:
      slots[sp - 3] = matchClass(slots[sp - 3]!, slots[sp - 2]!, arg, (slots[sp - 1] as PyTuple).items as string[])
      frame.sp = sp - 2
      return null
    case Op.GET_LEN:
      slots[sp] = lengthInt(slots[sp - 1]!)
      frame.sp = sp + 1
      return null
    case Op.CALL_INTRINSIC_1:
      slots[sp - 1] = intrinsicOne(frame, intrinsic1[arg]!, slots[sp - 1]!)
      return null
    case Op.CALL_INTRINSIC_2:
      slots[sp - 2] = intrinsicTwo(intrinsic2[arg]!, slots[sp - 2]!, slots[sp - 1]!)
      frame.sp = sp - 1
      return null
  }
  const { code } = frame
  const problem = givenTables(code)?.problem ?? `unknown opcode ${ins & 255}`
  throw systemError(`${code.filename}:${code.position(frame.pc - 1)[0]}: ${problem}`)
}

/** A function's docstring: its first constant, where the compiler says so. */
function docOf(code: CodeObject): Value {
  return code.flags & CodeFlags.HAS_DOCSTRING ? ((code.load().consts[0] as Value | undefined) ?? null) : null
}

function joinStrings(slots: readonly Value[], sp: number, n: number): Value {
  let text = ''
  for (let i = sp - n; i < sp; i++) {
    const part = slots[i]!
    text += typeof part === 'string' ? part : asString(part)!
  }
  return text
}

function take(slots: readonly Value[], sp: number, n: number): Value[] {
  const items: Value[] = []
  for (let i = sp - n; i < sp; i++) items.push(slots[i]!)
  return items
}

function push(frame: Frame, at: number, v: Value): Value {
  frame.slots[at] = v
  frame.sp = at + 1
  return null
}

/** A callable as messages name it: `module.qualname()`. */
export function functionText(callable: Value): string {
  const qualname = lookupAttr(callable, '__qualname__')
  if (typeof qualname !== 'string') return repr(callable)
  const module = lookupAttr(callable, '__module__')
  return typeof module === 'string' && module !== 'builtins' ? `${module}.${qualname}()` : `${qualname}()`
}

/** Adds a mapping's items to a dict; with `callable` a repeated key is an error of the call. */
function mergeInto(target: PyDict, source: Value, callable: Value): void {
  const add = (key: Value, value: Value) => {
    if (callable !== null && target.getItem(key) !== undefined)
      throw typeError(`${functionText(callable)} got multiple values for keyword argument '${strText(key)}'`)
    target.setItem(key, value)
  }
  if (source instanceof PyDict && !source.cls.heap) {
    const values = source.valueList()
    source.keyList().forEach((key, i) => add(key, values[i]!))
    return
  }
  for (const key of toArray(context.call0(getAttr(source, 'keys')))) add(key, getItem(source, key))
}

function unpackSequence(frame: Frame, v: Value, n: number): void {
  const slots = frame.slots
  let sp = frame.sp - 1
  if ((v instanceof PyTuple || v instanceof PyList) && !v.cls.heap) {
    const items = v.items
    if (items.length !== n) {
      if (items.length > n) throw valueError(`too many values to unpack (expected ${n})`)
      throw valueError(`not enough values to unpack (expected ${n}, got ${items.length})`)
    }
    for (let i = n - 1; i >= 0; i--) slots[sp++] = items[i]
    frame.sp = sp
    return
  }
  const items = unpackIterable(v, n, false)
  for (let i = n - 1; i >= 0; i--) slots[sp++] = items[i]
  frame.sp = sp
}

function unpackIterable(v: Value, n: number, star: boolean): Value[] {
  const proto = typeOf(v).proto
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`cannot unpack non-iterable ${typeOf(v).name} object`)
  const iterator = getIter(v)
  const items: Value[] = []
  for (;;) {
    if (!star && items.length === n) {
      if (iterNext(iterator) === undefined) return items
      throw valueError(`too many values to unpack (expected ${n})`)
    }
    const item = iterNext(iterator)
    if (item === undefined) break
    items.push(item)
  }
  if (items.length < n)
    throw valueError(`not enough values to unpack (expected ${star ? 'at least ' : ''}${n}, got ${items.length})`)
  return items
}

function unpackEx(frame: Frame, v: Value, before: number, after: number): void {
  const items = unpackIterable(v, before + after, true)
  const slots = frame.slots
  let sp = frame.sp - 1
  const rest = items.slice(before, items.length - after)
  for (let i = items.length - 1; i >= items.length - after; i--) slots[sp++] = items[i]
  slots[sp++] = new PyList(rest)
  for (let i = before - 1; i >= 0; i--) slots[sp++] = items[i]
  frame.sp = sp
}

/** The exception of a raise statement; `count` 0 re-raises the handled one. */
function raise(count: number, value: Value, cause: Value | undefined): PyBaseException {
  if (count === 0) {
    const current = handledException()
    if (current === null) throw runtimeError('No active exception to reraise')
    // As it is: no new context, no entry for this line.
    thread.reraising = current
    return current
  }
  let exception: Value = value
  if (value instanceof PyType && value.isSubtype(baseExceptionType)) {
    exception = context.call0(value)
    if (!(exception instanceof PyBaseException))
      throw typeError(
        `calling ${repr(value)} should have returned an instance of BaseException, not ${repr(typeOf(exception))}`,
      )
  }
  if (!(exception instanceof PyBaseException)) throw typeError('exceptions must derive from BaseException')
  if (cause !== undefined) {
    let fixed: Value = cause
    if (cause instanceof PyType && cause.isSubtype(baseExceptionType)) {
      fixed = context.call0(cause)
      if (!(fixed instanceof PyBaseException))
        throw typeError(
          `calling ${repr(cause)} should have returned an instance of BaseException, not ${repr(typeOf(fixed))}`,
        )
    }
    if (fixed !== null && !(fixed instanceof PyBaseException))
      throw typeError('exception causes must derive from BaseException')
    exception.cause = fixed
    exception.suppressContext = true
  }
  setContext(exception)
  thread.propagating = exception
  return exception
}
