/**
 * Operators (Language Reference 6.5 – 6.11). Ints are JavaScript numbers that are checked to stay safe integers, floats are raw numbers; what
 * else an operator meets goes through the support functions. Every site has its own fast path: a shared one would see every type of the program.
 */
import { Op } from '../bytecode/opcodes'
import { Threshold } from '../simd/thresholds'
import { lineTruth } from './linepieces'
import type { Lowering } from './lower'
import { callComparison, callOperator, callUnary } from './operators'
import { NUMBERS } from './profile'
import { isLine, T, type Val } from './values'

const ADD = 0
const SUB = 1
const MUL = 2
const MATMUL = 3
const TRUEDIV = 4
const FLOORDIV = 5
const MOD = 6
const POW = 7
const LSHIFT = 8
const RSHIFT = 9
const AND = 10
const OR = 11
const XOR = 12

/** A binary operator by its index in the table of operators. */
export function lowerBinary(l: Lowering, index: number, inplace: number): void {
  const kindsA = l.profile.second[l.at]!
  const kindsB = l.profile.top[l.at]!
  // Guards come while both operands are on the stack: an exit starts the instruction again.
  const [a, b] = counted(l, index, l.speculate(l.peek(1), kindsA), l.speculate(l.peek(), kindsB))
  const result =
    boolResult(l, index, a, b) ??
    productResult(l, index, a, b) ??
    intResult(l, index, a, b) ??
    floatResult(l, index, a, b, kindsA, kindsB) ??
    numberResult(l, index, a, b, kindsA, kindsB) ??
    sequenceResult(l, index, a, b, inplace !== 0)
  if (result !== null) {
    l.pop()
    l.pop()
    l.push(result)
    return
  }
  if (!callOperator(l, index, inplace)) generic(l, index, a, b, inplace)
}

/** Lists and tuples put together, or lists repeated, which runs no Python code. */
function sequenceResult(l: Lowering, index: number, a: Val, b: Val, inplace: boolean): Val | null {
  if (index === ADD && a.t === T.Tuple && b.t === T.Tuple) return l.keep(T.Tuple, `Z.joinTuples(${a.x},${b.x})`)
  if (index === ADD && a.t === T.List && b.t === T.List) {
    if (!inplace) return l.keep(T.List, `Z.joinLists(${a.x},${b.x})`)
    l.emit(`Z.extendList(${a.x},${b.x});`)
    l.acts()
    return a
  }
  if (index !== MUL || inplace || !l.mayGuess()) return null
  const list = a.t === T.List ? a : b
  const count = list === a ? b : a
  if (list.t !== T.List || count.t !== T.Int) return null
  const r = l.keep(T.List, `Z.repeatList(${list.x},${count.x})`)
  l.leaveIf(`${r.x}===void 0`)
  return r
}

/** The operands, bools as ints where they are counted with a number: `n += x != y`. */
function counted(l: Lowering, index: number, a: Val, b: Val): readonly [Val, Val] {
  if (a.t !== T.Bool && b.t !== T.Bool) return [a, b]
  if (a.t === T.Bool && b.t === T.Bool && index >= AND) return [a, b]
  const number = (v: Val) => v.t === T.Int || v.t === T.Bool || isFloat(v)
  return number(a) && number(b) ? [asInt(l, a), asInt(l, b)] : [a, b]
}

function asInt(l: Lowering, v: Val): Val {
  return v.t === T.Bool ? l.keep(T.Int, `${v.x}?1:0`) : v
}

/** `&`, `|` and `^` of bools are bools. */
function boolResult(l: Lowering, index: number, a: Val, b: Val): Val | null {
  if (a.t !== T.Bool || b.t !== T.Bool || index < AND) return null
  return l.keep(T.Bool, `${a.x}${index === AND ? '&&' : index === OR ? '||' : '!=='}${b.x}`)
}

/** The signs of AND, OR and XOR. */
const SIGNS = ['&', '|', '^'] as const

/** Largest mask of which the lowest 32 bits of a product are enough. */
const MASK32 = 0xffffffff

/**
 * What becomes of a product, where the instructions that follow say it: sums with known ints up to a mask of at most 32 bits, as in hashes and
 * generators of random numbers, or at once the remainder. Such products need no big ints.
 */
