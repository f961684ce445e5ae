/**
 * Small Python functions in the place of their calls. The code of such a function is lowered into the body of its caller, with arguments and result as
 * they are in variables: floats stay numbers, and there is neither a frame nor a call. Since nothing of it has a frame, a guard that fails leaves the
 * caller's body before the call, which the interpreter then does from its start; so behind the first thing that such a function changes it may need
 * no guard any more. What does not fit is called as ever.
 */
import { CodeFlags, type CodeObject } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import { dictType, PyDict } from '../objects/dict'
import type { PyFunction } from '../objects/function'
import { flowGraph } from './flowgraph'
import { type Form, Lowering, NotInlinable, Unsupported } from './lower'
import { profileOf } from './profile'
import { heapType, joinLocals, type Local, T, type Val } from './values'

/** Instructions of a function that is inlined, at most. */
const MAX_INSTRUCTIONS = 60
/** Functions inlined into each other. */
const MAX_NESTING = 3
/** Characters of a body from which nothing more is inlined into it: a long one is compiled late by JavaScriptCore. */
const MAX_TEXT = 12_000

/** Opcodes that an inlined function may have: none of them needs its frame as long as what they work on has the types that were seen. */
const INLINABLE: ReadonlySet<number> = new Set([
  Op.NOP,
  Op.POP_TOP,
  Op.COPY,
  Op.SWAP,
  Op.PUSH_NULL,
  Op.LOAD_CONST,
  Op.LOAD_FAST,
  Op.LOAD_FAST2,
  Op.LOAD_FAST_CONST,
  Op.LOAD_FAST_CHECK,
  Op.STORE_FAST,
  Op.LOAD_GLOBAL,
  Op.LOAD_ATTR,
  Op.LOAD_METHOD,
  Op.STORE_ATTR,
  Op.BINARY_SUBSCR,
  Op.STORE_SUBSCR,
  Op.BINARY_ADD,
  Op.BINARY_SUB,
  Op.BINARY_MUL,
  Op.BINARY_TRUEDIV,
  Op.BINARY_FLOORDIV,
  Op.BINARY_MOD,
  Op.BINARY_POW,
  Op.BINARY_LSHIFT,
  Op.BINARY_RSHIFT,
  Op.BINARY_AND,
  Op.BINARY_OR,
  Op.BINARY_XOR,
  Op.COMPARE_LT,
  Op.COMPARE_LE,
  Op.COMPARE_EQ,
  Op.COMPARE_NE,
  Op.COMPARE_GT,
  Op.COMPARE_GE,
  Op.IS_OP,
  Op.CONTAINS_OP,
  Op.UNARY_NOT,
  Op.UNARY_NEGATIVE,
  Op.UNARY_INVERT,
  Op.JUMP,
  Op.POP_JUMP_IF_FALSE,
  Op.POP_JUMP_IF_TRUE,
  Op.POP_JUMP_IF_NONE,
  Op.POP_JUMP_IF_NOT_NONE,
  Op.JUMP_IF_FALSE_OR_POP,
  Op.JUMP_IF_TRUE_OR_POP,
  Op.BUILD_TUPLE,
  Op.BUILD_LIST,
  Op.BUILD_STRING,
  Op.FORMAT_SIMPLE,
  Op.UNPACK_SEQUENCE,
  Op.CALL,
  Op.CALL_KW,
  Op.CALL_METHOD,
  Op.CALL_METHOD_KW,
  Op.RETURN_VALUE,
  Op.RETURN_CONST,
])

const UNFIT =
  CodeFlags.GENERATOR | CodeFlags.COROUTINE | CodeFlags.ASYNC_GENERATOR | CodeFlags.VARARGS | CodeFlags.VARKEYWORDS

/** What a lowering of an inlined call knows of the call. */
export interface InlinedCall {
  readonly caller: Lowering
  /** The lowering of the body in which all of it stands, and how many calls are inlined there around this one, with itself. */
  readonly body: Lowering
  readonly depth: number
  /** The instructions of this call and those around it. */
  readonly place: string
  /** The arguments of parameters that are never assigned to: they are read where the caller has them. */
  readonly given: readonly (Val | undefined)[]
  /** A variable of the caller's body, one for each that the function would have. */
  variable(form: Form, i: number): string
  numberOf(form: Form, name: string): number
  /** Text that leaves the body before the call. */
  exit(): string
  /** A `return`. */
  giveBack(l: Lowering, v: Val): void
}

