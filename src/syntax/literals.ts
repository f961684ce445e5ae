/**
 * Literals: numbers, strings, bytes and f-strings, from their tokens to constants and nodes.
 *
 * Escapes are decoded as CPython's string_parser.c does, with the same errors and warnings; adjacent literals and the parts of
 * f-strings are merged into constants as its action_helpers.c does.
 */

import { BytesConstant, ComplexConstant, type ConstantValue, FloatConstant, WideString } from '../base/constant'
import { simpleEscapes } from '../base/escapes'
import { Constant, type Expr_, FormattedValue, JoinedStr, NodeKind } from './ast'
import { BuildError, c, decide, nameOf, textOf } from './cursor'
import { column, columnOnLine } from './places'
import { bytesOf, utf8Problem } from './source'
import { FSTRING_END, FSTRING_MIDDLE, FSTRING_START } from './tokens'

/** Reads the rule `rhs` inside a replacement field; set by `expressions.ts`, which this file cannot import in turn. */
let readFieldExpression: () => Expr_

/** Connects the expression builder: replacement fields of f-strings contain expressions. */
export function setFieldReader(reader: () => Expr_): void {
  readFieldExpression = reader
}

/** The value of a NUMBER token. */
export function numberValue(token: number): ConstantValue {
  let text = textOf(token)
  // One or two decimal digits, by far the most.
  if (text.length === 1) return text.charCodeAt(0) - 48
  if (text.includes('_')) text = text.replaceAll('_', '')
  const last = text.charCodeAt(text.length - 1) | 32
  const second = text.charCodeAt(1) | 32
  if (text.charCodeAt(0) === 48 && (second === 120 || second === 111 || second === 98)) {
    const value = Number(text)
    return Number.isSafeInteger(value) ? value : BigInt(text)
  }
  if (last === 106) return new ComplexConstant(0, Number(text.slice(0, -1)))
  if (/[.eE]/.test(text)) return new FloatConstant(Number(text))
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  if (c.maxIntDigits > 0 && text.length > c.maxIntDigits) {
    const message =
      `Exceeds the limit (${c.maxIntDigits} digits) for integer string conversion: value has ${text.length} digits; ` +
      'use sys.set_int_max_str_digits() to increase the limit' +
      ' - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.'
    throw new BuildError(message, token, token, true)
  }
  return BigInt(text)
}

/** The Constant of a NUMBER token. */
export function numberConstant(token: number): Constant {
  return new Constant(numberValue(token), null, c.line[token], c.column[token], c.endLine[token], c.endColumn[token])
}

type Text = string | WideString

/** Turns code points into the representation that keeps them apart. */
function textFromCodePoints(points: readonly number[]): Text {
  for (let i = 1; i < points.length; i++) {
    const low = points[i]
    if (low >= 0xdc00 && low < 0xe000) {
      const high = points[i - 1]
      if (high >= 0xd800 && high < 0xdc00) return new WideString(Uint32Array.from(points))
    }
  }
  let text = ''
  for (let i = 0; i < points.length; i += 4096) text += String.fromCodePoint(...points.slice(i, i + 4096))
  return text
}

function codePointsOf(text: Text): number[] {
  if (typeof text !== 'string') return [...text.codePoints]
  return Array.from(text, (character) => character.codePointAt(0)!)
}

function joinText(a: Text, b: Text): Text {
  if (typeof a === 'string' && typeof b === 'string') {
    const first = b.charCodeAt(0)
    if (!(first >= 0xdc00 && first < 0xe000)) return a + b
    const last = a.charCodeAt(a.length - 1)
    if (!(last >= 0xd800 && last < 0xdc00)) return a + b
  }
  return textFromCodePoints([...codePointsOf(a), ...codePointsOf(b)])
}

/** Warns of an escape that means nothing, at the token that CPython names. */
function invalidEscape(text: string, at: number, token: number): void {
  const character = text[at]
  const kind = c.kinds[token]
  if ((kind === FSTRING_MIDDLE || kind === FSTRING_END) && (character === '{' || character === '}')) {
    return // the tokenizer has warned
  }
  const octal = character >= '4' && character <= '7'
  const start = c.start[token]
  const sameLine = c.line[token] === c.endLine[token]
  c.warnings.push({
    category: 'SyntaxWarning',
    message: octal
      ? `invalid octal escape sequence '\\${text.slice(at, at + 3)}'`
      : `invalid escape sequence '\\${character}'`,
    lineno: c.line[token],
    offset: column(c.source, start) + 1,
    endLineno: c.endLine[token],
    endOffset: sameLine ? column(c.source, c.end[token]) + 1 : columnOnLine(c.source, start, c.endColumn[token] + 1),
  })
}

function isOctal(code: number): boolean {
  return code >= 48 && code <= 55
}