function productUse(l: Lowering): 'mask' | 'remainder' | null {
  let sums = 0
  const { instructions, consts } = l.code
  // The value that an instruction loads, where it loads a known int.
  const loaded = (ins: number): number | 'variable' | null => {
    const arg = ins >>> 8
    if ((ins & 255) === Op.LOAD_CONST) return typeof consts[arg] === 'number' ? (consts[arg] as number) : null
    if ((ins & 255) !== Op.LOAD_FAST) return null
    const local = l.state.locals[arg]!
    return local.t === T.Int && !local.maybe ? 'variable' : null
  }
  for (let at = l.at + 1; at + 1 < l.blockEnd; at += 2) {
    const v = loaded(instructions[at]!)
    if (v === null) return null
    switch (instructions[at + 1]! & 255) {
      case Op.BINARY_ADD:
      case Op.BINARY_SUB:
        sums++
        continue
      case Op.BINARY_AND:
        return typeof v === 'number' && v >= 0 && v <= MASK32 ? 'mask' : null
      case Op.BINARY_MOD:
        if (typeof v === 'number' && maskOf(v) !== null) return 'mask'
        return sums <= 1 && v !== 0 ? 'remainder' : null
    }
    return null
  }
  return null
}

/** Arithmetic of products that {@link productUse} has found. */
function productResult(l: Lowering, index: number, a: Val, b: Val): Val | null {
  if (a.t !== T.Int || b.t !== T.Int) return null
  if (index === MUL) {
    const use = productUse(l)
    if (use === null) return null
    if (use === 'remainder') return { t: T.Int, x: '', product: { factors: [a.x, b.x], plus: null } }
    return { t: T.Int, x: '', product: { low: l.keep(T.Int, `Math.imul(${a.x},${b.x})`).x } }
  }
  const { product } = a
  if (product === undefined) return null
  if ('factors' in product) {
    if (index !== MOD) return { ...a, product: { ...product, plus: index === ADD ? b.x : `-${b.x}` } }
    l.emit(`if(${b.x}===0){${l.spillText()}${l.mayRaise()}}`)
    return l.keep(T.Int, `Z.productRemainder(${product.factors.join(',')},${product.plus ?? 0},${b.x})`)
  }
  if (index === AND) return masked(l, product.low, b.c as number)
  if (index === MOD) return masked(l, product.low, maskOf(b.c as number)!)
  const sum = l.keep(T.Int, `${product.low}${index === ADD ? '+' : '-'}(${b.x}|0)|0`)
  return { t: T.Int, x: '', product: { low: sum.x } }
}

/** `x & mask` of a safe integer and a mask of at most 32 bits. */
function masked(l: Lowering, x: string, mask: number): Val {
  return mask > 0x7fffffff ? l.keep(T.Int, `(${x}&${mask})>>>0`) : small(l.keep(T.Int, `${x}&${mask}`))
}

/** The mask that gives the remainder by a power of two of at most 2**32, negative numbers included; null for other divisors. */
function maskOf(divisor: number): number | null {
  return divisor > 0 && divisor <= MASK32 + 1 && Math.log2(divisor) % 1 === 0 ? divisor - 1 : null
}

/** An int that is known to fit 32 bits. */
function small(v: Val): Val {
  return { ...v, small: true }
}

/** Takes an operand for an int of 32 bits, where the notes say so; false where they do not. Both operands are on the stack. */
function takeSmall(l: Lowering, ...operands: readonly Val[]): boolean {
  if (operands.every(isInt32)) return true
  if (l.profile.wide[l.at] === 1 || !l.mayGuess()) return false
  const wide = operands.filter((v) => !isInt32(v)).map((v) => `(${v.x}|0)!==${v.x}`)
  l.leaveIf(wide.join('||'))
  return true
}

/** The expression of an int as a literal that arithmetic can rely on; null where it is none. */
function literal(v: Val): number | null {
  return typeof v.c === 'number' ? v.c : null
}

