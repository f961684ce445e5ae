/**
 * `str.format`: replacement fields in braces (Library Reference, "Format String Syntax"; CPython:
 * Objects/stringlib/unicode_format.h).
 */
import { getAttr } from './attributes'
import { PyDict } from './dict'
import { indexError, keyError, valueError } from './exceptions'
import type { Value } from './object'
import { format, getItem, repr, str } from './operators'
import { asciiRepr } from './percent'
import { asString } from './str'
import { isWide, joinPieces, throughWindow } from './widestring'

/** Whether fields are numbered by themselves or explicitly; the two do not mix. */
interface Numbering {
  mode: 'none' | 'automatic' | 'manual'
  next: number
}

/** One step of a field name: attribute or item. */
export interface FieldStep {
  readonly isAttribute: boolean
  /** A number where an item's name consists of digits. */
  readonly name: string | number
}

/** A piece of a format string as `string.Formatter.parse` gives it; `field` is null behind the last literal. */
export interface FormatPiece {
  readonly literal: string
  readonly field: string | null
  readonly spec: string
  readonly conversion: string
  /** The specification contains fields itself. */
  readonly nested: boolean
}

const parsedTemplates = new Map<string, readonly FormatPiece[]>()

/** A piece of a template whose fields are all numbered alike and have no steps: what is formatted is known once and for all. */
interface PlainPiece {
  readonly literal: string
  /** Position of the argument, or its name; -1 where the piece is a literal alone. */
  readonly first: number | string
  readonly spec: string
  readonly conversion: string
}

/** The templates that can be gone through without looking at numbering and names, and those that cannot: null. */
const plainTemplates = new Map<string, readonly PlainPiece[] | null>()

/** The pieces of a template as {@link PlainPiece}s, or null. */
function plainPieces(pieces: readonly FormatPiece[]): readonly PlainPiece[] | null {
  const made: PlainPiece[] = []
  let automatic = 0
  let manual = false
  for (const { literal, field, spec, conversion, nested } of pieces) {
    if (field === null) {
      made.push({ literal, first: -1, spec, conversion })
      continue
    }
    if (nested || !PLAIN_FIELD.test(field) || !(conversion === '' || conversion === 'r' || conversion === 's'))
      return null
    const first = field === '' ? automatic++ : plainField(field)
    if (field !== '' && typeof first === 'number') manual = true
    made.push({ literal, first, spec, conversion })
  }
  return automatic > 0 && manual ? null : made
}

/** {@link formatText} for a template of {@link PlainPiece}s. */
function formatPlain(pieces: readonly PlainPiece[], args: readonly Value[], keywords: Value): Value {
  const parts: Value[] = []
  for (let i = 0; i < pieces.length; i++) {
    const { literal, first, spec, conversion } = pieces[i]!
    if (literal !== '') parts.push(literal)
    if (first === -1) continue
    let v: Value | undefined
    if (typeof first === 'number') {
      if (first >= args.length) throw indexError(`Replacement index ${first} out of range for positional args tuple`)
      v = args[first]!
    } else {
      v = keywords === null ? undefined : (keywords as PyDict).getItem(first)
      if (v === undefined) throw keyError(first)
    }
    if (conversion !== '') v = conversion === 'r' ? repr(v) : str(v)
    parts.push(typeof v === 'string' && spec === '' ? v : format(v, spec))
  }
  return joinPieces(parts)
}

/** The pieces of a format string, kept for the next use where it has no error. */
function piecesOf(s: string): Iterable<FormatPiece> {
  const known = parsedTemplates.get(s)
  if (known !== undefined) return known
  return remember(s)
}

function* remember(s: string): Generator<FormatPiece> {
  const pieces: FormatPiece[] = []
  // An error is raised only when it is reached, after the fields before it have been formatted.
  for (const piece of formatPieces(s)) {
    pieces.push(piece)
    yield piece
  }
  if (parsedTemplates.size > 500) {
    parsedTemplates.clear()
    plainTemplates.clear()
  }
  parsedTemplates.set(s, pieces)
  plainTemplates.set(s, plainPieces(pieces))
}

