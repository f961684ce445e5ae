/**
 * Calls (Language Reference 6.3.4). Arguments of a known function or class are bound while code is compiled: a Python function with a compiled
 * body is called with its parameters as JavaScript arguments, a builtin function directly. What is not compiled gets a frame of its own, and the
 * interpreter runs it.
 */

import { CodeFlags } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import { isLeaving } from '../interpreter/leave'
import { enumerateType } from '../objects/enumerate'
import { PyBuiltin, PyFunction, PyMethodDescriptor, PyStaticMethod } from '../objects/function'
import { intType } from '../objects/int'
import { objectType, PyType, typeType } from '../objects/object'
import { rangeType } from '../objects/range'
import { realFunction } from '../objects/realfunctions'
import type { NativeFunction } from '../objects/signature'
import { type PyTuple, tupleType } from '../objects/tuple'
import { builtinNew, isBuiltinNew } from '../objects/typecall'
import { callContainer } from './containers'
import { inlineFunction } from './inline'
import { checkedClasses, lowerIsInstance } from './instancechecks'
import { callOnLine, intOfPiece, lengthOfLine, takesPiece } from './linepieces'
import type { Lowering } from './lower'
import { callPure } from './purecalls'
import { uncompiled } from './support'
import { isLine, T, type Val } from './values'

/** Arguments that the support functions take one by one. */
const MAX_DIRECT = 3

/** The arguments of a call. */
interface Arguments {
  readonly positional: readonly Val[]
  /** Names and values of those given by keyword. */
  readonly names: readonly string[]
  readonly values: readonly Val[]
  /** The stack before the instruction, where it can be started again. */
  readonly stack?: readonly Val[]
}

function takeArguments(l: Lowering, n: number, keywords: Val | null): Arguments {
  const { stack } = l.state
  const names = namesOf(keywords)
  const before = keywords === null ? stack.slice() : [...stack, keywords]
  const given = stack.splice(stack.length - n, n)
  const k = names.length
  return { positional: given.slice(0, n - k), names, values: given.slice(n - k), stack: before }
}

/** The names of arguments given by keyword, from the tuple that was on top of the stack. */
function namesOf(keywords: Val | null): readonly string[] {
  return keywords === null ? [] : ((keywords.c as PyTuple).items as string[])
}

/** CALL, CALL_KW */
export function lowerCall(l: Lowering, n: number, keywords: Val | null = null): void {
  const { stack } = l.state
  const names = namesOf(keywords)
  const callee = l.peek(n)
  const f = knownCallee(l, callee, keywords)
  if (names.length === 0) {
    const args = stack.slice(stack.length - n)
    const inlined = f === undefined ? null : inlineCall(l, f, args)
    if (inlined !== null) {
      stack.length -= n + 1
      l.push(inlined.result)
      if (inlined.ran) l.afterCall()
      return
    }
  }
  const args = takeArguments(l, n, keywords)
  l.pop()
  if (!callKnown(l, f, args) && !callAlike(l, callee, args)) general(l, callee, args)
}

/** CALL_METHOD, CALL_METHOD_KW */
export function lowerCallMethod(l: Lowering, n: number, keywords: Val | null = null): void {
  const names = namesOf(keywords)
  const callee = l.peek(n + 1)
  const self = l.peek(n)
  const f = callee.c
  const { stack } = l.state
  if (self.t === T.Null && f instanceof PyBuiltin && f.self === undefined && names.length === 0) {
    const result = callReal(l, f, stack.slice(stack.length - n))
    if (result !== null) {
      stack.length -= n + 2
      l.push(result)
      return
    }
  }
  const args = takeArguments(l, n, keywords)
  l.pop()
  l.pop()
  if (self.t === T.Null) {
    if (callKnown(l, f, args)) return
  } else {
    const positional = [self, ...args.positional]
    if (f instanceof PyMethodDescriptor) {
      if (f.native.name === 'append' && self.t === T.List && n === 1 && names.length === 0) {
        l.emit(`${self.x}.items.push(${l.boxed(args.positional[0]!)});`)
        l.acts()
        l.push({ t: T.None, x: 'null' })
        return
      }
      if (names.length === 0 && takesPiece(l, f.native, self, args.positional)) return
      if (names.length === 0 && callOnLine(l, f.native, self, args.positional)) return
      if (names.length === 0 && callPure(l, f.native, self, args.positional, args.stack!)) return
      if (names.length === 0 && callContainer(l, f.native, { self, args: args.positional, stack: args.stack! })) return
      if (callNative(l, f.native, { ...args, positional })) return
    }
    if (f instanceof PyFunction && callFunction(l, f, { ...args, positional })) return
  }
  if (self.t === T.Null) {
    if (!callAlike(l, callee, args)) general(l, callee, args)
  } else if (!callAmong(l, callee, withFirst(args, self))) generalMethod(l, callee, self, args)
}

