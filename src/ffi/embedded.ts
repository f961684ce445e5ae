/**
 * Libraries that are embedded in the executable. Bun opens such a file by copying it to the directory for temporary files, which may
 * be missing or forbid execution; on Linux it is written into memory instead and opened through /proc.
 */
import { dlopen, FFIType } from 'bun:ffi'
import { DxError, fromJavaScript } from '../base/errors'
import { nodeFs } from '../base/nodefs'
import { err, ok, type Result } from '../base/result'
import { closeDescriptor, writeOnce } from './descriptors'
import { libcFunction } from './libc'

/** An open library. */
export interface EmbeddedLibrary {
  /** Binds functions by their signatures. */
  bind(
    functions: Record<string, { args: readonly FFIType[]; returns: FFIType }>,
  ): Record<string, (...args: never[]) => unknown>
  /** Nothing more will be bound: gives back the descriptor. What is bound stays. */
  close(): void
}

const MFD_CLOEXEC = 1

/** A descriptor of a file in memory with these contents, or -1. */
function memoryFile(name: string, bytes: Uint8Array): number {
  const create = libcFunction('memfd_create', { args: [FFIType.ptr, FFIType.u32], returns: FFIType.i32 })
  if (create === null) return -1
  const fd = create(Buffer.from(`${name}\0`), MFD_CLOEXEC) as number
  if (fd < 0) return -1
  for (let at = 0; at < bytes.length; ) {
    const written = writeOnce(fd, bytes.subarray(at))
    if (written <= 0) {
      closeDescriptor(fd)
      return -1
    }
    at += written
  }
  return fd
}

/** How many libraries have been opened. */
let count = 0

/** Where the operating system finds an embedded file, and the descriptor to close afterwards or -1. */
function placed(path: string, name: string): Result<{ file: string; fd: number }, DxError> {
  const bytes = new Uint8Array(nodeFs().readFileSync(path))
  if (bytes.length === 0) return err(new DxError('FFI', `${name} was left out of this build`, { path }))
  const fd = process.platform === 'linux' ? memoryFile(name, bytes) : -1
  // The same number may stand for another library once it is closed, and the linker knows a library by the name it was opened under.
  return ok({ file: fd >= 0 ? `/proc/self/fd/${'./'.repeat(count++)}${fd}` : path, fd })
}

/** Opens an embedded library. `path` is the file in the executable, or on the disk where the program is run from its sources. */
export function openEmbedded(path: string, name: string): Result<EmbeddedLibrary, DxError> {
  try {
    return placed(path, name).map(({ file, fd }) => ({
      bind: (functions) => dlopen(file, functions as never).symbols as never,
      close: () => void (fd >= 0 && closeDescriptor(fd)),
    }))
  } catch (e) {
    return err(fromJavaScript(e, { path }))
  }
}

/** Loads an embedded add-on of Node's: what it exports. */
export function openAddon(path: string, name: string): Result<unknown, DxError> {
  try {
    return placed(path, name).map(({ file, fd }) => {
      const made = { exports: {} }
      try {
        ;(process as unknown as { dlopen(module: object, file: string): void }).dlopen(made, file)
      } finally {
        if (fd >= 0) closeDescriptor(fd)
      }
      return made.exports
    })
  } catch (e) {
    return err(fromJavaScript(e, { path }))
  }
}
