/** `for` loops (Language Reference 8.3): ranges, lists, tuples, texts and `enumerate` of them are stepped through in place, other iterators by one call. */
import { Op } from '../bytecode/opcodes'
import { PyFloat } from '../objects/float'
import type { Value } from '../objects/object'
import type { Block } from './flowgraph'
import type { Lowering } from './lower'
import { Kind, NUMBERS } from './profile'
import { heapType, isLine, isStepped, STEPPED, T, type Val } from './values'

/** GET_ITER: an iterator gives itself, a list, tuple or text one that is stepped through in place. */
export function lowerGetIter(l: Lowering): void {
  const kinds = l.profile.top[l.at]!
  if ((kinds & ~ITERATORS) === 0 && kinds !== 0 && l.peek().t === T.Any && l.mayGuess()) {
    // Generators, and what has been made to be stepped through.
    const v = l.peek()
    l.leaveIf(`!(${v.x} instanceof PI&&!${v.x}.cls.heap||${v.x} instanceof GN)`)
    if ((kinds & STEPPED_KINDS) !== 0) l.emit(`if(${v.x}.shared===false)${v.x}.shared=true;`)
    return
  }
  const v = l.speculate(l.peek(), kinds)
  if (SHARED.has(v.t)) l.emit(`${v.x}.shared=true;`)
  if (ITERATOR_TYPES.has(v.t)) return
  const steps = STEPS.get(v.t)
  if (v.t === T.List && isBulk(l)) {
    l.pop()
    l.push(l.keep(T.ListIterator, `new LI(${v.x})`))
    return
  }
  if (steps !== undefined) {
    l.pop()
    l.push({ t: steps, x: 'undefined', g: l.holder(v), h: '0' })
    return
  }
  l.pop()
  l.push(l.support(T.Any, 'iter', l.boxed(v)))
  l.afterCall()
}

/** Iterators of builtin types that are not stepped through in place. */
const NATIVE = Kind.NativeIterator | Kind.StrIterator | Kind.Enumerate | Kind.ZipPair | Kind.DictItems
const STEPPED_KINDS = Kind.RangeIterator | Kind.ListIterator | Kind.TupleIterator | Kind.StrIterator
const ITERATORS = NATIVE | Kind.Generator | STEPPED_KINDS
/** The iterators in variables, by what they step through. */
const STEPS: ReadonlyMap<T, T> = new Map([
  [T.List, T.ListSteps],
  [T.Tuple, T.TupleSteps],
  [T.Str, T.StrSteps],
])
const SHARED: ReadonlySet<T> = new Set([T.RangeIterator, T.ListIterator, T.TupleIterator, T.StrIterator])
const ITERATOR_TYPES: ReadonlySet<T> = new Set([
  ...STEPPED.slice(1),
  T.StrIterator,
  T.RangeIterator,
  T.ListIterator,
  T.TupleIterator,
  T.Enumerate,
  T.ZipPair,
  T.DictItems,
  T.TextFile,
  T.BytesFile,
])
const PAIRS: ReadonlySet<T> = new Set([T.Enumerate, T.ZipPair, T.DictItems])

/** Whether what a loop gives is taken apart at once, and only what this loop gives. */
function unpacksPair(l: Lowering, next: Block): boolean {
  return (
    !next.merge && !next.loopHead && !next.cold && l.code.instructions[next.start] === (Op.UNPACK_SEQUENCE | (2 << 8))
  )
}

/**
 * Of a loop that is the whole of `[x for x in xs if x > k]`, with numbers so far: the comparison's index and the number, as arguments. Compiled for itself such a loop
 * is twice as fast as in a body that knows ints and floats.
 */
function numberFilter(l: Lowering, block: Pick<Block, 'start' | 'end'>): string | null {
  const { instructions, consts } = l.code
  const at = block.end
  const [store, load, compare, jump, back, again, append, last] = instructions.slice(at, at + 8)
  if (last === undefined) return null
  const op = (ins: number | undefined): number => ins! & 255
  const x = store! >>> 8
  const index = op(compare) - Op.COMPARE_LT
  if (op(store) !== Op.STORE_FAST || index < 0 || index > 5) return null
  if (op(jump) !== Op.POP_JUMP_IF_TRUE || jump! >>> 8 !== at + 5) return null
  for (const ins of [back, last]) if (op(ins) !== Op.JUMP_BACKWARD || ins! >>> 8 !== block.start) return null
  if (again !== (Op.LOAD_FAST | (x << 8)) || append !== (Op.LIST_APPEND | (2 << 8))) return null
  for (const kinds of [l.profile.second[at + 2]!, l.profile.top[at + 2]!])
    if (kinds === 0 || (kinds & ~NUMBERS) !== 0) return null
  const first = (load! >>> 8) & 4095
  const second = load! >>> 20
  if (op(load) === Op.LOAD_FAST_CONST && first === x) {
    const c = l.constantValue(consts[second] as Value)
    return `${index},${c.x}`
  }
  if (op(load) !== Op.LOAD_FAST2 || (first === x) === (second === x)) return null
  const k = l.local(first === x ? second : first)
  // `k < x` is `x > k`.
  const turned = first === x || index === 2 || index === 3 ? index : index ^ 4
  return `${turned},${k.t === T.Raw || k.t === T.Float ? l.number(k) : k.x}`
}