/** A call of one of several methods that take the arguments as they are. */
function callAmong(l: Lowering, callee: Val, args: Arguments): boolean {
  const { among } = callee
  const n = args.positional.length
  if (among === undefined || args.names.length > 0) return false
  const fits = ({ code }: PyFunction): boolean => code.arity === n && (code.flags & CodeFlags.GENERATOR) === 0
  if (!among.every((f) => fits(f) && l.assumeFunction(f))) return false
  for (const { code } of among) code.compiled ??= uncompiled
  begin(l)
  finish(l, `${callee.x}.code.compiled(${calledWith(l, callee.x, args.positional)})`)
  return true
}

/** A call of what is always the same here, where its arguments can be bound. */
function callKnown(l: Lowering, f: unknown, args: Arguments): boolean {
  if (f instanceof PyFunction) return callFunction(l, f, args)
  if (f instanceof PyType) return makeInstance(l, f, args)
  if (f instanceof PyMethodDescriptor) return callUnbound(l, f, args)
  return f instanceof PyBuiltin && f.self === undefined && f.owner === null && callNative(l, f.native, args)
}

/** A builtin type's method that is asked of the type: `object.__setattr__(o, 'x', 1)`, `str.upper(s)`. */
function callUnbound(l: Lowering, f: PyMethodDescriptor, args: Arguments): boolean {
  const self = args.positional[0]
  if (self === undefined) return false
  if (f.owner !== objectType && !(self.t === T.Object && self.cls!.isSubtype(f.owner))) {
    if (args.stack === undefined || !l.mayGuess()) return false
    const fails = `Z.isPlainInstance(${l.boxed(self)},${l.constant(f.owner)})!==true`
    l.before(args.stack, () => l.leaveIf(fails))
  }
  return callNative(l, f.native, args)
}

/** What is called here: known by its name, or because it was always the same. */
function knownCallee(l: Lowering, callee: Val, keywords: Val | null): unknown {
  if (callee.c !== undefined) return callee.c
  if (!l.mayGuess()) return undefined
  const target = l.profile.targetAt(l.at)
  if (target === null) return undefined
  // A bound method or a function made again and again is not worth a guess: the notes had it always the same.
  if (keywords !== null) l.push(keywords)
  l.leaveIf(`${callee.x}!==${l.constant(target)}`)
  if (keywords !== null) l.pop()
  return target
}

/**
 * A call of functions that were made by one `def` again and again, as decorators make them: where their arguments do not fit as they are, the places of the
 * parameters are known from the code, and defaults are asked of the function.
 */
function callAlike(l: Lowering, callee: Val, args: Arguments): boolean {
  const sample = l.profile.sampleAt(l.at)
  if (sample === null || !l.mayGuess()) return false
  const { code } = sample
  const fits = args.names.length === 0 && args.positional.length === code.arity
  if (fits || (code.flags & CodeFlags.GENERATOR) !== 0) return false
  const f = l.boxed(callee)
  const parameters = bind(l, sample, args, f)
  if (parameters === null) return false
  code.compiled ??= uncompiled
  const k = l.constant(code)
  l.before(args.stack!, () => l.leaveIf(`!(${f} instanceof FN&&${f}.code===${k}${sameDefaults(sample, f)})`))
  begin(l)
  finish(l, `${k}.compiled(${calledWith(l, f, parameters)})`)
  return true
}

