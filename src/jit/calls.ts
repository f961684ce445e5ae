/**
 * Calls (Language Reference 6.3.4). A known Python function is called with JavaScript arguments where it has a compiled body; what is not compiled
 * gets a frame of its own, and the interpreter runs it. Builtin functions are called directly.
 */
import type { CodeObject } from '../bytecode/code'
import { PyBuiltin, PyFunction, PyMethodDescriptor } from '../objects/function'
import { objectType, PyType, typeType } from '../objects/object'
import { rangeType } from '../objects/range'
import type { NativeFunction } from '../objects/signature'
import type { Lowering } from './lower'
import { T, type Val } from './values'

/** Arguments that the support functions take one by one. */
const MAX_DIRECT = 3

/** CALL */
export function lowerCall(l: Lowering, n: number): void {
  const { stack } = l.state
  const callee = l.peek(n)
  const args = stack.slice(stack.length - n)
  const f = knownCallee(l, callee)
  if (f instanceof PyBuiltin && f.self === undefined && f.module === 'builtins') {
    const v = inlineBuiltin(l, f.native.name, args)
    if (v !== null) {
      stack.length -= n + 1
      l.push(v.result)
      if (v.ran) l.afterCall()
      return
    }
  }
  if (f === rangeType && args.length === 1 && args[0]!.t === T.Int) {
    stack.length -= n + 1
    l.push(l.keep(T.Any, `Z.range(${args[0]!.x})`))
    return
  }
  stack.length -= n + 1
  if (f instanceof PyFunction && callFunction(l, f, args)) return
  if (f instanceof PyType && makeInstance(l, f, args)) return
  if (f instanceof PyBuiltin && f.self === undefined && f.owner === null && callNative(l, f.native, args)) return
  general(l, callee, args)
}

/** CALL_METHOD */
export function lowerCallMethod(l: Lowering, n: number): void {
  const { stack } = l.state
  const callee = l.peek(n + 1)
  const self = l.peek(n)
  const args = stack.slice(stack.length - n)
  const f = callee.c
  if (self.t === T.Null) {
    stack.length -= n + 2
    if (f instanceof PyFunction && callFunction(l, f, args)) return
    if (f instanceof PyType && makeInstance(l, f, args)) return
    if (f instanceof PyBuiltin && f.self === undefined && f.owner === null && callNative(l, f.native, args)) return
    general(l, callee, args)
    return
  }
  stack.length -= n + 2
  if (f instanceof PyMethodDescriptor) {
    if (f.native.name === 'append' && self.t === T.List && n === 1) {
      l.emit(`${self.x}.items.push(${l.boxed(args[0]!)});`)
      l.push({ t: T.None, x: 'null' })
      return
    }
    if (callNative(l, f.native, [self, ...args])) return
  }
  if (f instanceof PyFunction && callFunction(l, f, [self, ...args])) return
  // The function is not known, or there may be no self.
  l.spill()
  const list = args.map((v) => l.boxed(v)).join(',')
  begin(l)
  finish(l, `Z.callMethod(fr,${l.boxed(callee)},${l.boxed(self)},[${list}])`)
}

/** What is called here: known by its name, or because it was always the same. */
function knownCallee(l: Lowering, callee: Val): unknown {
  if (callee.c !== undefined) return callee.c
  if (!l.mayGuess()) return undefined
  const target = l.profile.targets.get(l.at)
  if (!(target instanceof PyFunction) && !(target instanceof PyBuiltin)) return undefined
  if (target instanceof PyFunction && target.closure !== null) return undefined
  // A bound method or a function made again and again is not worth a guess: the notes had it always the same.
  l.leaveIf(`${callee.x}!==${l.constant(target)}`)
  return target
}

function begin(l: Lowering): void {
  l.emit(`${l.mayRaise()};`)
}

/** The result of a call that can leave frames to be run, pushed. */
function finish(l: Lowering, call: string, finisher = 'Z.finish(fr)'): void {
  const r = l.temporary()
  l.emit(`let ${r}=${call};if(${r}===P&&(${r}=${finisher})===P)${l.exit(l.at + 1, true)}`)
  l.push({ t: T.Any, x: r })
  l.afterCall()
}

function general(l: Lowering, callee: Val, args: readonly Val[]): void {
  l.spill()
  begin(l)
  const list = args.map((v) => l.boxed(v)).join(',')
  finish(
    l,
    args.length <= MAX_DIRECT
      ? `Z.call${args.length}(fr,${[l.boxed(callee), ...args.map((v) => l.boxed(v))].join(',')})`
      : `Z.callMany(fr,${l.boxed(callee)},[${list}])`,
  )
}

/** The arguments of a function with its defaults; null where they do not fit. */
function complete(l: Lowering, f: PyFunction, args: readonly Val[]): Val[] | null {
  const { code } = f
  if (!code.simple) return null
  const missing = code.argcount - args.length
  if (missing < 0) return null
  if (missing === 0) return [...args]
  if (f.defaults === null || missing > f.defaults.length) return null
  const defaults = f.defaults.slice(f.defaults.length - missing)
  return [...args, ...defaults.map((v) => l.constantValue(v))]
}

