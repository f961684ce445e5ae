/** Installs the compiler, whose code is loaded when something is hot for the first time. */
import { PENDING } from '../interpreter/call'
import { runOrdinarily } from '../interpreter/eval'
import { tier } from '../interpreter/tier'
import { longLoop } from './generated/longloop'

/**
 * How often code is found running before it is hot: about eight thousand calls and jumps for the first body, a thousand in the end. With a thousand from the
 * beginning, scripts of 20 to 150 ms took an eighth more time.
 */
const FIRST_THRESHOLD = 128
const THRESHOLD = 16

/** What is there until something is hot. `log` gets what is compiled and why it is left; with a seed guards fail at random (forcing.ts). */
export function installCompilingTier(
  log: ((line: string) => void) | null,
  threshold: number | null = null,
  seed = 0,
): void {
  // Optimised code of the loop costs JavaScriptCore a tenth of a second, several times over, and what is hot is compiled here.
  runOrdinarily(longLoop)
  tier.threshold = threshold ?? FIRST_THRESHOLD
  tier.settled = threshold ?? THRESHOLD
  tier.eager = tier.threshold <= 1
  tier.current = {
    enter: () => undefined,
    step: () => PENDING,
    raised: () => undefined,
    finish: () => PENDING,
    hot(frame) {
      const { compilingTier, log: target } = require('./tier') as typeof import('./tier')
      target.write = log
      const { forceExits } = require('./forcing') as typeof import('./forcing')
      forceExits(seed)
      tier.current = compilingTier
      compilingTier.hot(frame)
    },
    forget: () => {},
    report: () => ({ bodies: [], reasons: new Map() }),
  }
}