/** The result of a call that can leave frames to be run, pushed. */
function finish(l: Lowering, call: string): void {
  const r = l.temporary()
  if (l.raisesByReturning()) {
    // Whoever leaves finds out why: frames are still to be run, the call has raised, or what was taken for granted has changed.
    l.push({ t: T.Any, x: r })
    l.emit(`let ${r}=${call};${l.staleText(l.at + 1, `P===${r}&&P===(${r}=Z.await(fr))||`)}`)
    return
  }
  l.emit(`let ${r}=${call};if(P===${r}){${l.passOn()}if(P===(${r}=Z.finish(fr)))${l.exit(l.at + 1, true)}}`)
  l.push({ t: T.Any, x: r })
  l.afterCall()
}

function begin(l: Lowering): void {
  l.spill()
  l.emit(`${l.mayRaise()};`)
}

/** A call of what is not known. The body of a Python function is called here, where JavaScriptCore sees which one it is. */
function general(l: Lowering, callee: Val, args: Arguments): void {
  begin(l)
  const f = l.boxed(callee)
  if (args.names.length > 0) {
    finish(l, `Z.callKeywords(fr,${f},${argumentsText(l, args)})`)
    return
  }
  const { positional } = args
  const n = positional.length
  const given = [f, ...positional.map((v) => l.boxed(v))].join(',')
  const other = n > MAX_DIRECT ? `callOther(fr,${f},${listText(l, positional)})` : `call${n}(fr,${given})`
  finish(l, `${hasBody(f, n)}?${f}.code.compiled(${calledWith(l, f, positional)}):Z.${other}`)
}

function generalMethod(l: Lowering, callee: Val, self: Val, args: Arguments): void {
  begin(l)
  const f = l.boxed(callee)
  const all = withFirst(args, self)
  if (args.names.length > 0) {
    finish(l, `Z.callMethodKeywords(fr,${f},${argumentsText(l, all)})`)
    return
  }
  const { positional } = all
  const o = l.boxed(self)
  const given = positional.map((v) => l.boxed(v)).join(',')
  finish(
    l,
    `${o}!==undefined&&${hasBody(f, positional.length)}?${f}.code.compiled(${calledWith(l, f, positional)}):Z.callMethod(fr,${f},[${given}])`,
  )
}

function hasBody(f: string, n: number): string {
  return `${f} instanceof FN&&${f}.code.arity===${n}&&${f}.code.compiled!==null`
}

/**
 * Calls the exception class on the stack before it is raised, where builtin code alone makes the instance: with it in the place of the class, the
 * instruction can be started again.
 */
export function callRaisedClass(l: Lowering, cls: PyType): void {
  const callee = l.pop()
  const args: Arguments = { positional: [], names: [], values: [] }
  if (cls.proto.$__init__ instanceof PyFunction || !makeInstance(l, cls, args, l.at)) l.push(callee)
}

/** CALL_EX */
export function lowerCallSpread(l: Lowering, withDict: boolean): void {
  const dict = withDict ? l.boxed(l.pop()) : 'undefined'
  const iterable = l.boxed(l.pop())
  const f = l.boxed(l.pop())
  begin(l)
  finish(l, `Z.callSpread(fr,${f},${iterable},${dict})`)
}

// ── Python functions ───────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The parameters of a function in the order of its variables; null where the arguments do not fit. Those of `*` and `**` are made by their text. With `own`, the
 * text of a function of the same code, defaults are that one's.
 */