function safe(l: Lowering, expression: string, zero = ''): Val {
  const r = l.keep(T.Int, expression)
  l.leaveIf(`!Number.isSafeInteger(${r.x})`)
  return zero === '' ? r : l.keep(T.Int, `${r.x}${zero}`)
}

function intResult(l: Lowering, index: number, a: Val, b: Val): Val | null {
  if (a.t !== T.Int || b.t !== T.Int) return null
  const { x } = a
  const y = b.x
  const k = literal(b)
  switch (index) {
    case ADD:
      return !l.mayGuess() ? null : safe(l, `${x}+${y}`)
    case SUB:
      return !l.mayGuess() ? null : safe(l, `${x}-${y}`)
    case MUL:
      return !l.mayGuess() ? null : safe(l, `${x}*${y}`, '+0')
    case TRUEDIV:
      if (k === null || k === 0) divideByZero(l, index, a, b)
      return l.keep(T.Raw, `${x}/${y}`)
    case FLOORDIV:
      if (k === null || k === 0) divideByZero(l, index, a, b)
      if (k !== null && k > 0 && maskOf(k) !== null && takeSmall(l, a))
        return small(l.keep(T.Int, `${x}>>${Math.min(31, Math.log2(k))}`))
      // Exact: the quotient of two safe integers never rounds up to the next integer.
      return l.keep(T.Int, `Math.floor(${x}/${y})+0`)
    case MOD: {
      const mask = k === null ? null : maskOf(k)
      if (mask !== null && mask < MASK32 && takeSmall(l, a)) return small(l.keep(T.Int, `${x}&${mask}`))
      const r = l.keep(T.Int, `${x}%${y}`)
      const positive = `${r.x}<0?${r.x}+${y}:${r.x}+0`
      if (k !== null && k > 0) return l.keep(T.Int, positive)
      if (l.mayGuess()) {
        l.leaveIf(`!(${y}>0)`)
        return l.keep(T.Int, positive)
      }
      const m = l.temporary()
      l.emit(
        `let ${m};if(${y}>0)${m}=${positive};else{${l.spillText()}${l.mayRaise()};${m}=Z.binary(fr,${MOD},${x},${y},0)}`,
      )
      return { t: T.Int, x: m }
    }
    case POW:
      return k === 2 && l.mayGuess() ? safe(l, `${x}*${x}`) : null
    case LSHIFT:
      if (!l.mayGuess()) return null
      if (k !== null) return k < 0 || k > 31 ? null : safe(l, `${x}*${2 ** k}`)
      l.leaveIf(`!(${y}>=0&&${y}<32)`)
      return safe(l, `${x}*(1<<${y}>>>0)`)
    case RSHIFT:
      if (k !== null && k >= 0 && takeSmall(l, a)) return small(l.keep(T.Int, `${x}>>${Math.min(k, 31)}`))
      if (k !== null) return k < 0 || k > 52 ? null : l.keep(T.Int, `Math.floor(${x}/${2 ** k})+0`)
      if (!l.mayGuess()) return null
      l.leaveIf(`!(${y}>=0&&${y}<32)`)
      if (takeSmall(l, a)) return small(l.keep(T.Int, `${x}>>${y}`))
      return l.keep(T.Int, `Math.floor(${x}/(1<<${y}>>>0))+0`)
    case AND: {
      const mask = k !== null && k >= 0 && k <= MASK32 ? k : null
      return mask !== null ? masked(l, x, mask) : bitwise(l, index, a, b)
    }
    case OR:
    case XOR:
      return bitwise(l, index, a, b)
  }
  return null
}

/**
 * `&`, `|` or `^` of ints of 32 bits, signed or not, in place; of others by the support function. The result is no big int either, but for
 * -2**53, which only `&` and `^` make.
 */
