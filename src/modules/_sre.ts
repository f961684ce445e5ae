/** _sre: Pattern and Match objects over the matcher in sre/ (Library Reference, "re"; CPython: Modules/_sre/sre.c). */
import { getAttr } from '../objects/attributes'
import { bytesView } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { indexError, overflowError, typeError } from '../objects/exceptions'
import { genericAliasOf } from '../objects/genericalias'
import { asInt } from '../objects/int'
import { iteratorRows } from '../objects/iterators'
import { PyList } from '../objects/list'
import { makeMappingProxy } from '../objects/mappingproxy'
import { defineType, PyObject, type PyType, typeOf, type Value } from '../objects/object'
import { asCInt, asIndex, asSize, equals, hashValue, isTrue, PyIterator, repr } from '../objects/operators'
import { NotImplemented } from '../objects/singletons'
import { asString, PyStr } from '../objects/str'
import { strJoin } from '../objects/strmethods'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { isCased, isCasedAscii, lowerAscii, lowerSimple } from './sre/characters'
import { Code, Flag, Info, MAXREPEAT } from './sre/codes'
import { Matcher } from './sre/engine'
import { type Fast, fastOf } from './sre/fast'
import { Characters, charactersIn, isText, pointsOf, slice, Target } from './sre/target'
import { validateCode } from './sre/validate'

/** A compiled pattern. */
export class PyPattern extends PyObject {
  constructor(
    readonly pattern: Value,
    readonly flags: number,
    readonly code: Uint32Array,
    readonly groups: number,
    readonly groupindex: PyDict,
    readonly indexgroup: Value[],
  ) {
    super()
  }
  /** How often it was used; what it is in JavaScript, by kinds of texts, once it was used often. */
  uses = 0
  readonly translations: (Fast | null | undefined)[] = [undefined, undefined]
  /** For str, for bytes, or for either (the pattern None of a scanner). */
  get kind(): 'str' | 'bytes' | 'any' {
    if (this.pattern === null) return 'any'
    return asString(this.pattern) !== undefined ? 'str' : 'bytes'
  }
}

function target(pattern: PyPattern, object: Value, pos?: Value, endpos?: Value): Target {
  const first = pos === undefined ? 0 : position(pos, 0)
  const last = endpos === undefined ? Number.MAX_SAFE_INTEGER : position(endpos, Number.MAX_SAFE_INTEGER)
  const text = asString(object)
  if (text !== undefined) {
    if (pattern.kind === 'bytes') throw typeError('cannot use a bytes pattern on a string-like object')
    if (object instanceof PyStr && object.wide !== null)
      return new Target(object, null, Characters.Any, object.wide, first, last)
    const characters = charactersIn(text)
    return new Target(object, text, characters, characters === Characters.Any ? pointsOf(text) : null, first, last)
  }
  const bytes = bytesView(object)
  if (bytes === null) throw typeError(`expected string or bytes-like object, got '${typeOf(object).name}'`)
  if (pattern.kind === 'str') throw typeError('cannot use a string pattern on a bytes-like object')
  return new Target(object, null, Characters.Any, bytes, first, last)
}

/** A position argument, of the range of Py_ssize_t; below 0 it is 0. */
function position(v: Value | undefined, otherwise: number): number {
  if (v === undefined) return otherwise
  const i = asIndex(v)
  if (typeof i === 'number') return Math.max(0, i)
  if (i > 9223372036854775807n || i < -9223372036854775808n)
    throw overflowError('Python int too large to convert to C ssize_t')
  return i > 0n ? Number.MAX_SAFE_INTEGER : 0
}

/** What a pattern begins with, from its INFO block: a literal prefix lets a search skip ahead. */
function literalPrefix(code: Uint32Array): Uint32Array | null {
  if (code[0] !== Code.INFO || !(code[2]! & Info.PREFIX)) return null
  const length = code[5]!
  return length === 0 ? null : code.subarray(7, 7 + length)
}

