/**
 * unicodedata (Library Reference, "unicodedata"; CPython: Modules/unicodedata.c): Unicode 15.1, and 3.2 as `ucd_3_2_0`. Properties are runs
 * in a packed table that is opened at the first question; names are the syntax folder's. Normalization is the engine's, applied between the
 * characters that the version does not have: they stay as they are, and Unicode's stability policy keeps the result of all others.
 */

import { requireBytes } from '../objects/buffer'
import { keyError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { numericValue } from '../objects/numericvalues'
import { defineType, type MethodTable, PyObject, typeOf, type Value } from '../objects/object'
import { asString, PyStr } from '../objects/str'
import { decimalValue, digitValue } from '../objects/unicode'
import { fromCodePoints, isWide, throughWindow } from '../objects/widestring'
import type { NativeModule } from './definition'
import { characterNames, type UnicodeVersion, unicodeVersion } from './unicodetables'

class PyUcd extends PyObject {}

/** The one character of an argument. Raises TypeError with the function's name. */
function character(v: Value, where: string): number {
  const text = asString(v)
  if (text !== undefined) {
    const cp = text.codePointAt(0)
    if (cp !== undefined && text.length === (cp > 0xffff ? 2 : 1)) return cp
  }
  throw typeError(`${where} must be a unicode character, not ${typeOf(v).name}`)
}

const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const
type Form = (typeof forms)[number]

function formOf(v: Value): Form {
  const text = asString(v)
  if (text === undefined) throw typeError(`normalize() argument 1 must be str, not ${typeOf(v).name}`)
  const i = (forms as readonly string[]).indexOf(text)
  if (i < 0) throw valueError('invalid normalization form')
  return forms[i]!
}

function normalizeText(version: UnicodeVersion, form: Form, text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text
  let out = ''
  let from = 0
  let at = 0
  for (const c of text) {
    const cp = c.codePointAt(0)!
    // A changed mapping replaces the character before the engine sees it.
    const replaced = version.normalized(cp, form)
    if (replaced !== undefined || !version.assigned(cp)) {
      out += text.slice(from, at).normalize(form) + (replaced ?? c)
      from = at + c.length
    }
    at += c.length
  }
  return from === 0 ? text.normalize(form) : out + text.slice(from).normalize(form)
}

function normalize(version: UnicodeVersion, form: Value, v: Value): Value {
  const f = formOf(form)
  if (isWide(v)) return throughWindow([v], (s: string) => normalizeText(version, f, s))
  const text = asString(v)
  if (text === undefined) throw typeError(`normalize() argument 2 must be str, not ${typeOf(v).name}`)
  return normalizeText(version, f, text)
}

/** A numeric property with its default, or ValueError. */
function numeric(value: Value | undefined, otherwise: Value | undefined, message: string): Value {
  if (value !== undefined) return value
  if (otherwise === undefined) throw valueError(message)
  return otherwise
}

/** The functions of the module and of UCD objects; the first parameter of the implementations is dropped for functions. */
function rows(number: '15.1.0' | '3.2.0', self: boolean): MethodTable {
  const version = (): UnicodeVersion => unicodeVersion(number)
  const prefix = self ? '$self, ' : ''
  const row = (name: string, f: (...args: any[]) => Value, signature: string): MethodTable[number] => [
    name,
    self ? (_: Value, x: Value, y?: Value) => f(x, y) : f,
    `(${prefix}${signature}, /)`,
  ]
  const property = (name: string, f: (cp: number) => Value) =>
    row(name, (c: Value) => f(character(c, `${name}() argument`)), 'chr')
  return [
    property('category', (cp) => version().properties(cp).category),
    property('bidirectional', (cp) => version().properties(cp).bidirectional),
    property('combining', (cp) => version().properties(cp).combining),
    property('east_asian_width', (cp) => version().properties(cp).width),
    property('mirrored', (cp) => version().properties(cp).mirrored),
    property('decomposition', (cp) => version().decomposition(cp)),
    row(
      'decimal',
      (c: Value, otherwise?: Value) => {
        const cp = character(c, 'decimal() argument 1')
        const changed = version().change(cp, 'c')
        const d = changed !== undefined ? Number(changed) : version().assigned(cp) ? decimalValue(cp) : -1
        return numeric(d < 0 ? undefined : d, otherwise, 'not a decimal')
      },
      'chr, default=<unrepresentable>',
    ),
    row(
      'digit',
      (c: Value, otherwise?: Value) => {
        // CPython answers with the values of 15.1 in either version.
        const cp = character(c, 'digit() argument 1')
        const d = digitValue(cp)
        return numeric(d < 0 ? undefined : d, otherwise, 'not a digit')
      },
      'chr, default=<unrepresentable>',
    ),
    row(
      'numeric',
      (c: Value, otherwise?: Value) => {
        const cp = character(c, 'numeric() argument 1')
        const known = version()
        const changed = known.change(cp, 'n')
        let x: number | undefined
        if (changed !== undefined) x = changed === '' ? undefined : Number(changed)
        else if (known.assigned(cp)) {
          const d = digitValue(cp)
          x = d >= 0 ? d : numericValue(cp)
        }
        return numeric(x === undefined ? undefined : new PyFloat(x), otherwise, 'not a numeric character')
      },
      'chr, default=<unrepresentable>',
    ),
    row(
      'name',
      (c: Value, otherwise?: Value) => {
        const cp = character(c, 'name() argument 1')
        const name = version().assigned(cp) ? characterNames.nameOf(cp) : undefined
        if (name !== undefined) return name
        if (otherwise === undefined) throw valueError('no such name')
        return otherwise
      },
      'chr, default=<unrepresentable>',
    ),
    row(
      'lookup',
      (v: Value) => {
        const name = asString(v) ?? Buffer.from(requireBytes(v)).toString('latin1')
        if (name.length > 256) throw keyError('name too long')
        const cp = characterNames.lookup(name)
        if (cp === undefined || !version().assigned(cp)) throw keyError(`undefined character name '${name}'`)
        return fromCodePoints([cp])
      },
      'name',
    ),
    row('normalize', (form: Value, v: Value) => normalize(version(), form, v), 'form, unistr'),
    row(
      'is_normalized',
      (form: Value, v: Value) => {
        const r = normalize(version(), form, v)
        return r instanceof PyStr || v instanceof PyStr ? asText(r) === asText(v) : r === v
      },
      'form, unistr',
    ),
  ]
}

function asText(v: Value): string | undefined {
  return v instanceof PyStr ? v.value : asString(v)
}

const ucdType = defineType('UCD', {
  layout: PyUcd,
  module: 'unicodedata',
  final: true,
  methods: () => rows('3.2.0', true),
  getset: () => [['unidata_version', () => '3.2.0']],
})

export const unicodedataModule: NativeModule = {
  name: 'unicodedata',
  doc: 'Properties of characters, and normal forms of text.',
  functions: rows('15.1.0', false),
  attributes: () => ({ unidata_version: '15.1.0', UCD: ucdType, ucd_3_2_0: new ucdType.ctor() }),
}
