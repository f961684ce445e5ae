/**
 * marshal (Library Reference, "marshal"): values in CPython's format, version 4; a code object is a byte string that holds its DPB
 * form, because the instructions are dxpy's own (CPython: Python/marshal.c).
 */
import { CodeObject } from '../bytecode/code'
import { openDpb, writeDpb } from '../bytecode/dpb'
import { getAttr } from '../objects/attributes'
import { bytesView, requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { decodeNative, encodeNative } from '../objects/codecregistry'
import { PyComplex } from '../objects/complex'
import { constantFactory, constantOfValue } from '../objects/constants'
import { context, enterNative, leaveNative } from '../objects/context'
import { PyDict } from '../objects/dict'
import { stopIterationType } from '../objects/exceptionfields'
import { eofError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { normalise } from '../objects/int'
import { PyList } from '../objects/list'
import type { Value } from '../objects/object'
import { frozenSetOf, PyFrozenSet, PySet, setOf } from '../objects/set'
import { Ellipsis } from '../objects/singletons'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

/** Code as a DPB file. Constants that `code.replace` put in may be no constants. */
function codeBytes(code: CodeObject): Uint8Array {
  for (const c of code.load().consts)
    if (!(c instanceof CodeObject) && constantOfValue(c as Value) === undefined)
      throw valueError('unmarshallable object')
  return writeDpb(code.body.unit())
}

class Writer {
  private bytes = new Uint8Array(256)
  private size = 0

  private room(n: number): number {
    const at = this.size
    if (at + n > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, at + n))
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.size += n
    return at
  }
  byte(code: string): void {
    // Room first: it may replace the buffer.
    const at = this.room(1)
    this.bytes[at] = code.charCodeAt(0)
  }
  raw(data: Uint8Array): void {
    const at = this.room(data.length)
    this.bytes.set(data, at)
  }
  int(n: number): void {
    const at = this.room(4)
    new DataView(this.bytes.buffer).setInt32(at, n, true)
  }
  short(n: number): void {
    const at = this.room(2)
    new DataView(this.bytes.buffer).setUint16(at, n, true)
  }
  double(x: number): void {
    const at = this.room(8)
    new DataView(this.bytes.buffer).setFloat64(at, x, true)
  }
  take(): Uint8Array {
    return this.bytes.slice(0, this.size)
  }

  value(v: Value): void {
    enterNative(' while marshalling')
    try {
      this.one(v)
    } finally {
      leaveNative()
    }
  }

  private one(v: Value): void {
    if (v === null) this.byte('N')
    else if (v === true) this.byte('T')
    else if (v === false) this.byte('F')
    else if (v === Ellipsis) this.byte('.')
    else if (v === stopIterationType) this.byte('S')
    else if (typeof v === 'number' && v >= -0x80000000 && v <= 0x7fffffff) {
      this.byte('i')
      this.int(v)
    } else if (typeof v === 'number' || typeof v === 'bigint') this.long(BigInt(v))
    else if (asString(v) !== undefined) {
      const data = encodeNative(v, 'utf-8', 'surrogatepass')
      this.byte('u')
      this.int(data.length)
      this.raw(data)
    } else if (v instanceof PyFloat) {
      this.byte('g')
      this.double(v.value)
    } else if (v instanceof PyComplex) {
      this.byte('y')
      this.double(v.real)
      this.double(v.imag)
    } else if (v instanceof PyBytes) this.data('s', v.bytes)
    else if (v instanceof PyTuple) this.items('(', v.items)
    else if (v instanceof PyList) this.items('[', v.items)
    else if (v instanceof PyDict) {
      this.byte('{')
      for (const key of v.keyList()) {
        this.value(key)
        this.value(v.getItem(key)!)
      }
      this.byte('0')
    } else if (v instanceof PySet || v instanceof PyFrozenSet)
      this.items(
        v instanceof PySet ? '<' : '>',
        [...v.map.keys()].map((k) => v.originalKey(k)),
      )
    else if ((v as unknown) instanceof CodeObject) this.data('c', codeBytes(v as unknown as CodeObject))
    else {
      const view = bytesView(v)
      if (view === null) throw valueError('unmarshallable object')
      this.data('s', view)
    }
  }

  private data(code: string, bytes: Uint8Array): void {
    this.byte(code)
    this.int(bytes.length)
    this.raw(bytes)
  }
  private items(code: string, items: readonly Value[]): void {
    this.byte(code)
    this.int(items.length)
    for (const item of items) this.value(item)
  }
  /** Digits of 15 bits, as CPython writes them. */
  private long(n: bigint): void {
    const digits: number[] = []
    for (let a = n < 0n ? -n : n; a > 0n; a >>= 15n) digits.push(Number(a & 0x7fffn))
    this.byte('l')
    this.int(n < 0n ? -digits.length : digits.length)
    for (const d of digits) this.short(d)
  }
}

class Reader {
  private at = 0
  private readonly view: DataView
  private readonly refs: Value[] = []
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  private need(n: number): number {
    if (n < 0) throw valueError('bad marshal data (bytes object size out of range)')
    const at = this.at
    if (at + n > this.bytes.length) throw eofError('marshal data too short')
    this.at += n
    return at
  }
  private int(): number {
    return this.view.getInt32(this.need(4), true)
  }
  private double(): number {
    return this.view.getFloat64(this.need(8), true)
  }
  private data(n: number): Uint8Array {
    const at = this.need(n)
    return this.bytes.slice(at, at + n)
  }
  get consumed(): number {
    return this.at
  }

  value(): Value {
    const v = this.optional()
    if (v === undefined) throw typeError('NULL object in marshal data for object')
    return v
  }

  private optional(): Value | undefined {
    enterNative(' while unmarshalling')
    try {
      const byte = this.bytes[this.need(1)]!
      const flag = byte & 0x80
      const slot = flag ? this.refs.push(null) - 1 : -1
      const v = this.one(String.fromCharCode(byte & 0x7f), slot)
      if (slot >= 0 && v !== undefined) this.refs[slot] = v
      return v
    } finally {
      leaveNative()
    }
  }

  private one(code: string, slot: number): Value | undefined {
    switch (code) {
      case '0':
        return undefined
      case 'N':
        return null
      case 'T':
        return true
      case 'F':
        return false
      case '.':
        return Ellipsis
      case 'S':
        return stopIterationType
      case 'i':
        return this.int()
      case 'l': {
        const n = this.int()
        let value = 0n
        for (let i = 0; i < Math.abs(n); i++) {
          const d = this.view.getUint16(this.need(2), true)
          if (d > 0x7fff) throw valueError('bad marshal data (digit out of range in long)')
          value |= BigInt(d) << BigInt(15 * i)
        }
        return normalise(n < 0 ? -value : value)
      }
      case 'g':
        return new PyFloat(this.double())
      case 'y':
        return new PyComplex(this.double(), this.double())
      case 's':
        return new PyBytes(this.data(this.int()))
      case 'u':
      case 't':
        return decodeNative(this.data(this.int()), 'utf-8', 'surrogatepass').text
      case 'a':
      case 'A':
        return Buffer.from(this.data(this.int())).toString('latin1')
      case 'z':
      case 'Z':
        return Buffer.from(this.data(this.bytes[this.need(1)]!)).toString('latin1')
      case '(':
        return new PyTuple(this.items(this.int()))
      case ')':
        return new PyTuple(this.items(this.bytes[this.need(1)]!))
      case '[': {
        const list = new PyList([])
        if (slot >= 0) this.refs[slot] = list
        const n = this.int()
        for (let i = 0; i < n; i++) list.items.push(this.value())
        return list
      }
      case '{': {
        const dict = new PyDict()
        if (slot >= 0) this.refs[slot] = dict
        for (let key = this.optional(); key !== undefined; key = this.optional()) dict.setItem(key, this.value())
        return dict
      }
      case '<':
        return setOf(this.items(this.int()))
      case '>':
        return frozenSetOf(this.items(this.int()))
      case 'r': {
        const n = this.int()
        const found = this.refs[n]
        if (found === undefined) throw valueError('bad marshal data (invalid reference)')
        return found
      }
      case 'c': {
        const opened = openDpb(this.data(this.int()))
        if (opened.isErr()) throw valueError(`bad marshal data (${opened.error.message})`)
        return opened.value.code(0, constantFactory) as never
      }
    }
    throw valueError('bad marshal data (unknown type code)')
  }

  private items(n: number): Value[] {
    if (n < 0) throw valueError('bad marshal data (tuple size out of range)')
    const items: Value[] = []
    for (let i = 0; i < n; i++) items.push(this.value())
    return items
  }
}

/** The bytes of a value. */
export function marshal(value: Value): Uint8Array {
  const w = new Writer()
  w.value(value)
  return w.take()
}

/** The value of bytes. */
export function unmarshal(data: Uint8Array): Value {
  return new Reader(data).value()
}

function dumps(value: Value): Value {
  return new PyBytes(marshal(value))
}

function loads(data: Value): Value {
  return unmarshal(requireBytes(data))
}

export const marshalModule: NativeModule = {
  name: 'marshal',
  doc: 'Values, code objects among them, to bytes and back.',
  functions: [
    ['dumps', dumps, '(value, version=4, /, *, allow_code=True)'],
    [
      'dump',
      (value: Value, file: Value) => context.call1(getAttr(file, 'write'), dumps(value)),
      '(value, file, version=4, /, *, allow_code=True)',
    ],
    ['loads', loads, '(bytes, /, *, allow_code=True)'],
    [
      'load',
      (file: Value) => {
        const read = context.call0(getAttr(file, 'read'))
        const reader = new Reader(requireBytes(read))
        return reader.value()
      },
      '(file, /, *, allow_code=True)',
    ],
  ],
  attributes: () => ({ version: 4 }),
}
