/**
 * The opcodes that the main loop does not inline: containers, formatting, keyword calls, functions, exceptions, `with`, imports,
 * pattern matching, asynchronous iteration. `rare` works on the frame's `pc` and `sp` and returns PENDING where a frame must run.
 */
import { CodeFlags, type CodeObject } from '../bytecode/code'
import { intrinsic1, intrinsic2, Op } from '../bytecode/opcodes'
import { givenTables } from '../bytecode/wordcode'
import { bind, getAttr, setAttr } from '../objects/attributes'
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
  lengthInt,
  repr,
  setItem,
  str,
  toArray,
  unaryOp as unary,
} from '../objects/operators'
import { PySet } from '../objects/set'
import { PySlice } from '../objects/slice'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { nextOf } from './asyncgenerator'
import { loadBuiltin, loadGlobal, siteOf } from './attributecache'
import { PENDING, prepareCall } from './call'
import {
  dictMerge,
  dictUpdate,
  functionText,
  joinStrings,
  listExtend,
  setUpdate,
  unpack,
  unpackStarred,
} from './displays'
import { checkExceptionTypes, groupMatch } from './exceptionmatch'
import { Cont, type Frame, handledException, thread } from './frame'
import { awaitable } from './generator'
import { PyAsyncGenerator, PyCoroutine, PyGenerator } from './generatorobject'
import { recordedImports } from './import'
import { intrinsicOne, intrinsicTwo } from './intrinsics'
import { matchClass, matchKeys } from './match'
import { nativeBody } from './nativebody'
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
      sp -= 3
      frame.sp = sp
      const load = (ins & 255) === Op.LOAD_SUPER_METHOD ? loadSuper : loadSuperAttribute
      slots[sp] = load(frame, arg, slots[sp]!, slots[sp + 1]!, slots[sp + 2]!)
      sp++
      if ((ins & 255) === Op.LOAD_SUPER_METHOD) slots[sp++] = thread.methodSelf!
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
      return push(frame, sp - arg, joinStrings(take(slots, sp, arg)))
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
    case Op.LIST_EXTEND:
      frame.sp = --sp
      listExtend(slots[sp - arg] as PyList, slots[sp]!)
      return null
    case Op.SET_UPDATE:
      frame.sp = --sp
      setUpdate(slots[sp - arg] as PySet, slots[sp]!)
      return null
    case Op.DICT_UPDATE:
      frame.sp = --sp
      dictUpdate(slots[sp - arg] as PyDict, slots[sp]!)
      return null
    case Op.DICT_MERGE:
      frame.sp = --sp
      dictMerge(slots[sp - arg] as PyDict, slots[sp]!, slots[sp - arg - 2]!)
      return null
    case Op.LIST_TO_TUPLE:
      slots[sp - 1] = new PyTuple((slots[sp - 1] as PyList).items)
      return null
    case Op.UNPACK_SEQUENCE:
      return pushItems(frame, unpack(slots[sp - 1]!, arg), arg)
    case Op.UNPACK_EX: {
      const before = arg & 255
      const after = arg >> 8
      return pushItems(frame, unpackStarred(slots[sp - 1]!, before, after), before + after + 1)
    }
    case Op.FORMAT_SIMPLE: {
      const v = slots[sp - 1]!
      if (typeof v !== 'string') slots[sp - 1] = format(v, '')
      return null
    }
    case Op.FORMAT_WITH_SPEC:
      frame.sp = sp - 1
      slots[sp - 2] = format(slots[sp - 2]!, slots[sp - 1]!)
      return null
    case Op.CONVERT_VALUE:
      slots[sp - 1] = convert(slots[sp - 1]!, arg)
      return null

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
      const dict = arg & 1 ? slots[--sp]! : undefined
      sp -= 2
      const v = callSpread(slots[sp]!, slots[sp + 1]!, dict)
      frame.sp = sp
      if (v === PENDING) return v
      slots[sp] = v
      frame.sp = sp + 1
      return null
    }
    case Op.MAKE_FUNCTION:
      slots[sp - 1] = makeFunction(slots[sp - 1] as unknown as CodeObject, frame.globals, frame.builtins)
      return null
    case Op.SET_FUNCTION_ATTRIBUTE: {
      const f = slots[sp - 1] as PyFunction
      setFunctionAttribute(f, slots[sp - 2]!, arg)
      slots[sp - 2] = f
      frame.sp = sp - 1
      return null
    }

    // ── Generators and coroutines ────────────────────────────────────────────────────────────────────────────────────
    case Op.GET_YIELD_FROM_ITER:
      slots[sp - 1] = yieldFromIterator(frame, slots[sp - 1]!)
      return null
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
    case Op.RERAISE:
      // Below the exception lie `arg` items, the first of them the place where it was raised.
      throw reraise(slots[sp - 1] as PyBaseException, arg > 0 ? (slots[sp - 1 - arg] as number) : -1)
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
      slots[sp - 1] = exitOf(manager)
      const enter = type.proto.$__enter__!
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
    case Op.NATIVE_BODY: {
      const v = nativeBody(frame)
      if (v === undefined) return null
      slots[sp] = v
      frame.sp = sp + 1
      frame.pc = arg
      return null
    }
  }
  const { code } = frame
  const problem = givenTables(code)?.problem ?? `unknown opcode ${ins & 255}`
  throw systemError(`${code.filename}:${code.position(frame.pc - 1)[0]}: ${problem}`)
}

