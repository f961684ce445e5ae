/**
 * The C library through bun:ffi, each function bound when it is first called. Numbers only cross as i32, f64 and pointers: 64-bit
 * integer types cost several times as much.
 */
import { dlopen, FFIType } from 'bun:ffi'

type Signature = { readonly args: readonly FFIType[]; readonly returns: FFIType }

const NAMES: readonly string[] =
  process.platform === 'darwin'
    ? ['libSystem.B.dylib']
    : ['libc.so.6', 'libm.so.6', 'libc.musl-x86_64.so.1', 'libc.musl-aarch64.so.1']

const bound = new Map<string, ((...args: unknown[]) => unknown) | null>()

/**
 * A function of the C library or its mathematical part, or null where the library or the function is not there. It is bound once by its name; a function that is
 * called with arguments of several shapes has a `variant` for each.
 */
export function libcFunction(name: string, signature: Signature, variant = name): ((...args: any[]) => any) | null {
  const known = bound.get(variant)
  if (known !== undefined) return known
  let found: ((...args: unknown[]) => unknown) | null = null
  for (const file of NAMES) {
    try {
      const library = dlopen(file, { [name]: { args: [...signature.args], returns: signature.returns } })
      found = library.symbols[name] as (...args: unknown[]) => unknown
      break
    } catch {
      // Another name of the library may do.
      found = null
    }
  }
  bound.set(variant, found)
  return found
}

let errnoView: Int32Array | null | undefined

/** `errno` after a call that failed, where the platform tells it. */
export function errnoLocation(): Int32Array | null {
  if (errnoView !== undefined) return errnoView
  const { toArrayBuffer } = require('bun:ffi') as typeof import('bun:ffi')
  const locate = libcFunction(process.platform === 'darwin' ? '__error' : '__errno_location', {
    args: [],
    returns: FFIType.ptr,
  })
  errnoView = locate === null ? null : new Int32Array(toArrayBuffer(locate() as never, 0, 4))
  return errnoView
}
