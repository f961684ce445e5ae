/**
 * Whether a list of numbers is the code of a regular expression: `_sre.compile` takes one from anybody, and the engine trusts what it runs
 * (CPython: Modules/_sre/sre.c, _validate).
 */
import { runtimeError } from '../../objects/exceptions'
import { Code, Info } from './codes'

const PLACES = 12
const CATEGORIES = 18
const CHARSET_WORDS = 8
const BLOCK_INDEX_WORDS = 64
const MAX_GROUPS = 1073741823

/** RuntimeError unless the words are the code of a pattern with that many groups. */
export function validateCode(code: Uint32Array, groups: number): void {
  if (groups < 0 || groups > MAX_GROUPS || code.length === 0 || code[code.length - 1] !== Code.SUCCESS) throw invalid()
  new Validator(code, groups).sequence(0, code.length - 1)
}

function invalid(): unknown {
  return runtimeError('invalid SRE code')
}

class Validator {
  private at = 0
  private end = 0

  constructor(
    private readonly code: Uint32Array,
    private readonly groups: number,
  ) {}

  /** The operations from one place to another, which they have to fill exactly. */
  sequence(start: number, end: number): void {
    const [outerAt, outerEnd] = [this.at, this.end]
    this.require(start <= end && end <= this.code.length)
    this.at = start
    this.end = end
    while (this.at < end) this.operation()
    this.at = outerAt
    this.end = outerEnd
  }

  private require(condition: boolean): void {
    if (!condition) throw invalid()
  }

  private next(): number {
    this.require(this.at < this.end)
    return this.code[this.at++]!
  }

  /** The distance to what follows, counted from its own place; `extra` words of it lie before. Returns the place. */
  private target(extra = 0): number {
    const from = this.at
    const skip = this.next()
    this.require(skip - extra <= this.end - from)
    return from + skip
  }

  private operator(wanted: Code): void {
    this.require(this.next() === wanted)
  }

  /** The operations up to a closing operator, which is passed too. */
  private body(end: number, closing: Code): void {
    this.sequence(this.at, end)
    this.at = end
    this.operator(closing)
  }

  private bounds(): void {
    const min = this.next()
    this.require(min <= this.next())
  }

  private operation(): void {
    const op = this.next() as Code
    switch (op) {
      case Code.SUCCESS:
      case Code.FAILURE:
      case Code.ANY:
      case Code.ANY_ALL:
        return
      case Code.MARK:
        this.require(this.next() <= 2 * this.groups + 1)
        return
      case Code.LITERAL:
      case Code.NOT_LITERAL:
      case Code.LITERAL_IGNORE:
      case Code.NOT_LITERAL_IGNORE:
      case Code.LITERAL_UNI_IGNORE:
      case Code.NOT_LITERAL_UNI_IGNORE:
      case Code.LITERAL_LOC_IGNORE:
      case Code.NOT_LITERAL_LOC_IGNORE:
        this.next()
        return
      case Code.AT:
        this.require(this.next() < PLACES)
        return
      case Code.IN:
      case Code.IN_IGNORE:
      case Code.IN_UNI_IGNORE:
      case Code.IN_LOC_IGNORE: {
        const after = this.target()
        this.set(after - 1)
        this.operator(Code.FAILURE)
        return
      }
      case Code.INFO:
        this.info()
        return
      case Code.BRANCH:
        this.branch()
        return
      case Code.REPEAT_ONE:
      case Code.MIN_REPEAT_ONE:
      case Code.POSSESSIVE_REPEAT_ONE: {
        const after = this.target()
        this.bounds()
        this.body(after - 1, Code.SUCCESS)
        return
      }
      case Code.REPEAT:
      case Code.POSSESSIVE_REPEAT: {
        const after = this.target()
        this.bounds()
        this.sequence(this.at, after)
        this.at = after
        const closing = this.next()
        this.require(
          op === Code.POSSESSIVE_REPEAT
            ? closing === Code.SUCCESS
            : closing === Code.MAX_UNTIL || closing === Code.MIN_UNTIL,
        )
        return
      }
      case Code.ATOMIC_GROUP: {
        const after = this.target()
        this.body(after - 1, Code.SUCCESS)
        return
      }
      case Code.GROUPREF:
      case Code.GROUPREF_IGNORE:
      case Code.GROUPREF_UNI_IGNORE:
      case Code.GROUPREF_LOC_IGNORE:
        this.require(this.next() < this.groups)
        return
      case Code.GROUPREF_EXISTS:
        this.conditional()
        return
      case Code.ASSERT:
      case Code.ASSERT_NOT: {
        const after = this.target()
        // How far to look back.
        this.require(this.next() < 0x80000000)
        this.body(after - 1, Code.SUCCESS)
        return
      }
      default:
        throw invalid()
    }
  }

