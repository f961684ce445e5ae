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
import { substring, textIndex } from '../objects/strops'
import { PyTuple } from '../objects/tuple'
import { fromCodePoints } from '../objects/widestring'
import type { NativeModule } from './definition'
import { isCased, isCasedAscii, lowerAscii, lowerSimple } from './sre/characters'
import { Code, Flag, Info, MAXREPEAT } from './sre/codes'
import { Matcher, type Subject } from './sre/engine'
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
  /** For str, for bytes, or for either (the pattern None of a scanner). */
  get kind(): 'str' | 'bytes' | 'any' {
    if (this.pattern === null) return 'any'
    return asString(this.pattern) !== undefined ? 'str' : 'bytes'
  }
}

/** A text that is being searched: the object, and its characters as an array. */
interface Target {
  readonly object: Value
  readonly subject: Subject
  /** The JavaScript string, where it is one. */
  readonly text: string | null
  /** Where a match may begin at the earliest and end at the latest. */
  readonly start: number
  readonly end: number
}

let lastText = ''
let lastSubject: Subject | null = null

/** Characters of a str, `text` being its JavaScript string. */
export function charactersOf(object: Value, text: string): Subject {
  return object instanceof PyStr && object.wide !== null ? object.wide : charactersIn(text)
}

/** Characters of a string; the last one is remembered, because scanners ask for the same again and again. */
function charactersIn(text: string): Subject {
  if (lastSubject !== null && text === lastText) return lastSubject
  let made: Subject
  if (textIndex(text) === null) {
    const units = new Uint16Array(text.length)
    for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
    made = units
  } else made = Uint32Array.from(text, (ch) => ch.codePointAt(0)!)
  lastText = text
  lastSubject = made
  return made
}

function target(pattern: PyPattern, object: Value, pos?: Value, endpos?: Value): Target {
  const first = position(pos, 0)
  const last = position(endpos, Number.MAX_SAFE_INTEGER)
  let text = asString(object) ?? null
  let subject: Subject
  if (text !== null) {
    if (pattern.kind === 'bytes') throw typeError('cannot use a bytes pattern on a string-like object')
    subject = charactersOf(object, text)
    if (object instanceof PyStr && object.wide !== null) text = null
  } else {
    const bytes = bytesView(object)
    if (bytes === null) throw typeError(`expected string or bytes-like object, got '${typeOf(object).name}'`)
    if (pattern.kind === 'str') throw typeError('cannot use a string pattern on a bytes-like object')
    subject = bytes
  }
  const { length } = subject
  return { object, subject, text, start: Math.min(first, length), end: Math.min(last, length) }
}

/** Whether the searched text is a str. */
function isText(t: Target): boolean {
  return t.text !== null || t.subject instanceof Uint32Array
}

