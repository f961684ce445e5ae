/**
 * Safepoints: what the loop does when the flag word is set. The word lies in memory that a signal handler can write, so that a
 * busy loop notices Ctrl-C; other users (tracing, thread switch) set bits of it from TypeScript.
 */
import { signalMemory } from '../ffi/signals'
import { type Frame, thread } from './frame'

/**
 * Polled at calls and back-edges; 0 while there is nothing to do. The memory of the signal handler, where this machine has one; it never
 * changes, because the loop keeps it.
 */
export const safepointWord: Int32Array = signalMemory()?.words ?? new Int32Array(1)

/** Bits of the word. */
export const SafepointBit = { signal: 1, trace: 2, pending: 4 } as const

type Handler = (frame: Frame) => void
const handlers: { bit: number; run: Handler }[] = []

/** Installs what happens when a bit is set; the handler clears its bit. */
export function onSafepoint(bit: number, run: Handler): void {
  handlers.push({ bit, run })
}

/** Runs the handlers of the set bits. May raise any exception. */
export function safepoint(frame: Frame): void {
  for (const handler of handlers) if ((safepointWord[0]! & handler.bit) !== 0) handler.run(frame)
}

/** Runs pending handlers from a builtin that blocks. */
export function pollSignals(): void {
  if (safepointWord[0] !== 0 && thread.frame !== null) safepoint(thread.frame)
}