/** Where the one-character instruction stands that a match must begin with; -1 where there is none. What comes before it takes no character. */
function leadingCharacter(code: Uint32Array): number {
  let ip = 0
  for (;;) {
    switch (code[ip]!) {
      case Code.INFO:
      case Code.ASSERT:
      case Code.ASSERT_NOT:
        ip += 1 + code[ip + 1]!
        break
      case Code.MARK:
      case Code.AT:
        ip += 2
        break
      case Code.REPEAT_ONE:
      case Code.MIN_REPEAT_ONE:
      case Code.POSSESSIVE_REPEAT_ONE:
        if (code[ip + 2] === 0) return -1
        ip += 4
        break
      case Code.IN:
      case Code.IN_IGNORE:
      case Code.IN_UNI_IGNORE:
      case Code.LITERAL:
      case Code.LITERAL_IGNORE:
      case Code.LITERAL_UNI_IGNORE:
      case Code.NOT_LITERAL:
      case Code.CATEGORY:
        return ip
      default:
        return -1
    }
  }
}

/** Finds the next match at or after a place; its start, or -1. `mustAdvance`: at the first place an empty match does not count. */
function searchFrom(m: Matcher, pattern: PyPattern, t: Target, from: number, mustAdvance: boolean): number {
  const prefix = literalPrefix(pattern.code)
  const subject = t.subject
  const leading = prefix === null ? leadingCharacter(pattern.code) : -1
  for (let at = from; at <= m.end; at++) {
    if (prefix !== null) {
      const first = prefix[0]!
      while (at < m.end && subject[at] !== first) at++
      if (at + prefix.length > m.end) return -1
    } else if (leading >= 0) {
      at = m.seek(leading, at)
      if (at < 0) return -1
    }
    const end = m.match(at, false, mustAdvance && at === from)
    if (end >= 0) {
      matchEnd = end
      return at
    }
  }
  return -1
}
let matchEnd = 0

/** The text that a translated pattern is to see. */
function searchedText(t: Target): string {
  return t.end < t.length ? t.text!.slice(0, t.end) : t.text!
}

/** Steps from match to match in one text. */
class Search {
  start = 0
  end = 0
  /** The texts of the groups of the last match, where JavaScript has found it; else they are in `m`. */
  captured: RegExpExecArray | null = null
  private matcher: Matcher | null = null
  private readonly fast: Fast | null
  private readonly text: string

  constructor(
    readonly pattern: PyPattern,
    readonly target: Target,
  ) {
    this.fast = fastOf(pattern, target)
    this.text = this.fast === null ? '' : searchedText(target)
  }

  get m(): Matcher {
    return (this.matcher ??= matcher(this.pattern, this.target))
  }

  /** Finds a match at a place or later; an empty one at that place does not count where `mustAdvance` says so. */
  find(from: number, mustAdvance: boolean): boolean {
    if (this.fast !== null) {
      const found = this.fast.search(this.text, from)
      if (found === null) return false
      if (found !== undefined) {
        const { index } = found
        const end = index + found[0].length
        if (!mustAdvance || end > from) {
          this.start = index
          this.end = end
          this.captured = found
          return true
        }
      }
    }
    const at = searchFrom(this.m, this.pattern, this.target, from, mustAdvance)
    if (at < 0) return false
    this.start = at
    this.end = matchEnd
    this.captured = null
    return true
  }

  /** The match that was found last. */
  made(): PyMatch {
    const { captured, pattern, target: t } = this
    return captured === null
      ? makeMatch(pattern, t, this.m, this.start, this.end)
      : new PyMatch(pattern, t, this.start, this.end, captured, null, false, -1)
  }

