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
  /** Called once at the end of the program where the target is still there. */
  ending?(): void
}

const entries = new Set<WeakEntry>()

/** Entries from which on a scan is asked for: what they keep of dead objects would otherwise never be freed. */
const CROWD = 20_000
let crowd = CROWD
let askForScan: (() => void) | null = null

/** Says what is called when there are so many entries that a scan may free some. */
export function onCrowd(ask: () => void): void {
  askForScan = ask
}

const preparations: (() => void)[] = []

/** Says what registers the references that were put off, before they are looked at. */
export function beforeScan(prepare: () => void): void {
  preparations.push(prepare)
}

/** Registers a reference that wants to know of its target's death. */
export function watch(entry: WeakEntry): void {
  entries.add(entry)
  if (entries.size >= crowd) {
    crowd = 2 * entries.size
    askForScan?.()
  }
}

/** Forgets a reference. */
export function unwatch(entry: WeakEntry): void {
  entries.delete(entry)
}

/**
 * Overwrites the part of the machine stack that calls have used and left: the engine takes whatever lies in the frames on the stack for references,
 * and a frame begins with what the last one left there.
 */
function scrub(depth: number): number {
  const a = depth
  const b = a + 1
  const c = b + 1
  const d = c + 1
  const e = d + 1
  const f = e + 1
  return depth === 0 ? a : scrub(depth - 1) + b + c + d + e + f
}

/** {@link scrub} as deep as most calls go. Who calls it long before the collection has the frames between clean as well. */
export function scrubStack(): void {
  scrub(200)
}

/** The engine keeps what was thrown last: make that nothing. */
function forgetThrown(): void {
  try {
    throw null
  } catch {}
}

/** Collects, and reports the references whose targets are gone; the number of them. */
export function collectGarbage(): number {
  for (const prepare of preparations) prepare()
  forgetThrown()
  scrubStack()
  Bun.gc(true)
  const dead: WeakEntry[] = []
  for (const entry of entries) if (entry.target.deref() === undefined) dead.push(entry)
  for (const entry of dead) {
    entries.delete(entry)
    entry.died()
  }
  crowd = Math.max(CROWD, 2 * entries.size)
  return dead.length
}

/** The end of the program (`sys.is_finalizing()`). */
export const end = { reached: false }

/** Tells all references that the program ends; not those to the objects that are `spared`. */
export function endReferences(spared: () => readonly unknown[] = () => []): void {
  end.reached = true
  for (const prepare of preparations) prepare()
  if (entries.size === 0) return
  const kept = new Set(spared())
  for (const entry of [...entries]) {
    if (entry.ending === undefined || kept.has(entry.target.deref()) || !entries.delete(entry)) continue
    if (entry.target.deref() === undefined) entry.died()
    else entry.ending()
  }
}
