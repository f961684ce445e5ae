/**
 * Weak references: which objects have them, and finding out which of those have died.
 *
 * JavaScriptCore's WeakRefs clear at a garbage collection; nothing is called back inside a synchronous job. So a scan
 * looks at the registered references after a collection and reports those whose target is gone.
 */

/** A registered weak reference. */
export interface WeakEntry {
  readonly target: WeakRef<object>
  /** Called once, by a scan, after the target died. */
  died(): void
}

const entries = new Set<WeakEntry>()

/** Registers a reference that wants to know of its target's death. */
export function watch(entry: WeakEntry): void {
  entries.add(entry)
}

/** Forgets a reference. */
export function unwatch(entry: WeakEntry): void {
  entries.delete(entry)
}

/** Reports the references whose targets are gone; the number of them. */
export function scanWeakReferences(): number {
  const dead: WeakEntry[] = []
  for (const entry of entries) if (entry.target.deref() === undefined) dead.push(entry)
  for (const entry of dead) {
    entries.delete(entry)
    entry.died()
  }
  return dead.length
}