  /** The text of a group, counted from 0, in the match that was found last. */
  group(i: number, otherwise: Value): Value {
    const { captured } = this
    if (captured !== null) return captured[i + 1] ?? otherwise
    const s = this.m.marks[2 * i]!
    const e = this.m.marks[2 * i + 1]!
    return s >= 0 && e >= 0 ? slice(this.target, s, e) : otherwise
  }
}

/** A match. Where JavaScript has found it, its groups are texts, and the matcher finds where they are when somebody asks. */
class PyMatch extends PyObject {
  constructor(
    readonly re: PyPattern,
    readonly target: Target,
    readonly start: number,
    readonly end: number,
    readonly captured: RegExpExecArray | null,
    private places: Int32Array | null,
    /** The whole text had to match. */
    private readonly whole: boolean,
    private readonly last: number,
  ) {
    super()
  }

  /** Start and end of each group, the whole match first. */
  get regs(): Int32Array {
    if (this.places !== null) return this.places
    const m = matcher(this.re, this.target)
    m.match(this.start, this.whole, false)
    return (this.places = placesIn(this.re, m, this.start, this.end))
  }

  /** The group that ended last; -1 where none did. */
  get lastindex(): number {
    const { captured } = this
    if (captured === null) return this.last
    const { closing } = fastOf(this.re, this.target)!
    for (let i = closing.length - 1; i >= 0; i--) if (captured[closing[i]!] !== undefined) return closing[i]!
    return -1
  }
}

function placesIn(pattern: PyPattern, m: Matcher, start: number, end: number): Int32Array {
  const regs = new Int32Array(2 * (pattern.groups + 1))
  regs[0] = start
  regs[1] = end
  for (let i = 0; i < pattern.groups; i++) {
    const s = m.marks[2 * i]!
    const e = m.marks[2 * i + 1]!
    const set = s >= 0 && e >= 0
    regs[2 * i + 2] = set ? s : -1
    regs[2 * i + 3] = set ? e : -1
  }
  return regs
}

function makeMatch(pattern: PyPattern, t: Target, m: Matcher, start: number, end: number): PyMatch {
  return new PyMatch(pattern, t, start, end, null, placesIn(pattern, m, start, end), false, m.lastindex)
}

function matcher(pattern: PyPattern, t: Target): Matcher {
  return new Matcher(pattern.code, t.subject, pattern.groups, t.end)
}

/** The match at the start of a text. */
function matchTarget(self: PyPattern, t: Target, whole: boolean): PyMatch | null {
  const fast = fastOf(self, t)
  if (fast !== null) {
    const found = fast.match(searchedText(t), t.start, whole)
    if (found === null) return null
    if (found !== undefined) return new PyMatch(self, t, t.start, t.start + found[0].length, found, null, whole, -1)
  }
  const m = matcher(self, t)
  const stop = m.match(t.start, whole, false)
  return stop < 0 ? null : makeMatch(self, t, m, t.start, stop)
}

function matchAt(whole: boolean) {
  return (self: PyPattern, string: Value, pos?: Value, endpos?: Value): Value => {
    const t = target(self, string, pos, endpos)
    return t.start > t.end ? null : matchTarget(self, t, whole)
  }
}

function searchMethod(self: PyPattern, string: Value, pos?: Value, endpos?: Value): Value {
  const t = target(self, string, pos, endpos)
  if (t.start > t.end) return null
  const search = new Search(self, t)
  return search.find(t.start, false) ? search.made() : null
}

/** Steps through the matches of a text; an empty match must not stand where an empty one ended. */
function eachMatch(self: PyPattern, t: Target, found: (search: Search, s: number, e: number) => boolean): void {
  const search = new Search(self, t)
  let at = t.start
  let mustAdvance = false
  while (at <= t.end) {
    if (!search.find(at, mustAdvance)) return
    const { start, end } = search
    if (!found(search, start, end)) return
    at = end
    mustAdvance = end === start
  }
}

