/** _struct: packed binary data (Library Reference, "struct"; CPython: Modules/_struct.c). */

import { requireBytes, writableArgument } from '../objects/buffer'
import { nativeSizes } from '../objects/bufferitems'
import { PyByteArray } from '../objects/bytearray'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { exceptionType, makeException, overflowError, type PyBaseException, typeError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { asInt } from '../objects/int'
import { iteratorRows } from '../objects/iterators'
import { readFloat, readInt, writeFloat, writeInt } from '../objects/machinenumbers'
import { bareName, defineType, type Int, PyObject, type PyType, typeOf, typeType, type Value } from '../objects/object'
import { asIndex, asSize, isTrue, PyIterator, repr } from '../objects/operators'
import { subscript } from '../objects/sequence'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { realArgument } from './math'

let errorClass: PyType | null = null

/** `struct.error`, a class that Python code may extend. */
function errorType(): PyType {
  if (errorClass === null) {
    const dict = new PyDict()
    dict.setItem('__module__', 'struct')
    errorClass = context.call(typeType, ['error', new PyTuple([exceptionType]), dict]) as PyType
  }
  return errorClass
}

function structError(message: string): PyBaseException {
  return makeException(errorType(), message)
}

/** One item of a format: its code, how often, and where it lies. */
interface Field {
  readonly code: string
  readonly count: number
  readonly offset: number
  readonly size: number
}

/** A parsed format. */
export interface Layout {
  readonly fields: readonly Field[]
  readonly size: number
  readonly little: boolean
  /** Number of values. */
  readonly values: number
}

const NATIVE_SIZES: Readonly<Record<string, number>> = { ...nativeSizes, x: 1, s: 1, p: 1 }
/** Sizes where the byte order is given: `l` is shorter, and the characters of pointers and sizes are not there. */
const STANDARD_SIZES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(NATIVE_SIZES).filter(([c]) => !'nNP'.includes(c))),
  l: 4,
  L: 4,
}

const layouts = new Map<string, Layout>()

/** Parses a format. Raises struct.error. */
export function layoutOf(format: string): Layout {
  let found = layouts.get(format)
  if (found === undefined) {
    found = parse(format)
    if (layouts.size > 200) layouts.clear()
    layouts.set(format, found)
  }
  return found
}

function parse(format: string): Layout {
  let i = 0
  let native = true
  let align = true
  let little = true
  const first = format[0]
  if (first !== undefined && '@=<>!'.includes(first)) {
    i++
    native = first === '@'
    align = native
    little = first !== '>' && first !== '!'
  }
  const sizes = native ? NATIVE_SIZES : STANDARD_SIZES
  const fields: Field[] = []
  let offset = 0
  let values = 0
  while (i < format.length) {
    const c = format[i]!
    if (/\s/.test(c)) {
      i++
      continue
    }
    let count = 1

    if (c >= '0' && c <= '9') {
      const digits = /^\d+/.exec(format.slice(i))![0]
      count = Number(digits)

      i += digits.length
      if (i >= format.length) throw structError('repeat count given without format specifier')
      if (!Number.isSafeInteger(count)) throw structError('overflow in item count')
    }
    const code = format[i++]!
    const size = sizes[code]
    if (size === undefined || !Object.hasOwn(sizes, code)) throw structError('bad char in struct format')
    if (align && size > 1) offset = Math.ceil(offset / size) * size

    fields.push({ code, count, offset, size })
    offset += size * count
    if (!Number.isSafeInteger(offset)) throw structError('total struct size too long')
    if (code === 's' || code === 'p') values++
    else if (code !== 'x') values += count
  }
  return { fields, size: offset, little, values }
}

/** A format argument. Raises TypeError, struct.error. */
export function formatText(v: Value): string {
  const text = asString(v)
  if (text !== undefined) {
    if (/[^\x00-\x7f]/.test(text)) throw context.call1(errorType(), 'bad char in struct format')
    if (text.includes('\0')) throw structError('embedded null character')
    return text
  }
  if (v instanceof PyBytes) {
    if (v.bytes.includes(0)) throw structError('embedded null character')
    return Buffer.from(v.bytes).toString('latin1')
  }
  throw typeError(`Struct() argument 1 must be a str or bytes object, not ${typeOf(v).name}`)
}

