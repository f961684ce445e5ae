/**
 * When code is compiled, and which bodies there are. The interpreter's loop is left every 64 calls and backward jumps; what it then runs is hot
 * when it is found running again and again. Hot code is watched for a few thousand instructions (profile.ts), unless enough was noted of it while
 * other code was watched, compiled from that point on, and entered the next time that the loop is left there. A function gets a body that calls enter, too.
 *
 * A body that is left because it took something wrong for granted gets notes of what it met; after a few times it is made anew.
 */
import { noFTL } from 'bun:jsc'
import type { CodeObject } from '../bytecode/code'
import { CodeFlags } from '../bytecode/code'
import { Op, opcodeTable } from '../bytecode/opcodes'
import { PENDING } from '../interpreter/call'
import { profileWith } from '../interpreter/eval'
import { closeFrame, type Frame, openFrame, thread } from '../interpreter/frame'
import { PyPlainGenerator } from '../interpreter/generatorobject'
import { watchMemory } from '../interpreter/memorygrowth'
import { safepointWord } from '../interpreter/safepoint'
import { type CodeReport, MAX_COMPILED_CALLS, type StepBody, type Tier, tier } from '../interpreter/tier'
import { warmUp } from '../interpreter/warmup'
import { byteArrayType } from '../objects/bytearray'
import { bytesType } from '../objects/bytes'
import { PyCell } from '../objects/cell'
import { recursion } from '../objects/context'
import { dictType, PyDict } from '../objects/dict'
import { PyDictItemIterator } from '../objects/dictviews'
import { enumerateType, PyEnumerate, PyZipPair } from '../objects/enumerate'
import { BytesLines, TextLines } from '../objects/filelines'
import { floatType, PyFloat } from '../objects/float'
import { floatFloorDiv, floatMod, power } from '../objects/floatmath'
import { PyFunction } from '../objects/function'
import { PyListIterator, PyStrIterator, PyTupleIterator } from '../objects/iterators'
import { listType, PyList } from '../objects/list'
import { assumptions, type Value } from '../objects/object'
import { PyIterator } from '../objects/operators'
import { PyRangeIterator } from '../objects/range'
import { setType } from '../objects/set'
import { NotImplemented } from '../objects/singletons'
import type { Sink } from '../objects/sinks'
import { PySlice } from '../objects/slice'
import { PyTuple, tupleType } from '../objects/tuple'
import { knowsMoreClasses, namesOf } from './access'
import { isDrained } from './flowgraph'
import { forced, wasForced } from './forcing'
import { longLoop } from './generated/longloop'
import { profiledLoop } from './generated/profiledloop'
import { instanceChecks } from './instancechecks'
import { LastTier } from './lasttier'
import { type Assumed, type Entry, type Exit, Lowering, nothingAssumed, Unsupported } from './lower'
import { Kind, kindOf, notice, observe, type Profile, profileOf, profiling } from './profile'
import { sequences } from './sequences'
import { finishHere, leaving, support, uncompiled } from './support'

/** When something is done, in numbers; tests that want everything compiled, and everything left and made anew, have smaller ones. */
const limits = {
  /** Instructions that are watched before code is compiled. */
  watched: () => (tier.eager ? 40 : 6000),
  /**
   * Wrong guesses after which a body is made anew. One costs a microsecond, a new body some milliseconds and the optimised code that JavaScriptCore has
   * made of the old one.
   */
  wrong: () => (tier.eager ? 6 : 150),
  /** Wrong guesses at one instruction after which nothing more is guessed there. */
  settled: () => (tier.eager ? 2 : 20),
  /** Other variables at its entry after which a body is made anew. */
  refused: () => (tier.eager ? 2 : 20),
  /** Exceptions that a handler takes before it gets a body of its own. */
  handled: () => (tier.eager ? 2 : 30),
}
/** Instructions of code that are noted while other code is watched after which it need not be watched itself, and how often each of them was run then. */
const KNOWN_LEAST = 600
const KNOWN_RUNS = 30
/** Bodies that are made for one entry before one is made that has all ways, those never seen too. */
const WHOLE = 2
/** Bodies that are made for one entry at most. */
const MAX_COMPILES = 6