export function bind(l: Lowering, f: PyFunction, args: Arguments, own: string | null = null): Val[] | null {
  const { code } = f
  if (code.parameters < 0) return null
  const { argcount, kwonlyargcount, posonlyargcount, flags } = code
  const { positional } = args
  const total = argcount + kwonlyargcount
  const bound: (Val | undefined)[] = positional.slice(0, argcount)
  const extra = positional.slice(argcount)
  if (extra.length > 0 && (flags & CodeFlags.VARARGS) === 0) return null
  const surplus: number[] = []
  for (let k = 0; k < args.names.length; k++) {
    const i = code.localsplus.indexOf(args.names[k]!)
    if (i >= posonlyargcount && i < total) {
      if (bound[i] !== undefined) return null
      bound[i] = args.values[k]!
    } else if ((flags & CodeFlags.VARKEYWORDS) !== 0) surplus.push(k)
    else return null
  }
  const defaults = f.defaults ?? []
  for (let i = 0; i < total; i++) {
    if (bound[i] !== undefined) continue
    const place = i - argcount + defaults.length
    const v = i < argcount ? defaults[place] : f.kwdefaults?.getItem(code.localsplus[i]!)
    if (v === undefined) return null
    if (own === null) bound[i] = l.constantValue(v)
    else if (i < argcount) bound[i] = { t: T.Any, x: `${own}.defaults[${place}]` }
    else return null
  }
  const all = bound as Val[]
  if ((flags & CodeFlags.VARARGS) !== 0)
    all.push({ t: T.Tuple, x: `new PT([${extra.map((v) => l.boxed(v)).join(',')}])` })
  if ((flags & CodeFlags.VARKEYWORDS) !== 0) {
    const names = l.constant(surplus.map((k) => args.names[k]!))
    const x =
      surplus.length === 0
        ? 'new PD()'
        : `Z.keywords(${names},[${surplus.map((k) => l.boxed(args.values[k]!)).join(',')}])`
    all.push({ t: T.Dict, x })
  }
  return all
}

/** Text of a condition: a function has as many defaults as another of the same code. */
function sameDefaults({ defaults }: PyFunction, f: string): string {
  return defaults === null ? '' : `&&${f}.defaults?.length===${defaults.length}`
}

/**
 * The arguments of a body. It has no frame yet, which is said: JavaScriptCore moves all arguments of a call that leaves out the last one.
 */
function calledWith(l: Lowering, f: string, parameters: readonly Val[]): string {
  return [f, ...parameters.map((v) => l.boxed(v)), 'undefined'].join(',')
}

/** Text of a call of a known function with what {@link bind} has made. */
export function callText(l: Lowering, f: PyFunction, parameters: readonly Val[], args: Arguments): string {
  const { code } = f
  code.compiled ??= uncompiled
  const k = l.constant(f)
  const call = `${l.constant(code)}.compiled(${calledWith(l, k, parameters)})`
  if (l.assumeFunction(f)) return call
  // Code, defaults or keyword defaults have been replaced, and may be again: then the arguments are bound anew.
  const same = `${k}.version===${f.version}`
  if (args.stack === undefined) return `${same}?${call}:${prepareText(l, k, args)}`
  l.before(args.stack, () => l.leaveIf(`!(${same})`))
  return call
}

function prepareText(l: Lowering, k: string, args: Arguments): string {
  return args.names.length === 0
    ? `Z.prepare(fr,${k},${listText(l, args.positional)})`
    : `Z.prepareKeywords(fr,${k},${argumentsText(l, args)})`
}

function listText(l: Lowering, values: readonly Val[]): string {
  return `[${values.map((v) => l.boxed(v)).join(',')}]`
}

/** Positional arguments, names and values of keywords, as functions of support.ts take them. */
function argumentsText(l: Lowering, { positional, names, values }: Arguments): string {
  return `${listText(l, positional)},${l.constant(names)},${listText(l, values)}`
}

function callFunction(l: Lowering, f: PyFunction, args: Arguments): boolean {
  const generator = (f.code.flags & CodeFlags.GENERATOR) !== 0
  const parameters = generator ? [] : bind(l, f, args)
  if (parameters === null) return false
  const inlined = args.stack === undefined ? null : inlineFunction(l, f, parameters, args.stack)
  if (inlined !== null) {
    l.push(inlined)
    return true
  }
  begin(l)
  finish(l, generator ? prepareText(l, l.constant(f), args) : callText(l, f, parameters, args))
  return true
}

