/**
 * The matcher of regular expressions: runs the code of `generator.ts`, which is that of the library's `re._compiler` (CPython: Modules/_sre/sre_lib.h,
 * Lib/re/_constants.py).
 *
 * A backtracking machine with a stack of its own: alternatives are choice records, group positions are undone by a trail, and the
 * contexts of repeats are immutable, so that a record holds them by reference. Only assertions and atomic groups recurse, as
 * deep as the pattern nests. Text is an array of code points (16 bits each where the text has no astral characters).
 */
import { isAlnum, isCasedAscii, isDecimal, isLineBreak, isSpace, lowerAscii, lowerSimple } from './characters'
import { Code, MAXREPEAT, Place } from './codes'

/** Text as the engine sees it. */
export type Subject = Uint8Array | Uint16Array | Uint32Array

/** State of an open repeat; never changed once made. */
interface Repeat {
  readonly prev: Repeat | null
  /** Address of the REPEAT instruction. */
  readonly at: number
  readonly count: number
  /** Where the last iteration began. */
  readonly last: number
}

function isWordAscii(c: number): boolean {
  return (c >= 48 && c <= 57) || isCasedAscii(c) || c === 95
}

function isWord(c: number): boolean {
  return isAlnum(c) || c === 95
}

function isSpaceAscii(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13)
}

/** Character categories by their number in the code. */
function category(number: number, c: number): boolean {
  switch (number) {
    case 0:
      return c >= 48 && c <= 57
    case 1:
      return !(c >= 48 && c <= 57)
    case 2:
      return isSpaceAscii(c)
    case 3:
      return !isSpaceAscii(c)
    case 4:
    case 8:
      return isWordAscii(c)
    case 5:
    case 9:
      return !isWordAscii(c)
    case 6:
      return c === 10
    case 7:
      return c !== 10
    case 10:
      return isDecimal(c)
    case 11:
      return !isDecimal(c)
    case 12:
      return isSpace(c)
    case 13:
      return !isSpace(c)
    case 14:
      return isWord(c)
    case 15:
      return !isWord(c)
    case 16:
      return isLineBreak(c)
    case 17:
      return !isLineBreak(c)
  }
  return false
}

/** One match in progress. */
export class Matcher {
  /** Group positions: start and end of group n at 2n and 2n+1; group 0 is not here. -1: unset. */
  marks: Int32Array
  lastmark = -1
  lastindex = -1
  private trail: number[] = []
  private fullmatch = false
  private mustAdvance = false

  constructor(
    private readonly code: Uint32Array,
    private readonly text: Subject,
    groups: number,
    /** Where the text ends for this match; it begins at 0 wherever the search begins. */
    readonly end: number,
  ) {
    this.marks = new Int32Array(groups * 2).fill(-1)
  }

  /**
   * Matches at one position; the end of the match, or -1. `whole`: only a match that ends at `end` counts. `mustAdvance`: an empty
   * match does not count, others are tried.
   */
  match(at: number, whole: boolean, mustAdvance: boolean): number {
    this.fullmatch = whole
    this.mustAdvance = mustAdvance
    if (this.trail.length > 0 || this.lastmark >= 0) {
      this.marks.fill(-1)
      this.lastmark = this.lastindex = -1
      this.trail.length = 0
    }
    return this.run(0, at, true)
  }

  private setMark(i: number, position: number): void {
    this.trail.push(i, this.marks[i]!, this.lastmark, this.lastindex)
    if (i & 1) this.lastindex = (i >> 1) + 1
    if (i > this.lastmark) this.lastmark = i
    this.marks[i] = position
  }

  private undo(length: number): void {
    const trail = this.trail
    while (trail.length > length) {
      this.lastindex = trail.pop()!
      this.lastmark = trail.pop()!
      const value = trail.pop()!
      this.marks[trail.pop()!] = value
    }
  }