/** A compiled body. */
interface Unit {
  readonly code: CodeObject
  readonly at: number
  readonly call: boolean
  /** Its names are those of the globals: the same code can also be run with a namespace of its own. */
  readonly globalNames: boolean
  readonly globals: PyDict
  readonly builtins: Value
  /** The epoch for which it is valid, or -1 for good. */
  epoch: number
  /** For calls: the function and its arguments. */
  body: (...args: unknown[]) => Value
  /** For a frame that is linked and has its variables. */
  enter: (frame: Frame, sink?: Sink) => Value
  /** Makes `body` and `enter`, from the beginning. */
  instantiate: () => void
  exits: readonly Exit[]
  quiet: boolean
  yields: ReadonlyMap<number, number>
  sends: ReadonlyMap<number, number>
  /** What must be as it was. */
  assumed: Assumed
  wrong: number
  refused: number
}

/** What is known of a code object: its bodies by entry, and how often each was made. */
class CodeTiers {
  /** By the instruction at which they are entered. */
  readonly units: (Unit | undefined)[] = []
  readonly compiles = new Map<number, number>()
  /** Kinds of the variables at an entry. */
  readonly kinds = new Map<number, Uint32Array>()
  /** It has been watched since its bodies were last found wrong. */
  watched = false
  /** Exceptions by the handler that took them. */
  readonly handled = new Map<number, number>()
  /** Why bodies were left or not made, and how often. */
  readonly reasons = new Map<string, number>()
}

/** Log of what is done, for `-X jit_log`. @public */
export const log: { write: ((line: string) => void) | null } = { write: null }

let watched: CodeObject | null = null

function say(unit: { code: CodeObject; at: number }, text: string): void {
  log.write?.(`${unit.code.filename}:${unit.code.position(unit.at)[0]} ${unit.code.qualname}@${unit.at}: ${text}`)
}

/** Remembers why a body was left or not made, for {@link Tier.report}. */
function note(code: CodeObject, reason: string): void {
  const { reasons } = tiersOf(code)
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
}

function tiersOf(code: CodeObject): CodeTiers {
  code.tiers ??= new CodeTiers()
  return code.tiers as CodeTiers
}

// What takes notes is used for moments only, and the loop is too long: JavaScriptCore's last tier would spend more time on them than it saves. (The loop is not optimised at
// all in an executable whose defaults could be set; see tools/tierdefaults.ts.)
for (const f of [observe, notice, kindOf, profiledLoop, longLoop]) noFTL(f)

/** The tier of this folder. @public */
export const compilingTier: Tier = {
  enter(frame: Frame, nested = false): unknown {
    const unit = unitFor(frame)
    if (unit === undefined) return undefined
    const yielded = nested ? unit.enter(frame) : enterOutermost(unit, frame)
    if (yielded !== PENDING) {
      // The interpreter does it once more, for whoever waits for it.
      frame.slots[frame.sp++] = yielded
      frame.pc--
    }
    return compilingTier.raised()
  },

  step(frame: Frame): Value {
    const unit = unitFor(frame)
    return unit === undefined ? PENDING : enterOutermost(unit, frame)
  },

  raised(): unknown {
    const { raise } = leaving
    leaving.raise = undefined
    return raise
  },

  finish: finishHere,

  hot(frame: Frame): void {
    if (watched !== null) {
      if (profiling.left > 0) {
        frame.code.heat = tier.threshold - 1
        return
      }
      stopWatching()
    }
    const { code } = frame
    if (!canCompile(frame)) return
    const tiers = tiersOf(code)
    if (tiers.units[frame.pc] !== undefined || (tiers.compiles.get(frame.pc) ?? 0) >= MAX_COMPILES) return
    const profile = profileOf(code)
    if (profile.seen[frame.pc] === 1 && (tiers.watched || isKnown(code, profile))) {
      compile(frame)
      return
    }
    profileWith(profiledLoop)
    watched = code
    tiers.watched = true
    profiling.left = limits.watched()
    // Found again at once: the next time that the loop is left in this code it is compiled.
    code.heat = tier.threshold - 2
  },

  forget(code: CodeObject): void {
    const { tiers } = code
    if (tiers === null) return
    for (const unit of (tiers as CodeTiers).units) if (unit !== undefined) invalidate(unit)
  },

  report(code: CodeObject): CodeReport {
    const { tiers } = code
    if (tiers === null) return { bodies: [], reasons: new Map() }
    const { units, compiles, reasons } = tiers as CodeTiers
    const bodies = units.flatMap((unit) =>
      unit === undefined
        ? []
        : [{ at: unit.at, call: unit.call, made: compiles.get(unit.at) ?? 0, text: String(unit.body) }],
    )
    return { bodies, reasons }
  },
}