function isUnsigned(code: string): boolean {
  return code.charCodeAt(0) < 97
}

/** Whether an int fits into at most four bytes. */
function isInRange(i: number, unsigned: boolean, size: number): boolean {
  const half = 2 ** (size * 8 - 1)
  return unsigned ? i >= 0 && i < 2 * half : i >= -half && i < half
}

function rangeOf(code: string, size: number): [bigint, bigint] {
  const bits = BigInt(size * 8)
  return isUnsigned(code) ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]
}

function integer(v: Value, code: string, size: number, pointer: boolean): Int {
  let i: Int | undefined = asInt(v)
  if (i === undefined) {
    if (typeOf(v).proto.$__index__ === undefined) throw structError('required argument is not an integer')
    i = asIndex(v)
  }
  if (typeof i === 'number' && (size < 8 ? isInRange(i, isUnsigned(code), size) : i >= 0 || !isUnsigned(code))) return i
  const [low, high] = rangeOf(code, size)
  const big = BigInt(i)
  if (big < low || big > high) {
    if (pointer) throw structError(big < low && low === 0n ? 'argument out of range' : 'int too large to convert')
    throw structError(`'${code}' format requires ${low} <= number <= ${high}`)
  }
  return i
}

/** The bits of a binary16 number, rounded to nearest even; undefined for one that is too large. */
function halfBits(x: number): number | undefined {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0
  const a = Math.abs(x)
  if (Number.isNaN(x)) return 0x7e00
  if (a === Number.POSITIVE_INFINITY) return sign | 0x7c00
  if (a === 0) return sign
  let e = Math.floor(Math.log2(a))
  if (2 ** e > a) e--
  if (2 ** (e + 1) <= a) e++
  const scale = e < -14 ? 2 ** -24 : 2 ** (e - 10)
  const units = a / scale
  let n = Math.floor(units)
  const rest = units - n
  if (rest > 0.5 || (rest === 0.5 && n % 2 === 1)) n++
  const bits = e < -14 ? n : n + (e + 14) * 1024
  if (bits >= 0x7c00) return undefined
  return sign | bits
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const e = (bits >> 10) & 31
  const m = bits & 1023
  if (e === 31) return m === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (e === 0 ? m * 2 ** -24 : (1024 + m) * 2 ** (e - 25))
}

/** Packs values into bytes from an offset on. */
export function packInto(layout: Layout, bytes: Uint8Array, at: number, values: readonly Value[]): void {
  if (values.length !== layout.values)
    throw structError(`pack expected ${layout.values} items for packing (got ${values.length})`)
  let k = 0
  for (const f of layout.fields) {
    const start = at + f.offset
    if (f.code === 'x') continue
    if (f.code === 's' || f.code === 'p') {
      const v = values[k++]!
      if (!(v instanceof PyBytes) && !(v instanceof PyByteArray))
        throw structError(`argument for '${f.code}' must be a bytes object`)
      let data = requireBytes(v)
      if (f.code === 's') bytes.set(data.subarray(0, f.count), start)
      else if (f.count > 0) {
        data = data.subarray(0, f.count - 1)
        bytes[start] = Math.min(255, data.length)
        bytes.set(data, start + 1)
      }
      continue
    }
    for (let i = 0; i < f.count; i++) packOne(bytes, start + i * f.size, f, values[k++]!, layout.little)
  }
}

function packOne(bytes: Uint8Array, at: number, f: Field, v: Value, le: boolean): void {
  switch (f.code) {
    case 'c': {
      if (!(v instanceof PyBytes) || v.bytes.length !== 1)
        throw structError('char format requires a bytes object of length 1')
      bytes[at] = v.bytes[0]!
      return
    }
    case '?':
      bytes[at] = isTrue(v) ? 1 : 0
      return
    case 'e': {
      const bits = halfBits(floatOf(v))
      if (bits === undefined) throw tooLarge(v, f.code)
      writeInt(bytes, at, 2, bits, le)
      return
    }
    case 'f': {
      const x = floatOf(v)
      if (Number.isFinite(x) && !Number.isFinite(Math.fround(x))) throw tooLarge(v, f.code)
      writeFloat(bytes, at, 4, x, le)
      return
    }
    case 'd':
      writeFloat(bytes, at, 8, floatOf(v), le)
      return
  }
  const n = integer(
    v,
    f.code === 'P' ? 'Q' : f.code === 'n' ? 'q' : f.code === 'N' ? 'Q' : f.code,
    f.size,
    f.code === 'P',
  )
  writeInt(bytes, at, f.size, n, le)
}

