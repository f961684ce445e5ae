/**
 * Generators and coroutines that nothing refers to any more (CPython: Objects/genobject.c, _PyGen_Finalize): a coroutine that was never awaited is
 * warned of, a generator that stands inside `try` or `with` is closed.
 *
 * A dead object cannot be asked for anything. So what is left of it, its frame above all, is kept apart, and the object is made anew to be finalised;
 * while it is suspended, its frame does not refer to it. The registered ones are found dead after `gc.collect()`, and when they are many.
 *
 * Most coroutines end soon after they were made, and a WeakRef for each costs more than running them. So the young ones are merely listed, which
 * keeps them alive; those that have not ended are registered before a scan, or when they fill the list.
 */
import type { CodeObject } from '../bytecode/code'
import { intrinsic1, Op } from '../bytecode/opcodes'
import { beforeScan, collectGarbage, onCrowd, unwatch, type WeakEntry, watch } from '../gc/weakrefs'
import { lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { isException, runtimeWarningType } from '../objects/exceptions'
import { adoptIdentity, knownIdentity } from '../objects/identity'
import { strText } from '../objects/operators'
import type { Frame } from './frame'
import { generatorClose } from './generator'
import { hasHandlers, PyAsyncGenerator, PyCoroutine, type PyGenerator, State } from './generatorobject'
import { onSafepoint, SafepointBit, safepointWord } from './safepoint'
import { convertJavaScript, findHandler } from './unwind'

/** What is left of a generator. */
export class Remains implements WeakEntry {
  readonly target: WeakRef<PyGenerator>
  /** Its `id`, where it was asked for; else 0. */
  identity: number
  private readonly parts: Pick<PyGenerator, 'name' | 'qualname' | 'origin' | 'item' | 'state'>
  private readonly make: (frame: Frame) => PyGenerator

  constructor(
    generator: PyGenerator,
    readonly frame: Frame,
  ) {
    this.target = new WeakRef(generator)
    this.identity = knownIdentity(generator)
    const { name, qualname, origin, item, state } = generator
    this.parts = { name, qualname, origin, item, state }
    this.make = maker(generator)
  }

  died(): void {
    const { frame } = this
    frame.remains = null
    if (frame.finished) return
    const made = this.make(frame)
    Object.assign(made, this.parts)
    if (this.identity !== 0) adoptIdentity(made, this.identity)
    frame.generator = made
    finalize(made)
  }

  ending(): void {
    const generator = this.target.deref()!
    this.frame.remains = null
    this.frame.generator = generator
    finalize(generator)
  }
}

/** How to make another object of the same kind, without a reference to this one. */
function maker(generator: PyGenerator): (frame: Frame) => PyGenerator {
  const { sendable, constructor } = generator
  const kind = constructor as typeof PyGenerator
  if (!(generator instanceof PyAsyncGenerator)) return (frame) => new kind(frame, frame.func!, sendable)
  const { finalizer, closed } = generator
  return (frame) => {
    const made = new kind(frame, frame.func!, sendable) as PyAsyncGenerator
    made.finalizer = finalizer
    made.closed = closed
    made.hooksInited = true
    return made
  }
}

/** Generators to be registered unless they end before; some have ended. */
interface Young {
  listed: PyGenerator[]
  /** How many are listed before those that have ended are taken out. */
  most: number
  /** So many are not kept alive: they are registered. */
  readonly limit: number
}

const MOST_YOUNG = 4096
const young: Young = { listed: [], most: MOST_YOUNG, limit: MOST_YOUNG }
/** Many coroutines wait for long, as tasks, and are hardly ever dropped. */
const youngCoroutines: Young = { listed: [], most: MOST_YOUNG, limit: 16 * MOST_YOUNG }

/** Sees to it that a generator which is dropped is finalised. */
export function watchGenerator(generator: PyGenerator): void {
  if (generator.young) return
  generator.young = true
  const list = generator instanceof PyCoroutine ? youngCoroutines : young
  if (list.listed.push(generator) < list.most) return
  const { listed } = list
  list.listed = listed.filter(staysYoung)
  listed.length = 0
  list.most = Math.max(MOST_YOUNG, 2 * list.listed.length)
  if (list.most > list.limit) register(list)
}

/** Whether a listed generator is still to be finalised where it is dropped; one that runs is listed again when it is suspended. */
function staysYoung(generator: PyGenerator): boolean {
  const { state, frame } = generator
  generator.young = state === State.Created || (state === State.Suspended && hasEnding(generator, frame!))
  return generator.young
}

/** Registers listed generators: from now on, their frames refer to them only while they run. */
function register(list: Young): void {
  const { listed } = list
  list.listed = []
  list.most = MOST_YOUNG
  for (const generator of listed) {
    if (!staysYoung(generator)) continue
    generator.young = false
    const frame = generator.frame!
    frame.generator = null
    frame.remains = new Remains(generator, frame)
    watch(frame.remains)
  }
  // A reference to the list may be left on the machine's stack, where the collector would find it.
  listed.length = 0
}

/** Forgets a generator that started or ended. */
export function unwatchGenerator(frame: Frame): void {
  if (frame.remains === null) return
  unwatch(frame.remains)
  frame.remains = null
}

/** The generator that a frame belongs to. */
export function generatorOf(frame: Frame): PyGenerator | null {
  return (frame.generator as PyGenerator | null) ?? frame.remains?.target.deref() ?? null
}

const STOPITERATION_ERROR = intrinsic1.indexOf('STOPITERATION_ERROR')

/** By instruction: 1 where closing a generator that stands there runs code of its body, 2 where not. */
const places = new WeakMap<CodeObject, Uint8Array>()

/** Whether there is something to do when a suspended generator is dropped. */
export function hasEnding(generator: PyGenerator, frame: Frame): boolean {
  // An event loop may want to know.
  if (generator instanceof PyAsyncGenerator && generator.finalizer !== null) return true
  return hasHandlers(frame.code) && mustClose(frame)
}

/** Whether a suspended frame has something to do when its generator is closed. */
function mustClose(frame: Frame): boolean {
  const { code } = frame
  let known = places.get(code)
  if (known === undefined) places.set(code, (known = new Uint8Array(code.instructions.length)))
  const at = frame.pc - 1
  if (known[at] === 0) known[at] = hasHandler(code, at) ? 1 : 2
  return known[at] === 1
}

function hasHandler(code: CodeObject, at: number): boolean {
  for (;;) {
    const row = findHandler(code, at)
    if (row < 0) return false
    const target = code.exceptionTable[row + 2]!
    const ins = code.instructions[target]!
    // What every generator has: StopIteration becomes RuntimeError.
    if ((ins & 255) === Op.CALL_INTRINSIC_1 && ins >>> 8 === STOPITERATION_ERROR) return false
    // What every delegation has: it passes the exception on.
    if ((ins & 255) !== Op.CLEANUP_THROW) return true
    at = target
  }
}

/** What happens to a generator that nothing refers to. Raises nothing. */
export function finalize(generator: PyGenerator): void {
  if (generator.state === State.Finished || generator.state === State.Running) return
  try {
    if (generator instanceof PyAsyncGenerator && generator.finalizer !== null && !generator.closed) {
      context.call1(generator.finalizer, generator)
      return
    }
    if (generator instanceof PyCoroutine && generator.state === State.Created) warnUnawaited(generator)
    generatorClose(generator)
  } catch (e) {
    context.unraisable(convertJavaScript(e), generator, null)
  }
}

/** Warns of a coroutine that was never awaited. Raises nothing. */
export function warnUnawaited(coroutine: PyCoroutine): void {
  const report = (e: unknown) => context.unraisable(convertJavaScript(e), coroutine, null)
  try {
    const warn = lookupAttr(context.importModule('warnings'), '_warn_unawaited_coroutine')
    if (warn !== undefined) {
      context.call1(warn, coroutine)
      return
    }
  } catch (e) {
    report(e)
    if (isException(e, runtimeWarningType)) return
  }
  try {
    context.warn(runtimeWarningType, `coroutine '${strText(coroutine.qualname)}' was never awaited`, 1)
  } catch (e) {
    report(e)
  }
}

/** The awaitable of a method of an asynchronous generator, which warns where it is dropped before it was driven. */
export class UnawaitedMethod implements WeakEntry {
  readonly target: WeakRef<object>
  constructor(
    awaitable: object,
    private readonly method: string,
    private readonly generator: PyAsyncGenerator,
  ) {
    this.target = new WeakRef(awaitable)
    watch(this)
  }

  died(): void {
    const { method, generator } = this
    try {
      context.warn(
        runtimeWarningType,
        `coroutine method '${method}' of '${strText(generator.qualname)}' was never awaited`,
        1,
      )
    } catch (e) {
      context.unraisable(convertJavaScript(e), null, null)
    }
  }

  ending(): void {
    this.died()
  }
}

beforeScan(() => {
  register(young)
  register(youngCoroutines)
})
onCrowd(() => Atomics.or(safepointWord, 0, SafepointBit.pending))
onSafepoint(SafepointBit.pending, () => {
  Atomics.and(safepointWord, 0, ~SafepointBit.pending)
  collectGarbage()
})