/** The translation of a pattern, where it serves to take all matches of a text at once: those of the whole text, and none is empty. */
function fastForAll(self: PyPattern, t: Target): Fast | null {
  const { code } = self
  if (t.text === null || t.start > 0 || t.end < t.length || code[0] !== Code.INFO || code[3] === 0) return null
  return self.translations[t.characters] ?? null
}

function findall(self: PyPattern, string: Value, pos?: Value, endpos?: Value): Value {
  const t = target(self, string, pos, endpos)
  if (self.groups === 0) {
    const found = fastForAll(self, t)?.all(t.text!, (made) => t.text!.match(made))
    if (found !== undefined) return new PyList(found ?? [])
  }
  const items: Value[] = []
  const empty = isText(t) ? '' : new PyBytes()
  eachMatch(self, t, (search, s, e) => {
    if (self.groups === 0) items.push(slice(t, s, e))
    else if (self.groups === 1) items.push(search.group(0, empty))
    else {
      const groups: Value[] = []
      for (let i = 0; i < self.groups; i++) groups.push(search.group(i, empty))
      items.push(new PyTuple(groups))
    }
    return true
  })
  return new PyList(items)
}

/** `pattern.scanner(string)`: match and search that go on where they stopped; also the iterator of finditer. */
class PyScanner extends PyIterator {
  at: number
  private mustAdvance = false
  private readonly steps: Search
  constructor(
    readonly pattern: PyPattern,
    readonly target: Target,
  ) {
    super()
    this.at = target.start
    this.steps = new Search(pattern, target)
  }

  next(): Value | undefined {
    return this.search() ?? undefined
  }

  search(): PyMatch | null {
    if (this.at > this.target.end) return null
    if (!this.steps.find(this.at, this.mustAdvance)) {
      this.at = this.target.end + 1
      return null
    }
    return this.found(this.steps.made())
  }

  match(): PyMatch | null {
    if (this.at > this.target.end) return null
    const { m } = this.steps
    const e = m.match(this.at, false, this.mustAdvance)
    if (e < 0) {
      this.at = this.target.end + 1
      return null
    }
    return this.found(makeMatch(this.pattern, this.target, m, this.at, e))
  }

  private found(made: PyMatch): PyMatch {
    this.at = made.end
    this.mustAdvance = made.end === made.start
    return made
  }
}
defineType('SRE_Scanner', {
  layout: PyScanner as never,
  module: '_sre',
  final: true,
  methods: () => [
    ['match', (self: PyScanner) => self.match(), '($self, /)'],
    ['search', (self: PyScanner) => self.search(), '($self, /)'],
  ],
  members: true,
  getset: () => [['pattern', (self: PyScanner) => self.pattern]],
})
class PyFindIterator extends PyScanner {}
defineType('callable_iterator', { layout: PyFindIterator as never, final: true, methods: () => iteratorRows })

function scanner(layout: typeof PyScanner) {
  return (self: PyPattern, string: Value, pos?: Value, endpos?: Value): Value =>
    new layout(self, target(self, string, pos, endpos))
}

/** Pieces of text or bytes as one; raises what `join` of str or bytes raises. */
function join(isText: boolean, parts: Value[]): Value {
  if (isText) return strJoin('', new PyList(parts))
  return context.call1(getAttr(new PyBytes(), 'join'), new PyList(parts))
}

/** A replacement template: a literal, then group numbers and literals in turn. */
class PyTemplate extends PyObject {
  constructor(readonly parts: readonly Value[]) {
    super()
  }
  /** What it is to JavaScript's `replace`; null where it is none, or has surrogates, which could form pairs. */
  get replacement(): string | null {
    return (this.made ??= { replacement: replacementOf(this.parts) }).replacement
  }
  private made: { readonly replacement: string | null } | null = null
}