function bitwise(l: Lowering, index: number, a: Val, b: Val): Val {
  if (takeSmall(l, a, b)) return small(l.keep(T.Int, `${a.x}${SIGNS[index - AND]}${b.x}`))
  const r = l.temporary()
  const text = `${a.x}${SIGNS[index - AND]}${b.x}`
  const fits = (test: (x: string) => string) =>
    [a, b]
      .filter((v) => !isInt32(v))
      .map((v) => test(v.x))
      .join('&&')
  const signed = fits((x) => `(${x}|0)===${x}`)
  const positive = [a, b].map((v) => `(${v.x}>>>0)===${v.x}`).join('&&')
  const guessed = index === OR || l.mayGuess()
  const call = `${r}=Z.bitwise(${index},${a.x},${b.x})`
  const slow = index === OR || !guessed ? call : `if(typeof(${call})!=='number')${l.exit()}`
  l.emit(
    `let ${r};if(${signed === '' ? 'true' : signed})${r}=${text};else if(${positive})${r}=(${text})>>>0;else ${slow};`,
  )
  return { t: guessed ? T.Int : T.Any, x: r }
}

/** Raises where a divisor is 0. */
function divideByZero(l: Lowering, index: number, a: Val, b: Val): void {
  l.rarely(`${l.number(b)}===0`, `Z.binary(fr,${index},${l.boxed(a)},${l.boxed(b)},0)`)
}

function isInt32(v: Val): boolean {
  return v.small === true || (typeof v.c === 'number' && (v.c | 0) === v.c)
}

function isFloat(v: Val): boolean {
  return v.t === T.Raw || v.t === T.Float
}

function floatResult(l: Lowering, index: number, a: Val, b: Val, kindsA: number, kindsB: number): Val | null {
  if (index > POW || index === MATMUL) return null
  if (!isFloat(a) && !isFloat(b)) return null
  const x = l.asNumber(a, kindsA)
  if (x === null) return null
  const y = l.asNumber(b, kindsB)
  if (y === null) return null
  switch (index) {
    case ADD:
      return l.keep(T.Raw, `${x.x}+${y.x}`)
    case SUB:
      return l.keep(T.Raw, `${x.x}-${y.x}`)
    case MUL:
      return l.keep(T.Raw, `${x.x}*${y.x}`)
    case TRUEDIV:
      divideByZero(l, index, a, b)
      return l.keep(T.Raw, `${x.x}/${y.x}`)
    case FLOORDIV:
      divideByZero(l, index, a, b)
      return l.keep(T.Raw, `Z.floatFloorDiv(${x.x},${y.x})`)
    case MOD:
      divideByZero(l, index, a, b)
      return l.keep(T.Raw, `Z.floatMod(${x.x},${y.x})`)
    case POW: {
      if (!l.mayGuess()) return null
      // Elsewhere it may be a complex number, or an error.
      const whole = y.t === T.Int ? 'true' : `Number.isInteger(${y.x})`
      l.leaveIf(`!(${x.x}>0||${x.x}<0&&${whole})`)
      const r = l.keep(T.Raw, `Z.power(${x.x},${y.x})`)
      l.leaveIf(`${r.x}-${r.x}!==0`)
      return r
    }
  }
  return null
}

/** Whether an operand is an int or a float, as far as the notes know. */
function maybeNumber(v: Val, kinds: number): boolean {
  return v.t === T.Int || v.t === T.Number || isFloat(v) || (v.t === T.Any && kinds !== 0 && (kinds & ~NUMBERS) === 0)
}

/** Ints and floats at one place, as numbers with a variable that says which: the result is such a number, or of `/` a float. */
function numberResult(l: Lowering, index: number, a: Val, b: Val, kindsA: number, kindsB: number): Val | null {
  if (!l.mayGuess() || !maybeNumber(a, kindsA) || !maybeNumber(b, kindsB)) return null
  if (index === TRUEDIV) {
    const x = l.asNumber(a, kindsA)
    const y = l.asNumber(b, kindsB)
    if (x === null || y === null) return null
    l.leaveIf(`${y.x}===0`)
    return l.keep(T.Raw, `${x.x}/${y.x}`)
  }
  if (index > MUL) return null
  const x = asTagged(l, a)
  const y = asTagged(l, b)
  const g = l.keep(T.Bool, [x.g, y.g].filter((text) => text !== 'false').join('||') || 'false').x
  const r = l.keep(T.Number, `${x.x}${index === ADD ? '+' : index === SUB ? '-' : '*'}${y.x}`).x
  l.leaveIf(`!${g}&&!Number.isSafeInteger(${r})`)
  // An int has no sign of zero.
  return { t: T.Number, x: index === MUL ? l.keep(T.Number, `${g}?${r}:${r}+0`).x : r, g }
}