  /** Whether a set matches a character; `ip` is the first instruction of the set. */
  private inSet(ip: number, c: number): boolean {
    const code = this.code
    let ok = true
    for (;;) {
      switch (code[ip++]!) {
        case Code.FAILURE:
          return !ok
        case Code.LITERAL:
          if (c === code[ip]!) return ok
          ip++
          break
        case Code.CATEGORY:
          if (category(code[ip]!, c)) return ok
          ip++
          break
        case Code.CHARSET:
          if (c < 256 && code[ip + (c >> 5)]! & (1 << (c & 31))) return ok
          ip += 8
          break
        case Code.RANGE:
          if (code[ip]! <= c && c <= code[ip + 1]!) return ok
          ip += 2
          break
        case Code.RANGE_UNI_IGNORE: {
          if (code[ip]! <= c && c <= code[ip + 1]!) return ok
          const upper = upperOf(c)
          if (code[ip]! <= upper && upper <= code[ip + 1]!) return ok
          ip += 2
          break
        }
        case Code.NEGATE:
          ok = !ok
          break
        case Code.BIGCHARSET: {
          const count = code[ip++]!
          const block = c < 65536 ? (code[ip + (c >> 10)]! >> (((c >> 8) & 3) * 8)) & 255 : -1
          ip += 64
          if (block >= 0 && code[ip + block * 8 + ((c & 255) >> 5)]! & (1 << (c & 31))) return ok
          ip += count * 8
          break
        }
        default:
          return false
      }
    }
  }

  /** Whether the one-character instruction at `ip` matches a character. */
  one(ip: number, c: number): boolean {
    const code = this.code
    switch (code[ip]!) {
      case Code.ANY:
        return c !== 10
      case Code.ANY_ALL:
        return true
      case Code.LITERAL:
        return c === code[ip + 1]!
      case Code.NOT_LITERAL:
        return c !== code[ip + 1]!
      case Code.IN:
        return this.inSet(ip + 2, c)
      case Code.IN_IGNORE:
      case Code.IN_LOC_IGNORE:
        return this.inSet(ip + 2, lowerAscii(c))
      case Code.IN_UNI_IGNORE:
        return this.inSet(ip + 2, lowerSimple(c))
      case Code.LITERAL_IGNORE:
      case Code.LITERAL_LOC_IGNORE:
        return lowerAscii(c) === code[ip + 1]!
      case Code.LITERAL_UNI_IGNORE:
        return lowerSimple(c) === code[ip + 1]!
      case Code.NOT_LITERAL_IGNORE:
      case Code.NOT_LITERAL_LOC_IGNORE:
        return lowerAscii(c) !== code[ip + 1]!
      case Code.NOT_LITERAL_UNI_IGNORE:
        return lowerSimple(c) !== code[ip + 1]!
      case Code.CATEGORY:
        return category(code[ip + 1]!, c)
    }
    return false
  }

  /** The first place from one on whose character the one-character instruction at `ip` matches; -1 where there is none. */
  seek(ip: number, position: number): number {
    const { code, text, end } = this
    if (code[ip]! === Code.LITERAL) {
      const c = code[ip + 1]!
      for (let i = position; i < end; i++) if (text[i] === c) return i
      return -1
    }
    for (let i = position; i < end; i++) if (this.one(ip, text[i]!)) return i
    return -1
  }

  /** How many characters from a place the one-character instruction matches, at most `max`. */
  private count(ip: number, position: number, max: number): number {
    const text = this.text
    const stop = max === MAXREPEAT || position + max > this.end ? this.end : position + max
    const code = this.code
    let i = position
    switch (code[ip]!) {
      case Code.ANY_ALL:
        return stop - position
      case Code.ANY:
        while (i < stop && text[i] !== 10) i++
        return i - position
      case Code.LITERAL: {
        const c = code[ip + 1]!
        while (i < stop && text[i] === c) i++
        return i - position
      }
      case Code.NOT_LITERAL: {
        const c = code[ip + 1]!
        while (i < stop && text[i] !== c) i++
        return i - position
      }
    }
    while (i < stop && this.one(ip, text[i]!)) i++
    return i - position
  }

