/** The standard error handlers of codecs as Python callables (Library Reference, "Error Handlers"; CPython: Python/codecs.c). */
import { PyBytes } from '../objects/bytes'
import { escapeRange, passSurrogates, surrogateAt } from '../objects/codecregistry'
import { PyUnicodeError, unicodeDecodeErrorType, unicodeEncodeErrorType } from '../objects/exceptionfields'
import { PyBaseException, typeError } from '../objects/exceptions'
import { PyBuiltin } from '../objects/function'
import { typeOf, type Value } from '../objects/object'
import { NativeFunction } from '../objects/signature'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { fromCodePoints, isWide, pointsOf } from '../objects/widestring'

function wrong(e: Value): unknown {
  return typeError(`don't know how to handle ${typeOf(e).name} in error callback`)
}

function pair(replacement: Value, end: number): Value {
  return new PyTuple([replacement, end])
}

function checked(e: Value): PyUnicodeError {
  if (!(e instanceof PyUnicodeError)) throw wrong(e)
  return e
}

const isEncode = (e: PyUnicodeError) => e.cls.isSubtype(unicodeEncodeErrorType)
const isDecode = (e: PyUnicodeError) => e.cls.isSubtype(unicodeDecodeErrorType)

/** Code points of the text that an error is about. */
function inputOf(e: PyUnicodeError): Uint32Array {
  return isWide(e.object!) ? pointsOf(e.object) : pointsOf(asString(e.object!)!)
}

const handlers: Readonly<Record<string, (e: Value) => Value>> = {
  strict(e) {
    if (e instanceof PyBaseException) throw e
    throw typeError('codec must pass exception instance')
  },
  ignore(v) {
    const e = checked(v)
    return pair('', e.end)
  },
  replace(v) {
    const e = checked(v)
    if (isEncode(e)) return pair('?'.repeat(e.end - e.start), e.end)
    return isDecode(e) ? pair('\ufffd', e.end) : pair('\ufffd'.repeat(e.end - e.start), e.end)
  },
  xmlcharrefreplace: (v) => escaped(v, 'xmlcharrefreplace'),
  namereplace: (v) => escaped(v, 'namereplace'),
  backslashreplace(v) {
    const e = checked(v)
    if (!isDecode(e)) return pair(fromCodePoints(escapeRange('backslashreplace', inputOf(e), e.start, e.end)), e.end)
    let text = ''
    for (const b of (e.object as PyBytes).bytes.subarray(e.start, e.end))
      text += `\\x${b.toString(16).padStart(2, '0')}`
    return pair(text, e.end)
  },
  surrogateescape(v) {
    const e = checked(v)
    if (isEncode(e)) {
      const out: number[] = []
      for (const c of inputOf(e).subarray(e.start, e.end)) {
        if (c < 0xdc80 || c > 0xdcff) throw e
        out.push(c - 0xdc00)
      }
      return pair(new PyBytes(new Uint8Array(out)), e.end)
    }
    if (!isDecode(e)) throw wrong(e)
    let text = ''
    let at = e.start
    const bytes = (e.object as PyBytes).bytes
    while (at < e.end && at - e.start < 4 && bytes[at]! >= 128) text += String.fromCharCode(0xdc00 + bytes[at++]!)
    if (text === '') throw e
    return pair(text, at)
  },
  surrogatepass(v) {
    const e = checked(v)
    const encoding = asString(e.encoding ?? null) ?? ''
    if (isEncode(e)) {
      const bytes = passSurrogates(inputOf(e), e.start, e.end, encoding)
      if (bytes === null) throw e
      return pair(new PyBytes(bytes), e.end)
    }
    if (!isDecode(e)) throw wrong(e)
    const found = surrogateAt((e.object as PyBytes).bytes, e.start, encoding)
    if (found === null) throw e
    return pair(String.fromCharCode(found[0]), e.start + found[1])
  },
}

function escaped(v: Value, name: string): Value {
  const e = checked(v)
  if (!isEncode(e)) throw wrong(e)
  return pair(fromCodePoints(escapeRange(name, inputOf(e), e.start, e.end)), e.end)
}

/** Apart from those that programs register: codecs do these themselves, without a call for each error. */
const standard = new Map<string, Value>()

/** A standard handler as a callable; null where the name is none. */
export function standardHandler(name: string): Value {
  const known = standard.get(name)
  if (known !== undefined) return known
  if (!Object.hasOwn(handlers, name)) return null
  const made = new PyBuiltin(new NativeFunction(`${name}_errors`, handlers[name]!, '(exc, /)'), undefined, '_codecs')
  standard.set(name, made)
  return made
}
