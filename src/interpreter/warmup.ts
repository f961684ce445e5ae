/**
 * When JavaScriptCore may compile. The executable starts with thresholds raised a hundredfold (`--compile-jit-policy`), since compiling
 * the interpreter's big switch costs a short program more than it gives; a program that goes on gets the normal ones.
 */

/** CPU time in microseconds from which compiling pays; a cold import of the common modules ends before. */
const WARM_AFTER = 250_000
/** Calls and back-edges between two looks at the clock, less one; a power of two less one. */
const MASK = 1023

/** Calls and back-edges so far, modulo 2^32: the loop counts here and calls {@link checkWarm} when the low bits are zero. */
export const eventCount = new Int32Array(1)
export const EVENT_MASK: number = MASK

let started = false
let warm = false

/**
 * Restores JavaScriptCore's normal thresholds once the process has run for a while. The interpreter's loop itself stays out of the last
 * tier, which compiles a function of this size again and again for a quarter of a program's time and gains nothing over the tier below;
 * that is said before anything is compiled: later, it can keep the loop out of the tier below as well.
 */
export function checkWarm(loop: Parameters<typeof import('bun:jsc').noFTL>[0]): void {
  if (warm) return
  if (!started) {
    started = true
    const jsc = require('bun:jsc') as typeof import('bun:jsc')
    jsc.noFTL(loop)
  }
  if (process.cpuUsage().user < WARM_AFTER) return
  warm = true
  ;(Bun.unsafe as unknown as { setJITPolicy?: (scale: number) => void }).setJITPolicy?.(1)
}