  /** Whether there is a character at a position, and it is one of a word. */
  private isWordAt(i: number, isWord: (c: number) => boolean): boolean {
    return i >= 0 && i < this.end && isWord(this.text[i]!)
  }

  /** Whether a word begins or ends at a position. */
  private isBoundary(position: number, isWord: (c: number) => boolean): boolean {
    return this.isWordAt(position - 1, isWord) !== this.isWordAt(position, isWord)
  }

  private at(where: Place, position: number): boolean {
    const { text, end } = this
    switch (where) {
      case Place.BEGINNING:
      case Place.BEGINNING_STRING:
        return position === 0
      case Place.BEGINNING_LINE:
        return position === 0 || text[position - 1] === 10
      case Place.END:
        return position === end || (position === end - 1 && text[position] === 10)
      case Place.END_LINE:
        return position === end || text[position] === 10
      case Place.END_STRING:
        return position === end
      case Place.BOUNDARY:
      case Place.LOC_BOUNDARY:
        return this.isBoundary(position, isWordAscii)
      case Place.UNI_BOUNDARY:
        return this.isBoundary(position, isWord)
      // In an empty text there is neither a boundary nor its opposite.
      case Place.NON_BOUNDARY:
      case Place.LOC_NON_BOUNDARY:
        return end > 0 && !this.isBoundary(position, isWordAscii)
      case Place.UNI_NON_BOUNDARY:
        return end > 0 && !this.isBoundary(position, isWord)
    }
  }

  /** Compares a group's text with what follows; the length, or -1. */
  private groupRef(group: number, position: number, lower: ((c: number) => number) | null): number {
    const s = this.marks[group * 2]!
    const e = this.marks[group * 2 + 1]!
    if (s < 0 || e < s) return -1
    const text = this.text
    if (position + (e - s) > this.end) return -1
    for (let i = s, p = position; i < e; i++, p++) {
      const a = text[i]!
      const b = text[p]!
      if (a !== b && (lower === null || lower(a) !== lower(b))) return -1
    }
    return e - s
  }