function replacementOf(parts: readonly Value[]): string | null {
  let out = ''
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!
    if (typeof part === 'string') {
      if (!part.isWellFormed()) return null
      out += part.replaceAll('$', '$$$$')
    } else if (typeof part === 'number' && part < 100) out += part === 0 ? '$&' : `$${String(part).padStart(2, '0')}`
    else return null
  }
  return out
}

/** All matches replaced at once; undefined where that cannot be done. */
function replaceAtOnce(self: PyPattern, t: Target, replacement: string): string | undefined {
  const fast = fastForAll(self, t)
  if (fast === null || (t.characters !== Characters.Ascii && !t.text!.isWellFormed())) return undefined
  return fast.all(t.text!, (pattern) => t.text!.replace(pattern, replacement))
}
defineType('SRE_Template', { layout: PyTemplate as never, module: '_sre', final: true })

function template(_pattern: Value, parts: Value): Value {
  if (!(parts instanceof PyList))
    throw typeError(`template() argument 2 must be list, not ${parts === null ? 'None' : typeOf(parts).name}`)
  const items = parts.items.slice()
  const wellFormed = items.length % 2 === 1 && items.every((v, i) => i % 2 === 0 || (typeof v === 'number' && v >= 0))
  if (!wellFormed) throw typeError('invalid template')
  return new PyTemplate(items)
}

function expandTemplate(made: PyTemplate, match: PyMatch): Value {
  if (made.parts.length === 1) return made.parts[0]!
  const out = [made.parts[0]!]
  for (let i = 1; i < made.parts.length; i += 2) {
    const text = groupText(match, made.parts[i] as number)
    const literal = made.parts[i + 1]!
    if (text !== null) out.push(text)
    if (isTrue(literal)) out.push(literal)
  }
  return join(asString(out[0]!) !== undefined, out)
}

function compiledTemplate(self: PyPattern, repl: Value): Value {
  return context.call2(getAttr(context.importModule('re'), '_compile_template'), self, repl)
}

/** `countless`: nobody asks how many there were. */
function subCount(self: PyPattern, repl: Value, string: Value, count: Value, countless = false): [Value, number] {
  const t = target(self, string)
  const limit = asSize(count)
  let literal: Value | null = null
  let made: PyTemplate | null = null
  let call: Value | null = null
  if (typeOf(repl).proto.$__call__ !== undefined) call = repl
  else {
    const text = asString(repl)
    const bytes = text === undefined ? bytesView(repl) : null
    if (text !== undefined && !text.includes('\\')) literal = repl
    else if (bytes !== null && !bytes.includes(92)) literal = repl
    else {
      const compiled = compiledTemplate(self, repl)
      if (compiled instanceof PyTemplate) made = compiled
      else if (typeOf(compiled).proto.$__call__ !== undefined) call = compiled
      else literal = compiled
    }
  }
  if (countless && limit === 0 && call === null) {
    const replacement = made !== null ? made.replacement : typeof literal === 'string' ? replacementOf([literal]) : null
    const replaced = replacement === null ? undefined : replaceAtOnce(self, t, replacement)
    if (replaced !== undefined) return [replaced, 0]
  }
  const parts: Value[] = []
  let done = 0
  let n = 0
  eachMatch(self, t, (search, s, e) => {
    if (s > done) parts.push(slice(t, done, s))
    if (literal !== null) parts.push(literal)
    else {
      const match = search.made()
      const v = made !== null ? expandTemplate(made, match) : context.call1(call!, match)
      if (v !== null) parts.push(v)
    }
    done = e
    return ++n !== limit
  })
  if (n === 0) return [typeOf(string).heap ? slice(t, 0, t.length) : string, 0]
  if (done < t.length) parts.push(slice(t, done, t.length))
  return [join(isText(t), parts), n]
}

