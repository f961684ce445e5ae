/**
 * Guards that fail at random although what they test holds (`-X jit_deopt=SEED`), for tests: every exit of compiled code must leave a frame with
 * which the interpreter can go on. Bodies that are made while it is off have no trace of it.
 */

/** State of the generator of random numbers, 0 while guards are left alone; and whether the exit that is being taken was forced. */
const forcing = { state: 0, now: false }

/** Switches it on with a seed, or off with 0. @public */
export function forceExits(seed: number): void {
  forcing.state = seed >>> 0
}

/** The condition of a guard, which may fail at random as well. */
export function guardText(condition: string): string {
  return forcing.state === 0 ? condition : `Z.forced()||(${condition})`
}

/** Whether a guard that is just being tested is to fail: one in sixteen. */
export function forced(): boolean {
  let x = forcing.state
  x ^= x << 13
  x ^= x >>> 17
  x ^= x << 5
  forcing.state = x >>> 0 || 1
  forcing.now = (x & 0xf00) === 0
  return forcing.now
}

/** Whether the exit that was just taken was forced: nothing is to be learnt from it. */
export function wasForced(): boolean {
  const { now } = forcing
  forcing.now = false
  return now
}
