/**
 * When JavaScriptCore's last tier compiles bodies. It takes some tens of milliseconds of another core for each of them, more than most programs of a
 * second get back from it: bodies are kept out of it (`noFTL`) until the process has used as much time as all of that would cost, and are then made
 * once more without that mark. It is a mark of the text's function, which all closures share: the text is evaluated once more, too.
 */
import { noFTL } from 'bun:jsc'

/** CPU time of the process, in microseconds, from which the last tier pays. */
const AFTER = 2_000_000
/** Calls of {@link LastTier.consider} between two looks at the clock, less one: a power of two. */
const MASK = 255
/** Threads that may use CPU time at once: a process of one thread and those of JavaScriptCore. */
const THREADS = 4

/** Keeps functions out of the last tier for a while. */
export class LastTier {
  /** Functions made from now on are left to JavaScriptCore's own policy. */
  allowed = false
  private turns = 0
  /** Before that moment, in milliseconds since the start, the time cannot have come: asking for CPU time takes microseconds. */
  private next = 0

  /** Marks a function, if it is too early for it. */
  restrain(f: (...args: never[]) => unknown): void {
    if (!this.allowed) noFTL(f as Parameters<typeof noFTL>[0])
  }

  /** Whether the time has come, once: bodies are to be made again. Looks at the clock now and then. */
  consider(): boolean {
    if (this.allowed || (++this.turns & MASK) !== 0) return false
    const now = performance.now()
    if (now < this.next) return false
    const missing = AFTER - process.cpuUsage().user
    this.next = now + missing / 1000 / THREADS
    this.allowed = missing <= 0
    return this.allowed
  }
}