function split(self: PyPattern, string: Value, maxsplit: Value = 0): Value {
  const t = target(self, string)
  const limit = asSize(maxsplit)
  const parts: Value[] = []
  let done = 0
  let n = 0
  if (limit < 0) return new PyList([slice(t, 0, t.length)])
  if (limit === 0 && self.groups === 0) {
    const found = fastForAll(self, t)?.all(t.text!, (made) => t.text!.split(made))
    if (found !== undefined) return new PyList(found)
  }
  eachMatch(self, t, (search, s, e) => {
    parts.push(slice(t, done, s))
    for (let i = 0; i < self.groups; i++) parts.push(search.group(i, null))
    done = e
    return ++n !== limit
  })
  parts.push(slice(t, done, t.length))
  return new PyList(parts)
}

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [Flag.IGNORECASE, 're.IGNORECASE'],
  [Flag.LOCALE, 're.LOCALE'],
  [Flag.MULTILINE, 're.MULTILINE'],
  [Flag.DOTALL, 're.DOTALL'],
  [Flag.UNICODE, 're.UNICODE'],
  [Flag.VERBOSE, 're.VERBOSE'],
  [Flag.DEBUG, 're.DEBUG'],
  [Flag.ASCII, 're.ASCII'],
]

function patternRepr(self: PyPattern): Value {
  let flags = self.flags
  // UNICODE is the default of str patterns and is not shown.
  if (self.kind === 'str' && (flags & (Flag.LOCALE | Flag.UNICODE | Flag.ASCII)) === Flag.UNICODE)
    flags &= ~Flag.UNICODE
  const names: string[] = []
  for (const [bit, name] of FLAG_NAMES)
    if (flags & bit) {
      names.push(name)
      flags &= ~bit
    }
  if (flags !== 0) names.push(`0x${flags.toString(16)}`)
  const shown = repr(self.pattern)
  const text = shown.length > 200 ? shown.slice(0, 200) : shown
  return `re.compile(${text}${names.length > 0 ? `, ${names.join('|')}` : ''})`
}

export const patternType = defineType('Pattern', {
  layout: PyPattern as never,
  module: 're',
  final: true,
  doc: 'A regular expression, compiled.',
  methods: () => [
    ['match', matchAt(false), '($self, /, string, pos=0, endpos=9223372036854775807)'],
    ['fullmatch', matchAt(true), '($self, /, string, pos=0, endpos=9223372036854775807)'],
    ['search', searchMethod, '($self, /, string, pos=0, endpos=9223372036854775807)'],
    ['findall', findall, '($self, /, string, pos=0, endpos=9223372036854775807)'],
    ['finditer', scanner(PyFindIterator), '($self, /, string, pos=0, endpos=9223372036854775807)'],
    ['scanner', scanner(PyScanner), '($self, /, string, pos=0, endpos=9223372036854775807)'],
    [
      'sub',
      (self: PyPattern, repl: Value, string: Value, count: Value = 0) => subCount(self, repl, string, count, true)[0],
      '($self, /, repl, string, count=0)',
    ],
    [
      'subn',
      (self: PyPattern, repl: Value, string: Value, count: Value = 0) =>
        new PyTuple(subCount(self, repl, string, count)),
      '($self, /, repl, string, count=0)',
    ],
    ['split', split, '($self, /, string, maxsplit=0)'],
    ['__copy__', (self: Value) => self, '($self, /)'],
    ['__deepcopy__', (self: Value) => self, '($self, memo, /)'],
    ['__repr__', patternRepr, '($self, /)'],
    [
      '__eq__',
      (a: PyPattern, b: Value) => (b instanceof PyPattern ? a === b || samePattern(a, b) : NotImplemented),
      '($self, value, /)',
    ],
    [
      '__ne__',
      (a: PyPattern, b: Value) => (b instanceof PyPattern ? !(a === b || samePattern(a, b)) : NotImplemented),
      '($self, value, /)',
    ],
    ['__hash__', (self: PyPattern) => hashValue(new PyTuple([self.pattern, self.flags, self.groups])), '($self, /)'],
    [
      '__reduce__',
      (self: PyPattern) =>
        new PyTuple([getAttr(context.importModule('re'), '_compile'), new PyTuple([self.pattern, self.flags])]),
      '($self, /)',
    ],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  members: 'pattern flags groups',
  getset: () => [
    ['pattern', (self: PyPattern) => self.pattern],
    ['flags', (self: PyPattern) => self.flags],
    ['groups', (self: PyPattern) => self.groups],
    ['groupindex', (self: PyPattern) => makeMappingProxy(self.groupindex)],
  ],
})

function samePattern(a: PyPattern, b: PyPattern): boolean {
  return (
    a.flags === b.flags &&
    a.kind === b.kind &&
    equals(a.pattern, b.pattern) &&
    a.code.length === b.code.length &&
    a.code.every((c, i) => c === b.code[i])
  )
}

// ── Match ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function groupNumber(self: PyMatch, v: Value): number {
  const { groupindex, groups } = self.re
  let i: Value | undefined
  if (typeof v === 'number' || typeOf(v).proto.$__index__ !== undefined) i = asIndex(v)
  // Without names nothing is looked up, so that anything that cannot be hashed is no group either.
  else if (groupindex.size > 0) i = groupindex.getItem(v)
  if (typeof i !== 'number' || i < 0 || i > groups) throw indexError('no such group')
  return i
}

