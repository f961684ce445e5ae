/**
 * From bytecode to JavaScript: one compiled body for one entry of a code object (Language Reference 8; the shape is that of the kernels in
 * bench/kernels.ts). What each block can take for granted is found first, by lowering all of them until nothing changes; the last pass keeps its
 * text. Values of the stack are expressions, not variables, until blocks meet.
 *
 * A body leaves to the interpreter by an exit: it writes its variables and stack back to the frame and returns PENDING. Exits share one text at
 * the end, so that a guard costs a few bytes of code only.
 *
 * It is past 800 lines because all of it is the state of one lowering; what an instruction becomes is in files of its own.
 */
import { CodeFlags, type CodeObject } from '../bytecode/code'
import { Op, opcodeTable } from '../bytecode/opcodes'
import type { PyDict } from '../objects/dict'
import type { Finder } from '../objects/filelines'
import { PyFloat } from '../objects/float'
import type { PyFunction } from '../objects/function'
import type { NamespaceCell } from '../objects/hashtable'
import type { PyType, Value } from '../objects/object'
import { assemble, OPEN } from './assemble'
import { type Block, flowGraph, isConditional, isDrained, LEFT, RAISING } from './flowgraph'
import { guardText } from './forcing'
import type { InlinedCall } from './inline'
import { lowerInstruction } from './instructions'
import { type Classes, Loads } from './loads'
import { Kind, kindOf, NUMBERS, type Profile } from './profile'
import {
  boxedForms,
  failsTest,
  heapType,
  isLine,
  isNumberForm,
  isStepped,
  joinItems,
  joinLocals,
  kindType,
  type Local,
  MAX_STEPPED,
  STEPPED,
  type State,
  sameLocal,
  T,
  type Val,
} from './values'

/** The letter of a variable: see {@link Lowering.variable}. */
export type Form = 'l' | 'f' | 'g' | 's' | 'q' | 'p' | 'a' | 'b' | 'c' | 'd' | 'z'

/** How a body is entered. */
export interface Entry {
  /** Instruction of the entry. */
  readonly at: number
  /** Entered by calls as well: the arguments are JavaScript arguments. */
  readonly call: boolean
  /** Kinds of the variables whenever it was entered or was to be entered: what the body takes for granted of them. */
  readonly kinds: Uint32Array
  readonly depth: number
  /** The code's names are those of the globals (a module's body). */
  readonly globalNames: boolean
}

/** What the runtime needs to know of an exit. */
export interface Exit {
  readonly at: number
  readonly depth: number
  /** The form of each local: 0 a value in `l`, 1 a float in `f`, 2 an int or float in `f`, 3 a line of a file, 4 a float in `f` or unbound. */
  readonly raw: readonly number[]
  /** The iterators that are in variables, three bits for each place of the stack (the places of `STEPPED`). */
  readonly stepped: number
  /** It is taken as a matter of course, not because something was taken for granted wrongly. */
  readonly regular: boolean
  /** What follows had not been run when the body was made. */
  readonly cold: boolean
}

/** The text of a body and what it refers to. */
export interface Lowered {
  readonly source: string
  readonly constants: readonly unknown[]
  readonly exits: readonly Exit[]
  /** The instructions that yield, with the depth of the stack there. */
  readonly yields: ReadonlyMap<number, number>
  readonly sends: ReadonlyMap<number, number>
  /** The forms of the locals at each instruction that can raise. */
  readonly rawAt: ReadonlyMap<number, readonly number[]>
  /** {@link Exit.stepped} there. */
  readonly steppedAt: ReadonlyMap<number, number>
  readonly assumed: Assumed
  /** Nothing in it calls or raises, and nothing else looks at the frame before the body is left. */
  readonly quiet: boolean
}

/** What a body takes for granted, with that of the calls inlined in it. */
export interface Assumed {
  /** Classes, for their attributes, with their versions. */
  readonly classes: Map<PyType, number>
  /** Functions, for their code and defaults. */
  readonly functions: Set<PyFunction>
  /** Values of globals and builtins, undefined where there is none. */
  readonly globals: Map<NamespaceCell, Value | undefined>
}

/** What is taken for granted by a body that is still to be made. */
export function nothingAssumed(): Assumed {
  return { classes: new Map(), functions: new Set(), globals: new Map() }
}

/** Blocks that a body has at most. */
const MAX_BLOCKS = 400
/** Characters of a body's text from which it would be compiled too slowly. */
const MAX_TEXT = 60_000

/** The property of an iterator that has what it steps through, null once it is at its end. */
const HOLDERS: ReadonlyMap<T, string> = new Map([
  [T.ListSteps, 'list'],
  [T.TupleSteps, 'tuple'],
  [T.StrSteps, 'text'],
])

/** Thrown while lowering where a body cannot be made. */
export class Unsupported extends Error {}

/** Thrown while lowering an inlined call that needs what only a frame of its own has. */
export class NotInlinable extends Error {}

/** In the text of an inlined call: what would need its frame. */
const NO_FRAME = '\0'

/** {@link Lowering.handlerDepth} of code that is not long and has no handlers. */
const NO_HANDLERS = new Int16Array(256).fill(-1)

/** The state of one lowering. */
export class Lowering {
  out: string[] = []
  state: State = { locals: [], stack: [], open: true, acted: false }
  /** The instruction that is being lowered, and the end of its block. */
  at = 0
  blockEnd = 0
  readonly assumed: Assumed
  /** That of the body for inlined calls as well. */
  readonly loads: Loads
  private readonly constants: unknown[] = []
  private readonly constantIndex = new Map<unknown, number>()
  exits: Exit[] = []
  /** The exits by what they are: of those that are the same there is one. */
  private readonly exitIndex = new Map<string, number>()
  yields = new Map<number, number>()
  private quiet = true
  /** Where it goes on once what it waits for has returned, with the depth of the stack. */
  sends = new Map<number, number>()
  rawAt = new Map<number, readonly number[]>()
  steppedAt = new Map<number, number>()
  private temporaries = 0
  private readonly inputs = new Map<Block, State>()
  maxDepth = 0
  /** Slots of the frame that the body writes, and whether others may: they are emptied when it returns. */
  readonly written = new Set<number>()
  writesStack = false
  /** Whether the call at a place is inlined, by the calls around it and its instruction: decided once, so that all rounds lower the same. */
  readonly inlining = new Map<string, boolean>()
  /** What is looked for in lines of files, by its instruction: the same in all rounds. */
  readonly finders = new Map<number, Finder>()
  /** Variables whose objects were just found to have no dict. */
  private readonly dictless = new Set<string>()
  /** Globals are looked at: they must be those of the body. */
  usesGlobals = false
  private text = 0
  /** Depth that a handler needs at each instruction, or -1. */
  readonly handlerDepth: Int16Array
  readonly hasHandlers: boolean
  private blocks: Block[] = []
  /** Types are looked for: the text is not kept. */
  private typing = false
  /** No two ways lead to one block. */
  private tree = false
  /** The instruction that is being lowered is covered by a handler of the body. */
  private covered = false
  /** What is known of classes where the next block begins. */
  private carried: Classes | null = null
  /** The way to a handler is made: what raised may have done so before anything was found out. */
  private handling = false