const fitness = new WeakMap<CodeObject, boolean>()

function fits(code: CodeObject): boolean {
  // The instructions of a library's function are read when it is first called.
  if (code.instructions.length === 0) return false
  let fit = fitness.get(code)
  if (fit === undefined) {
    fit =
      code.instructions.length <= MAX_INSTRUCTIONS &&
      (code.flags & UNFIT) === 0 &&
      code.parameters >= 0 &&
      code.exceptionTable.length === 0 &&
      code.cellSlots === null &&
      code.freeCount === 0 &&
      code.instructions.every((ins) => INLINABLE.has(ins & 255))
    fitness.set(code, fit)
  }
  return fit
}

function mayInline(l: Lowering, code: CodeObject): boolean {
  if (!l.mayGuess() || !fits(code) || profileOf(code).seen[0] === 0) return false
  for (let outer: Lowering | null = l; outer !== null; outer = outer.inlined?.caller ?? null)
    if (outer.code === code) return false
  return (l.inlined?.depth ?? 0) < MAX_NESTING && bodyOf(l).size < MAX_TEXT
}

/** The lowering of the body itself. */
function bodyOf(l: Lowering): Lowering {
  return l.inlined?.body ?? l
}

/**
 * Lowers a call of a known function in place: its value, or null where the function is to be called. `stack` is what was on the stack before the
 * instruction; `opening` is text between the guards and the function's own.
 */
export function inlineFunction(
  l: Lowering,
  f: PyFunction,
  values: readonly Val[],
  stack: readonly Val[],
  opening = '',
): Val | null {
  const { inlining } = bodyOf(l)
  const place = `${l.inlined === null ? '' : l.inlined.place}/${l.at}`
  const known = inlining.get(place)
  if (known === false || (known === undefined && !mayInline(l, f.code))) {
    inlining.set(place, false)
    return null
  }
  inlining.set(place, true)
  const before = l.mark()
  try {
    return new Inlining(l, f, values, stack, place).lower(opening)
  } catch (e) {
    if (!(e instanceof NotInlinable || e instanceof Unsupported)) throw e
    l.backTo(before)
    inlining.set(place, false)
    return null
  }
}

class Inlining implements InlinedCall {
  readonly given: (Val | undefined)[] = []
  private readonly names = new Map<string, string>()
  private readonly numbers = new Map<string, readonly [Form, number]>()
  private readonly declared: string[] = []
  private readonly label: string
  readonly body: Lowering
  readonly depth: number
  /** The single block gives its value as it is. */
  private single = false
  private result: { readonly t: T; readonly cls?: Local['cls'] } | null = null
  private value: Val | null = null
  private readonly x: string
  private readonly g: string
  private acted = false

  constructor(
    readonly caller: Lowering,
    private readonly f: PyFunction,
    private readonly values: readonly Val[],
    private readonly stack: readonly Val[],
    readonly place: string,
  ) {
    this.body = bodyOf(caller)
    this.depth = (caller.inlined?.depth ?? 0) + 1
    this.x = caller.temporary()
    this.g = caller.temporary()
    this.label = `I${this.x.slice(1)}`
  }

  variable(form: Form, i: number): string {
    const key = `${form}${i}`
    let name = this.names.get(key)
    if (name === undefined) {
      name = this.caller.temporary()
      this.declared.push(name)
      this.name(form, i, name)
    }
    return name
  }

  private name(form: Form, i: number, name: string): void {
    this.names.set(`${form}${i}`, name)
    this.numbers.set(name, [form, i])
  }

  numberOf(form: Form, name: string): number {
    const known = this.numbers.get(name)
    return known !== undefined && known[0] === form ? known[1] : -1
  }

  exit(): string {
    return this.caller.before(this.stack, () => this.caller.exit())
  }

