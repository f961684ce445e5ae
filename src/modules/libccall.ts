/** Calls of the C library that answer -1 and set errno, for the modules that are thin layers over it. */
import { CString, FFIType, type Pointer } from 'bun:ffi'
import { errnoLocation, libcFunction } from '../ffi/libc'
import { bytesView } from '../objects/buffer'
import { notImplementedError, typeError, valueError } from '../objects/exceptions'
import { typeOf, type Value } from '../objects/object'
import { asString } from '../objects/str'
import { errnoError } from './systemcall'

/** What a C function takes here: an int or the address of a buffer (null: none). */
export type Argument = number | NodeJS.TypedArray | null

/** A function of the C library whose arguments are ints and buffers as given. Raises NotImplementedError where it is not there. */
function bind(name: string, args: readonly Argument[], returns: FFIType): (...args: Argument[]) => unknown {
  let shape = name
  const types = args.map((a) => {
    shape += typeof a === 'number' ? 'i' : 'p'
    return typeof a === 'number' ? FFIType.i32 : FFIType.ptr
  })
  const f = libcFunction(name, { args: types, returns }, shape)
  if (f === null) throw notImplementedError(`${name} is not available on this platform`)
  return f
}

/** The result of a C function that gives an int; errors are the caller's. */
export function libcPlain(name: string, ...args: Argument[]): number {
  return bind(name, args, FFIType.i32)(...args) as number
}

/** The result of a C function that gives -1 for an error, or minus its errno: nothing is raised. */
export function libcTry(name: string, ...args: Argument[]): number {
  const f = bind(name, args, FFIType.i32)
  const errno = errnoLocation()
  const result = f(...args) as number
  return result === -1 ? -(errno?.[0] ?? 5) : result
}

/** The same; raises OSError for an error. */
export function libcCall(name: string, ...args: Argument[]): number {
  const result = libcTry(name, ...args)
  if (result < 0) throw errnoError(-result)
  return result
}

/** The text that a C function gives, or null for a null pointer. */
export function libcText(name: string, ...args: Argument[]): string | null {
  const at = bind(name, args, FFIType.ptr)(...args) as Pointer | null
  return at === null ? null : new CString(at).toString()
}

/** The address that a C function gives, or null. */
export function libcPointer(name: string, ...args: Argument[]): Pointer | null {
  return bind(name, args, FFIType.ptr)(...args) as Pointer | null
}

/** A str or bytes as a null-terminated C string. Raises TypeError, and ValueError for an embedded null. */
export function cString(v: Value): Uint8Array {
  const text = asString(v)
  const bytes = text !== undefined ? Buffer.from(text, 'utf8') : bytesView(v)
  if (bytes === null) throw typeError(`expected str or bytes, not ${typeOf(v).name}`)
  if (bytes.includes(0)) throw valueError('embedded null byte')
  const made = new Uint8Array(bytes.length + 1)
  made.set(bytes)
  return made
}
