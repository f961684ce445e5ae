/** Names in the directories of `sys.path`, kept until a directory changes or `importlib.invalidate_caches()` is called. */
import { nodeFs } from '../base/nodefs'
import { directoryChanged, directoryNames } from '../ffi/files'

interface Listing {
  mtime: number
  names: Set<string>
}
const listings = new Map<string, Listing>()

/** Forgets the directories that were read. */
export function invalidateListings(): void {
  listings.clear()
}

/** The names in a directory, or null where it is none. */
export function listing(directory: string): ReadonlySet<string> | null {
  let mtime = directoryChanged(directory)
  if (mtime === null) {
    try {
      const stat = nodeFs().statSync(directory)
      if (!stat.isDirectory()) return null
      mtime = stat.mtimeMs
    } catch {
      // Not there, or not readable: nothing can be imported from it.
      return null
    }
  }
  const known = listings.get(directory)
  if (known !== undefined && known.mtime === mtime) return known.names
  let names = directoryNames(directory)
  if (names === null) {
    try {
      names = nodeFs().readdirSync(directory)
    } catch {
      names = []
    }
  }
  const made = { mtime, names: new Set(names) }
  listings.set(directory, made)
  return made.names
}