  constructor(
    readonly code: CodeObject,
    readonly profile: Profile,
    readonly entry: Entry,
    /** Where its names are looked up; null where that has to be asked each time. */
    readonly names: { readonly globals: PyDict | null; readonly builtins: PyDict | null },
    /** Names of what the text of bodies can refer to. */
    private readonly environment: ReadonlySet<string>,
    /** Ways that have never been run are lowered as well. */
    private readonly whole: boolean,
    /** The call in whose place the code stands in the body of another; null where it has a body of its own. */
    readonly inlined: InlinedCall | null = null,
  ) {
    this.assumed = inlined === null ? nothingAssumed() : inlined.body.assumed
    this.loads = inlined === null ? new Loads() : inlined.body.loads
    const n = code.instructions.length
    const table = code.exceptionTable
    this.handlerDepth = table.length === 0 && n <= NO_HANDLERS.length ? NO_HANDLERS : new Int16Array(n).fill(-1)
    // The first row that covers an instruction is the one that counts.
    for (let i = table.length - 4; i >= 0; i -= 4)
      for (let at = table[i]!; at < table[i + 1]!; at++) this.handlerDepth[at] = table[i + 3]! >> 1
    this.hasHandlers = table.length > 0
  }

  // ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  emit(line: string): void {
    if (this.inlined !== null && line.includes(NO_FRAME)) throw new NotInlinable()
    this.out.push(line)
    this.text += line.length
    if (this.text > MAX_TEXT) throw new Unsupported('too long')
  }

  /** A name for a value that the text refers to. */
  constant(value: unknown): string {
    if (this.inlined !== null) return this.inlined.caller.constant(value)
    let i = this.constantIndex.get(value)
    if (i === undefined) {
      i = this.constants.length
      this.constants.push(value)
      this.constantIndex.set(value, i)
    }
    return `k${i}`
  }

  /** Characters so far. */
  get size(): number {
    return this.text
  }

  /** A point of the text to which {@link backTo} goes back. */
  mark(): { readonly lines: number; readonly text: number; readonly state: State } {
    return { lines: this.out.length, text: this.text, state: copyState(this.state) }
  }

  backTo({ lines, text, state }: ReturnType<Lowering['mark']>): void {
    this.out.length = lines
    this.text = text
    this.state = state
    this.loads.clear()
  }

  temporary(): string {
    return this.inlined === null ? `t${this.temporaries++}` : this.inlined.caller.temporary()
  }

  /** The variable of a local (`l`; `f` and `g` for numbers) or of a place of the stack (`s`; `q` and `p` for pairs and lines, `a`, `b` and `z` for ranges,
   * `c` and `d` for other iterators). */
  variable(form: Form, i: number): string {
    return this.inlined === null ? `${form}${i}` : this.inlined.variable(form, i)
  }

  /** The number in the name of such a variable, or -1. */
  private numberOf(form: Form, name: string): number {
    if (this.inlined !== null) return this.inlined.numberOf(form, name)
    return name.startsWith(form) && /^.\d+$/.test(name) ? Number(name.slice(1)) : -1
  }

  /** Whether a name is that of a place of the stack, here or in a body around an inlined call. */
  isPlace(name: string): boolean {
    return this.numberOf('s', name) >= 0 || this.inlined?.caller.isPlace(name) === true
  }

  /** A local's value for its slot. */
  boxedLocal(i: number, t: T, maybe: boolean): string {
    if (isLine(t)) return lineText(this.variable('l', i), this.variable('f', i), this.variable('g', i))
    if (!isNumberForm(t)) return this.variable('l', i)
    return boxedForms(t, maybe, this.variable('f', i), this.variable('g', i))
  }

  /** Keeps the value of an expression in a new variable. */
  keep(t: T, expression: string, cls?: PyType): Val {
    const x = this.temporary()
    this.emit(`const ${x}=${expression};`)
    return cls === undefined ? { t, x } : { t, x, cls }
  }

  // ── Stack ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  push(v: Val): void {
    this.state.stack.push(v)
    if (this.state.stack.length > this.maxDepth) this.maxDepth = this.state.stack.length
  }

  pop(): Val {
    const v = this.state.stack.pop()
    if (v === undefined) throw new Unsupported('stack underflow')
    return v
  }

  peek(below = 0): Val {
    const v = this.state.stack[this.state.stack.length - 1 - below]
    if (v === undefined) throw new Unsupported('stack underflow')
    return v
  }

  /** The value as an object of the heap. */
  boxed(v: Val): string {
    if (v.t === T.Number) return `(${v.g}?new PF(${v.x}):${v.x})`
    if (v.t === T.Pair) return `new PT([${v.x},${v.g}])`
    if (isLine(v.t)) return lineText(v.x, v.g!, v.h!)
    if (v.t === T.Range) return `Z.ranged(${v.x},${v.g},${v.step},${v.h})`
    if (v.t === T.EnumList || v.t === T.EnumStr) return `Z.enumerated(${v.g},${v.h},${v.step})`
    if (isStepped(v.t)) return `Z.stepped(${STEPPED.indexOf(v.t)},${v.x},${v.g},${v.h})`
    return v.t === T.Raw ? `new PF(${v.x})` : v.x
  }

  /** The value as a JavaScript number, of an int or float. */
  number(v: Val): string {
    return v.t === T.Float ? `${v.x}.value` : v.x
  }

  constantValue(v: Value): Val {
    switch (typeof v) {
      case 'number':
        return { t: T.Int, x: v < 0 ? `(${v})` : String(v), c: v }
      case 'boolean':
        return { t: T.Bool, x: String(v), c: v }
      case 'string':
        return { t: T.Str, x: this.constant(v), c: v }
      case 'undefined':
        return { t: T.Null, x: 'undefined' }
    }
    if (v === null) return { t: T.None, x: 'null', c: null }
    if (v instanceof PyFloat && kindOf(v) === Kind.Float) {
      const n = v.value
      const x = Number.isFinite(n) && !Object.is(n, -0) ? (n < 0 ? `(${n})` : String(n)) : `${this.constant(v)}.value`
      return { t: T.Raw, x, c: v }
    }
    return { t: kindType(kindOf(v)), x: this.constant(v), c: v }
  }

  // ── Variables ────────────────────────────────────────────────────────────────────────────────────────────────────────

  local(i: number): Val {
    const { t, cls } = this.state.locals[i]!
    const given = this.inlined?.given[i]
    if (given?.t === t && given.cls === cls && (given.c !== undefined || given.fresh === true)) return given
    if (t === T.Number) return { t, x: this.variable('f', i), g: this.variable('g', i) }
    if (isLine(t)) {
      this.emit(this.madeText(i))
      this.state.locals[i] = { ...this.state.locals[i]!, t: heapType(t) }
      return { t: heapType(t), x: this.variable('l', i) }
    }
    const x = this.variable(t === T.Raw ? 'f' : 'l', i)
    return cls === undefined ? { t, x } : { t, x, cls }
  }

  /** A local that is a line of a file, for what works on lines where they lie; null where it is none. */
  line(i: number): Val | null {
    const { t, maybe } = this.state.locals[i]!
    if (!isLine(t) || maybe) return null
    return { t, x: this.variable('l', i), g: this.variable('f', i), h: this.variable('g', i) }
  }

  /** Text that makes the line in a variable. */
  private madeText(i: number): string {
    const g = this.variable('f', i)
    return `if(${g}>=0){${this.variable('l', i)}=${this.boxedLocal(i, T.TextLine, false)};${g}=-1}`
  }

  /** What is left of stack items that name a variable keeps the value it has now. */
  private detach(i: number): void {
    const { stack } = this.state
    const name = this.variable('l', i)
    const raw = this.variable('f', i)
    let kept: string | null = null
    let tag = ''
    for (let j = 0; j < stack.length; j++) {
      const v = stack[j]!
      if (v.x !== name && v.x !== raw) continue
      if (kept === null) {
        kept = this.temporary()
        this.emit(`const ${kept}=${v.x};`)
        if (v.g !== undefined) {
          tag = this.temporary()
          this.emit(`const ${tag}=${v.g};`)
        }
      }
      stack[j] = v.g === undefined ? { ...v, x: kept } : { ...v, x: kept, g: tag }
    }
  }

  storeLocal(i: number, value: Val): void {
    const v = isStepped(value.t) ? { t: heapType(value.t), x: this.boxed(value) } : value
    this.dictless.delete(this.variable('l', i))
    this.loads.assigned(this.variable('l', i))
    this.loads.assigned(this.variable('f', i))
    this.detach(i)
    if (v.t === T.Raw) this.emit(`${this.variable('f', i)}=${v.x};`)
    else if (isLine(v.t))
      this.emit(`${this.variable('l', i)}=${v.x};${this.variable('f', i)}=${v.g};${this.variable('g', i)}=${v.h};`)
    else if (v.t === T.Number) this.emit(`${this.variable('f', i)}=${v.x};${this.variable('g', i)}=${v.g};`)
    else this.emit(`${this.variable('l', i)}=${v.x};`)
    this.state.locals[i] =
      v.cls === undefined ? { t: v.t, maybe: false, dirty: true } : { t: v.t, maybe: false, cls: v.cls, dirty: true }
  }

  /** The variable that a value came from is known better from now on, and so are its copies on the stack. */
  refine(v: Val, t: T, cls?: PyType): Val {
    const better: Val = cls === undefined ? { t, x: v.x } : { t, x: v.x, cls }
    this.loads.refine(better)
    const { stack, locals } = this.state
    for (let j = 0; j < stack.length; j++) if (stack[j]!.x === v.x) stack[j] = better
    const i = this.numberOf('l', v.x)
    if (i >= 0) locals[i] = { t, maybe: false, cls, dirty: locals[i]!.dirty }
    return better
  }

  /** Makes the frame tell the truth, for what may look at it. */
  spill(): void {
    if (this.inlined !== null) throw new NotInlinable()
    this.loads.ran()
    const text = this.spillText()
    const { state } = this
    state.open = true
    state.locals.forEach((local, i) => {
      if (local.dirty) state.locals[i] = { ...local, dirty: false }
    })
    if (text !== '') this.emit(text)
  }

  /** The same on a way that is rarely gone: afterwards frame and slots count as they did before. */
  spillText(): string {
    if (this.inlined !== null) return NO_FRAME
    return `${this.state.open ? '' : OPEN}${this.slotsText()}`
  }

  /** Writes the variables to the slots of a frame that is there. */
  slotsText(): string {
    let text = ''
    this.state.locals.forEach((local, i) => {
      if (!local.dirty) return
      this.written.add(i)
      // Whoever looks at the frame may read from the file, too.
      if (isLine(local.t)) text += `${this.madeText(i)}S[${i}]=${this.variable('l', i)};`
      else text += `S[${i}]=${this.boxedLocal(i, local.t, local.maybe)};`
    })
    return text
  }

  // ── Exits ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Text that leaves the body before an instruction with the stack as it is. */
  exit(at = this.at, regular = false, cold = false): string {
    if (this.inlined !== null) {
      // The interpreter does the call once more, from its start.
      if (this.state.acted) throw new NotInlinable()
      return this.inlined.exit()
    }
    if (this.typing) return '{}'
    const { stack, locals } = this.state
    const raw = locals.map(formOf)
    const stepped = this.steppedOf()
    const key = `${at}/${stack.length}/${regular}/${raw.join('')}/${stepped}`
    let id = this.exitIndex.get(key)
    if (id === undefined) {
      id = this.exits.length
      this.exits.push({ at, depth: stack.length, raw, stepped, regular, cold })
      this.exitIndex.set(key, id)
    }
    return `{${this.canonical(stack)}X=${id};break E}`
  }

  /** Whether something may still be taken for granted at this instruction: wrong guesses have not been too many. */
  mayGuess(): boolean {
    return this.profile.settled[this.at] === 0
  }

  /**
   * Takes the value that a name has in a namespace for granted; false where it has changed before, and has to be compared each time. What changes one is a call or a
   * store, behind which the body asks whether all still holds.
   */
  assumeGlobal(cell: NamespaceCell): boolean {
    if (!cell.steady) return false
    this.assumed.globals.set(cell, cell.v)
    return true
  }

  /** The same for a function's code and defaults. */
  assumeFunction(f: PyFunction): boolean {
    if (f.version !== 0) return false
    this.assumed.functions.add(f)
    return true
  }

  /** The same for what a class and its instances have in common; builtin types do not change. */
  assumeClass(cls: PyType): void {
    if (cls.heap) this.assumed.classes.set(cls, cls.version)
  }

  /** An instruction has changed something: behind it, an inlined call cannot be started again. */
  acts(): void {
    if (this.inlined !== null) this.state.acted = true
  }

  /** Leaves where an object keeps its attributes in a dict; text is emitted once as long as that cannot change. */
  leaveIfDict(o: Val): void {
    if (o.fresh === true || this.dictless.has(o.x)) return
    this.leaveIf(`${o.x}.dict!==undefined`)
    this.dictless.add(o.x)
  }

  /** Before what can raise but runs no Python code: the frame is there and says where it stands; variables need not be in it. */
  beforeRaising(): void {
    if (this.inlined !== null) throw new NotInlinable()
    if (!this.state.open) this.emit(OPEN)
    this.state.open = true
    this.emit(`${this.mayRaise()};`)
  }

  /** A guard: leaves where the condition holds. */
  leaveIf(condition: string): void {
    this.emit(`if(${guardText(condition)})${this.exit()}`)
  }

  /**
   * What is hardly ever true, before an instruction has done anything: the interpreter runs the instruction then. Where that has happened too
   * often, `slow` is done here.
   */
  rarely(condition: string, slow: string): void {
    if (this.mayGuess()) this.leaveIf(condition)
    else this.emit(`if(${condition}){${this.spillText()}${this.mayRaise()};${slow}}`)
  }

  /** Text that brings stack items to their places `s0`, `s1`, …; a pair stays one where it is expected. */
  private canonical(stack: readonly Val[], expected: readonly Val[] | null = null): string {
    let early = ''
    let text = ''
    const moved = new Map<string, string>()
    stack.forEach((v, j) => {
      if (isStepped(v.t) && this.isElsewhere(v, j)) {
        // An iterator that was moved becomes an object before its variables get other values.
        const kept = this.temporary()
        early += `const ${kept}=${this.boxed(v)};`
        moved.set(`${v.x}/${j}`, kept)
        return
      }
      const at = this.numberOf('s', v.x)
      // A place that an earlier item overwrites.
      if (at >= 0 && at < j && stack[at]!.x !== v.x && !moved.has(v.x)) {
        const kept = this.temporary()
        early += `const ${kept}=${v.x};`
        moved.set(v.x, kept)
      }
    })
    stack.forEach((v, j) => {
      const place = this.variable('s', j)
      if (isStepped(v.t) && v.x === place) {
        // Where the body is left, all ways do that at one place.
        if (expected !== null && expected[j]!.t !== v.t) text += `${place}=${this.boxed(v)};`
        return
      }
      if (v.x === place) return
      if (isStepped(v.t)) {
        if (expected?.[j]?.t === v.t) text += this.placeText(j, v)
        else text += `${place}=${moved.get(`${v.x}/${j}`) ?? this.boxed(v)};`
        return
      }
      if ((v.t === T.Pair || isLine(v.t)) && expected?.[j]?.t === v.t) {
        text += `${place}=${v.x};${this.variable('q', j)}=${v.g};`
        if (v.h !== undefined) text += `${this.variable('p', j)}=${v.h};`
        return
      }
      const x = moved.get(v.x)
      text += `${place}=${x ?? this.boxed(v)};`
    })
    return early + text
  }

  /** Before an instruction that can raise: where the frame is, for tracebacks, and for handlers the stack below them. */
  mayRaise(): string {
    this.loads.ran()
    if (this.inlined !== null) return NO_FRAME
    this.quiet = false
    this.dictless.clear()
    this.noteRaw()
    return `fr.pc=${this.at + 1}`
  }

  /** The iterators that are in the variables of their places. */
  private steppedOf(): number {
    let bits = 0
    this.state.stack.forEach((v, j) => {
      if (isStepped(v.t) && v.x === this.variable('s', j)) bits |= STEPPED.indexOf(v.t) << (3 * j)
    })
    return bits
  }

  /** An iterator in the variables of a place. */
  private placed(t: T, j: number): Val {
    const x = this.variable('s', j)
    return t === T.Range
      ? { t, x, g: this.variable('a', j), h: this.variable('b', j), step: this.variable('z', j) }
      : {
          t,
          x,
          g: this.variable('c', j),
          h: this.variable('d', j),
          ...(t === T.EnumList || t === T.EnumStr ? { step: this.variable('a', j) } : {}),
        }
  }

  /** Text that brings an iterator to the variables of a place. */
  private placeText(j: number, v: Val): string {
    const to = this.placed(v.t, j)
    return `${to.x}=${v.x};${to.g}=${v.g};${to.h}=${v.h};${v.step === undefined ? '' : `${to.step}=${v.step};`}`
  }

  /** The name of what an iterator steps through: no place of the stack, which may get another value before the iterator is in its place. */
  holder(v: Val): string {
    return this.numberOf('s', v.x) >= 0 ? this.keep(v.t, v.x).x : v.x
  }

  /** The iterator on top of the stack in the variables of its place, where it can be stepped. */
  placedTop(): Val {
    const v = this.pop()
    const j = this.state.stack.length
    const placed = this.placed(v.t, j)
    if (v.x !== placed.x) this.emit(this.placeText(j, v))
    this.push(placed)
    return placed
  }

  private noteRaw(): void {
    if (this.hasHandlers && this.inlined === null) {
      const stepped = this.steppedOf()
      if ((this.steppedAt.get(this.at) ?? stepped) !== stepped) throw new Unsupported('two layouts')
      this.steppedAt.set(this.at, stepped)
    }
    const raw = this.state.locals.map(formOf)
    const known = this.rawAt.get(this.at)
    if (known?.some((r, i) => r !== raw[i])) throw new Unsupported('two layouts')
    this.rawAt.set(this.at, raw)
  }

  /** Text that raises what an expression makes: for a handler of the body, or without a throw where the frame has none. */
  raise(made: string): string {
    if (this.inlined !== null) return NO_FRAME
    return this.raisesByReturning()
      ? `return Z.raised(fr,${made},${this.entry.call ? 'own' : 'false'});`
      : `throw ${made};`
  }

  /** What is raised here leaves the body by its value: no handler is nearer than those the interpreter finds. */
  raisesByReturning(): boolean {
    return this.inlined === null && !this.covered && this.handlerDepth[this.at] === -1
  }

  /** Text behind a call of a body: what that has raised is raised here. Elsewhere whoever finishes the call throws it. */
  passOn(): string {
    const text = this.raise('Z.takeRaised()')
    return this.covered || text.startsWith('return') ? `if(TH.frame===fr)${text}` : ''
  }

  /** A call of the support functions that can raise and can run Python code; what comes back is a value. */
  support(t: T, name: string, ...args: string[]): Val {
    this.spill()
    this.emit(`${this.mayRaise()};`)
    return this.keep(t, `Z.${name}(${['fr', ...args].join(',')})`)
  }

  /** After a call, with its result on the stack: what was taken for granted may have changed. */
  afterCall(): void {
    // What an inlined call does runs no Python code.
    if (this.inlined === null) this.emit(this.staleText(this.at + 1))
  }

  /**
   * The same where another block's instruction is the next: that is where the interpreter goes on. `first` is text of a condition, which is looked at before and has the
   * body left there as well.
   */
  staleText(at: number, first = ''): string {
    if (this.inlined !== null) return ''
    return `if(${first}${guardText('J.epoch!==Y')})${this.exit(at, true)}`
  }

  /** Text before a look-up of a str or int in a hash table: where it has keys of other types, their `__eq__` may run Python code. */
  beforeHashed(table: string): string {
    if (this.inlined !== null) return `if(${table}.hashed!==0)${this.exit()}`
    return `if(${table}.hashed!==0){${this.spillText()}${this.mayRaise()}}`
  }

  // ── Guards ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A value of one of the types that have a simple test; leaves where it is none. */
  guard(v: Val, t: T): Val {
    if (v.t === t || (t === T.Float && v.t === T.Raw)) return v
    this.leaveIf(failsTest(v.x, t))
    return this.refine(v, t)
  }

  /** The value of a stack place as what the profile says of it, where that is one thing. */
  speculate(v: Val, kinds: number): Val {
    if (v.t !== T.Any) return v
    const t = kindType(kinds)
    return t === T.Any ? v : this.guard(v, t)
  }

  /** Runs `f` with the stack as it was before an instruction whose operands are off it: exits start the instruction again. */
  before<R>(stack: readonly Val[], f: () => R): R {
    const { state } = this
    this.state = { ...state, stack: [...stack] }
    try {
      return f()
    } finally {
      this.state = state
    }
  }

  /** The number in a float's box. */
  private unboxed(v: Val): Val {
    const known = this.loads.number(v.x)
    if (known !== undefined) return { t: T.Raw, x: known }
    const raw = this.keep(T.Raw, `${v.x}.value`)
    this.loads.unboxed(v.x, raw.x)
    return raw
  }

  /** An int or float as a number for arithmetic of floats; null where it may be something else. */
  asNumber(v: Val, kinds: number): Val | null {
    if (v.t === T.Raw || v.t === T.Int) return v
    if (v.t === T.Number) return { t: T.Raw, x: v.x }
    if (v.t === T.Float) return this.unboxed(v)
    if (v.t !== T.Any || (kinds & ~NUMBERS) !== 0 || kinds === 0) return null
    if (kinds === Kind.Int || kinds === Kind.Float) {
      const typed = this.guard(v, kindType(kinds))
      return typed.t === T.Float ? this.unboxed(typed) : typed
    }
    const x = this.temporary()
    this.emit(
      `let ${x};if(typeof ${v.x}==='number')${x}=${v.x};else if(${v.x}?.cls===FT)${x}=${v.x}.value;else${this.exit()}`,
    )
    return { t: T.Raw, x }
  }

  // ── Blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  run(): Lowered {
    const { code, profile, entry } = this
    const blocks = flowGraph(code, entry.at, (at, handler) => profile.seen[at] === 1 || (this.whole && !handler))
    if (blocks === null) throw new Unsupported('irreducible')
    if (blocks.length > MAX_BLOCKS) throw new Unsupported('too many blocks')
    const start = this.entryState()
    // Where a loop would have to ask each time whether there is a frame, there is one from the start.
    start.open ||= blocks.some((block) => block.loopHead)
    const body = this.lowered(blocks, start)
    this.out = []
    this.prologue(start)
    const head = this.out.join('\n')
    return {
      source: assemble(this, head, body, this.environment),
      constants: this.constants,
      exits: this.exits,
      yields: this.yields,
      sends: this.sends,
      rawAt: this.rawAt,
      steppedAt: this.steppedAt,
      assumed: this.assumed,
      quiet: this.quiet,
    }
  }

  /** The text of blocks, the first of which is entered in the given state, and with what is known of classes. */
  lowered(blocks: Block[], start: State, known: Classes | null = null): string {
    const first = blocks[0]!
    this.blocks = blocks
    this.inputs.set(first, { ...start, locals: start.locals.slice(), stack: start.stack.slice() })
    // Without loops all that leads to a block is known when its turn comes.
    const once = !blocks.some((block) => block.loopHead)
    // Where ways never meet either, it is known when the text is made; but what several returns of an inlined call give is not.
    this.tree = once && !blocks.some((block) => block.merge) && (this.inlined === null || blocks.length === 1)
    this.typing = true
    for (let round = 0; !this.tree; round++) {
      if (round > 12) throw new Unsupported('no fixed point')
      this.reset()
      let changed = false
      for (const block of blocks) {
        const input = this.inputs.get(block)
        if (input === undefined) continue
        this.out = []
        this.lowerBlock(block, input, (target) => {
          if (this.joinInto(target)) changed = true
          return ''
        })
      }
      if (!changed || once) break
    }
    this.typing = false
    this.reset()
    this.out = []
    this.carried = known
    this.place(first, [])
    return this.out.join('\n')
  }

  private reset(): void {
    this.exits = []
    this.exitIndex.clear()
    this.yields = new Map()
    this.quiet = true
    this.sends = new Map()
    this.rawAt = new Map()
    this.steppedAt = new Map()
    this.temporaries = 0
    this.text = 0
  }

  private entryState(): State {
    const { code, entry } = this
    const locals: Local[] = []
    for (let i = 0; i < code.slotCount; i++) {
      const kinds = entry.kinds[i]!
      const bound = kinds & ~Kind.Unbound
      const cell = i >= code.freeStart || code.cellSlots?.includes(i) === true
      if (entry.call) {
        const t = cell ? T.Any : i < code.parameters ? entryType(bound) : T.Null
        locals.push({ t, maybe: false, dirty: cell || i < code.parameters })
      } else
        locals.push({
          t: cell ? T.Any : bound === 0 ? T.Null : entryType(bound),
          maybe: !cell && bound !== 0 && bound !== kinds,
          dirty: false,
        })
    }
    const stack: Val[] = []
    for (let j = 0; j < entry.depth; j++) stack.push({ t: T.Any, x: `s${j}` })
    for (const [j, t] of this.enteredLoops()) stack[j] = this.placed(t, j)
    this.maxDepth = Math.max(this.maxDepth, entry.depth)
    return { locals, stack, open: !entry.call, acted: false }
  }

  /** The places of the stack with iterators that can be in variables, as far as the notes know, where the body is entered in the middle of loops. */
  private enteredLoops(): (readonly [place: number, t: T])[] {
    const { profile, entry } = this
    const { instructions } = this.code
    if (entry.call || entry.depth === 0 || profile.settled[entry.at] === 1) return []
    // A generator that goes on would bring them back at its next `yield`.
    if (entry.at > 0 && (instructions[entry.at - 1]! & 255) === Op.YIELD_VALUE) return []
    const around: number[] = []
    instructions.forEach((ins, at) => {
      if ((ins & 255) === Op.FOR_ITER && at <= entry.at && entry.at < ins >>> 8) around.push(at)
    })
    // Where other things lie between them, it is not known which items are theirs.
    if (around.length !== entry.depth) return []
    return around.flatMap((at, j) => {
      const t = steppedType(kindType(profile.top[at]!))
      return t === null || j >= MAX_STEPPED ? [] : [[j, t] as const]
    })
  }

  /** Whether a value is in the variable of another place of the stack. */
  private isElsewhere(v: Val, j: number): boolean {
    const place = this.numberOf('s', v.x)
    return place >= 0 && place !== j
  }

  private joined(a: Val, b: Val, j: number): Val {
    if (isStepped(a.t) && a.t === b.t && j < MAX_STEPPED && !this.isElsewhere(a, j) && !this.isElsewhere(b, j))
      return this.placed(a.t, j)
    return joinItems(a, b, this.variable('s', j), this.variable('q', j), this.variable('p', j))
  }

  private joinInto(target: Block): boolean {
    const old = this.inputs.get(target)
    const now = this.state
    if (old === undefined) {
      this.inputs.set(target, {
        locals: now.locals.slice(),
        stack: now.stack.map((v, j) => this.joined(v, v, j)),
        open: now.open,
        acted: now.acted,
      })
      return true
    }
    if (old.stack.length !== now.stack.length) throw new Unsupported('stack depths differ')
    let changed = old.open && !now.open
    if (changed) old.open = false
    if (now.acted && !old.acted) {
      old.acted = true
      changed = true
    }
    for (let i = 0; i < old.locals.length; i++) {
      const joined = joinLocals(old.locals[i]!, now.locals[i]!)
      if (!sameLocal(joined, old.locals[i]!)) {
        old.locals[i] = joined
        changed = true
      }
    }
    for (let j = 0; j < old.stack.length; j++) {
      const joined = this.joined(old.stack[j]!, now.stack[j]!, j)
      if (joined.t !== old.stack[j]!.t || joined.cls !== old.stack[j]!.cls) {
        old.stack[j] = joined
        changed = true
      }
    }
    return changed
  }

  /** Text of the way to a block: variables change to the form that the block expects. */
  private edge(target: Block): string {
    const input = this.inputs.get(target)!
    let text = ''
    input.locals.forEach((wanted, i) => {
      const have = this.state.locals[i]!
      if (isNumberForm(wanted.t)) {
        const f = this.variable('f', i)
        const g = this.variable('g', i)
        const x = this.variable('l', i)
        const unbound = `${f}=NaN;${g}=undefined;`
        const tag = (is: boolean) => (wanted.t === T.Number || wanted.maybe ? `${g}=${is};` : '')
        const bound = (value: string, is: boolean) =>
          have.maybe ? `if(${x}===undefined){${unbound}}else{${f}=${value};${tag(is)}}` : `${f}=${value};${tag(is)}`
        if (have.t === T.Float) text += bound(`${x}.value`, true)
        else if (have.t === T.Null) text += unbound
        else if (have.t === T.Raw) text += have.maybe ? '' : tag(true)
        else if (have.t === T.Int && wanted.t === T.Number) text += bound(x, false)
        else if (have.t !== wanted.t) throw new Unsupported('a number was expected')
      } else if (isLine(wanted.t)) {
        if (!isLine(have.t)) text += `${this.variable('f', i)}=-1;`
      } else if (isLine(have.t) || isNumberForm(have.t))
        text += `${this.variable('l', i)}=${this.boxedLocal(i, have.t, have.maybe)};`
      // A slot that is taken for clean must be.
      if (have.dirty && !wanted.dirty) throw new Unsupported('a dirty slot')
    })
    return text + this.canonical(this.state.stack, input.stack)
  }

  /** Lowers the instructions of a block; `go` gives the text of a jump. */
  private lowerBlock(block: Block, input: State, go: (target: Block) => string): void {
    this.state = copyState(input)
    this.at = block.start
    this.blockEnd = block.end
    this.dictless.clear()
    const { carried } = this
    this.carried = null
    if (carried !== null) this.loads.begin(carried)
    // The one block of an inlined call goes on where the call stands.
    else if (this.inlined === null || this.blocks.length > 1) this.loads.clear()
    if (block.cold) {
      this.emit(this.exit(this.at, false, true))
      return
    }
    const { instructions } = this.code
    for (let at = block.start; at < block.end; at++) {
      this.at = at
      const ins = instructions[at]!
      const op = ins & 255
      const ends = isConditional(op) || LEFT.has(op)
      const depth = this.handlerDepth[at]!
      if (depth > 0 && (block.handler === null || ends)) this.settle(depth)
      if (LEFT.has(op)) {
        if (op !== Op.YIELD_VALUE) this.emit(this.exit(at, true))
        else if (this.yield(ins)) break
        return
      }
      if (ends || op === Op.JUMP || op === Op.JUMP_BACKWARD || op === Op.RETURN_VALUE || op === Op.RETURN_CONST) {
        lowerInstruction(this, ins, block, go)
        return
      }
      if (block.handler === null) lowerInstruction(this, ins, block, go)
      else this.lowerCovered(ins, block, block.handler, go)
      if (RAISING.has(op)) return
    }
    this.emit(go(block.successors[0]!))
  }

  /** An instruction whose exceptions the body itself handles. */
  private lowerCovered(
    ins: number,
    block: Block,
    handler: NonNullable<Block['handler']>,
    go: (target: Block) => string,
  ): void {
    const outer = this.out
    const before = this.fork()
    this.out = []
    this.covered = true
    lowerInstruction(this, ins, block, go)
    this.covered = false
    const text = this.out.join('\n')
    this.out = outer
    if (!text.includes('fr.pc=')) {
      this.out.push(text)
      return
    }
    // What the instruction declares is used by those that follow.
    const names: string[] = []
    const body = text.replace(/\b(?:const|let) (t\d+)/g, (_all, name: string) => {
      names.push(name)
      return name
    })
    const after = this.state
    this.state = before
    before.stack.length = handler.depth
    const e = this.temporary()
    const at = this.temporary()
    if (handler.lasti) this.push({ t: T.Any, x: at })
    this.push({ t: T.Any, x: e })
    const open = before.open ? '' : OPEN
    this.handling = true
    // What raised it may have changed what was taken for granted, as every call may.
    const caught = `${open}const ${e}=Z.caught(fr,e)${handler.lasti ? `,${at}=fr.pc-1` : ''};${this.staleText(handler.block.start)}${go(handler.block)}`
    this.handling = false
    this.state = after
    if (names.length > 0) this.emit(`let ${names.join(',')};`)
    // What is raised here need not be thrown.
    if (body.includes('throw Z.')) {
      const given = body.replace(/throw (Z\.[^;]*);/g, (_all, made: string) => `{e=${made};break R${this.at}}`)
      this.emit(`T${this.at}:{let e;R${this.at}:{try{${given}break T${this.at}}catch(x){e=x}}${caught}}`)
    } else this.emit(`try{${body}}catch(e){${caught}}`)
  }

  /**
   * YIELD_VALUE: a generator's value is what the body returns, with its frame behind the yield; all others leave that to the interpreter. Whether the
   * body goes on behind it.
   */
  private yield(ins: number): boolean {
    const { code, at } = this
    const { stack } = this.state
    if (ins >>> 8 === 0) this.yields.set(at, stack.length)
    if ((code.flags & (CodeFlags.GENERATOR | CodeFlags.COROUTINE)) === 0 || this.entry.call) {
      this.emit(this.exit(at, true))
      return false
    }
    const value = this.keep(T.Any, this.boxed(this.pop()))
    const drained = ins >>> 8 === 0 && isDrained(code)
    const before = this.fork()
    if (drained) this.emit(`if(sink===undefined||!sink.take(${value.x})){`)
    this.toFrame()
    this.emit(`fr.pc=${at + 1};return ${value.x}`)
    if (!drained) return false
    this.emit('}')
    this.state = before
    this.push({ t: T.None, x: 'null' })
    return true
  }

  /** Brings variables and stack to the frame. */
  toFrame(): void {
    const n = this.code.slotCount
    this.spill()
    this.writesStack = true
    let text = ''
    this.state.stack.forEach((v, j) => {
      text += `S[${n + j}]=${this.boxed(v)};`
    })
    this.emit(`${text}fr.sp=${n + this.state.stack.length};`)
  }

  /** Brings the lowest stack items to their places: a handler of an exception finds them there. */
  private settle(depth: number): void {
    const { stack } = this.state
    for (let j = 0; j < depth && j < stack.length; j++) {
      const v = stack[j]!
      if (v.x === `s${j}`) continue
      this.vacate(j)
      this.loads.assigned(`s${j}`)
      if (isStepped(v.t) && j < MAX_STEPPED) {
        this.emit(this.placeText(j, v))
        stack[j] = this.placed(v.t, j)
        continue
      }
      this.emit(`s${j}=${this.boxed(v)};`)
      stack[j] = v.cls === undefined ? { t: heapType(v.t), x: `s${j}` } : { t: v.t, x: `s${j}`, cls: v.cls }
    }
  }

  /** Items that are still at a place that another one gets. */
  private vacate(place: number): void {
    const { stack } = this.state
    let kept: string | null = null
    for (let j = 0; j < stack.length; j++) {
      if (j === place || stack[j]!.x !== `s${place}`) continue
      if (kept === null) {
        kept = this.temporary()
        this.emit(`const ${kept}=s${place};`)
      }
      stack[j] = { ...stack[j]!, x: kept }
    }
  }

  /** Copies the state, for the second way of a conditional jump. */
  fork(): State {
    return copyState(this.state)
  }

  // ── Placement ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A block with all that it dominates. */
  private place(block: Block, around: readonly Block[]): void {
    const merges = block.children.filter((child) => child.merge).sort((a, b) => b.order - a.order)
    if (block.loopHead) {
      this.emit(`L${block.start}:for(;;){`)
      this.within(block, merges, around)
      this.emit('}')
    } else this.within(block, merges, around)
  }

  private within(block: Block, merges: readonly Block[], around: readonly Block[]): void {
    const [last, ...rest] = merges
    if (last === undefined) {
      const input = this.inputs.get(block)
      if (input === undefined) {
        // No way leads here once types are known.
        this.emit('Z.unreachable();')
        return
      }
      this.lowerBlock(block, input, (target) => this.jump(block, target, around))
      return
    }
    this.emit(`B${last.start}:{`)
    this.within(block, rest, [last, ...around])
    this.emit('}')
    this.place(last, around)
  }

  private jump(from: Block, target: Block, around: readonly Block[]): string {
    if (this.tree) this.joinInto(target)
    const edge = this.edge(target)
    if (target.loopHead && target.order <= from.order) return `${edge}continue L${target.start};`
    if (target.merge) return `${edge}break B${target.start};`
    // Its only predecessor: it follows in place.
    const outer = this.out
    const state = this.state
    const { at, blockEnd, text: length } = this
    const classes = this.loads.knownClasses()
    this.out = []
    if (!target.loopHead && !this.handling) this.carried = classes
    this.handling = false
    this.place(target, around)
    const text = this.out.join('\n')
    this.out = outer
    this.state = state
    this.at = at
    this.blockEnd = blockEnd
    this.loads.begin(classes)
    // It is emitted, and counted, once more with the jump.
    this.text = length
    return `${edge}${text}`
  }

  // ── The whole ────────────────────────────────────────────────────────────────────────────────────────────────────────

  private prologue(start: State): void {
    const { code, entry } = this
    const tests: string[] = []
    start.locals.forEach((local, i) => {
      if (!entry.call) this.emit(`l${i}=S[${i}];`)
      if (local.t === T.Any) return
      if (local.t === T.Null) {
        if (!entry.call) tests.push(`l${i}!==undefined`)
        return
      }
      const test =
        local.t === T.Number ? `typeof l${i}!=='number'&&(${failsTest(`l${i}`, T.Float)})` : failsTest(`l${i}`, local.t)
      tests.push(local.maybe ? `l${i}!==undefined&&(${test})` : test)
    })
    for (let j = 0; j < entry.depth; j++) this.emit(`s${j}=S[${code.slotCount + j}];`)
    // Until the tests are over, arguments are where the call has put them: an exit takes them from there.
    this.state = copyState(start)
    this.state.locals = start.locals.map((local) => (local.t === T.Number ? { ...local, t: T.Any } : local))
    this.at = entry.at
    if (entry.call) {
      this.emit(
        `if(J.epoch!==U.epoch&&Z.stale(U,fr)${this.usesGlobals ? '||F.globals!==U.globals' : ''})${this.exit(entry.at, true)}`,
      )
      if (tests.length > 0) {
        const args = start.locals.slice(0, code.parameters).map((_, i) => `l${i}`)
        this.emit(`if(${tests.join('||')}){Z.refused(U,[${args.join(',')}]);${this.exit(entry.at, true)}}`)
      }
    } else if (tests.length > 0) this.emit(`if(${tests.join('||')})return Z.refused(U,S);`)
    const stepped = start.stack.filter((v) => isStepped(v.t))
    if (stepped.length > 0) {
      this.state.stack = start.stack.map((_, j) => ({ t: T.Any, x: `s${j}` }))
      // The frame has all that there is as yet.
      const exit = this.exit(entry.at).replace(/X=(\d+);break E/, 'return Z.left(U,$1,fr)')
      const fails = ({ t, x }: Val) => {
        const holder = HOLDERS.get(t)
        return `${failsTest(x, t)}||${x}.shared${holder === undefined ? '' : `||${x}.${holder}===null`}`
      }
      this.emit(`if(${stepped.map(fails).join('||')})${exit}`)
      for (const { t, x, g, h, step } of stepped)
        this.emit(
          t === T.Range
            ? `${g}=${x}.value;${h}=${x}.left;${step}=${x}.step;`
            : `${g}=${x}.${HOLDERS.get(t)};${h}=${x}.${t === T.StrSteps ? 'unit' : 'index'};`,
        )
    }
    this.state = start
    start.locals.forEach((local, i) => {
      if (local.t === T.Number)
        this.emit(
          `if(typeof l${i}==='number'){f${i}=l${i};g${i}=false}else${local.maybe ? ` if(l${i}===undefined){f${i}=NaN;g${i}=undefined}else` : ''}{f${i}=l${i}.value;g${i}=true}`,
        )
    })
    this.emit('Y=J.epoch;')
    if (entry.call && start.open) this.emit(OPEN)
    // The first block may expect numbers where there are boxes.
    this.emit(this.edge(this.blocks[0]!))
  }

  /** How many items an instruction leaves on the stack more than it found. */
  effectOf(ins: number): number {
    const { effect } = opcodeTable[ins & 255]!
    return typeof effect === 'number' ? effect : effect(ins >>> 8)
  }
}

function copyState({ locals, stack, open, acted }: State): State {
  return { locals: locals.slice(), stack: stack.slice(), open, acted }
}

/** What an entry takes for granted of a variable of these kinds. */
function entryType(kinds: number): T {
  return kinds === NUMBERS ? T.Number : kindType(kinds)
}

/** The form of an iterator in variables; null where there is none. */
function steppedType(t: T): T | null {
  // What an `enumerate` steps through is not known.
  return STEPPED.find((stepped) => stepped !== T.Any && t !== T.Enumerate && heapType(stepped) === t) ?? null
}

/** {@link Exit.raw} of one local. */
function formOf(local: Local): number {
  if (local.t === T.Raw) return local.maybe ? 4 : 1
  return local.t === T.Number ? 2 : isLine(local.t) ? 3 : 0
}

/** A line of a file that may have been made already. */
function lineText(x: string, from: string, to: string): string {
  return `(${from}<0?${x}:${x}.line(${from},${to}))`
}