/** Reports bytes of a literal that do not decode, see `source.ts`. */
function checkBytes(text: string, token: number): void {
  if (!text.isWellFormed()) throw new BuildError(utf8Problem(bytesOf(text)), token, token)
}

/** Decodes the escapes of a str literal's text; `token` is what warnings and errors name. */
export function decodeText(text: string, token: number): Text {
  if (c.hasBadBytes) checkBytes(text, token)
  let slash = text.indexOf('\\')
  if (slash < 0) return text
  let result = ''
  let from = 0
  let surrogates = false
  let warned = false
  const unicodeError = (start: number, end: number, reason: string): never => {
    // CPython counts in a buffer in which each character beyond ASCII has become a ten-byte escape.
    let position = 0
    for (const character of text.slice(0, start)) position += character < '\x80' ? 1 : 10
    let last = position - 1
    for (const character of text.slice(start, end)) last += character < '\x80' ? 1 : 10
    const where = position === last ? `in position ${position}` : `in position ${position}-${last}`
    const bytes = position === last ? 'byte 0x5c' : 'bytes'
    throw new BuildError(
      `(unicode error) 'unicodeescape' codec can't decode ${bytes} ${where}: ${reason}`,
      token,
      token,
    )
  }
  const points: number[] = []
  const flush = (end: number): void => {
    if (surrogates) points.push(...codePointsOf(text.slice(from, end)))
    else result += text.slice(from, end)
  }
  const add = (point: number): void => {
    if (surrogates) points.push(point)
    else if (point >= 0xd800 && point < 0xe000) {
      // From here on code points are kept apart: two escapes must not merge into one character.
      surrogates = true
      points.push(...codePointsOf(result), point)
      result = ''
    } else result += String.fromCodePoint(point)
  }
  while (slash >= 0) {
    flush(slash)
    let next = slash + 1
    const character = text[next]
    const simple = simpleEscapes[text.charCodeAt(next)]
    if (simple !== undefined) {
      add(simple)
      next++
    } else if (character === '\n') next++
    else if (character === undefined || character >= '\x80') {
      add(92)
    } else if (isOctal(text.charCodeAt(next))) {
      let value = 0
      let digits = 0
      while (digits < 3 && isOctal(text.charCodeAt(next + digits))) {
        value = value * 8 + text.charCodeAt(next + digits) - 48
        digits++
      }
      if (value > 0o377 && !warned) {
        warned = true
        invalidEscape(text, next, token)
      }
      add(value)
      next += digits
    } else if (character === 'x' || character === 'u' || character === 'U') {
      const size = character === 'x' ? 2 : character === 'u' ? 4 : 8
      let digits = 0
      while (digits < size && /^[\da-fA-F]$/.test(text[next + 1 + digits] ?? '')) digits++
      if (digits < size) {
        const form = character === 'x' ? '\\xXX' : character === 'u' ? '\\uXXXX' : '\\UXXXXXXXX'
        unicodeError(slash, next + 1 + digits, `truncated ${form} escape`)
      }
      const point = Number.parseInt(text.slice(next + 1, next + 1 + size), 16)
      if (point > 0x10ffff) unicodeError(slash, next + 1 + size, 'illegal Unicode character')
      add(point)
      next += 1 + size
    } else if (character === 'N') {
      const close = text[next + 1] === '{' ? text.indexOf('}', next + 2) : -1
      if (close < 0 || close === next + 2) {
        const end = text[next + 1] !== '{' ? next + 1 : close < 0 ? text.length : close
        unicodeError(slash, end, 'malformed \\N character escape')
      }
      const { lookupUnicodeName } = require('./unicode-names') as typeof import('./unicode-names')
      const point = lookupUnicodeName(text.slice(next + 2, close))
      if (point === undefined) unicodeError(slash, close + 1, 'unknown Unicode character name')
      add(point!)
      next = close + 1
    } else {
      if (!warned) {
        warned = true
        invalidEscape(text, next, token)
      }
      add(92)
    }
    from = next
    slash = text.indexOf('\\', next)
  }
  flush(text.length)
  return surrogates ? textFromCodePoints(points) : result
}

