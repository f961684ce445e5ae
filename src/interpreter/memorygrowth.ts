/**
 * Collections before the process grows. JavaScriptCore decides by what its own blocks hold: of a text of less than 256 bytes it counts the 16 of the object, and not the memory
 * that has the characters. A loop over texts had two million of them, 280 MB, before the first collection; where memory that was not used before is dear, it ran
 * a fifth as fast as on memory that is used again.
 */

/** Bytes by which the process may grow without a collection. */
const STEP = 48 << 20
/** The share of that which the engine has counted where it is left to the engine. */
const COUNTED = 1 / 4
/** Calls of {@link watchMemory} between two looks at the clock, less one: a power of two. */
const MASK = 63
/** Milliseconds between two looks at the memory, which take some microseconds. */
const INTERVAL = 4

let turns = 0
let next = 0
/** Bytes; 0 until the process is looked at for the first time. */
let limit = 0
/** The process's memory and what the engine counts of it, when {@link limit} was set. */
let before = 0
let counted = 0

/** To be called now and then by what runs for long: a collection of young objects, where the process has grown by much and the engine has seen no reason for one. */
export function watchMemory(): void {
  if ((++turns & MASK) !== 0) return
  const now = performance.now()
  if (now < next) return
  next = now + INTERVAL
  if (process.memoryUsage.rss() >= limit) grown()
}

/** Collects, unless most of the growth is what the engine counts; what comes next is measured from here. */
function grown(): void {
  const { edenGC, heapSize } = require('bun:jsc') as typeof import('bun:jsc')
  const growth = process.memoryUsage.rss() - before
  if (limit > 0 && heapSize() - counted < growth * COUNTED) edenGC()
  counted = heapSize()
  before = process.memoryUsage.rss()
  limit = before + STEP
}