  /**
   * Runs from an address. `top`: SUCCESS ends the whole match (and a full match must end at the end). Leaves the marks of the match
   * behind, and none where it fails.
   */
  private run(startIp: number, startPosition: number, top: boolean): number {
    const code = this.code
    const text = this.text
    const end = this.end
    const stack: Choice[] = []
    const trailStart = this.trail.length
    let ip = startIp
    let position = startPosition
    let repeat: Repeat | null = null
    for (;;) {
      let ok = true
      switch (code[ip]!) {
        case Code.SUCCESS:
          if (!top) return position
          if (this.fullmatch && position !== end) ok = false
          else if (this.mustAdvance && position === startPosition) ok = false
          else return position
          break
        case Code.FAILURE:
          ok = false
          break
        case Code.MARK:
          this.setMark(code[ip + 1]!, position)
          ip += 2
          break
        case Code.LITERAL:
          if (position < end && text[position] === code[ip + 1]!) {
            ip += 2
            position++
          } else ok = false
          break
        case Code.NOT_LITERAL:
          if (position < end && text[position] !== code[ip + 1]!) {
            ip += 2
            position++
          } else ok = false
          break
        case Code.ANY:
          if (position < end && text[position] !== 10) {
            ip++
            position++
          } else ok = false
          break
        case Code.ANY_ALL:
          if (position < end) {
            ip++
            position++
          } else ok = false
          break
        case Code.IN:
        case Code.IN_IGNORE:
        case Code.IN_UNI_IGNORE:
        case Code.IN_LOC_IGNORE:
          if (position < end && this.one(ip, text[position]!)) {
            ip += 1 + code[ip + 1]!
            position++
          } else ok = false
          break
        case Code.CATEGORY:
        case Code.LITERAL_IGNORE:
        case Code.LITERAL_UNI_IGNORE:
        case Code.LITERAL_LOC_IGNORE:
        case Code.NOT_LITERAL_IGNORE:
        case Code.NOT_LITERAL_UNI_IGNORE:
        case Code.NOT_LITERAL_LOC_IGNORE:
          if (position < end && this.one(ip, text[position]!)) {
            ip += 2
            position++
          } else ok = false
          break
        case Code.AT:
          if (this.at(code[ip + 1]!, position)) ip += 2
          else ok = false
          break
        case Code.JUMP:
          ip += 1 + code[ip + 1]!
          break
        case Code.INFO:
          ip += 1 + code[ip + 1]!
          break
        case Code.ASSERT: {
          const back = code[ip + 2]!
          if (position < back || this.run(ip + 3, position - back, false) < 0) ok = false
          else ip += 1 + code[ip + 1]!
          break
        }
        case Code.ASSERT_NOT: {
          const back = code[ip + 2]!
          const trail = this.trail.length
          if (position >= back && this.run(ip + 3, position - back, false) >= 0) {
            this.undo(trail)
            ok = false
          } else ip += 1 + code[ip + 1]!
          break
        }
        case Code.BRANCH: {
          // <BRANCH> <skip> alternative <JUMP> … <0>
          const first = ip + 1
          if (code[first + code[first]!]! !== 0)
            stack.push(new Choice(Kind.Branch, first + code[first]!, position, this.trail.length, repeat, 0))
          ip = first + 1
          break
        }
        case Code.REPEAT_ONE: {
          const min = code[ip + 2]!
          const max = code[ip + 3]!
          const n = position + min > end ? -1 : this.count(ip + 4, position, max)
          if (n < min) {
            ok = false
            break
          }
          const tail = ip + 1 + code[ip + 1]!
          if (n > min)
            stack.push(new Choice(Kind.Shrink, tail, position + n - 1, this.trail.length, repeat, position + min))
          position += n
          ip = tail
          break
        }
        case Code.MIN_REPEAT_ONE: {
          const min = code[ip + 2]!
          const max = code[ip + 3]!
          if (min > 0) {
            if (position + min > end || this.count(ip + 4, position, min) < min) {
              ok = false
              break
            }
          }
          const base = position
          position += min
          if (max === MAXREPEAT || min < max)
            stack.push(new Choice(Kind.Grow, ip, position, this.trail.length, repeat, base))
          ip += 1 + code[ip + 1]!
          break
        }
        case Code.POSSESSIVE_REPEAT_ONE: {
          const min = code[ip + 2]!
          const n = position + min > end ? -1 : this.count(ip + 4, position, code[ip + 3]!)
          if (n < min) ok = false
          else {
            position += n
            ip += 1 + code[ip + 1]!
          }
          break
        }
        case Code.REPEAT:
          repeat = { prev: repeat, at: ip, count: -1, last: -1 }
          ip += 1 + code[ip + 1]!
          break
        case Code.MAX_UNTIL: {
          const current: Repeat = repeat!
          const count = current.count + 1
          const max = code[current.at + 3]!
          if (count < code[current.at + 2]!) {
            repeat = { prev: current.prev, at: current.at, count, last: current.last }
            ip = current.at + 4
          } else if ((count < max || max === MAXREPEAT) && position !== current.last) {
            stack.push(new Choice(Kind.Tail, ip + 1, position, this.trail.length, current.prev, 0))
            repeat = { prev: current.prev, at: current.at, count, last: position }
            ip = current.at + 4
          } else {
            repeat = current.prev
            ip++
          }
          break
        }
        case Code.MIN_UNTIL: {
          const current: Repeat = repeat!
          const count = current.count + 1
          const max = code[current.at + 3]!
          if (count < code[current.at + 2]!) {
            repeat = { prev: current.prev, at: current.at, count, last: current.last }
            ip = current.at + 4
          } else {
            if ((count < max || max === MAXREPEAT) && position !== current.last)
              stack.push(
                new Choice(
                  Kind.Tail,
                  current.at + 4,
                  position,
                  this.trail.length,
                  { prev: current.prev, at: current.at, count, last: position },
                  0,
                ),
              )
            repeat = current.prev
            ip++
          }
          break
        }
        case Code.ATOMIC_GROUP: {
          const after = this.run(ip + 2, position, false)
          if (after < 0) ok = false
          else {
            position = after
            ip += 1 + code[ip + 1]!
          }
          break
        }
        case Code.POSSESSIVE_REPEAT: {
          const min = code[ip + 2]!
          const max = code[ip + 3]!
          let count = 0
          while (count < min) {
            const after = this.run(ip + 4, position, false)
            if (after < 0) break
            position = after
            count++
          }
          if (count < min) {
            ok = false
            break
          }
          let last = -1
          while ((count < max || max === MAXREPEAT) && position !== last) {
            last = position
            const after = this.run(ip + 4, position, false)
            if (after < 0) break
            position = after
            count++
          }
          // The tail follows the SUCCESS that ends the body.
          ip += 1 + code[ip + 1]!
          if (code[ip] === Code.SUCCESS) ip++
          break
        }
        case Code.GROUPREF: {
          const n = this.groupRef(code[ip + 1]!, position, null)
          if (n < 0) ok = false
          else {
            position += n
            ip += 2
          }
          break
        }
        case Code.GROUPREF_IGNORE:
        case Code.GROUPREF_LOC_IGNORE:
        case Code.GROUPREF_UNI_IGNORE: {
          const n = this.groupRef(
            code[ip + 1]!,
            position,
            code[ip] === Code.GROUPREF_UNI_IGNORE ? lowerSimple : lowerAscii,
          )
          if (n < 0) ok = false
          else {
            position += n
            ip += 2
          }
          break
        }
        case Code.GROUPREF_EXISTS: {
          const group = code[ip + 1]!
          const s = this.marks[group * 2]!
          const e = this.marks[group * 2 + 1]!
          if (s < 0 || e < s) ip += 1 + code[ip + 2]!
          else ip += 3
          break
        }
        default:
          throw new Error(`regular expression opcode ${code[ip]} is not known`)
      }
      if (ok) continue
      // Back to the last choice.
      for (;;) {
        const choice = stack.pop()
        if (choice === undefined) {
          this.undo(trailStart)
          return -1
        }
        this.undo(choice.trail)
        repeat = choice.repeat
        position = choice.position
        if (choice.kind === Kind.Tail) {
          ip = choice.ip
          break
        }
        if (choice.kind === Kind.Branch) {
          const at = choice.ip
          const next = at + code[at]!
          if (code[next]! !== 0) {
            choice.ip = next
            stack.push(choice)
          }
          ip = at + 1
          break
        }
        if (choice.kind === Kind.Shrink) {
          ip = choice.ip
          if (code[ip] === Code.LITERAL) {
            // Only places where the literal that follows stands can do.
            const c = code[ip + 1]!
            while (position >= choice.least && (position >= end || text[position] !== c)) position--
            if (position < choice.least) continue
          }
          if (position > choice.least) {
            choice.position = position - 1
            stack.push(choice)
          }
          break
        }
        // Grow: one more of a lazy repeat.
        ip = choice.ip
        const max = code[ip + 3]!
        if (position >= end || !this.one(ip + 4, text[position]!)) continue
        position++
        if (max === MAXREPEAT || position - choice.least < max) {
          choice.position = position
          stack.push(choice)
        }
        ip += 1 + code[ip + 1]!
        break
      }
    }
  }
}

enum Kind {
  /** Another alternative of a branch. */
  Branch,
  /** One character fewer of a greedy repeat. */
  Shrink,
  /** One character more of a lazy repeat. */
  Grow,
  /** A place to go on from. */
  Tail,
}

class Choice {
  constructor(
    readonly kind: Kind,
    public ip: number,
    public position: number,
    readonly trail: number,
    readonly repeat: Repeat | null,
    /** Shrink: the least position; Grow: where the repeat began. */
    readonly least: number,
  ) {}
}

function upperOf(c: number): number {
  const upper = String.fromCodePoint(c).toUpperCase()
  const first = upper.codePointAt(0)!
  return upper.length === (first > 0xffff ? 2 : 1) ? first : c
}
