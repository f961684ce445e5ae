/**
 * Safepoints: what the loop does when the flag word is set. The word lies in memory that a signal handler can write, so that a
 * busy loop notices Ctrl-C; other users (tracing, thread switch) set bits of it from TypeScript.
 */
import { type Frame, thread } from './frame'

/** Polled at calls and back-edges; 0 while there is nothing to do. Replaced by the signal module's shared memory through {@link shareSafepointWord}. */
export let safepointWord: Int32Array = new Int32Array(1)

/** Bits of the word. */
export const SafepointBit = { signal: 1, trace: 2, pending: 4 } as const

type Handler = (frame: Frame) => void
const handlers: { bit: number; run: Handler }[] = []

/** Installs shared memory as the flag word; before the first frame runs. */
export function shareSafepointWord(memory: Int32Array): void {
  safepointWord = memory
}

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
  if (safepointWord[0] === 0) return
  for (const handler of handlers) if ((safepointWord[0]! & handler.bit) !== 0) handler.run(thread.frame!)
}