function groupText(self: PyMatch, i: number, otherwise: Value = null): Value {
  const { captured } = self
  if (captured !== null) return captured[i] ?? otherwise
  const s = self.regs[2 * i]!
  return s < 0 ? otherwise : slice(self.target, s, self.regs[2 * i + 1]!)
}

function group(self: PyMatch, args: Value[]): Value {
  if (args.length === 0) return groupText(self, 0)
  if (args.length === 1) return groupText(self, groupNumber(self, args[0]!))
  return new PyTuple(args.map((a) => groupText(self, groupNumber(self, a))))
}

function allGroups(self: PyMatch, otherwise: Value): Value[] {
  const groups: Value[] = []
  for (let i = 1; i <= self.re.groups; i++) groups.push(groupText(self, i, otherwise))
  return groups
}

function span(self: PyMatch, v: Value = 0): Value {
  const i = groupNumber(self, v)
  if (i === 0) return new PyTuple([self.start, self.end])
  return new PyTuple([self.regs[2 * i]!, self.regs[2 * i + 1]!])
}

export const matchType = defineType('Match', {
  layout: PyMatch as never,
  module: 're',
  final: true,
  doc: 'Where and how a pattern matched; always true.',
  methods: () => [
    ['group', group, '-($self, /, *args)'],
    ['__getitem__', (self: PyMatch, v: Value) => groupText(self, groupNumber(self, v)), '($self, key, /)'],
    [
      'groups',
      (self: PyMatch, otherwise: Value = null) => new PyTuple(allGroups(self, otherwise)),
      '($self, /, default=None)',
    ],
    [
      'groupdict',
      (self: PyMatch, otherwise: Value = null) => {
        const dict = new PyDict()
        for (const name of self.re.groupindex.keyList())
          dict.setItem(name, groupText(self, self.re.groupindex.getItem(name) as number, otherwise))
        return dict
      },
      '($self, /, default=None)',
    ],
    [
      'start',
      (self: PyMatch, v: Value = 0) => (v === 0 ? self.start : self.regs[2 * groupNumber(self, v)]!),
      '($self, group=0, /)',
    ],
    [
      'end',
      (self: PyMatch, v: Value = 0) => (v === 0 ? self.end : self.regs[2 * groupNumber(self, v) + 1]!),
      '($self, group=0, /)',
    ],
    ['span', span, '($self, group=0, /)'],
    [
      'expand',
      (self: PyMatch, text: Value) => {
        const made = compiledTemplate(self.re, text)
        return made instanceof PyTemplate ? expandTemplate(made, self) : made
      },
      '($self, /, template)',
    ],
    ['__copy__', (self: Value) => self, '($self, /)'],
    ['__deepcopy__', (self: Value) => self, '($self, memo, /)'],
    [
      '__repr__',
      (self: PyMatch) =>
        `<re.Match object; span=(${self.start}, ${self.end}), match=${repr(groupText(self, 0)).slice(0, 50)}>`,
      '($self, /)',
    ],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  members: 're string pos endpos',
  getset: () => [
    ['re', (self: PyMatch) => self.re],
    ['string', (self: PyMatch) => self.target.object],
    ['pos', (self: PyMatch) => self.target.start],
    ['endpos', (self: PyMatch) => self.target.end],
    ['lastindex', (self: PyMatch) => (self.lastindex < 0 ? null : self.lastindex)],
    ['lastgroup', (self: PyMatch) => (self.lastindex < 0 ? null : (self.re.indexgroup[self.lastindex] ?? null))],
    [
      'regs',
      (self: PyMatch) =>
        new PyTuple(
          Array.from({ length: self.re.groups + 1 }, (_, i) => new PyTuple([self.regs[2 * i]!, self.regs[2 * i + 1]!])),
        ),
    ],
  ],
})

function compile(
  pattern: Value,
  flags: Value,
  code: Value,
  groups: Value,
  groupindex: Value,
  indexgroup: Value,
): Value {
  if (!(code instanceof PyList))
    throw typeError(`compile() argument 'code' must be list, not ${code === null ? 'None' : typeOf(code).name}`)
  if (!(groupindex instanceof PyDict))
    throw typeError(
      `compile() argument 'groupindex' must be dict, not ${groupindex === null ? 'None' : typeOf(groupindex).name}`,
    )
  if (!(indexgroup instanceof PyTuple))
    throw typeError(
      `compile() argument 'indexgroup' must be tuple, not ${indexgroup === null ? 'None' : typeOf(indexgroup).name}`,
    )
  const words = code.items
  const made = new Uint32Array(words.length)
  for (let i = 0; i < words.length; i++) {
    const w = asInt(words[i]!)
    if (w === undefined) throw typeError('an integer is required')
    if (w < 0) throw overflowError("can't convert negative value to unsigned int")
    if (w > 0xffffffff) throw overflowError('regular expression code size limit exceeded')
    made[i] = Number(w)
  }
  validateCode(made, asSize(groups))
  return new PyPattern(pattern, asCInt(flags), made, asSize(groups), groupindex.copy(), indexgroup.items)
}

/** A pattern from its code; `names` are those of its groups. */
export function makePattern(
  pattern: Value,
  flags: number,
  code: Uint32Array,
  groups: number,
  names: ReadonlyMap<string, number>,
): Value {
  const groupindex = new PyDict()
  const indexgroup: Value[] = new Array(groups + 1).fill(null)
  for (const [name, group] of names) {
    groupindex.setItem(name, group)
    indexgroup[group] = name
  }
  return new PyPattern(pattern, flags, code, groups, groupindex, indexgroup)
}

export const sreModule: NativeModule = {
  name: '_sre',
  functions: [
    ['compile', compile, '(pattern, flags, code, groups, groupindex, indexgroup)'],
    ['template', template, '(pattern, template, /)'],
    ['getcodesize', () => 4, '()'],
    ['ascii_iscased', (c: Value) => isCasedAscii(asCInt(c)), '(character, /)'],
    ['ascii_tolower', (c: Value) => lowerAscii(asCInt(c)), '(character, /)'],
    ['unicode_iscased', (c: Value) => isCased(asCInt(c)), '(character, /)'],
    ['unicode_tolower', (c: Value) => lowerSimple(asCInt(c)), '(character, /)'],
  ],
  attributes: () => ({ MAGIC: 20230612, CODESIZE: 4, MAXREPEAT, MAXGROUPS: 1073741823 }),
}
