/**
 * Generates the code of a regular expression from its tree, word for word what the library's `re._compiler` generates (CPython:
 * Lib/re/_compiler.py).
 *
 * An INFO block says what a match begins with; then the tree, in which every skip is relative to the word that holds it.
 */
import { isCased, isCasedAscii, lowerAscii, lowerSimple } from './characters'
import { compileSet, type ExtraCases, type Folding, makeSet } from './charset'
import { Code, Flag, Info, Place } from './codes'
import { notHere, type Parsed } from './parser'
import { NO_GROUP, type Node, type Sequence, type SetItem } from './tree'

const MAXCODE = 0xffffffff
const TYPE_FLAGS = Flag.ASCII | Flag.LOCALE | Flag.UNICODE
const asciiFolding: Folding = { isCased: isCasedAscii, lower: lowerAscii, extra: null }

function combined(flags: number, on: number, off: number): number {
  return ((on & TYPE_FLAGS ? flags & ~TYPE_FLAGS : flags) | on) & ~off
}

const ignoresByLocale = (flags: number) => (flags & Flag.IGNORECASE) !== 0 && (flags & Flag.LOCALE) !== 0

function placeUnder(place: number, flags: number): number {
  if (flags & Flag.MULTILINE) {
    if (place === Place.BEGINNING) return Place.BEGINNING_LINE
    if (place === Place.END) return Place.END_LINE
  }
  if (place !== Place.BOUNDARY && place !== Place.NON_BOUNDARY) return place
  if (flags & Flag.LOCALE) return place - Place.BOUNDARY + Place.LOC_BOUNDARY
  return flags & Flag.UNICODE ? place - Place.BOUNDARY + Place.UNI_BOUNDARY : place
}

/** Whether a repeat's body is one character, so that it needs no context. */
function isSingle(s: Sequence): boolean {
  if (s.nodes.length !== 1) return false
  const n = s.nodes[0]!
  if (n.op === Code.SUBPATTERN) return n.value === NO_GROUP && isSingle(n.body!)
  return n.op === Code.LITERAL || n.op === Code.NOT_LITERAL || n.op === Code.ANY || n.op === Code.IN
}

class Generator {
  readonly code: number[] = []
  private unicodeFolding: Folding | null = null

  constructor(private readonly extraCases: () => ExtraCases) {}

  /** A word that is to hold the distance to where {@link land} is called. */
  private leap(): number {
    return this.code.push(0) - 1
  }

  private land(from: number): void {
    this.code[from] = this.code.length - from
  }

  private folding(flags: number): Folding | null {
    if ((flags & Flag.IGNORECASE) === 0 || flags & Flag.LOCALE) return null
    if ((flags & Flag.UNICODE) === 0) return asciiFolding
    this.unicodeFolding ??= { isCased, lower: lowerSimple, extra: this.extraCases() }
    return this.unicodeFolding
  }

  sequence(s: Sequence, flags: number): void {
    for (const n of s.nodes) this.node(n, flags)
  }