leaving.handled = (frame) => {
  const { code, pc } = frame
  const profile = profileOf(code)
  const tiers = tiersOf(code)
  if (tiers.units[pc] !== undefined || frame.proxied) return
  const n = (tiers.handled.get(pc) ?? 0) + 1
  tiers.handled.set(pc, n)
  if (n % limits.handled() !== 0) return
  if (profile.seen[pc] === 0) {
    // Bodies made from now on handle the exception themselves.
    profile.seen[pc] = 1
    for (const unit of tiers.units) if (unit !== undefined) invalidate(unit)
    return
  }
  make(frame, pc, frame.sp - code.slotCount)
}

/** The body to be entered where a frame stands, if it may be. */
function unitFor(frame: Frame): Unit | undefined {
  const unit = (frame.code.tiers as CodeTiers).units[frame.pc]
  if (
    unit === undefined ||
    frame.proxied ||
    frame.trace !== null ||
    unit.globals !== frame.globals ||
    unit.builtins !== frame.builtins ||
    (unit.globalNames && frame.locals !== frame.globals)
  )
    return undefined
  if (unit.epoch !== assumptions.epoch && stale(unit, frame)) return undefined
  if (lastTier.consider()) allowLastTier()
  return unit
}

/** Enters a body from the interpreter: how deep it may call counts from here. */
function enterOutermost(unit: Unit, frame: Frame): Value {
  const saved = recursion.compiledLimit
  recursion.compiledLimit = Math.min(recursion.limit, recursion.depth + MAX_COMPILED_CALLS)
  const yielded = unit.enter(frame)
  recursion.compiledLimit = saved
  return yielded
}

function stopWatching(): void {
  watched = null
  profiling.left = 0
  profileWith(null)
}

/** Whether enough was noted of code while other code was watched. */
function isKnown(code: CodeObject, profile: Profile): boolean {
  return profile.noted >= Math.max(KNOWN_LEAST, KNOWN_RUNS * code.instructions.length)
}

/** Code of functions and of modules: a class body's names are looked up in a mapping of their own. */
function canCompile(frame: Frame): boolean {
  const { code } = frame
  if (frame.proxied) return false
  if ((code.flags & CodeFlags.ASYNC_GENERATOR) !== 0) return false
  if ((code.flags & CodeFlags.OPTIMIZED) === 0 && frame.locals !== frame.globals) return false
  return code.instructions.length > 0
}

function compile(frame: Frame): void {
  const { code, pc } = frame
  const profile = profileOf(code)
  const { units } = tiersOf(code)
  if (isDrained(code) && units[0] === undefined) {
    // The next one runs from its start to its end in this body; who takes its values one by one will be found again.
    make(frame, 0, 0)
    return
  }
  make(frame, pc, frame.sp - code.slotCount)
  const generator = (code.flags & (CodeFlags.GENERATOR | CodeFlags.COROUTINE)) !== 0
  // A function that is called again begins at its start, a generator where it has yielded.
  if (pc !== 0 && units[0] === undefined && (generator || (code.parameters >= 0 && profile.seen[0] === 1)))
    make(frame, 0, 0)
  const made = units[pc]
  if (made === undefined || !generator) return
  for (const [at, depth] of made.yields) if (units[at + 1] === undefined) make(frame, at + 1, depth)
  for (const [at, depth] of made.sends) if (units[at] === undefined) make(frame, at, depth)
}