/** Splits a format string into literals and fields. Raises ValueError. */
export function* formatPieces(s: string): Generator<FormatPiece> {
  let i = 0
  const n = s.length
  while (i < n) {
    let literal = ''
    let from = i
    let atField = false
    while (i < n) {
      const c = s.charCodeAt(i)
      if (c === 123) {
        if (s.charCodeAt(i + 1) === 123) {
          literal += s.slice(from, i + 1)
          i += 2
          from = i
          continue
        }
        if (i + 1 >= n) throw valueError("Single '{' encountered in format string")
        atField = true
        break
      }
      if (c === 125) {
        if (s.charCodeAt(i + 1) !== 125) throw valueError("Single '}' encountered in format string")
        literal += s.slice(from, i + 1)
        i += 2
        from = i
        continue
      }
      i++
    }
    literal += s.slice(from, i)
    if (!atField) {
      yield { literal, field: null, spec: '', conversion: '', nested: false }
      return
    }
    i++
    // The name ends at ':' or '!' outside brackets.
    from = i
    let brackets = false
    let c = 0
    for (; i < n; i++) {
      c = s.charCodeAt(i)
      if (c === 91) brackets = true
      else if (c === 93) brackets = false
      else if (c === 123) {
        if (!brackets) throw valueError("unexpected '{' in field name")
      } else if (!brackets && (c === 125 || c === 58 || c === 33)) break
    }
    if (i >= n) throw valueError("expected '}' before end of string")
    const field = s.slice(from, i)
    let conversion = ''
    let spec = ''
    let nested = false
    i++
    if (c === 33 || c === 58) {
      if (c === 33) {
        if (i >= n) throw valueError('end of string while looking for conversion specifier')
        conversion = String.fromCodePoint(s.codePointAt(i)!)
        i += conversion.length
        if (i < n) {
          c = s.charCodeAt(i++)
          if (c === 125) {
            yield { literal, field, spec: '', conversion, nested: false }
            continue
          }
          if (c !== 58) throw valueError("expected ':' after conversion specifier")
        } else throw valueError("unmatched '{' in format spec")
      }
      from = i
      let depth = 1
      for (; i < n; i++) {
        const k = s.charCodeAt(i)
        if (k === 123) {
          nested = true
          depth++
        } else if (k === 125 && --depth === 0) break
      }
      if (depth > 0) throw valueError("unmatched '{' in format spec")
      spec = s.slice(from, i)
      i++
    }
    yield { literal, field, spec, conversion, nested }
  }
}

function fieldNumber(s: string): number {
  if (!/^[0-9]+$/.test(s)) return -1
  const n = Number(s)
  if (n > Number.MAX_SAFE_INTEGER) throw valueError('Too many decimal digits in format string')
  return n
}

/** Splits a field name into its first part (a number where it consists of digits) and steps. Errors in a step come when it is reached. */
export function splitFieldName(field: string): [first: string | number, steps: Iterable<FieldStep>] {
  let i = 0
  while (i < field.length && field[i] !== '.' && field[i] !== '[') i++
  const name = field.slice(0, i)
  const number = fieldNumber(name)
  return [number >= 0 ? number : name, i < field.length ? fieldSteps(field, i) : NO_STEPS]
}

function* fieldSteps(field: string, i: number): Generator<FieldStep> {
  while (i < field.length) {
    const c = field[i++]
    if (c === '.') {
      const from = i
      while (i < field.length && field[i] !== '.' && field[i] !== '[') i++
      if (i === from) throw valueError('Empty attribute in format string')
      yield { isAttribute: true, name: field.slice(from, i) }
    } else if (c === '[') {
      const end = field.indexOf(']', i)
      if (end < 0) throw valueError("Missing ']' in format string")
      const key = field.slice(i, end)
      if (key === '') throw valueError('Empty attribute in format string')
      const index = fieldNumber(key)
      yield { isAttribute: false, name: index >= 0 ? index : key }
      i = end + 1
    } else throw valueError("Only '.' or '[' may follow ']' in format field specifier")
  }
}