function tooLarge(v: Value, code: string): unknown {
  return asInt(v) === undefined
    ? overflowError(`float too large to pack with ${code} format`)
    : structError('int too large to convert')
}

function floatOf(v: Value): number {
  try {
    return realArgument(v)
  } catch {
    throw structError('required argument is not a float')
  }
}

/** Unpacks the values at an offset. */
export function unpackFrom(layout: Layout, bytes: Uint8Array, at: number): Value {
  const le = layout.little
  const out: Value[] = []
  for (const f of layout.fields) {
    const start = at + f.offset
    if (f.code === 'x') continue
    if (f.code === 's') out.push(new PyBytes(bytes.slice(start, start + f.count)))
    else if (f.code === 'p') {
      const n = f.count === 0 ? 0 : Math.min(bytes[start]!, f.count - 1)
      out.push(new PyBytes(bytes.slice(start + 1, start + 1 + n)))
    } else for (let i = 0; i < f.count; i++) out.push(unpackOne(bytes, start + i * f.size, f, le))
  }
  return new PyTuple(out)
}

function unpackOne(bytes: Uint8Array, at: number, f: Field, le: boolean): Value {
  switch (f.code) {
    case 'c':
      return new PyBytes(bytes.slice(at, at + 1))
    case '?':
      return bytes[at] !== 0
    case 'e':
      return new PyFloat(halfValue(readInt(bytes, at, 2, false, le) as number))
    case 'f':
      return new PyFloat(readFloat(bytes, at, 4, le))
    case 'd':
      return new PyFloat(readFloat(bytes, at, 8, le))
  }
  return readInt(bytes, at, f.size, !isUnsigned(f.code), le)
}

function pack(layout: Layout, values: readonly Value[]): Value {
  const bytes = new Uint8Array(layout.size)
  packInto(layout, bytes, 0, values)
  return new PyBytes(bytes)
}

/** An offset as it was given: a large one is clamped. */
function exactOffset(given: Value, at: number): bigint {
  return Math.abs(at) < Number.MAX_SAFE_INTEGER ? BigInt(at) : BigInt(asIndex(given))
}

/** The error of a buffer that ends before an item does. */
function tooShort(doing: 'pack' | 'unpack', size: number, given: Value, at: number, length: number): PyBaseException {
  const offset = exactOffset(given, at)
  return structError(
    `${doing === 'pack' ? 'pack_into' : 'unpack_from'} requires a buffer of at least ${offset + BigInt(size)} bytes for ${doing}ing ${size} bytes at offset ${offset} (actual buffer size is ${length})`,
  )
}

function packIntoBuffer(layout: Layout, args: readonly Value[]): Value {
  if (args.length < 2)
    throw structError(args.length === 0 ? 'pack_into expected buffer argument' : 'pack_into expected offset argument')
  const bytes = writableArgument(args[0]!, 'argument')
  let at = subscript(args[1]!)
  if (at < 0) {
    if (at + layout.size > 0) throw structError(`no space to pack ${layout.size} bytes at offset ${at}`)
    if (at + bytes.length < 0)
      throw structError(`offset ${exactOffset(args[1]!, at)} out of range for ${bytes.length}-byte buffer`)
    at += bytes.length
  }
  if (bytes.length - at < layout.size) throw tooShort('pack', layout.size, args[1]!, at, bytes.length)
  packInto(layout, bytes, at, args.slice(2))
  return null
}

function unpack(layout: Layout, buffer: Value): Value {
  const bytes = requireBytes(buffer)
  if (bytes.length !== layout.size) throw structError(`unpack requires a buffer of ${layout.size} bytes`)
  return unpackFrom(layout, bytes, 0)
}