/** A property's getter, known, for an object; an AttributeError that leaves it is told what was asked for. */
export function callGetter(l: Lowering, f: PyFunction, o: Val, name: string): void {
  const args: Arguments = { positional: [o], names: [], values: [] }
  const parameters = (f.code.flags & CodeFlags.GENERATOR) === 0 ? bind(l, f, args) : null
  const inlined = parameters === null ? null : inlineFunction(l, f, parameters, [...l.state.stack, o])
  if (inlined !== null) {
    l.push(inlined)
    return
  }
  begin(l)
  const r = l.temporary()
  const call = parameters === null ? prepareText(l, l.constant(f), args) : callText(l, f, parameters, args)
  const exit = l.exit(l.at + 1, true)
  l.emit(
    `let ${r};try{${r}=${call};if(P===${r}&&P===(${r}=Z.finishAttribute(fr,${o.x},${name})))${exit}}catch(e){Z.describe(e,${o.x},${name})}`,
  )
  l.push({ t: T.Any, x: r })
  l.afterCall()
}

// ── Classes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * A call of a class: `object.__new__` or that of a builtin type, then `__init__` (CPython: type_call). What the class has of these is taken for
 * granted while it does not change. `next` is the instruction at which the interpreter goes on with the instance.
 */
function makeInstance(l: Lowering, cls: PyType, args: Arguments, next = l.at + 1): boolean {
  if (cls.cls.proto.$__call__ !== typeType.proto.$__call__ || cls.abstractMethods !== undefined) return false
  // `type.__new__` may make a class of another metaclass than the one that is called.
  if (cls.isSubtype(typeType)) return false
  const init = cls.proto.$__init__
  const make = cls.proto.$__new__
  const plainInit = init === objectType.proto.$__init__
  const self: Val = { t: cls.heap ? T.Object : T.Any, x: l.temporary(), ...(cls.heap ? { cls } : {}) }
  let made: string
  if (make instanceof PyStaticMethod && make.callable instanceof PyFunction)
    return cls.heap && plainInit && callNew(l, cls, make.callable, args)
  const native = make !== objectType.proto.$__new__
  if (!native) {
    if (!cls.heap || (plainInit && args.positional.length + args.names.length > 0)) return false
    made = `new ${l.constant(cls.ctor)}()`
  } else {
    if (make === undefined || !isBuiltinNew(make) || (cls.heap && builtinNew(cls, make) !== make)) return false
    const given = nativeArguments(l, make.native, withFirst(args, l.constantValue(cls)))
    if (given === null) return false
    made = `${l.constant(make.native.fn)}(${given.join(',')})`
  }
  const withSelf = withFirst(args, self)
  if (init instanceof PyFunction) {
    const parameters = bind(l, init, withSelf)
    if (parameters === null) return false
    l.assumeClass(cls)
    if (!native && args.stack !== undefined) {
      const fresh = parameters.map((v) => (v === self ? { ...v, fresh: true } : v))
      const before = l.mark()
      const result = inlineFunction(l, init, fresh, args.stack, `const ${self.x}=${made};`)
      if (result?.t === T.None) {
        l.push(self)
        return true
      }
      if (result !== null) l.backTo(before)
    }
    begin(l)
    const call = callText(l, init, parameters, withSelf)
    l.emit(`let ${self.x}=${made};${native ? `if(P===${self.x})${self.x}=Z.pend(fr);` : ''}`)
    const r = l.temporary()
    l.emit(`let ${r}=${call};if(P===${r}){${l.passOn()}if(P===(${r}=Z.finishInit(fr,${self.x})))${l.exit(next, true)}}`)
    l.emit(`if(${r}!==null)Z.badInit(${r});`)
  } else {
    let initialise = ''
    if (!plainInit) {
      if (!(init instanceof PyMethodDescriptor)) return false
      const given = nativeArguments(l, init.native, withSelf)
      if (given === null) return false
      initialise = `${l.constant(init.native.fn)}(${given.join(',')});`
    }
    l.assumeClass(cls)
    if (!native && plainInit) {
      l.emit(`const ${self.x}=${made};`)
      l.push(self)
      return true
    }
    begin(l)
    l.emit(`let ${self.x}=${made};${native ? `if(P===${self.x})${self.x}=Z.pend(fr);` : ''}${initialise}`)
  }
  l.push(self)
  l.emit(l.staleText(next))
  return true
}