const FLOAT_OPERATORS: Readonly<Record<number, string>> = {
  [Op.BINARY_ADD]: '+',
  [Op.BINARY_SUB]: '-',
  [Op.BINARY_MUL]: '*',
  [Op.BINARY_TRUEDIV]: '/',
}

/**
 * Of a loop that is the whole of `[x * 2 + 1 for x in xs]`: what it makes of a float `x`, where that raises nothing and is a float, which it is where an operand of each
 * operator is one.
 */
function floatMap(l: Lowering, block: Pick<Block, 'start' | 'end'>): string | null {
  const { instructions, consts } = l.code
  let at = block.end
  const store = instructions[at++]!
  if ((store & 255) !== Op.STORE_FAST) return null
  const x = store >>> 8
  const stack: { text: string; float: boolean; c?: unknown }[] = []
  const constant = (i: number): boolean => {
    const c = l.constantValue(consts[i] as Value)
    if (c.t !== T.Int && c.t !== T.Raw) return false
    stack.push({ text: c.x, float: c.t === T.Raw, c: c.c instanceof PyFloat ? c.c.value : c.c })
    return true
  }
  const local = (i: number): boolean => {
    if (i === x) {
      stack.push({ text: 'x', float: true })
      return true
    }
    const { t, maybe } = l.state.locals[i]!
    if (maybe || (t !== T.Int && t !== T.Raw && t !== T.Float && t !== T.Number)) return false
    stack.push({ text: l.number(l.local(i)), float: t === T.Raw || t === T.Float })
    return true
  }
  for (; at < instructions.length && at < block.end + MAX_MAP; at++) {
    const ins = instructions[at]!
    const op = ins & 255
    const arg = ins >>> 8
    if (op === Op.LIST_APPEND) {
      const last = instructions[at + 1]!
      const [only] = stack
      const whole = arg === 2 && (last & 255) === Op.JUMP_BACKWARD && last >>> 8 === block.start
      return whole && stack.length === 1 && only!.float && only!.text !== 'x' ? only!.text : null
    }
    if (op === Op.LOAD_FAST || op === Op.LOAD_CONST) {
      if (!(op === Op.LOAD_FAST ? local(arg) : constant(arg))) return null
    } else if (op === Op.LOAD_FAST2 || op === Op.LOAD_FAST_CONST) {
      if (!local(arg & 4095) || !(op === Op.LOAD_FAST2 ? local(arg >>> 12) : constant(arg >>> 12))) return null
    } else if (op === Op.UNARY_NEGATIVE) {
      const v = stack.pop()
      if (v === undefined || !v.float) return null
      stack.push({ text: `(-${v.text})`, float: true })
    } else {
      const operator = FLOAT_OPERATORS[op]
      const b = stack.pop()
      const a = stack.pop()
      if (operator === undefined || a === undefined || b === undefined || (!a.float && !b.float)) return null
      // What is divided by may be zero unless it is seen not to be.
      if (operator === '/' && (b.c === undefined || b.c === 0)) return null
      stack.push({ text: `(${a.text}${operator}${b.text})`, float: true })
    }
  }
  return null
}

/** Instructions of such an expression at most. */
const MAX_MAP = 24

/** Text of an item of a list, undefined behind the last. */
function itemText(list: string, index: string): string {
  return `${list}.holding===null?${list}.items[${index}]:Z.itemOfList(${list},${index})`
}

/** Text of the character to which a text is stepped; a pair of surrogates is one. */
function characterText({ g, h }: Val): string {
  return `(${g}.charCodeAt(${h})&64512)===55296?Z.characterAt(${g},${h}):${g}[${h}]`
}

/** Whether the loop that begins next over a list is one for {@link lowerBulk}, which works on an iterator. A comprehension puts away its variable first. */
function isBulk(l: Lowering): boolean {
  const { instructions } = l.code
  for (let at = l.at + 1; at <= l.at + MAX_BEFORE_LOOP; at++) {
    if (at >= instructions.length || (instructions[at]! & 255) !== Op.FOR_ITER) continue
    const head = { start: at, end: at + 1 }
    return numberFilter(l, head) !== null || floatMap(l, head) !== null
  }
  return false
}