/** The bound `__exit__` of a context manager; TypeError where the object is none. */
export function exitOf(manager: Value): Value {
  const type = typeOf(manager)
  const { proto } = type
  if (proto.$__enter__ === undefined) {
    const hint =
      proto.$__aenter__ !== undefined && proto.$__aexit__ !== undefined ? ". Did you mean to use 'async with'?" : ''
    throw typeError(`'${type.name}' object does not support the context manager protocol${hint}`)
  }
  if (proto.$__exit__ === undefined)
    throw typeError(`'${type.name}' object does not support the context manager protocol (missed __exit__ method)`)
  return bind(proto.$__exit__, manager, type)
}

/** `!s`, `!r` and `!a` of an f-string. */
export function convert(v: Value, which: number): Value {
  return which === 1 ? str(v) : which === 2 ? repr(v) : asciiText(repr(v))
}

/** The function that a `def` or lambda makes of its code. */
export function makeFunction(code: CodeObject, globals: PyDict, builtins: Value): PyFunction {
  const f = new PyFunction(code, globals, builtins)
  const module = globals.getItem('__name__')
  if (module !== undefined) f.module = module
  f.doc = docOf(code)
  return f
}

/** SET_FUNCTION_ATTRIBUTE: defaults, keyword defaults, annotations or the closure. */
export function setFunctionAttribute(f: PyFunction, v: Value, which: number): void {
  if (which === 1) f.defaults = (v as PyTuple).items
  else if (which === 2) f.kwdefaults = v as PyDict
  else if (which === 4) f.annotations = v instanceof PyTuple ? v.items : (v as PyDict)
  else f.closure = (v as PyTuple).items as PyCell[]
}

/** An exception to be raised again; the frame stays where it was raised, where that is known. */
export function reraise(e: PyBaseException, at: number): PyBaseException {
  thread.reraising = e
  thread.reraisedAt = at
  return e
}

/**
 * `super().name`: the value, with `thread.methodSelf` to be passed first where it is a function of Python. What an instruction found for one class
 * of objects is remembered.
 */
export function loadSuper(frame: Frame, index: number, superValue: Value, cls: Value, self: Value): Value {
  thread.methodSelf = undefined
  if (superValue === superType && cls instanceof PyType) {
    const site = siteOf(frame, index)
    const type = typeOf(self)
    if (site.owner === cls && site.type === type && site.version === type.version) {
      thread.methodSelf = self
      return site.value
    }
    const name = site.name
    const f = superMethod(cls, self, name)
    if (f !== undefined) {
      if (!(self instanceof PyType)) {
        site.owner = cls
        site.type = type
        site.version = type.version
        site.value = f
      }
      thread.methodSelf = self
      return f
    }
    const v = name === '__class__' ? undefined : superGetAttr(cls, self, name)
    return v ?? getAttr(context.call2(superType, cls, self), name)
  }
  return getAttr(
    superValue === superType ? context.call2(superType, cls, self) : context.call0(superValue),
    frame.code.sites[index]!,
  )
}

/** The same as a value of its own: a function is bound. */
export function loadSuperAttribute(frame: Frame, index: number, superValue: Value, cls: Value, self: Value): Value {
  const v = loadSuper(frame, index, superValue, cls, self)
  return thread.methodSelf === undefined ? v : bind(v, self, typeOf(self))
}

/** `f(*iterable, **dict)`: the result, or PENDING. */
export function callSpread(callable: Value, iterable: Value, dict: Value | undefined): Value {
  let names: string[] = []
  let values: Value[] = []
  if (dict !== undefined) {
    if (!(dict instanceof PyDict))
      throw typeError(`${functionText(callable)} argument after ** must be a mapping, not ${typeOf(dict).name}`)
    if (dict.size > 0) {
      names = dict.keyList().map((key) => {
        const text = typeof key === 'string' ? key : asString(key)
        if (text === undefined) throw typeError('keywords must be strings')
        return text
      })
      values = dict.valueList()
    }
  }
  return prepareCall(callable, spread(callable, iterable), names, values)
}

/** What `yield from v` steps. */
export function yieldFromIterator(frame: Frame, v: Value): Value {
  if (!(v instanceof PyCoroutine)) return v instanceof PyGenerator && v.sendable ? v : getIter(v)
  if ((frame.code.flags & (CodeFlags.COROUTINE | CodeFlags.ITERABLE_COROUTINE)) === 0)
    throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator")
  return v
}

/** The arguments that `*iterable` stands for; not to be changed. */
export function spread(callable: Value, iterable: Value): Value[] {
  if (iterable instanceof PyTuple) return iterable.items
  if (iterable instanceof PyList && !iterable.cls.heap) return iterable.items.slice()
  const { proto } = typeOf(iterable)
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`${functionText(callable)} argument after * must be an iterable, not ${typeOf(iterable).name}`)
  return toArray(iterable)
}

/** A function's docstring: its first constant, where the compiler says so. */
function docOf(code: CodeObject): Value {
  return code.flags & CodeFlags.HAS_DOCSTRING ? ((code.load().consts[0] as Value | undefined) ?? null) : null
}

function take(slots: readonly Value[], sp: number, n: number): Value[] {
  const items: Value[] = []
  for (let i = sp - n; i < sp; i++) items.push(slots[i]!)
  return items
}

/** Items in the place of the value on top, the first of them on top. */
function pushItems(frame: Frame, items: readonly Value[], n: number): Value {
  const { slots } = frame
  let at = frame.sp - 1
  for (let i = n - 1; i >= 0; i--) slots[at++] = items[i]
  frame.sp = at
  return null
}

function push(frame: Frame, at: number, v: Value): Value {
  frame.slots[at] = v
  frame.sp = at + 1
  return null
}

/** The exception of a raise statement; `count` 0 re-raises the handled one. */
export function raise(count: number, value: Value, cause: Value | undefined): PyBaseException {
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