function make(frame: Frame, at: number, depth: number): void {
  const { code } = frame
  const tiers = tiersOf(code)
  const compiles = tiers.compiles.get(at) ?? 0
  if (compiles >= MAX_COMPILES) return
  tiers.compiles.set(at, compiles + 1)
  const call = at === 0 && code.parameters >= 0 && !startsWithLoop(code)
  const entry: Entry = {
    at,
    call,
    // At the start of a generator that stands elsewhere, only its arguments are bound.
    kinds: noteEntry(code, at, call || (at === 0 && frame.pc !== 0) ? null : frame.slots, call ? null : frame.slots),
    depth,
    globalNames: (code.flags & CodeFlags.OPTIMIZED) === 0,
  }
  const unit: Unit = {
    code,
    at,
    call: entry.call,
    globalNames: entry.globalNames,
    globals: frame.globals,
    builtins: frame.builtins,
    epoch: assumptions.epoch,
    body: support.unreachable,
    enter: support.unreachable,
    instantiate: () => {},
    exits: [],
    quiet: false,
    yields: new Map(),
    sends: new Map(),
    assumed: nothingAssumed(),
    wrong: 0,
    refused: 0,
  }
  try {
    // What the notes have missed twice is not left to chance any more.
    const whole = compiles >= WHOLE
    const lowered = new Lowering(code, profileOf(code), entry, namesOf(frame), environmentNames, whole).run()
    unit.exits = lowered.exits
    unit.quiet = lowered.quiet
    unit.yields = lowered.yields
    unit.sends = lowered.sends
    const none = code.localsplus.map(() => 0)
    const points: (readonly number[])[] = []
    for (let i = 0; i <= code.instructions.length + 1; i++) points.push(lowered.rawAt.get(i - 1) ?? none)
    const given = {
      U: unit,
      RX: lowered.exits.map((e) => e.raw),
      RP: points,
      GX: lowered.exits.map((e) => e.stepped),
      GP: points.map((_, i) => lowered.steppedAt.get(i - 1) ?? 0),
    }
    tier.counters.characters += lowered.source.length
    if (log.write !== null) say(unit, `compiled, ${lowered.source.length} characters\n${lowered.source}`)
    unit.instantiate = () => {
      // Each time from the text: closures of one function share the marks of lasttier.ts.
      const bodies = new Function('R', 'K', lowered.source)({ ...environment, ...given }, lowered.constants)
      unit.body = bodies.body
      unit.enter = bodies.enter
      lastTier.restrain(unit.body)
    }
    unit.instantiate()
    unit.assumed = lowered.assumed
    watch(unit)
  } catch (e) {
    if (!(e instanceof Unsupported)) throw e
    say(unit, `not compiled: ${e.message}`)
    note(code, `not compiled at ${at}: ${e.message}`)
    tiers.compiles.set(at, MAX_COMPILES)
    return
  }
  warmUp()
  tier.counters.made++
  tier.threshold = Math.max(tier.settled, tier.threshold - Math.ceil(tier.threshold / 8))
  tier.compiled?.add(code)
  tiers.units[at] = unit
  if (!lastTier.allowed) restrained.push(unit)
  code.bodies ??= new Uint8Array(code.instructions.length)
  code.bodies[at] = 1
  if (unit.call) code.compiled = unit.body
  if (isStep(code, at)) {
    code.steps ??= []
    code.steps[at] = unit satisfies StepBody
  }
}

/** Whether an instruction is a generator's first, or follows a `yield` that is not one of `yield from`. */
function isStep(code: CodeObject, at: number): boolean {
  return (code.flags & CodeFlags.GENERATOR) !== 0 && (at === 0 || code.instructions[at - 1] === Op.YIELD_VALUE)
}

/** Whether the first instruction is jumped to: the compiler makes no such code, but who writes bytecode by hand can. */
function startsWithLoop(code: CodeObject): boolean {
  return code.instructions.some((ins) => (ins & 255) === Op.JUMP_BACKWARD && ins >>> 8 === 0)
}

const lastTier = new LastTier()
/** Bodies made before the last tier was allowed. */
let restrained: Unit[] = []

function allowLastTier(): void {
  for (const unit of restrained) {
    if (tiersOf(unit.code).units[unit.at] !== unit) continue
    unit.instantiate()
    if (unit.call) unit.code.compiled = unit.body
  }
  restrained = []
}

/** A loop has run for some turns: whether its body is to be left, for a signal or because there is a better one. */
function turns(): boolean {
  watchMemory()
  if (lastTier.consider()) {
    allowLastTier()
    return true
  }
  // Another thread writes the word: an ordinary read could be moved out of the loop.
  return Atomics.load(safepointWord, 0) !== 0
}

/** Adds the kinds of the variables, or of the arguments that the profile has seen, to those of an entry. */
function noteEntry(
  code: CodeObject,
  at: number,
  values: readonly (Value | undefined)[] | null,
  standing: readonly (Value | undefined)[] | null = null,
): Uint32Array {
  const { kinds: all } = tiersOf(code)
  let kinds = all.get(at)
  if (kinds === undefined) {
    kinds = new Uint32Array(code.slotCount)
    all.set(at, kinds)
  }
  const { args } = profileOf(code)
  // A generator that was watched from the middle on: its arguments are most often still what they were.
  if (values === null && at === 0 && standing !== null)
    for (let i = 0; i < code.argcount; i++) if (args[i] === 0) args[i] = kindOf(standing[i])
  for (let i = 0; i < kinds.length; i++) {
    if (values === null) kinds[i]! |= args[i]!
    else if (i < values.length) kinds[i]! |= values[i] === undefined ? Kind.Unbound : kindOf(values[i])
  }
  return kinds
}

function invalidate(unit: Unit): void {
  unit.epoch = -1
  tier.counters.dropped++
  const { code } = unit
  const tiers = tiersOf(code)
  if (tiers.units[unit.at] !== unit) return
  tiers.units[unit.at] = undefined
  code.bodies![unit.at] = 0
  if (unit.call) code.compiled = uncompiled
  if (code.steps !== null) code.steps[unit.at] = undefined
  // It is watched anew before it is compiled again.
  tiers.watched = false
  profileOf(code).noted = 0
  code.heat = tier.threshold >> 1
}