/** Decodes the text of a bytes literal. */
function decodeBytes(text: string, token: number, raw: boolean): Uint8Array {
  const bytes: number[] = []
  let warned = false
  for (let i = 0; i < text.length; ) {
    const code = text.charCodeAt(i)
    if (code >= 128) {
      throw new BuildError('bytes can only contain ASCII literal characters', token, token)
    }
    if (code !== 92 || raw) {
      bytes.push(code)
      i++
      continue
    }
    const character = text[i + 1]
    const simple = simpleEscapes[text.charCodeAt(i + 1)]
    if (simple !== undefined) {
      bytes.push(simple)
      i += 2
    } else if (character === '\n') i += 2
    else if (isOctal(text.charCodeAt(i + 1))) {
      let value = 0
      let digits = 0
      while (digits < 3 && isOctal(text.charCodeAt(i + 1 + digits))) {
        value = value * 8 + text.charCodeAt(i + 1 + digits) - 48
        digits++
      }
      if (value > 0o377 && !warned) {
        warned = true
        invalidEscape(text, i + 1, token)
      }
      bytes.push(value & 0xff)
      i += 1 + digits
    } else if (character === 'x') {
      const digits = text.slice(i + 2, i + 4)
      if (!/^[\da-fA-F]{2}$/.test(digits)) {
        // Reported once the whole literal is known to be ASCII.
        for (let j = i; j < text.length; j++) {
          if (text.charCodeAt(j) >= 128) {
            throw new BuildError('bytes can only contain ASCII literal characters', token, token)
          }
        }
        throw new BuildError(`(value error) invalid \\x escape at position ${i}`, token, token)
      }
      bytes.push(Number.parseInt(digits, 16))
      i += 4
    } else {
      if (!warned && text.charCodeAt(i + 1) < 128) {
        warned = true
        invalidEscape(text, i + 1, token)
      }
      bytes.push(92)
      i++
    }
  }
  return Uint8Array.from(bytes)
}

/** The Constant of a STRING token. */
export function stringConstant(token: number): Constant {
  const source = c.source
  let from = c.start[token]
  let to = c.end[token]
  let raw = false
  let bytes = false
  let kind: string | null = null
  for (;;) {
    const code = source.charCodeAt(from)
    if (code === 34 || code === 39) break
    const letter = code | 32
    if (letter === 114) raw = true
    else if (letter === 98) bytes = true
    else if (code === 117) kind = 'u'
    from++
  }
  const quote = source.charCodeAt(from)
  if (to - from >= 6 && source.charCodeAt(from + 1) === quote && source.charCodeAt(from + 2) === quote) {
    from += 3
    to -= 3
  } else {
    from++
    to--
  }
  const text = source.slice(from, to)
  if (c.hasBadBytes) checkBytes(text, token)
  const value = bytes ? new BytesConstant(decodeBytes(text, token, raw)) : raw ? text : decodeText(text, token)
  return new Constant(value, kind, c.line[token], c.column[token], c.endLine[token], c.endColumn[token])
}

/** `strings = stringPart+` */
export function strings(): Expr_ {
  const first = c.p
  const isFString = decide() === 1
  if (!isFString) {
    const constant = stringConstant(c.p++)
    if (decide() === 0) return constant
    return concatenation(first, [constant])
  }
  const values = fstring()
  if (decide() === 0) return joined(foldConstants(values), first, c.p - 1)
  return concatenation(first, values, true)
}