/** Instructions between GET_ITER and FOR_ITER at most. */
const MAX_BEFORE_LOOP = 8

/** Before a step through a list: what a loop keeps or makes of the numbers that come next is done at once; what is anything else is left to the loop. */
function lowerBulk(l: Lowering, block: Block, it: Val): void {
  const filter = numberFilter(l, block)
  const map = filter === null ? floatMap(l, block) : null
  if (filter === null && map === null) return
  const made = l.peek(1).x
  if (it.t === T.ListSteps) l.emit(`${it.x}=${l.boxed(it)};`)
  if (filter !== null) l.emit(`Z.filterNumbers(${it.x},${made},${filter});`)
  else {
    const [from, room, i] = [l.temporary(), l.temporary(), l.temporary()]
    const list = `${it.x}.list`
    l.emit(
      `if(${it.x}.index<=64&&${list}!==null&&(${list}.holding!==null||${list}.items.length>4095)){const ${from}=Z.floatsToMap(${it.x},${made});if(${from}!==null){const ${room}=Z.roomToMap(${it.x},${made},${from}.length);for(let ${i}=${it.x}.index;${i}<${from}.length;${i}++){const x=${from}[${i}];${room}[${i}]=${map}}Z.mapFloats(${it.x},${made},${room})}}`,
    )
  }
  if (it.t === T.ListSteps) l.emit(`${it.h}=${it.x}.index;`)
}