/** A call of a class without `__init__` whose `__new__` is a Python function. */
function callNew(l: Lowering, cls: PyType, f: PyFunction, args: Arguments): boolean {
  if ((f.code.flags & CodeFlags.GENERATOR) !== 0) return false
  const withClass = withFirst(args, l.constantValue(cls))
  const parameters = bind(l, f, withClass)
  if (parameters === null) return false
  l.assumeClass(cls)
  const inlined = args.stack === undefined ? null : inlineFunction(l, f, parameters, args.stack)
  if (inlined?.t === T.Object && inlined.cls === cls) {
    l.push(inlined)
    return true
  }
  // What it returns may be an instance of a subclass, which has an `__init__` that is to be called.
  const given = argumentsText(l, args)
  const r = l.temporary()
  if (inlined === null) {
    begin(l)
    l.emit(`let ${r}=${callText(l, f, parameters, withClass)};if(P===${r}){${l.passOn()}${r}=Z.finishHere(fr)}`)
  } else {
    l.push(inlined)
    begin(l)
    l.pop()
    l.emit(`let ${r}=${l.boxed(inlined)};`)
  }
  const k = l.constant(cls)
  l.emit(`if(${r}?.cls!==${k})${r}=Z.initInstance(${k},${r},${given});`)
  l.push({ t: T.Any, x: r })
  l.afterCall()
  return true
}

function withFirst(args: Arguments, first: Val): Arguments {
  return { ...args, positional: [first, ...args.positional] }
}

// ── Builtin functions ──────────────────────────────────────────────────────────────────────────────────────────────────

/** The JavaScript arguments of a builtin function, as objects/binding.ts binds them; null where they do not fit. */
function nativeArguments(l: Lowering, native: NativeFunction, args: Arguments): string[] | null {
  if (native.min < 0) native.prepare()
  const { positional, names, values } = args
  const { parameters } = native
  const bound: string[] = []
  let next = 0
  let used = 0
  for (const p of parameters) {
    const named = p.kind === 'positional' || p.kind === 'keyword-only' ? names.indexOf(p.name) : -1
    if (p.kind === 'varargs') {
      bound.push(
        `[${positional
          .slice(next)
          .map((v) => l.boxed(v))
          .join(',')}]`,
      )
      next = positional.length
    } else if (p.kind === 'varkeywords') bound.push('null')
    else if (p.kind !== 'keyword-only' && next < positional.length) {
      if (named >= 0) return null
      bound.push(l.boxed(positional[next++]!))
    } else if (named >= 0) {
      bound.push(l.boxed(values[named]!))
      used++
    } else if (p.default === null) return null
    else bound.push('undefined')
  }
  if (next < positional.length || used < names.length) return null
  while (bound[bound.length - 1] === 'undefined') bound.pop()
  return bound
}

function callNative(l: Lowering, native: NativeFunction, args: Arguments): boolean {
  if (isLeaving(native.fn)) return false
  const given = nativeArguments(l, native, args)
  if (given === null) return false
  begin(l)
  const r = l.temporary()
  l.emit(`let ${r}=${l.constant(native.fn)}(${given.join(',')});if(P===${r})${r}=Z.pend(fr);`)
  l.push({ t: T.Any, x: r })
  l.afterCall()
  return true
}

/** What a builtin function gives, and whether it may have run Python code. */
interface Inlined {
  readonly result: Val
  readonly ran: boolean
}

/** Functions of one argument of which it is worth while to know the type. */
const ONE_TYPE: ReadonlySet<string> = new Set(['len', 'ord', 'chr'])