/** An int or float as a number, and the text that is true where it is a float. */
function asTagged(l: Lowering, v: Val): { readonly x: string; readonly g: string } {
  if (v.t === T.Number) return { x: v.x, g: v.g! }
  if (v.t === T.Int) return { x: v.x, g: 'false' }
  if (isFloat(v)) return { x: l.number(v), g: 'true' }
  const x = l.temporary()
  const g = l.temporary()
  l.emit(
    `let ${x};let ${g}=false;if(typeof ${v.x}==='number')${x}=${v.x};else if(${v.x}?.cls===FT){${x}=${v.x}.value;${g}=true}else${l.exit()}`,
  )
  return { x, g }
}

/** Operands of several types: the fast path of ints in place, everything else by the support function. */
function generic(l: Lowering, index: number, a: Val, b: Val, inplace: number): void {
  const x = l.boxed(a)
  const y = l.boxed(b)
  l.pop()
  l.pop()
  const mayBeInts = (a.t === T.Any || a.t === T.Int) && (b.t === T.Any || b.t === T.Int)
  const tests = [a, b].filter((v) => v.t === T.Any).map((v) => `typeof ${v.x}==='number'`)
  const call = `Z.binary(fr,${index},${x},${y},${inplace})`
  if (mayBeInts && index <= MUL) {
    const r = l.temporary()
    const operator = index === ADD ? '+' : index === SUB ? '-' : '*'
    const condition = [...tests, `Number.isSafeInteger(${r}=${x}${operator}${y})`].join('&&')
    l.emit(
      `let ${r};if(${condition})${index === MUL ? `${r}+=0` : ''};else{${l.spillText()}${l.mayRaise()};${r}=${call}}`,
    )
    l.push({ t: T.Any, x: r })
  } else if (a.t === T.Str && b.t === T.Str && index === ADD) {
    l.push(l.keep(T.Any, `Z.concat(${x},${y})`))
    return
  } else if (mayBeInts && index >= AND) {
    const r = l.temporary()
    const operator = index === AND ? '&' : index === OR ? '|' : '^'
    l.emit(
      `let ${r};if(${[...tests, `(${x}|0)===${x}&&(${y}|0)===${y}`].join('&&')})${r}=${x}${operator}${y};else{${l.spillText()}${l.mayRaise()};${r}=${call}}`,
    )
    l.push({ t: T.Any, x: r })
  } else {
    l.spill()
    l.emit(`${l.mayRaise()};`)
    l.push(l.keep(T.Any, call))
  }
  if (isPlain(a) && isPlain(b)) return
  l.afterCall()
}

/** A value of a builtin type whose operators run no Python code. */
function isPlain(v: Val): boolean {
  return v.t === T.Int || v.t === T.Str || isFloat(v)
}

const comparisons = ['<', '<=', '===', '!==', '>', '>=']

/** A comparison of two texts. */
function textComparison(a: Val, b: Val, index: number): string {
  const plain = `${a.x}${comparisons[index]!}${b.x}`
  if (index !== 2 && index !== 3)
    return ordersAsUnits(a) || ordersAsUnits(b) ? plain : `Z.compareStrings(${a.x},${b.x})${comparisons[index]!}0`
  // Nobody waits for the engine to compare two long texts; a constant is short.
  return a.c === undefined && b.c === undefined
    ? `${a.x}.length<${Threshold.strEqual}?${plain}:${index === 3 ? '!' : ''}Z.equalTexts(${a.x},${b.x})`
    : plain
}

/** Whether a text is a constant that has the same place among all others by UTF-16 units, as JavaScript compares, and by code points: all its units come before the surrogates. */
function ordersAsUnits({ c }: Val): boolean {
  return typeof c === 'string' && !/[\ud800-\uffff]/.test(c)
}