  /** The members of a set. */
  private set(end: number): void {
    this.require(this.at <= end && end <= this.end)
    const outer = this.end
    this.end = end
    while (this.at < end) {
      const op = this.next() as Code
      if (op === Code.LITERAL) this.next()
      else if (op === Code.RANGE || op === Code.RANGE_UNI_IGNORE) {
        this.next()
        this.next()
      } else if (op === Code.CHARSET) this.pass(CHARSET_WORDS)
      else if (op === Code.BIGCHARSET) this.bigCharset()
      else if (op === Code.CATEGORY) this.require(this.next() < CATEGORIES)
      else this.require(op === Code.NEGATE)
    }
    this.end = outer
  }

  private pass(words: number): void {
    this.require(words <= this.end - this.at)
    this.at += words
  }

  /** An index of 256 bytes into blocks of 256 bits. */
  private bigCharset(): void {
    const blocks = this.next()
    const index = this.at
    this.pass(BLOCK_INDEX_WORDS)
    for (let i = index; i < this.at; i++)
      for (let shift = 0; shift < 32; shift += 8) this.require(((this.code[i]! >>> shift) & 255) < blocks)
    this.pass(blocks * CHARSET_WORDS)
  }

  private info(): void {
    const after = this.target()
    const flags = this.next()
    // Smallest and largest width.
    this.next()
    this.next()
    this.require((flags & ~(Info.PREFIX | Info.LITERAL | Info.CHARSET)) === 0)
    this.require(!(flags & Info.PREFIX && flags & Info.CHARSET))
    this.require(!(flags & Info.LITERAL) || (flags & Info.PREFIX) !== 0)
    if (flags & Info.PREFIX) {
      const length = this.next()
      // How much of the prefix is passed over.
      this.next()
      this.require(this.at + 2 * length <= after)
      this.at += length
      for (let i = 0; i < length; i++) this.require(this.next() < length)
    }
    if (flags & Info.CHARSET) {
      this.set(after - 1)
      this.operator(Code.FAILURE)
    }
    this.require(this.at === after)
  }

  private branch(): void {
    let common = -1
    for (;;) {
      const from = this.at
      const after = this.target()
      if (after === from) break
      this.sequence(this.at, after - 2)
      this.at = after - 2
      this.operator(Code.JUMP)
      const to = this.target()
      this.require(common < 0 || common === to)
      common = to
      this.require(this.at === after)
    }
    this.require(this.at === common)
  }

  /** `(?(group)yes|no)`: the skip counts from the word before it, and leads to the alternative where there is one. */
  private conditional(): void {
    this.require(this.next() < this.groups)
    const after = this.target(1) - 1
    const jump = after - 2
    if (jump >= this.at && this.code[jump] === Code.JUMP) {
      this.sequence(this.at, jump)
      this.at = jump + 1
      const end = this.target()
      this.sequence(this.at, end)
      this.at = end
    } else {
      this.sequence(this.at, after)
      this.at = after
    }
  }
}