/** Builtin functions and types that need no call, or one of the support functions. */
function inlineCall(l: Lowering, f: unknown, args: readonly Val[]): Inlined | null {
  const [a] = args
  if (f === rangeType) return callRange(l, args)
  if (f === enumerateType) return callEnumerate(l, args)
  if (f instanceof PyType) {
    if (args.length !== 1) return null
    if (f === intType && a!.piece !== undefined) return { result: intOfPiece(l, a!.piece), ran: false }
    if (f === typeType) return { result: l.keep(T.Any, `Z.typeOf(${l.boxed(a!)})`), ran: false }
    return null
  }
  if (!(f instanceof PyBuiltin) || f.self !== undefined) return null
  if (f === tupleType.proto.$__new__) return newTuple(l, args)
  if (f.module !== 'builtins') {
    const result = callReal(l, f, args)
    return result === null ? null : { result, ran: false }
  }
  const { name } = f.native
  const known =
    ONE_TYPE.has(name) && args.length === 1 && !isLine(a!.t) ? [l.speculate(a!, l.profile.top[l.at]!)] : args
  const simple = simpleBuiltin(l, name, known)
  if (simple !== null) return { result: simple, ran: false }
  if (name === 'len' && args.length === 1 && a!.t === T.Any) {
    const r = l.temporary()
    l.emit(
      `let ${r};if(${a!.x}?.cls===LT)${r}=${listLength(a!.x)};else{${l.spillText()}${l.mayRaise()};${r}=Z.len(fr,${a!.x})}`,
    )
    return { result: { t: T.Any, x: r }, ran: true }
  }
  return null
}

/** `tuple.__new__(cls, items)` for a class made from tuple, as named tuples do it. */
function newTuple(l: Lowering, args: readonly Val[]): Inlined | null {
  const [first, items] = args
  const cls = first?.c
  if (args.length !== 2 || items!.t !== T.Tuple || !(cls instanceof PyType) || !cls.heap) return null
  let solid = cls
  while (solid.heap) solid = solid.base!
  if (solid !== tupleType) return null
  const made = l.temporary()
  // Tuples never change, so that the two may share their items.
  l.emit(`const ${made}=new ${l.constant(cls.ctor)}();${made}.items=${items!.x}.items;`)
  return { result: { t: T.Object, x: made, cls }, ran: false }
}

/** A function of floats of which there is a form for numbers (objects/realfunctions.ts). */
function callReal(l: Lowering, f: PyBuiltin, args: readonly Val[]): Val | null {
  const real = realFunction(f.native.fn)
  if (real === undefined || real.arity !== args.length || f.owner !== null) return null
  const numbers: string[] = []
  for (const v of args) {
    const number = l.asNumber(v, v === l.peek() ? l.profile.top[l.at]! : 0)
    if (number === null) return null
    numbers.push(number.x)
  }
  const r = l.temporary()
  l.emit(`let ${r}=${l.constant(real.f)}(${numbers.join(',')});`)
  const given = args.map((v) => l.boxed(v)).join(',')
  const general = `${l.constant(f.native.fn)}(${given})`
  if (real.int) {
    l.rarely(`!Number.isSafeInteger(${r})`, `${r}=${general}`)
    return l.mayGuess() ? l.keep(T.Int, `${r}+0`) : { t: T.Any, x: r }
  }
  l.rarely(`${r}-${r}!==0`, `${r}=${general}.value`)
  return { t: T.Raw, x: r }
}

/** `range` of ints: where a loop begins with it at once, its iterator, of which `iter()` gives the same. */
function callRange(l: Lowering, args: readonly Val[]): Inlined | null {
  if (args.length === 0 || args.length > 3) return null
  if (!args.every((v) => v.t === T.Int || (v.t === T.Any && l.mayGuess()))) return null
  const step = args[2]?.c
  if (args.length === 3 && (typeof step !== 'number' || step === 0)) return null
  const [a, b] = args.map((v) => l.guard(v, T.Int).x) as [string, string]
  const given = args.length === 1 ? `0,${a},1` : `${a},${b},${step ?? 1}`
  const loop = l.at + 1 < l.blockEnd && (l.code.instructions[l.at + 1]! & 255) === Op.GET_ITER
  if (!loop || !l.mayGuess()) return { result: l.keep(T.Any, `Z.makeRange(${given})`), ran: false }
  const [from, to] = args.length === 1 ? ['0', a] : [a, b]
  const by = typeof step === 'number' ? step : 1
  const distance = from === '0' && by > 0 ? to : by > 0 ? `${to}-${from}` : `${from}-${to}`
  // Beyond safe ints there is another iterator.
  if (from !== '0') l.leaveIf(`!Number.isSafeInteger(${distance})`)
  const many = Math.abs(by) === 1 ? distance : `Math.ceil((${distance})/${Math.abs(by)})`
  const left = l.keep(T.Int, `${by > 0 ? `${to}>${from}` : `${to}<${from}`}?${many}:0`)
  const start = from === '0' ? from : l.holder({ t: T.Int, x: from })
  return { result: { t: T.Range, x: 'undefined', g: start, h: left.x, step: String(by) }, ran: false }
}