/** A comparison by its index; `fused` where a jump on its result follows at once. */
export function lowerCompare(l: Lowering, index: number, fused: boolean): void {
  const kindsA = l.profile.second[l.at]!
  const kindsB = l.profile.top[l.at]!
  let a = l.speculate(l.peek(1), kindsA)
  let b = l.speculate(l.peek(), kindsB)
  const operator = comparisons[index]!
  const numbers =
    isFloat(a) || isFloat(b) || a.t === T.Number || b.t === T.Number
      ? [l.asNumber(a, kindsA), l.asNumber(b, kindsB)]
      : null
  if (numbers !== null && numbers[0] != null && numbers[1] != null) {
    a = numbers[0]
    b = numbers[1]
  }
  const bothNumbers = (a.t === T.Int || a.t === T.Raw) && (b.t === T.Int || b.t === T.Raw)
  const bothStrings = a.t === T.Str && b.t === T.Str
  l.pop()
  l.pop()
  if (bothNumbers || bothStrings) {
    const text = bothStrings ? textComparison(a, b, index) : `${a.x}${operator}${b.x}`
    l.push(fused ? { t: T.Bool, x: `(${text})` } : l.keep(T.Bool, text))
    return
  }
  if (a.t === T.Any || a.t === T.Object) {
    l.push(a)
    l.push(b)
    if (callComparison(l, index)) return
    b = l.pop()
    a = l.pop()
  }
  const x = l.boxed(a)
  const y = l.boxed(b)
  const r = l.temporary()
  const tests = [a, b].filter((v) => v.t === T.Any).map((v) => `typeof ${v.x}==='number'`)
  const couldBeInts = (a.t === T.Any || a.t === T.Int) && (b.t === T.Any || b.t === T.Int)
  const slow = `{${l.spillText()}${l.mayRaise()};${r}=Z.compare(fr,${index},${x},${y})}`
  l.emit(couldBeInts ? `let ${r};if(${tests.join('&&')})${r}=${x}${operator}${y};else${slow}` : `let ${r};${slow}`)
  l.push({ t: T.Any, x: r })
  if (!(isPlain(a) && isPlain(b))) l.afterCall()
}

/** A condition, and whether Python code may have run to find it: then the way that follows has to look at what was taken for granted. */
export interface Truth {
  readonly x: string
  readonly ran: boolean
}

/** The truth of a value; `jump` where an exit may start the instruction again with the value on the stack. */
export function truthOf(l: Lowering, v: Val, jump: boolean): Truth {
  if (isLine(v.t)) return { x: lineTruth(v), ran: false }
  const known = jump ? l.speculate(v, l.profile.top[l.at]!) : v
  const simple = simpleTruth(known)
  if (simple !== null) return { x: simple, ran: false }
  const x = l.boxed(known)
  const r = l.temporary()
  l.emit(
    `let ${r}=${x};if(${r}!==true&&${r}!==false){if(${r}===null)${r}=false;else{${l.spillText()}${l.mayRaise()};${r}=Z.truth(fr,${x})}}`,
  )
  return { x: r, ran: true }
}

/** A condition for the truth of a value of a builtin type. */
function simpleTruth({ t, x }: Val): string | null {
  switch (t) {
    case T.Bool:
      return x
    case T.Int:
    case T.Raw:
    case T.Number:
      return `${x}!==0`
    case T.Float:
      return `${x}.value!==0`
    case T.None:
      return 'false'
    case T.Str:
      return `${x}!==''`
    case T.List:
    case T.Tuple:
      return `${x}.items.length!==0`
    case T.Dict:
      return `${x}.map.size!==0`
  }
  return null
}

/** `-v` and `~v`. */
export function lowerUnary(l: Lowering, name: 'neg' | 'invert'): void {
  const v = l.speculate(l.peek(), l.profile.top[l.at]!)
  if (v.t === T.Int && name === 'neg') {
    l.pop()
    l.push(l.keep(T.Int, `0-${v.x}`))
  } else if (v.t === T.Int && l.mayGuess()) {
    const r = safe(l, `-1-${v.x}`)
    l.pop()
    l.push(r)
  } else if (isFloat(v) && name === 'neg') {
    const r = l.keep(T.Raw, `-${l.number(v)}`)
    l.pop()
    l.push(r)
  } else if (!callUnary(l, name)) {
    l.pop()
    l.push(l.support(T.Any, 'unary', `'${name}'`, l.boxed(v)))
    l.afterCall()
  }
}