const PLAIN_FIELD = /^(?:\d{0,9}|[A-Za-z_]\w*)$/
const NO_STEPS: FieldStep[] = []

/** A field name without attributes or items. */
function plainField(field: string): string | number {
  const c = field.charCodeAt(0)
  return c >= 48 && c <= 57 ? Number(field) : field
}

function fieldValue(field: string, args: readonly Value[] | null, keywords: Value, numbering: Numbering): Value {
  let [first, steps]: [string | number, Iterable<FieldStep>] = PLAIN_FIELD.test(field)
    ? [field === '' ? '' : plainField(field), NO_STEPS]
    : splitFieldName(field)
  if (first === '' || typeof first === 'number') {
    if (first === '') {
      if (numbering.mode === 'manual')
        throw valueError('cannot switch from manual field specification to automatic field numbering')
      numbering.mode = 'automatic'
      first = numbering.next++
    } else {
      if (numbering.mode === 'automatic')
        throw valueError('cannot switch from automatic field numbering to manual field specification')
      numbering.mode = 'manual'
    }
  }
  let v: Value
  if (typeof first === 'number') {
    if (args === null) throw valueError('Format string contains positional fields')
    if (first >= args.length) throw indexError(`Replacement index ${first} out of range for positional args tuple`)
    v = args[first]!
  } else if (keywords === null && args !== null) throw keyError(first)
  else if (keywords instanceof PyDict && !keywords.cls.heap) {
    const found = keywords.getItem(first)
    if (found === undefined) throw keyError(first)
    v = found
  } else v = getItem(keywords, first)
  for (const step of steps) v = step.isAttribute ? getAttr(v, step.name as string) : getItem(v, step.name)
  return v
}

function formatText(
  s: string,
  args: readonly Value[] | null,
  keywords: Value,
  numbering: Numbering,
  depth: number,
): Value {
  if (depth < 0) throw valueError('Max string recursion exceeded')
  const parts: Value[] = []
  for (const piece of piecesOf(s)) {
    if (piece.literal !== '') parts.push(piece.literal)
    if (piece.field === null) continue
    let v = fieldValue(piece.field, args, keywords, numbering)
    switch (piece.conversion) {
      case '':
        break
      case 'r':
        v = repr(v)
        break
      case 's':
        v = str(v)
        break
      case 'a':
        v = asciiRepr(repr(v))
        break
      default: {
        const cp = piece.conversion.codePointAt(0)!
        throw valueError(
          cp > 32 && cp < 127
            ? `Unknown conversion specifier ${piece.conversion}`
            : `Unknown conversion specifier \\x${cp.toString(16)}`,
        )
      }
    }
    const spec = piece.nested ? formatText(piece.spec, args, keywords, numbering, depth - 1) : piece.spec
    parts.push(format(v, spec))
  }
  return joinPieces(parts)
}

function isPlainDict(v: Value): boolean {
  return v instanceof PyDict && !v.cls.heap
}

/** `template.format(*args, **keywords)`, or `format_map` where args is null. */
export function formatFields(template: Value, args: readonly Value[] | null, keywords: Value): Value {
  if (typeof template === 'string' && args !== null && (keywords === null || isPlainDict(keywords))) {
    const plain = plainTemplates.get(template)
    if (plain !== undefined && plain !== null) return formatPlain(plain, args, keywords)
  }
  const numbering: Numbering = { mode: 'none', next: 0 }
  if (isWide(template)) return throughWindow([template], (t: string) => formatText(t, args, keywords, numbering, 1))
  const text = asString(template)!
  const made = formatText(text, args, keywords, numbering, 1)
  // Nothing to fill in: the very object.
  return made === text && !/[{}]/.test(text) ? template : made
}