  giveBack(l: Lowering, v: Val): void {
    this.acted ||= l.state.acted
    this.value = v
    const { result } = this
    const local = (t: T, cls: Local['cls']): Local => ({ t, maybe: false, dirty: true, cls })
    if (result === null) this.result = v.t === T.Pair ? { t: T.Any } : { t: v.t, cls: v.cls }
    else this.result = joinLocals(local(result.t, result.cls), local(v.t, v.cls))
    if (this.single) return
    const { t } = this.result!
    if (t === T.Number) {
      const tag = v.t === T.Number ? v.g : String(v.t !== T.Int)
      l.emit(`${this.x}=${l.number(v)};${this.g}=${tag};`)
    } else l.emit(`${this.x}=${t === T.Raw ? l.number(v) : l.boxed(v)};`)
    l.emit(`break ${this.label};`)
  }

  lower(opening: string): Val {
    const { caller, f } = this
    const { code } = f
    const profile = profileOf(code)
    const blocks = flowGraph(code, 0, (at) => profile.seen[at] === 1)
    if (blocks === null || blocks.some((block) => block.loopHead)) throw new NotInlinable()
    this.single = blocks.length === 1
    // Code or defaults may have been replaced; and a call too deep raises RecursionError: what is inlined would be so deep.
    const depth = this.depth - (this.body.state.open ? 1 : 0)
    const changed = caller.assumeFunction(f) ? '' : `${caller.constant(f)}.version!==${f.version}||`
    const { loads } = caller
    if (changed !== '' || loads.depth <= depth)
      caller.before(this.stack, () =>
        caller.leaveIf(`${changed}D.depth${depth === 0 ? '' : `+${depth}`}>=D.compiledLimit`),
      )
    loads.depth = Math.max(loads.depth, depth + 1)
    const inner = new Lowering(
      code,
      profile,
      { at: 0, call: true, kinds: new Uint32Array(), depth: 0, globalNames: false },
      {
        globals: f.globals.cls === dictType ? f.globals : null,
        builtins: f.builtins instanceof PyDict && f.builtins.cls === dictType ? f.builtins : null,
      },
      NO_NAMES,
      false,
      this,
    )
    const start = this.bindParameters(inner)
    const classes = this.single ? null : loads.knownClasses()
    const text = inner.lowered(blocks, inner.state, classes)
    if (this.value === null) throw new NotInlinable()
    if (classes !== null) loads.begin(classes)
    const lets = this.declared.map((name) => `let ${name};`).join('')
    if (this.single) {
      caller.emit(`${lets}${opening}${start}${text}`)
      this.refineArguments(inner)
    } else {
      const own = this.result!.t === T.Number ? `let ${this.x};let ${this.g};` : `let ${this.x};`
      caller.emit(`${lets}${own}${opening}${start}${this.label}:{${text}}`)
    }
    if (caller.inlined !== null && this.acted) caller.acts()
    if (this.single) return this.value
    const { t, cls } = this.result!
    if (t === T.Number) return { t, x: this.x, g: this.g }
    return cls === undefined ? { t, x: this.x } : { t, x: this.x, cls }
  }

  /** The state at the function's start. Parameters that are assigned to get variables of their own. */
  private bindParameters(inner: Lowering): string {
    const { code } = this.f
    const stored = new Set<number>()
    for (const ins of code.instructions) if ((ins & 255) === Op.STORE_FAST) stored.add(ins >>> 8)
    inner.state.locals = Array.from({ length: code.slotCount }, () => ({ t: T.Null, maybe: false, dirty: true }))
    this.values.forEach((v, i) => {
      if (stored.has(i)) {
        inner.storeLocal(i, v)
        return
      }
      this.given[i] = v
      inner.state.locals[i] =
        v.cls === undefined ? { t: v.t, maybe: false, dirty: true } : { t: v.t, maybe: false, dirty: true, cls: v.cls }
      if (v.t === T.Number) {
        this.name('f', i, v.x)
        this.name('g', i, v.g!)
      } else this.name(v.t === T.Raw ? 'f' : 'l', i, v.x)
    })
    const text = inner.out.join('')
    inner.out = []
    return text
  }

  /** What the function's guards have found out about its arguments is known of the caller's variables as well. */
  private refineArguments(inner: Lowering): void {
    this.given.forEach((v, i) => {
      const local = inner.state.locals[i]!
      if (v?.t === T.Any && local.t !== T.Any && local.t === heapType(local.t))
        this.caller.refine(v, local.t, local.cls)
    })
  }
}

const NO_NAMES: ReadonlySet<string> = new Set()
