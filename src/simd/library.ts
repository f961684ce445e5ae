/** The embedded library of kernels, opened when the first engine needs it. */
import { FFIType } from 'bun:ffi'
import { DxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { openEmbedded } from '../ffi/embedded'

/** An open library. */
export interface KernelLibrary {
  /** What the processor can do and the operating system keeps: a sum of {@link Feature}. */
  features(): number
  /** The functions `prefix + name`; a signature has a letter for each argument: p pointer, i 32-bit int. All return an int. */
  bind(prefix: string, signatures: Readonly<Record<string, string>>): Record<string, (...args: never[]) => number>
  /** Nothing more will be bound. */
  close(): void
}

/** As in `native/dx_simd.h`. */
export const Feature = { avx2: 1, avx512f: 2, avx512bw: 4, neon: 8 } as const

type Functions = Record<string, { args: FFIType[]; returns: FFIType }>

/** Opens the library in the executable; an error where this build or this machine has none. */
export function openKernels(): Result<KernelLibrary, DxError> {
  let path: string
  try {
    path = (require('./asset') as typeof import('./asset')).kernelsPath
  } catch (e) {
    return err(new DxError('FFI', 'there is no library of kernels', {}, e))
  }
  const opened = openEmbedded(path, 'dxpy-kernels')
  if (opened.isErr()) return err(opened.error)
  const library = opened.value
  return ok({
    features: () => library.bind({ dx_features: { args: [], returns: FFIType.i32 } }).dx_features!() as number,
    bind(prefix, signatures) {
      const functions: Functions = {}
      for (const name in signatures)
        functions[prefix + name] = {
          args: Array.from(signatures[name]!, (letter) => (letter === 'p' ? FFIType.ptr : FFIType.i32)),
          returns: FFIType.i32,
        }
      const symbols = library.bind(functions)
      const out: Record<string, (...args: never[]) => number> = {}
      for (const name in signatures) out[name] = symbols[prefix + name] as never
      return out
    },
    close: () => library.close(),
  })
}
