/** Calls of the C library that answer -1 and set errno, for the modules that are thin layers over it. */
import { CString, FFIType, type Pointer } from 'bun:ffi'
import { errnoLocation, libcFunction } from '../ffi/libc'
import { pollSignals } from '../interpreter/safepoint'
import { bytesView } from '../objects/buffer'
import { encodeNative } from '../objects/codecregistry'
import { notImplementedError, typeError, valueError } from '../objects/exceptions'
import { typeOf, type Value } from '../objects/object'
import { asString } from '../objects/str'
import { errnoError } from './systemcall'

/** What a C function takes here: an int, a 64-bit integer (as bigint) or the address of a buffer (null: none). */
export type Argument = number | bigint | NodeJS.TypedArray | null

/** A function of the C library whose arguments are ints and buffers as given. Raises NotImplementedError where it is not there. */
function bind(name: string, args: readonly Argument[], returns: FFIType): (...args: Argument[]) => unknown {
  let shape = `${name}:${returns}`
  const types = args.map((a) => {
    shape += typeof a === 'number' ? 'i' : typeof a === 'bigint' ? 'l' : 'p'
    return typeof a === 'number' ? FFIType.i32 : typeof a === 'bigint' ? FFIType.i64 : FFIType.ptr
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

/** The 64-bit result of a C function, exact below 2**53; raises OSError for -1. A call that a signal interrupts is made again. */
export function libcLong(name: string, ...args: Argument[]): number {
  return untilDone(() => {
    const f = bind(name, args, FFIType.i64_fast)
    const errno = errnoLocation()
    const result = Number(f(...args))
    return result === -1 ? -(errno?.[0] ?? 5) : result
  })
}

/** Like {@link libcCall}, for calls that wait: one that a signal interrupts runs the signal's handler and is made again. */
export function libcWait(name: string, ...args: Argument[]): number {
  return untilDone(() => libcTry(name, ...args))
}

/** Runs a function that answers with the error itself (posix_fallocate and its like) until no signal interrupts it; raises OSError. */
export function libcCode(name: string, ...args: Argument[]): void {
  untilDone(() => -libcPlain(name, ...args))
}

const EINTR = 4

function untilDone(call: () => number): number {
  for (;;) {
    const result = call()
    if (result >= 0) return result
    if (result !== -EINTR) throw errnoError(-result)
    pollSignals()
  }
}

/** The result of a function of which -1 may be an answer: an error is what it leaves in errno. Raises OSError. */
export function libcAnswer(name: string, ...args: Argument[]): number {
  return answer(FFIType.i64_fast, name, args)
}

/** The same for a function that gives an int. */
export function libcIntAnswer(name: string, ...args: Argument[]): number {
  return answer(FFIType.i32, name, args)
}

function answer(returns: FFIType, name: string, args: readonly Argument[]): number {
  const f = bind(name, args, returns)
  const errno = errnoLocation()
  if (errno !== null) errno[0] = 0
  const result = Number(f(...args))
  if (result === -1 && errno !== null && errno[0] !== 0) throw errnoError(errno[0]!)
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
  const bytes = asString(v) !== undefined ? encodeNative(v, 'utf-8', 'surrogateescape') : bytesView(v)
  if (bytes === null) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(v).name}`)
  if (bytes.includes(0)) throw valueError('embedded null byte')
  const made = new Uint8Array(bytes.length + 1)
  made.set(bytes)
  return made
}
