/**
 * When JavaScriptCore may compile. The executable starts with thresholds raised a hundredfold (`--compile-jit-policy`), since compiling
 * the interpreter's big switch costs a short program more than it gives; a program that goes on gets the normal ones.
 */

/** CPU time in microseconds from which compiling pays. */
const WARM_AFTER = 100_000
/**
 * Calls of {@link checkWarm} from which it does: importing modules, whose bodies run once, makes few of them however long it takes (`asyncio`, all of it: four;
 * programs with loops: 64 in 100 to 400 ms), and compiling doubled its time where it took longer than {@link WARM_AFTER}.
 */
const WARM_TURNS = 12
/** CPU time from which it does in any case. */
const WARM_AT_LAST = 1_500_000
/** Calls and back-edges so far, modulo 2^32: when the bits of {@link EVENT_MASK} are zero, the loop is entered anew. */
export const eventCount = new Int32Array(1)
export const EVENT_MASK = 63
/** Entries between two calls of {@link checkWarm}, which looks at the clock: 16. */
export const TURN_MASK = 15

let started = false
let turns = 0
let warm = false

/** What has been compiled is worth compiling on. */
export function warmUp(): void {
  if (warm) return
  warm = true
  ;(Bun.unsafe as unknown as { setJITPolicy?: (scale: number) => void }).setJITPolicy?.(1)
}

/**
 * Restores JavaScriptCore's normal thresholds once the process has run for a while. The `large` functions, the interpreter's loop first of
 * all, stay out of the last tier, which compiles functions of their size again and again for a quarter of a program's time and gains nothing
 * over the tier below; that is said before anything is compiled: later, it can keep the loop out of the tier below as well.
 */
export function checkWarm(large: readonly Parameters<typeof import('bun:jsc').noFTL>[0][]): void {
  if (warm) return
  if (!started) {
    started = true
    const jsc = require('bun:jsc') as typeof import('bun:jsc')
    for (const f of large) jsc.noFTL(f)
  }
  const used = process.cpuUsage().user
  if (used < (++turns < WARM_TURNS ? WARM_AT_LAST : WARM_AFTER)) return
  warmUp()
}