function unpackFromBuffer(layout: Layout, buffer: Value, offset: Value = 0): Value {
  const bytes = requireBytes(buffer)
  let at = asSize(offset)
  if (at < 0) {
    if (at + layout.size > 0) throw structError(`not enough data to unpack ${layout.size} bytes at offset ${at}`)
    if (at + bytes.length < 0)
      throw structError(`offset ${exactOffset(offset, at)} out of range for ${bytes.length}-byte buffer`)
    at += bytes.length
  }
  if (bytes.length - at < layout.size) throw tooShort('unpack', layout.size, offset, at, bytes.length)
  return unpackFrom(layout, bytes, at)
}

class UnpackIterator extends PyIterator {
  private at = 0
  constructor(
    readonly layout: Layout,
    readonly bytes: Uint8Array,
  ) {
    super()
  }
  next(): Value | undefined {
    if (this.at >= this.bytes.length) return undefined
    const v = unpackFrom(this.layout, this.bytes, this.at)
    this.at += this.layout.size
    return v
  }
  get left(): number {
    return (this.bytes.length - this.at) / this.layout.size
  }
}
defineType('unpack_iterator', {
  layout: UnpackIterator as never,
  module: '_struct',
  methods: () => [...iteratorRows, ['__length_hint__', (self: UnpackIterator) => self.left, '($self, /)']],
  final: true,
})

function iterUnpack(layout: Layout, buffer: Value): Value {
  const bytes = requireBytes(buffer)
  if (layout.size === 0) throw structError('cannot iteratively unpack with a struct of length 0')
  if (bytes.length % layout.size !== 0)
    throw structError(`iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`)
  return new UnpackIterator(layout, bytes)
}

/** `struct.Struct` */
class PyStruct extends PyObject {
  format = ''
  layout: Layout = parse('')
}

const structType = defineType('Struct', {
  layout: PyStruct,
  module: '_struct',
  hasDict: true,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyStruct, format: Value) => {
        self.format = formatText(format)
        self.layout = layoutOf(self.format)
        return null
      },
      '($self, format)',
    ],
    ['pack', (self: PyStruct, values: Value[]) => pack(self.layout, values), '($self, /, *args)'],
    ['pack_into', (self: PyStruct, args: Value[]) => packIntoBuffer(self.layout, args), '($self, /, *args)'],
    ['unpack', (self: PyStruct, buffer: Value) => unpack(self.layout, buffer), '($self, buffer, /)'],
    [
      'unpack_from',
      (self: PyStruct, buffer: Value, offset: Value = 0) => unpackFromBuffer(self.layout, buffer, offset),
      '($self, /, buffer, offset=0)',
    ],
    ['iter_unpack', (self: PyStruct, buffer: Value) => iterUnpack(self.layout, buffer), '($self, buffer, /)'],
    ['__repr__', (self: PyStruct) => `${bareName(typeOf(self))}(${repr(self.format)})`, '($self, /)'],
    ['__sizeof__', (self: PyStruct) => 64 + 32 * self.layout.fields.length, '($self, /)'],
  ],
  getset: () => [
    ['format', (self: PyStruct) => self.format],
    ['size', (self: PyStruct) => self.layout.size],
  ],
})

export const structModule: NativeModule = {
  name: '_struct',
  doc: 'Packing of values into bytes by a format, and unpacking.',
  functions: [
    ['calcsize', (format: Value) => layoutOf(formatText(format)).size, '(format, /)'],
    [
      'pack',
      (args: Value[]) => {
        if (args.length === 0) throw typeError('missing format argument')
        return pack(layoutOf(formatText(args[0]!)), args.slice(1))
      },
      '(*args)',
    ],
    ['pack_into', (args: Value[]) => packIntoBuffer(layoutOf(formatText(args[0]!)), args.slice(1)), '(*args)'],
    ['unpack', (format: Value, buffer: Value) => unpack(layoutOf(formatText(format)), buffer), '(format, buffer, /)'],
    [
      'unpack_from',
      (format: Value, buffer: Value, offset: Value = 0) =>
        unpackFromBuffer(layoutOf(formatText(format)), buffer, offset),
      '(format, /, buffer, offset=0)',
    ],
    [
      'iter_unpack',
      (format: Value, buffer: Value) => iterUnpack(layoutOf(formatText(format)), buffer),
      '(format, buffer, /)',
    ],
    ['_clearcache', () => (layouts.clear(), null), '()'],
  ],
  attributes: () => ({ Struct: structType, error: errorType() }),
}
