/**
 * Signal handlers without a C compiler: a few bytes of machine code in an executable page set a flag word and count the signal.
 *
 * JavaScript cannot run in a signal handler, and the engine's own signal events do not come while a synchronous loop runs. The flag
 * word lies in shared memory that the interpreter polls; the counters behind it say which signals arrived.
 */
import { FFIType, ptr, toArrayBuffer } from 'bun:ffi'
import { libcFunction } from './libc'

/** Shared memory of the handler: word 0 is the flag (bit 0), word 1 + n counts signal n. */
export interface SignalMemory {
  readonly words: Int32Array
  /** Routes a signal to the handler; false where the system refuses. */
  catchSignal(signal: number): boolean
  /** Gives a signal back its default action, or makes it ignored. */
  release(signal: number, ignore: boolean): boolean
  /** Sets the descriptor that signal numbers are written to; -1 for none. Gives the one before. */
  wakeup(fd: number): number
  /** The errno of a number that could not be written since the last call, or 0. */
  wakeupError(): number
}

/** Words behind the counters: the descriptor for signal numbers, and the errno of the last write that failed. */
const WAKEUP_FD = 128
const WAKEUP_ERROR = 129

const SIG_DFL = 0n
const SIG_IGN = 1n

/** x86-64, System V: `handler(edi = signal)` with the address of the words patched in. */
function machineCode(address: bigint): Uint8Array | null {
  if (process.arch !== 'x64') return null
  const code = new Uint8Array([
    ...[0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0], // mov rax, words
    ...[0xf0, 0x83, 0x08, 0x01], // lock or dword [rax], 1
    ...[0x48, 0x63, 0xff], // movsxd rdi, edi
    ...[0xf0, 0xff, 0x44, 0xb8, 0x04], // lock inc dword [rax + rdi*4 + 4]
    ...[0x8b, 0x88, (WAKEUP_FD * 4) & 255, (WAKEUP_FD * 4) >> 8, 0, 0], // mov ecx, [rax + WAKEUP_FD*4]
    ...[0x85, 0xc9], // test ecx, ecx
    ...[0x78, 0x24], // js return
    0x57, // push rdi
    ...[0x49, 0x89, 0xc0], // mov r8, rax
    ...[0x89, 0xcf], // mov edi, ecx
    ...[0x48, 0x89, 0xe6], // mov rsi, rsp
    ...[0xba, 0x01, 0x00, 0x00, 0x00], // mov edx, 1
    ...[0xb8, 0x01, 0x00, 0x00, 0x00], // mov eax, 1 (write)
    ...[0x0f, 0x05], // syscall
    0x5f, // pop rdi
    ...[0x48, 0x85, 0xc0], // test rax, rax
    ...[0x79, 0x09], // jns return
    ...[0xf7, 0xd8], // neg eax
    ...[0x41, 0x89, 0x80, (WAKEUP_ERROR * 4) & 255, (WAKEUP_ERROR * 4) >> 8, 0, 0], // mov [r8 + WAKEUP_ERROR*4], eax
    0xc3, // return: ret
  ])
  new DataView(code.buffer).setBigUint64(2, address, true)
  return code
}

let made: SignalMemory | null | undefined

/** The handler and its memory, made once; null where this machine has none (then signals keep their default action). */
export function signalMemory(): SignalMemory | null {
  if (made === undefined) made = process.platform === 'linux' ? create() : null
  return made
}

function create(): SignalMemory | null {
  const mmap = libcFunction('mmap', {
    args: [FFIType.ptr, FFIType.u64_fast, FFIType.i32, FFIType.i32, FFIType.i32, FFIType.i32],
    returns: FFIType.ptr,
  })
  const mprotect = libcFunction('mprotect', {
    args: [FFIType.ptr, FFIType.u64_fast, FFIType.i32],
    returns: FFIType.i32,
  })
  const sigaction = libcFunction('sigaction', { args: [FFIType.i32, FFIType.ptr, FFIType.ptr], returns: FFIType.i32 })
  if (mmap === null || mprotect === null || sigaction === null) return null
  const page = mmap(null, 4096, 3, 0x22, -1, 0) as number
  const data = mmap(null, 4096, 3, 0x22, -1, 0) as number
  if (page < 0 || data < 0) return null
  const code = machineCode(BigInt(data))
  if (code === null) return null
  new Uint8Array(toArrayBuffer(page as never, 0, 4096)).set(code)
  if ((mprotect(page, 4096, 5) as number) !== 0) return null
  const set = (signal: number, handler: bigint): boolean => {
    // struct sigaction of glibc: handler, 128 bytes of mask, flags, restorer.
    const action = new BigUint64Array(19)
    action[0] = handler
    return (sigaction(signal, ptr(action), null) as number) === 0
  }
  const words = new Int32Array(toArrayBuffer(data as never, 0, 4096))
  words[WAKEUP_FD] = -1
  return {
    words,
    catchSignal: (signal) => set(signal, BigInt(page)),
    release: (signal, ignore) => set(signal, ignore ? SIG_IGN : SIG_DFL),
    wakeup: (fd) => Atomics.exchange(words, WAKEUP_FD, fd),
    wakeupError: () => Atomics.exchange(words, WAKEUP_ERROR, 0),
  }
}