/** The rest of a sequence of adjacent literals; the decision to go on has been read. */
function concatenation(first: number, values: Expr_[], hasFString = false): Expr_ {
  let bytes = !hasFString && (values[0] as Constant).value instanceof BytesConstant
  let text = !bytes
  do {
    if (decide() === 1) {
      hasFString = true
      text = true
      for (const value of fstring()) values.push(value)
    } else {
      const constant = stringConstant(c.p++)
      if (constant.value instanceof BytesConstant) bytes = true
      else text = true
      values.push(constant)
    }
  } while (decide() === 1)
  const last = c.p - 1
  if (bytes && text) throw new BuildError('cannot mix bytes and nonbytes literals', c.p, c.p)
  if (bytes) {
    const chunks = values.map((value) => ((value as Constant).value as BytesConstant).value)
    const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
    let at = 0
    for (const chunk of chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    return constantAt(new BytesConstant(all), (values[0] as Constant).kind, first, last)
  }
  if (hasFString) return joined(foldConstants(values), first, last)
  let value: Text = ''
  // Joined in one go: a long run of short literals must not be quadratic.
  if (values.every((part) => typeof (part as Constant).value === 'string')) {
    const parts = values.map((part) => (part as Constant).value as string)
    value = parts.join('')
    if (parts.some((part) => part.length > 0 && (part.charCodeAt(0) & 0xfc00) === 0xdc00)) {
      value = parts.reduce<Text>(joinText, '')
    }
  } else for (const part of values) value = joinText(value, (part as Constant).value as Text)
  return constantAt(value, (values[0] as Constant).kind, first, last)
}

function constantAt(value: ConstantValue, kind: string | null, first: number, last: number): Constant {
  return new Constant(value, kind, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

function joined(values: Expr_[], first: number, last: number): JoinedStr {
  return new JoinedStr(values, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** Merges neighbouring constants and drops empty ones, as in every f-string. */
function foldConstants(values: readonly Expr_[]): Expr_[] {
  const folded: Expr_[] = []
  for (let i = 0; i < values.length; i++) {
    let value = values[i]
    if (value.node === NodeKind.Constant) {
      if (values[i + 1]?.node === NodeKind.Constant) {
        const first = value
        let last = value
        let text = value.value as Text
        while (values[i + 1]?.node === NodeKind.Constant) {
          last = values[++i] as Constant
          text = joinText(text, last.value as Text)
        }
        value = new Constant(text, first.kind, first.lineno, first.col_offset, last.end_lineno, last.end_col_offset)
      }
      if (value.value === '') continue
    }
    folded.push(value)
  }
  return folded
}

/** The text of an FSTRING_MIDDLE token; of a doubled brace, which ends the token, one belongs to the text. */
function middleText(token: number): string {
  const text = textOf(token)
  return text.endsWith('{{') || text.endsWith('}}') ? text.slice(0, -1) : text
}

/** `fstring = "FSTRING_START" fstringPart* "FSTRING_END"`: its parts, constants not yet merged. */
function fstring(): Expr_[] {
  const start = c.p++
  const raw = /r/i.test(c.source.slice(c.start[start], c.end[start]))
  const values: Expr_[] = []
  const texts: number[] = []
  while (decide() === 1) {
    if (decide() === 0) {
      texts.push(values.length)
      values.push(constantAt(middleText(c.p), null, c.p, c.p))
      c.p++
    } else field(values)
  }
  const end = c.p++
  // CPython decodes the literal parts when it has reached the end of the f-string, and reports errors there.
  let token = start
  for (const index of texts) {
    const part = values[index] as Constant
    if (raw || !(part.value as string).includes('\\')) continue
    while (c.kinds[token] !== FSTRING_MIDDLE || c.line[token] !== part.lineno || c.column[token] !== part.col_offset) {
      token++
    }
    part.value = decodeText(part.value as string, end)
  }
  return values.filter((value) => value.node !== NodeKind.Constant || value.value !== '')
}

/**
 * Decodes the literal parts of an f-string for their errors only; `end` is the token behind its last, `texts` are the parts' tokens.
 */
export function checkFString(start: number, end: number, texts: readonly number[]): void {
  const raw = c.kinds[start] === FSTRING_START && /r/i.test(textOf(start))
  if (raw) return
  for (const token of texts) decodeText(middleText(token), end - 1)
}

/** `fstringField = "{" rhs "="? conversion? formatSpec? "}"`: one node, or two when `=` asks for the text as well. */
function field(values: Expr_[]): void {
  const first = c.p++
  const value = readFieldExpression()
  const debug = decide() === 1
  if (debug) c.p++
  let conversion = -1
  let textEnd = -1
  if (decide() === 1) {
    textEnd = c.p
    const nameToken = c.p + 1
    const name = nameOf(nameToken)
    if (c.end[c.p] !== c.start[nameToken]) {
      throw new BuildError('f-string: conversion type must come right after the exclamanation mark', c.p, nameToken)
    }
    c.p += 2
    if (name !== 's' && name !== 'r' && name !== 'a') {
      throw new BuildError(
        `f-string: invalid conversion character '${name}': expected 's', 'r', or 'a'`,
        nameToken,
        nameToken,
      )
    }
    conversion = name.charCodeAt(0)
  }
  let spec: JoinedStr | null = null
  if (decide() === 1) {
    if (textEnd < 0) textEnd = c.p
    spec = formatSpec()
  }
  if (textEnd < 0) textEnd = c.p
  const last = c.p++
  if (debug && conversion < 0 && spec === null) conversion = 114
  if (debug) {
    values.push(
      new Constant(
        debugText(first, textEnd),
        null,
        c.line[first],
        c.column[first] + 1,
        c.line[textEnd],
        c.column[textEnd],
      ),
    )
  }
  values.push(
    new FormattedValue(value, conversion, spec, c.line[first], c.column[first], c.endLine[last], c.endColumn[last]),
  )
}

/** The source between the brace and the end of the expression with its `=`, comments left out. */
function debugText(brace: number, end: number): string {
  let text = ''
  for (let token = brace; token < end; token++) {
    if (token > brace) text += textOf(token)
    let gap = c.source.slice(c.end[token], c.start[token + 1])
    if (gap.includes('#')) gap = gap.replace(/#[^\n]*/g, '')
    text += gap
  }
  return text
}

/** `formatSpec = ":" fstringPart*` */
function formatSpec(): JoinedStr {
  const first = c.p++
  const values: Expr_[] = []
  while (decide() === 1) {
    if (decide() === 0) {
      const token = c.p++
      const text = decodeText(middleText(token), token)
      if (text !== '') values.push(constantAt(text, null, token, token))
    } else field(values)
  }
  // A specification that is one constant keeps its braces and all; otherwise constants are merged.
  const last = c.p - 1
  return joined(values.length > 1 ? foldConstants(values) : values, first, last)
}