function callText(l: Lowering, f: PyFunction, args: readonly Val[], n: number): string {
  const given = args
    .slice(0, n)
    .map((v) => l.boxed(v))
    .join(',')
  const list = args.map((v) => l.boxed(v)).join(',')
  const k = l.constant(f)
  const c: CodeObject = f.code
  const u = l.temporary()
  // Code, defaults or keyword defaults may have been replaced: then the arguments are bound anew.
  l.emit(`const ${u}=${k}.version===${f.version}?${l.constant(c)}.compiled:null;`)
  return `${u}!==null?${u}(${[k, list].filter((t) => t !== '').join(',')}):Z.prepare(fr,${k},[${given}])`
}

function callFunction(l: Lowering, f: PyFunction, args: readonly Val[]): boolean {
  const all = complete(l, f, args)
  if (all === null) return false
  l.spill()
  begin(l)
  finish(l, callText(l, f, all, args.length))
  return true
}

/** A class with a plain `__init__` in Python, or with none. */
function makeInstance(l: Lowering, cls: PyType, args: readonly Val[]): boolean {
  const init = cls.proto.$__init__
  if (
    !cls.heap ||
    cls.cls.proto.$__call__ !== typeType.proto.$__call__ ||
    cls.proto.$__new__ !== objectType.proto.$__new__ ||
    cls.abstractMethods !== undefined
  )
    return false
  if (init === objectType.proto.$__init__ && args.length === 0) {
    l.classes.add(cls)
    l.push(l.keep(T.Object, `new ${l.constant(cls.ctor)}()`, cls))
    return true
  }
  if (!(init instanceof PyFunction)) return false
  const self = l.temporary()
  const all = complete(l, init, [{ t: T.Object, x: self, cls }, ...args])
  if (all === null) return false
  l.classes.add(cls)
  l.spill()
  begin(l)
  l.emit(`const ${self}=new ${l.constant(cls.ctor)}();`)
  const r = l.temporary()
  l.emit(
    `let ${r}=${callText(l, init, all, args.length + 1)};if(${r}===P&&(${r}=Z.finishInit(fr,${self}))===P)${l.exit(l.at + 1, true)}`,
  )
  l.emit(`if(${r}!==null)Z.badInit(${r});`)
  l.push({ t: T.Object, x: self, cls })
  l.afterCall()
  return true
}

/** A builtin function whose parameters are the arguments. */
function callNative(l: Lowering, native: NativeFunction, args: readonly Val[]): boolean {
  if (native.min < 0) native.prepare()
  if (!native.direct || args.length < native.min || args.length > native.max) return false
  l.spill()
  begin(l)
  const r = l.temporary()
  const list = args.map((v) => l.boxed(v)).join(',')
  l.emit(`let ${r}=${l.constant(native.fn)}(${list});if(${r}===P)${r}=Z.pend(fr);`)
  l.push({ t: T.Any, x: r })
  l.afterCall()
  return true
}

/** What a builtin function gives, and whether it may have run Python code. */
interface Inlined {
  readonly result: Val
  readonly ran: boolean
}

function inlineBuiltin(l: Lowering, name: string, args: readonly Val[]): Inlined | null {
  const simple = simpleBuiltin(l, name, args)
  if (simple !== null) return { result: simple, ran: false }
  const [a, b] = args
  if (name === 'len' && args.length === 1 && a!.t === T.Any) {
    const r = l.temporary()
    l.emit(
      `let ${r};if(${a!.x} instanceof PL&&${a!.x}.cls===LT)${r}=${a!.x}.items.length;else{${l.spillText()}${l.mayRaise()};${r}=Z.len(${a!.x})}`,
    )
    return { result: { t: T.Any, x: r }, ran: true }
  }
  // An object's `__class__` can be a property.
  if (name === 'isinstance' && args.length === 2 && b!.c instanceof PyType && b!.c.cls === typeType)
    return { result: l.support(T.Bool, 'isInstance', l.boxed(a!), b!.x), ran: true }
  return null
}

/** Builtin functions of which little is left once the types of the arguments are known. */
function simpleBuiltin(l: Lowering, name: string, args: readonly Val[]): Val | null {
  const [a, b] = args
  if (a === undefined) return null
  switch (name) {
    case 'len':
      if (args.length !== 1) return null
      if (a.t === T.List || a.t === T.Tuple) return l.keep(T.Int, `${a.x}.items.length`)
      return a.t === T.Dict ? l.keep(T.Int, `${a.x}.map.size`) : null
    case 'abs':
      if (args.length !== 1) return null
      if (a.t === T.Int || a.t === T.Raw) return l.keep(a.t, `Math.abs(${a.x})`)
      return null
    case 'isinstance':
      if (args.length !== 2 || !(b!.c instanceof PyType) || b!.c.cls !== typeType) return null
      return a.t === T.Object && a.cls?.isSubtype(b!.c) === true ? { t: T.Bool, x: 'true', c: true } : null
    case 'min':
    case 'max':
      if (b === undefined || args.length !== 2 || a.t !== T.Int || b.t !== T.Int) return null
      return l.keep(T.Int, `${a.x}${name === 'min' ? '<=' : '>='}${b.x}?${a.x}:${b.x}`)
  }
  return null
}