  private node(n: Node, flags: number): void {
    const { code } = this
    switch (n.op) {
      case Code.LITERAL:
      case Code.NOT_LITERAL:
        this.character(n, flags)
        break
      case Code.IN:
        this.set(n.set!, flags)
        break
      case Code.ANY:
        code.push(flags & Flag.DOTALL ? Code.ANY_ALL : Code.ANY)
        break
      case Code.AT:
        code.push(Code.AT, placeUnder(n.value, flags))
        break
      case Code.FAILURE:
        code.push(Code.FAILURE)
        break
      case Code.MAX_REPEAT:
        this.repeat(n, flags, Code.REPEAT_ONE, Code.REPEAT, Code.MAX_UNTIL)
        break
      case Code.MIN_REPEAT:
        this.repeat(n, flags, Code.MIN_REPEAT_ONE, Code.REPEAT, Code.MIN_UNTIL)
        break
      case Code.POSSESSIVE_REPEAT:
        this.repeat(n, flags, Code.POSSESSIVE_REPEAT_ONE, Code.POSSESSIVE_REPEAT, Code.SUCCESS)
        break
      case Code.SUBPATTERN: {
        const inside = combined(flags, n.first, n.second)
        if (n.value !== NO_GROUP) code.push(Code.MARK, 2 * n.value - 2)
        this.sequence(n.body!, inside)
        if (n.value !== NO_GROUP) code.push(Code.MARK, 2 * n.value - 1)
        break
      }
      case Code.ATOMIC_GROUP:
        code.push(Code.ATOMIC_GROUP)
        this.closed(n.body!, flags, this.leap())
        break
      case Code.ASSERT:
      case Code.ASSERT_NOT: {
        code.push(n.op)
        const skip = this.leap()
        if (n.value > 0) code.push(0)
        else {
          const { low, high } = n.body!
          // Too wide, or not of a fixed width.
          if (low > MAXCODE || low !== high) throw notHere
          code.push(low)
        }
        this.closed(n.body!, flags, skip)
        break
      }
      case Code.BRANCH: {
        code.push(Code.BRANCH)
        const ends: number[] = []
        for (const branch of n.branches!) {
          const skip = this.leap()
          this.sequence(branch, flags)
          code.push(Code.JUMP)
          ends.push(this.leap())
          this.land(skip)
        }
        code.push(Code.FAILURE)
        for (const end of ends) this.land(end)
        break
      }
      case Code.GROUPREF:
        if ((flags & Flag.IGNORECASE) === 0) code.push(Code.GROUPREF)
        else if (flags & Flag.LOCALE) code.push(Code.GROUPREF_LOC_IGNORE)
        else code.push(flags & Flag.UNICODE ? Code.GROUPREF_UNI_IGNORE : Code.GROUPREF_IGNORE)
        code.push(n.value - 1)
        break
      case Code.GROUPREF_EXISTS:
        this.condition(n, flags)
        break
      default:
        throw notHere
    }
  }

  private closed(body: Sequence, flags: number, skip: number): void {
    this.sequence(body, flags)
    this.code.push(Code.SUCCESS)
    this.land(skip)
  }

  private repeat(n: Node, flags: number, single: Code, start: Code, until: Code): void {
    const { code } = this
    const simple = isSingle(n.body!)
    code.push(simple ? single : start)
    const skip = this.leap()
    code.push(n.first, n.second)
    this.sequence(n.body!, flags)
    if (simple) code.push(Code.SUCCESS)
    this.land(skip)
    if (!simple) code.push(until)
  }

  private condition(n: Node, flags: number): void {
    const { code } = this
    code.push(Code.GROUPREF_EXISTS, n.value - 1)
    const skip = this.leap()
    this.sequence(n.body!, flags)
    // An empty second branch is none.
    const no = n.otherwise !== null && n.otherwise.nodes.length > 0 ? n.otherwise : null
    let end = -1
    if (no !== null) {
      code.push(Code.JUMP)
      end = this.leap()
    }
    code[skip] = code.length - skip + 1
    if (no !== null) {
      this.sequence(no, flags)
      this.land(end)
    }
  }

  private character(n: Node, flags: number): void {
    const { code } = this
    const negated = n.op === Code.NOT_LITERAL
    if (ignoresByLocale(flags)) {
      code.push(negated ? Code.NOT_LITERAL_LOC_IGNORE : Code.LITERAL_LOC_IGNORE, n.value)
      return
    }
    const folding = this.folding(flags)
    if (folding === null || !folding.isCased(n.value)) {
      code.push(n.op, n.value)
      return
    }
    const lower = folding.lower(n.value)
    if (folding.extra === null) {
      code.push(negated ? Code.NOT_LITERAL_IGNORE : Code.LITERAL_IGNORE, lower)
      return
    }
    const others = folding.extra.get(lower)
    if (others === undefined) {
      code.push(negated ? Code.NOT_LITERAL_UNI_IGNORE : Code.LITERAL_UNI_IGNORE, lower)
      return
    }
    code.push(Code.IN_UNI_IGNORE)
    const skip = this.leap()
    if (negated) code.push(Code.NEGATE)
    code.push(Code.LITERAL, lower)
    for (const other of others) code.push(Code.LITERAL, other)
    code.push(Code.FAILURE)
    this.land(skip)
  }

  private set(items: readonly SetItem[], flags: number): void {
    const folding = this.folding(flags)
    const made = makeSet(items, folding)
    if (ignoresByLocale(flags)) this.code.push(Code.IN_LOC_IGNORE)
    else if (!made.hasCased) this.code.push(Code.IN)
    else this.code.push(folding!.extra === null ? Code.IN_IGNORE : Code.IN_UNI_IGNORE)
    const skip = this.leap()
    compileSet(made, flags, this.code)
    this.land(skip)
  }