/** Part of the searched text, of the type that groups have. */
function slice(t: Target, start: number, end: number): Value {
  if (t.text !== null)
    return t.subject instanceof Uint16Array ? t.text.slice(start, end) : substring(t.text, start, end)
  if (t.subject instanceof Uint32Array) return fromCodePoints(t.subject.subarray(start, end))
  return new PyBytes((t.subject as Uint8Array).slice(start, end))
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
function search(m: Matcher, pattern: PyPattern, t: Target, from: number, mustAdvance: boolean): number {
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

/** A match. */
class PyMatch extends PyObject {
  constructor(
    readonly re: PyPattern,
    readonly target: Target,
    /** Start and end of each group, the whole match first. */
    readonly regs: Int32Array,
    readonly lastindex: number,
  ) {
    super()
  }
}

function makeMatch(pattern: PyPattern, t: Target, m: Matcher, start: number, end: number): PyMatch {
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
  return new PyMatch(pattern, t, regs, m.lastindex)
}

function matcher(pattern: PyPattern, t: Target): Matcher {
  return new Matcher(pattern.code, t.subject, pattern.groups, t.end)
}

function matchAt(whole: boolean) {
  return (self: PyPattern, string: Value, pos?: Value, endpos?: Value): Value => {
    const t = target(self, string, pos, endpos)
    if (t.start > t.end) return null
    const m = matcher(self, t)
    const stop = m.match(t.start, whole, false)
    return stop < 0 ? null : makeMatch(self, t, m, t.start, stop)
  }
}

function searchMethod(self: PyPattern, string: Value, pos?: Value, endpos?: Value): Value {
  const t = target(self, string, pos, endpos)
  const m = matcher(self, t)
  const at = search(m, self, t, t.start, false)
  return at < 0 ? null : makeMatch(self, t, m, at, matchEnd)
}

/** Steps through the matches of a text; an empty match must not stand where an empty one ended. */
function eachMatch(self: PyPattern, t: Target, found: (m: Matcher, s: number, e: number) => boolean): void {
  const m = matcher(self, t)
  let at = t.start
  let mustAdvance = false
  while (at <= t.end) {
    const s = search(m, self, t, at, mustAdvance)
    if (s < 0) return
    const e = matchEnd
    if (!found(m, s, e)) return
    at = e
    mustAdvance = e === s
  }
}

/** The text of a group, counted from 0, in the match that was just made. */
function markedText(t: Target, m: Matcher, i: number, otherwise: Value): Value {
  const s = m.marks[2 * i]!
  const e = m.marks[2 * i + 1]!
  return s >= 0 && e >= 0 ? slice(t, s, e) : otherwise
}

function findall(self: PyPattern, string: Value, pos?: Value, endpos?: Value): Value {
  const t = target(self, string, pos, endpos)
  const items: Value[] = []
  const empty = isText(t) ? '' : new PyBytes()
  eachMatch(self, t, (m, s, e) => {
    if (self.groups === 0) items.push(slice(t, s, e))
    else if (self.groups === 1) items.push(markedText(t, m, 0, empty))
    else {
      const groups: Value[] = []
      for (let i = 0; i < self.groups; i++) groups.push(markedText(t, m, i, empty))
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
  private readonly m: Matcher
  constructor(
    readonly pattern: PyPattern,
    readonly target: Target,
  ) {
    super()
    this.at = target.start
    this.m = matcher(pattern, target)
  }

  next(): Value | undefined {
    return this.search() ?? undefined
  }

  search(): PyMatch | null {
    if (this.at > this.target.end) return null
    const s = search(this.m, this.pattern, this.target, this.at, this.mustAdvance)
    if (s < 0) {
      this.at = this.target.end + 1
      return null
    }
    return this.found(s, matchEnd)
  }

  match(): PyMatch | null {
    if (this.at > this.target.end) return null
    const e = this.m.match(this.at, false, this.mustAdvance)
    if (e < 0) {
      this.at = this.target.end + 1
      return null
    }
    return this.found(this.at, e)
  }

  private found(s: number, e: number): PyMatch {
    const made = makeMatch(this.pattern, this.target, this.m, s, e)
    this.at = e
    this.mustAdvance = e === s
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
  return context.call1(getAttr(isText ? '' : new PyBytes(), 'join'), new PyList(parts))
}

/** A replacement template: a literal, then group numbers and literals in turn. */
class PyTemplate extends PyObject {
  constructor(readonly parts: readonly Value[]) {
    super()
  }
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

function subCount(self: PyPattern, repl: Value, string: Value, count: Value): [Value, number] {
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
  const parts: Value[] = []
  let done = 0
  let n = 0
  eachMatch(self, t, (m, s, e) => {
    if (s > done) parts.push(slice(t, done, s))
    if (literal !== null) parts.push(literal)
    else {
      const match = makeMatch(self, t, m, s, e)
      const v = made !== null ? expandTemplate(made, match) : context.call1(call!, match)
      if (v !== null) parts.push(v)
    }
    done = e
    return ++n !== limit
  })
  if (n === 0) return [typeOf(string).heap ? slice(t, 0, t.subject.length) : string, 0]
  if (done < t.subject.length) parts.push(slice(t, done, t.subject.length))
  return [join(isText(t), parts), n]
}

function split(self: PyPattern, string: Value, maxsplit: Value = 0): Value {
  const t = target(self, string)
  const limit = asSize(maxsplit)
  const parts: Value[] = []
  let done = 0
  let n = 0
  if (limit < 0) return new PyList([slice(t, 0, t.subject.length)])
  eachMatch(self, t, (m, s, e) => {
    parts.push(slice(t, done, s))
    for (let i = 0; i < self.groups; i++) parts.push(markedText(t, m, i, null))
    done = e
    return ++n !== limit
  })
  parts.push(slice(t, done, t.subject.length))
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
      (self: PyPattern, repl: Value, string: Value, count: Value = 0) => subCount(self, repl, string, count)[0],
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
  const s = self.regs[2 * i]!
  return s < 0 ? otherwise : slice(self.target, s, self.regs[2 * i + 1]!)
}

function group(self: PyMatch, args: Value[]): Value {
  if (args.length === 0) return groupText(self, 0)
  if (args.length === 1) return groupText(self, groupNumber(self, args[0]!))
  return new PyTuple(args.map((a) => groupText(self, groupNumber(self, a))))
}

function span(self: PyMatch, v: Value = 0): Value {
  const i = groupNumber(self, v)
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
      (self: PyMatch, otherwise: Value = null) =>
        new PyTuple(Array.from({ length: self.re.groups }, (_, i) => groupText(self, i + 1, otherwise))),
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
    ['start', (self: PyMatch, v: Value = 0) => self.regs[2 * groupNumber(self, v)]!, '($self, group=0, /)'],
    ['end', (self: PyMatch, v: Value = 0) => self.regs[2 * groupNumber(self, v) + 1]!, '($self, group=0, /)'],
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
        `<re.Match object; span=(${self.regs[0]}, ${self.regs[1]}), match=${repr(groupText(self, 0)).slice(0, 50)}>`,
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