/** `enumerate` of a list or a text that a loop begins with at once. */
function callEnumerate(l: Lowering, args: readonly Val[]): Inlined | null {
  const loop = l.at + 1 < l.blockEnd && (l.code.instructions[l.at + 1]! & 255) === Op.GET_ITER
  if (!loop || !l.mayGuess() || args.length === 0 || args.length > 2) return null
  const [values, start] = args as [Val, Val | undefined]
  if (start !== undefined && (typeof start.c !== 'number' || Math.abs(start.c) > 2 ** 31)) return null
  const known = l.speculate(values, args.length === 1 ? l.profile.top[l.at]! : l.profile.second[l.at]!)
  if (known.t !== T.List && known.t !== T.Str) return null
  const t = known.t === T.List ? T.EnumList : T.EnumStr
  return { result: { t, x: 'undefined', g: l.holder(known), h: '0', step: start?.x ?? '0' }, ran: false }
}

/** Builtin functions of which little is left once the types of the arguments are known. */
function simpleBuiltin(l: Lowering, name: string, args: readonly Val[]): Val | null {
  const [a, b] = args
  if (a === undefined) return null
  switch (name) {
    case 'ord': {
      if (args.length !== 1 || a.t !== T.Str || !l.mayGuess()) return null
      l.leaveIf(`${a.x}.length!==1`)
      return l.keep(T.Int, `${a.x}.charCodeAt(0)`)
    }
    case 'chr':
      if (args.length !== 1 || a.t !== T.Int || !l.mayGuess()) return null
      l.leaveIf(`!(${a.x}>=0&&${a.x}<0x10000)`)
      return l.keep(T.Str, `String.fromCharCode(${a.x})`)
    case 'len':
      if (args.length !== 1) return null
      if (a.t === T.Bytes || a.t === T.ByteArray) return l.keep(T.Int, `${a.x}.size`)
      if (isLine(a.t)) return lengthOfLine(l, a)
      if (a.t === T.List) return l.keep(T.Int, listLength(a.x))
      if (a.t === T.Tuple) return l.keep(T.Int, `${a.x}.items.length`)
      if (a.t === T.Str) return l.keep(T.Int, `Z.strLength(${a.x})`)
      return a.t === T.Dict ? l.keep(T.Int, `${a.x}.map.size`) : null
    case 'abs':
      if (args.length !== 1) return null
      if (a.t === T.Int || a.t === T.Raw) return l.keep(a.t, `Math.abs(${a.x})`)
      return null
    case 'isinstance': {
      const classes = args.length === 2 ? checkedClasses(b!) : null
      return classes === null ? null : lowerIsInstance(l, a, classes)
    }
    case 'min':
    case 'max': {
      // The first of equal ones, and of what does not compare: NaN.
      const type = args.every((v) => v.t === T.Int) ? T.Int : args.every((v) => v.t === T.Raw) ? T.Raw : null
      if (args.length < 2 || type === null) return null
      return args.reduce((x, y) => l.keep(type, `${y.x}${name === 'min' ? '<' : '>'}${x.x}?${y.x}:${x.x}`))
    }
  }
  return null
}

/** How many items a list has, which does not make items of numbers. */
function listLength(x: string): string {
  return `${x}.holding===null?${x}.items.length:Z.lengthOfList(${x})`
}