  // ── What a match begins with ─────────────────────────────────────────────────────────────────────────────────────────

  info(s: Sequence, flags: number): void {
    const { code } = this
    const high = Math.min(s.high, MAXCODE)
    if (s.low === 0) {
      code.push(Code.INFO, 4, 0, 0, high)
      return
    }
    const start = new Start()
    let set: readonly SetItem[] | null = null
    if (!ignoresByLocale(flags)) {
      start.add(s, flags)
      if (start.text.length === 0) set = firstSet(s, flags)
      if (set !== null && set.length === 0) set = null
    }
    const { text } = start
    code.push(Code.INFO)
    const skip = this.leap()
    if (text.length > 0) code.push(start.complete && start.groupAt < 0 ? Info.PREFIX | Info.LITERAL : Info.PREFIX)
    else code.push(set !== null ? Info.CHARSET : 0)
    code.push(Math.min(s.low, MAXCODE), high)
    if (text.length > 0) {
      code.push(text.length, start.groupAt < 0 ? text.length : start.groupAt)
      for (const c of text) code.push(c)
      pushOverlaps(text, code)
    } else if (set !== null) compileSet(makeSet(set, null), flags, code)
    this.land(skip)
  }
}

/** Whether a character may match another one. */
function varies(c: number, flags: number): boolean {
  if ((flags & Flag.IGNORECASE) === 0) return false
  return flags & Flag.UNICODE ? isCased(c) : isCasedAscii(c)
}

/** The literal text at the start of a pattern. */
class Start {
  readonly text: number[] = []
  /** Where in it the first group begins, or -1. */
  groupAt = -1
  /** Whether it is all there is. */
  complete = true

  add(s: Sequence, flags: number): void {
    for (const n of s.nodes) {
      if (n.op === Code.LITERAL && !varies(n.value, flags)) this.text.push(n.value)
      else if (n.op === Code.SUBPATTERN) {
        const inside = combined(flags, n.first, n.second)
        if (ignoresByLocale(inside)) this.complete = false
        else {
          if (this.groupAt < 0 && n.value !== NO_GROUP) this.groupAt = this.text.length
          this.add(n.body!, inside)
        }
      } else this.complete = false
      if (!this.complete) return
    }
  }
}

/** The set of characters that a match begins with, or null. */
function firstSet(s: Sequence, flagsOutside: number): readonly SetItem[] | null {
  let flags = flagsOutside
  let n = s.nodes[0]
  while (n !== undefined && n.op === Code.SUBPATTERN) {
    flags = combined(flags, n.first, n.second)
    if (ignoresByLocale(flags)) return null
    n = n.body!.nodes[0]
  }
  if (n === undefined) return null
  if (n.op === Code.LITERAL) return varies(n.value, flags) ? null : [{ op: Code.LITERAL, low: n.value, high: 0 }]
  if (n.op === Code.BRANCH) {
    const set: SetItem[] = []
    for (const { nodes } of n.branches!) {
      const first = nodes[0]
      if (first === undefined || first.op !== Code.LITERAL || varies(first.value, flags)) return null
      set.push({ op: Code.LITERAL, low: first.value, high: 0 })
    }
    return set
  }
  if (n.op !== Code.IN) return null
  if (flags & Flag.IGNORECASE)
    for (const item of n.set!) {
      if (item.op === Code.LITERAL && varies(item.low, flags)) return null
      if (item.op === Code.RANGE) {
        if (item.high > 0xffff) return null
        for (let c = item.low; c <= item.high; c++) if (varies(c, flags)) return null
      }
    }
  return n.set
}

/** For each place, how long a start of the text ends there (the failure function of Knuth, Morris and Pratt). */
function pushOverlaps(text: readonly number[], code: number[]): void {
  const table = code.length
  code.push(0)
  for (let i = 1; i < text.length; i++) {
    let length = code[table + i - 1]!
    while (length > 0 && text[i] !== text[length]) length = code[table + length - 1]!
    code.push(text[i] === text[length] ? length + 1 : 0)
  }
}

/** The code of a pattern. `extraCases` is asked for where the case of Unicode characters does not count. */
export function generate(parsed: Parsed, extraCases: () => ExtraCases): number[] {
  const generator = new Generator(extraCases)
  generator.info(parsed.tree, parsed.flags)
  generator.sequence(parsed.tree, parsed.flags)
  generator.code.push(Code.SUCCESS)
  return generator.code
}
