/** How often Python code reached the collections of this folder: `-X simd_stats`. */
const counts = new Map<string, number>()

/** Counts one use. */
export function note(name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** How often each was noted. */
export function collectionCounters(): Readonly<Record<string, number>> {
  return Object.fromEntries(counts)
}