/** Whether a body must be left: the epoch is another one, and what it took for granted has changed, or its frame is looked into. */
function stale(unit: Unit, frame: Frame | undefined): boolean {
  if (unit.epoch === -1 || frame?.proxied === true) return true
  const changed = changedFor(unit)
  if (changed !== null) {
    say(unit, `${changed} has changed`)
    note(unit.code, `${changed} has changed`)
    invalidate(unit)
    return true
  }
  watch(unit)
  unit.epoch = assumptions.epoch
  return safepointWord[0] !== 0
}

/** The name of something that a body took for granted and that is not so any more; null where all of it is. */
function changedFor({ assumed }: Unit): string | null {
  for (const [type, version] of assumed.classes) if (type.version !== version) return type.name
  for (const f of assumed.functions) if (f.version !== 0) return f.name
  for (const [cell, v] of assumed.globals) if (cell.v !== v) return 'a global'
  return null
}

/** What changes one of these raises the epoch. */
function watch({ assumed }: Unit): void {
  for (const type of assumed.classes.keys()) type.watched = true
  for (const f of assumed.functions) f.watched = true
  for (const cell of assumed.globals.keys()) cell.watched = true
}

/** A body was left: the frame is told where it stands. */
function left(unit: Unit, index: number, frame: Frame, own = false): Value {
  const exit = unit.exits[index]!
  const { code } = unit
  frame.pc = exit.at
  frame.sp = code.slotCount + exit.depth
  if (exit.depth > 0 && frame.slots[frame.sp - 1] === PENDING) {
    // A call's value is still to come; or none, where it has raised.
    frame.slots[--frame.sp] = undefined
    if (thread.frame === frame) return support.raised(frame, support.takeRaised(), own)
  }
  if (wasForced() || exit.regular) return PENDING
  tier.counters.exits++
  note(
    code,
    `${exit.cold ? 'first time' : 'wrong guess'} at ${exit.at} ${opcodeTable[code.instructions[exit.at]! & 255]!.name}`,
  )
  const profile = profileOf(code)
  notice(profile, frame, exit.at, frame.sp, code.instructions[exit.at]!)
  if (!exit.cold && profile.failures[exit.at]! < 255) profile.failures[exit.at]!++
  if (++unit.wrong >= limits.wrong()) {
    // What fails again and again is no longer guessed, unless more is known by now.
    for (const { at } of unit.exits)
      if (profile.failures[at]! >= limits.settled()) {
        if (knowsMoreClasses(code, profile, at)) profile.failures[at] = 0
        else profile.settled[at] = 1
      }
    say(unit, `made anew: left at ${exit.at} (${opcodeTable[code.instructions[exit.at]! & 255]!.name})`)
    invalidate(unit)
  }
  return PENDING
}

/** The entry's variables are not what they were. */
function refused(unit: Unit, values: readonly (Value | undefined)[]): Value {
  note(unit.code, `other kinds of variables at ${unit.at}`)
  noteEntry(unit.code, unit.at, values)
  if (++unit.refused >= limits.refused()) {
    say(unit, 'made anew: other variables at its entry')
    invalidate(unit)
  }
  return PENDING
}

/** What the text of bodies calls its names. */
const environment = {
  PF: PyFloat,
  FT: floatType,
  PL: PyList,
  LT: listType,
  PT: PyTuple,
  TT: tupleType,
  PD: PyDict,
  DT: dictType,
  PC: PyCell,
  FN: PyFunction,
  SL: PySlice,
  ST: setType,
  NI: NotImplemented,
  RI: PyRangeIterator,
  LI: PyListIterator,
  TI: PyTupleIterator,
  SI: PyStrIterator,
  PI: PyIterator,
  GN: PyPlainGenerator,
  EN: PyEnumerate,
  ET: enumerateType,
  ZP: PyZipPair,
  DI: PyDictItemIterator,
  P: PENDING,
  TH: thread,
  J: assumptions,
  D: recursion,
  O: openFrame,
  C: closeFrame,
  BY: bytesType,
  BA: byteArrayType,
  TL: TextLines,
  BL: BytesLines,
  Z: {
    ...support,
    ...sequences,
    ...instanceChecks,
    power,
    floatMod,
    floatFloorDiv,
    stale,
    left,
    refused,
    forced,
    turns,
  },
}

const environmentNames: ReadonlySet<string> = new Set([...Object.keys(environment), 'U', 'RX', 'RP', 'GX', 'GP'])
