/** _string: the parser of format strings for string.Formatter (CPython: Objects/stringlib/unicode_format.h). */

import { typeError, valueError } from '../objects/exceptions'
import { iteratorRows } from '../objects/iterators'
import { defineType, typeOf, type Value } from '../objects/object'
import { PyIterator } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

/** Steps through literal text and replacement fields. */
class FormatterIterator extends PyIterator {
  private at = 0
  constructor(readonly text: string) {
    super()
  }

  next(): Value | undefined {
    const s = this.text
    if (this.at >= s.length) return undefined
    let literal = ''
    while (this.at < s.length) {
      const c = s[this.at++]!
      if (c !== '{' && c !== '}') {
        literal += c
        continue
      }
      if (s[this.at] === c) {
        // A doubled brace ends the literal, as CPython splits it.
        this.at++
        return new PyTuple([literal + c, null, null, null])
      }
      if (c === '}') throw valueError("Single '}' encountered in format string")
      if (this.at >= s.length) throw valueError("Single '{' encountered in format string")
      return this.field(literal)
    }
    return new PyTuple([literal, null, null, null])
  }

  private field(literal: string): Value {
    const s = this.text
    const start = this.at
    let depth = 1
    while (this.at < s.length && depth > 0) {
      const c = s[this.at++]!
      if (c === '{') depth++
      else if (c === '}') depth--
    }
    if (depth > 0) throw valueError("expected '}' before end of string")
    const body = s.slice(start, this.at - 1)
    let end = 0
    let brackets = false
    for (; end < body.length; end++) {
      const c = body[end]!
      if (c === '[') brackets = true
      else if (c === ']') brackets = false
      else if (c === '{') throw valueError("unexpected '{' in field name")
      else if (!brackets && (c === ':' || c === '!')) break
    }
    const name = body.slice(0, end)
    let conversion: Value = null
    let spec = ''
    if (body[end] === '!') {
      if (end + 1 >= body.length) throw valueError('end of string while looking for conversion specifier')
      conversion = body[end + 1]!
      if (end + 2 < body.length && body[end + 2] !== ':') throw valueError("expected ':' after conversion specifier")
      spec = body.slice(end + 3)
    } else if (body[end] === ':') spec = body.slice(end + 1)
    return new PyTuple([literal, name, spec, conversion])
  }
}
defineType('formatteriterator', { layout: FormatterIterator as never, methods: () => iteratorRows })

/** The parts of a field name after its first: attributes and items. */
class FieldNameIterator extends PyIterator {
  private at = 0
  constructor(readonly text: string) {
    super()
  }
  next(): Value | undefined {
    const s = this.text
    if (this.at >= s.length) return undefined
    const c = s[this.at++]!
    if (c === '.') {
      const start = this.at
      while (this.at < s.length && s[this.at] !== '.' && s[this.at] !== '[') this.at++
      if (this.at === start) throw valueError('Empty attribute in format string')
      return new PyTuple([true, s.slice(start, this.at)])
    }
    if (c === '[') {
      const end = s.indexOf(']', this.at)
      if (end < 0) throw valueError("Missing ']' in format string")
      const item = s.slice(this.at, end)
      this.at = end + 1
      if (item === '') throw valueError('Empty attribute in format string')
      return new PyTuple([false, number(item)])
    }
    throw valueError("Only '.' or '[' may follow ']' in format field specifier")
  }
}
defineType('fieldnameiterator', { layout: FieldNameIterator as never, methods: () => iteratorRows })

function number(text: string): Value {
  if (!/^\d+$/.test(text)) return text
  const n = Number(text)
  if (!Number.isSafeInteger(n)) throw valueError('Too many decimal digits in format string')
  return n
}

function textArgument(v: Value): string {
  const text = asString(v)
  if (text === undefined) throw typeError(`expected str, got ${typeOf(v).name}`)
  return text
}

export const stringModule: NativeModule = {
  name: '_string',
  doc: 'What string.Formatter is built on.',
  functions: [
    ['formatter_parser', (text: Value) => new FormatterIterator(textArgument(text)), '(string, /)'],
    [
      'formatter_field_name_split',
      (text: Value) => {
        const s = textArgument(text)
        const i = s.search(/[.[]/)
        const first = i < 0 ? s : s.slice(0, i)
        return new PyTuple([number(first), new FieldNameIterator(i < 0 ? '' : s.slice(i))])
      },
      '(string, /)',
    ],
  ],
}