/** FOR_ITER: falls through with the next value on the stack, or jumps without the iterator. */
export function lowerForIter(l: Lowering, block: Block, go: (target: Block) => string): void {
  const [next, done] = block.successors as [Block, Block]
  const kinds = l.profile.top[l.at]!
  const it = isStepped(l.peek().t) ? l.placedTop() : l.speculate(l.peek(), kinds)
  let value: Val
  let more: string
  let end = ''
  switch (it.t) {
    case T.Range:
      more = `${it.h}>0`
      value = { t: T.Int, x: l.temporary() }
      break
    case T.ListSteps:
    case T.TupleSteps: {
      if (it.t === T.ListSteps) lowerBulk(l, block, it)
      value = { t: T.Any, x: l.temporary() }
      // One look at the items: behind the last there is undefined.
      l.emit(`let ${value.x};`)
      const item = it.t === T.ListSteps ? itemText(it.g!, it.h!) : `${it.g}.items[${it.h}]`
      more = `(${value.x}=${item})!==undefined`
      break
    }
    case T.EnumList:
    case T.EnumStr: {
      const [n, v] = [l.temporary(), l.temporary()]
      l.emit(`let ${v};`)
      more = it.t === T.EnumList ? `(${v}=${itemText(it.g!, it.h!)})!==undefined` : `${it.h}<${it.g}.length`
      value = unpacksPair(l, next)
        ? { t: T.Pair, x: n, g: v, both: [T.Int, it.t === T.EnumList ? T.Any : T.Str] }
        : { t: T.Tuple, x: l.temporary(), g: n, h: v }
      break
    }
    case T.StrSteps:
      more = `${it.h}<${it.g}.length`
      value = { t: T.Str, x: l.temporary() }
      break
    case T.RangeIterator:
      more = `${it.x}.left>0`
      value = { t: T.Int, x: l.temporary() }
      break
    case T.ListIterator:
    case T.TupleIterator: {
      const holder = it.t === T.ListIterator ? 'list' : 'tuple'
      if (it.t === T.ListIterator) lowerBulk(l, block, it)
      const held = l.keep(T.Any, `${it.x}.${holder}`)
      value = { t: T.Any, x: l.temporary() }
      // One look at the items: behind the last there is undefined.
      l.emit(`let ${value.x};`)
      const index = `${it.x}.index`
      const item = it.t === T.ListIterator ? itemText(held.x, index) : `${held.x}.items[${index}]`
      more = `${held.x}!==null&&(${value.x}=${item})!==undefined`
      end = `${it.x}.${holder}=null;`
      break
    }
    case T.TextFile:
    case T.BytesFile: {
      // A line that the buffer has is a place in it. What reads on may run the handlers of signals.
      const [lines, x, from, to] = [l.temporary(), l.temporary(), l.temporary(), l.temporary()]
      l.emit(
        `const ${lines}=${it.x}.lines;let ${x},${from}=-1,${to}=0;if(${lines}.at<${lines}.count){${from}=${lines}.from;${to}=${lines}.from=${lines}.ends[${lines}.at++]+1;${x}=${lines}}else{${l.spillText()}${l.mayRaise()};${x}=${it.x}.nextItem()}`,
      )
      more = `${x}!==undefined`
      value = { t: it.t === T.TextFile ? T.TextLine : T.BytesLine, x, g: from, h: to }
      break
    }
    case T.Enumerate:
    case T.ZipPair:
    case T.DictItems:
      if (unpacksPair(l, next)) {
        // What is stepped through may run Python code.
        l.spill()
        l.emit(`${l.mayRaise()};`)
        more = `${it.x}.advance()`
        value = { t: T.Pair, x: l.temporary(), g: l.temporary() }
        break
      }
    // falls through
    default: {
      const r = l.temporary()
      const generic = `${l.spillText()}${l.mayRaise()};${r}=Z.forIter(fr,${it.x})`
      // An iterator of a builtin type runs its own code; anything that it calls back is seen by it.
      if ((kinds & ~NATIVE) === 0)
        l.emit(
          `let ${r};${l.spillText()}${l.mayRaise()};if(${it.x} instanceof PI&&!${it.x}.cls.heap)${r}=${it.x}.next();else{${generic}}`,
        )
      else l.emit(`let ${r};${generic};`)
      more = `${r}!==undefined`
      value = { t: T.Any, x: r }
    }
  }
  const ran = it.t === T.Any || PAIRS.has(it.t) || isLine(value.t)
  const fork = l.fork()
  l.pop()
  const over = `${ran ? l.staleText(done.start) : ''}${go(done)}`
  l.state = fork
  l.emit(`if(!(${more})){${end}${over}}`)
  if (it.t === T.Range) l.emit(`const ${value.x}=${it.g};${it.h}--;${it.g}=${value.x}+${it.step};`)
  else if (it.t === T.ListSteps || it.t === T.TupleSteps) l.emit(`${it.h}++;`)
  else if (it.t === T.StrSteps) l.emit(`const ${value.x}=${characterText(it)};${it.h}+=${value.x}.length;`)
  else if (it.t === T.EnumList || it.t === T.EnumStr) {
    const [n, v] = value.t === T.Pair ? [value.x, value.g!] : [value.g!, value.h!]
    l.emit(`const ${n}=${it.step};${it.step}=${n}+1;`)
    l.emit(it.t === T.EnumList ? `${it.h}++;` : `${v}=${characterText(it)};${it.h}+=${v}.length;`)
    if (value.t !== T.Pair) {
      l.emit(`const ${value.x}=new PT([${n},${v}]);`)
      value = { t: T.Tuple, x: value.x }
    }
  } else if (it.t === T.RangeIterator)
    l.emit(`const ${value.x}=${it.x}.value;${it.x}.left--;${it.x}.value=${value.x}+${it.x}.step;`)
  else if (it.t === T.ListIterator || it.t === T.TupleIterator) l.emit(`${it.x}.index++;`)
  else if (value.t === T.Pair) l.emit(`const ${value.x}=${it.x}.first,${value.g}=${it.x}.second;`)
  // Only a variable has a line that is not made.
  const stored =
    !next.merge && !next.loopHead && !next.cold && (l.code.instructions[next.start]! & 255) === Op.STORE_FAST
  l.push(isLine(value.t) && !stored ? l.keep(heapType(value.t), l.boxed(value)) : value)
  if (ran) l.emit(l.staleText(next.start))
  l.emit(go(next))
}

/**
 * SEND: falls through with what the receiver yields on the stack, or jumps with what it returned. The receiver's frames run above the body's on the
 * JavaScript stack; where they should not, the interpreter sends.
 */
export function lowerSend(l: Lowering, block: Block, go: (target: Block) => string): void {
  const [next, done] = block.successors as [Block, Block]
  const value = l.boxed(l.peek())
  const receiver = l.boxed(l.peek(1))
  l.emit(`if(!Z.sends(${receiver},${value}))${l.exit(l.at, true)}`)
  l.sends.set(done.start, l.state.stack.length)
  l.pop()
  l.spill()
  l.emit(`${l.mayRaise()};`)
  const r = l.keep(T.Any, `Z.send(${receiver},${value})`)
  const fork = l.fork()
  const returned = l.temporary()
  l.push({ t: T.Any, x: returned })
  const over = `const ${returned}=Z.returned.value;${l.staleText(done.start)}${go(done)}`
  l.state = fork
  l.emit(`if(${r.x}===undefined){${over}}`)
  l.push(r)
  l.emit(l.staleText(next.start))
  l.emit(go(next))
}
