/** Installs the compiler, whose code is loaded when something is hot for the first time. */
import { tier } from '../interpreter/tier'

/** What is there until something is hot. `log` gets what is compiled and why it is left. */
export function installCompilingTier(log: ((line: string) => void) | null): void {
  tier.current = {
    enter: () => undefined,
    hot(frame) {
      const { compilingTier, log: target } = require('./tier') as typeof import('./tier')
      target.write = log
      tier.current = compilingTier
      compilingTier.hot(frame)
    },
    forget: () => {},
  }
}
