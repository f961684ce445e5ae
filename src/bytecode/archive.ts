/**
 * Many DPB modules in one ASCII text, for the library inside the executable.
 *
 * A bundle holds text cheaply and binary files dearly, so an archive is text: a first line `DPBA1 count`, one index line of
 * `name offset length flags` quadruples separated by tabs, then the modules in base64 without separators. Opening splits the index line;
 * a module is decoded when it is asked for. Flags: 1 a package, 2 deflated (a third of the size, for modules that are rarely imported:
 * inflating costs more than reading what was saved). Modules inside the executable are trusted: no hash, no verifier.
 */
import { DxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { type DpbFile, openDpb, type Trust } from './dpb'

const HEAD = 'DPBA1'

/** A module of an archive to be written. */
export interface ArchiveEntry {
  /** Dotted module name. */
  readonly name: string
  readonly isPackage: boolean
  readonly dpb: Uint8Array
  /** Store it deflated. */
  readonly compress?: boolean
}

const Flag = { PACKAGE: 1, DEFLATED: 2 } as const

/** The text of an archive. Names must be distinct. */
export function writeArchive(entries: readonly ArchiveEntry[]): string {
  const index: string[] = []
  const parts: string[] = []
  let at = 0
  for (const entry of entries) {
    const stored = entry.compress ? Bun.deflateSync(new Uint8Array(entry.dpb)) : entry.dpb
    const text = Buffer.from(stored).toString('base64')
    const flags = (entry.isPackage ? Flag.PACKAGE : 0) | (entry.compress ? Flag.DEFLATED : 0)
    index.push(entry.name, String(at), String(text.length), String(flags))
    parts.push(text)
    at += text.length
  }
  return `${HEAD} ${entries.length}\n${index.join('\t')}\n${parts.join('')}`
}

/** An open archive. */
export class Archive {
  /** @internal Use {@link openArchive}. */
  constructor(
    private readonly text: string,
    private readonly dataAt: number,
    private readonly index: readonly string[],
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  /** Module names, in the archive's order. */
  names(): string[] {
    return [...this.places.keys()]
  }

  has(name: string): boolean {
    return this.places.has(name)
  }

  isPackage(name: string): boolean {
    const place = this.places.get(name)
    return place !== undefined && (Number(this.index[place + 3]) & Flag.PACKAGE) !== 0
  }

  /**
   * Opens a module, or gives null where the archive has none of that name.
   * @param filename co_filename of its code
   * Errors: those of {@link openDpb}.
   */
  open(name: string, filename?: string, trust: Trust = 'none'): Result<DpbFile | null, DxError> {
    let bytes: Uint8Array | null
    try {
      bytes = this.bytes(name)
    } catch (thrown) {
      return err(new DxError('DPB_HASH', 'the module does not inflate', { name }, thrown))
    }
    return bytes === null ? ok(null) : openDpb(bytes, { filename, trust })
  }

  /** The DPB bytes of a module, or null. */
  bytes(name: string): Uint8Array | null {
    const place = this.places.get(name)
    if (place === undefined) return null
    const start = this.dataAt + Number(this.index[place + 1])
    const base64 = this.text.substr(start, Number(this.index[place + 2]))
    // Not Buffer.from(): its pool gives unaligned memory.
    const out = Buffer.allocUnsafeSlow(Math.ceil((base64.length * 3) / 4))
    const length = out.write(base64, 'base64')
    const bytes = new Uint8Array(out.buffer, 0, length)
    return Number(this.index[place + 3]) & Flag.DEFLATED ? Bun.inflateSync(bytes) : bytes
  }
}

/** Opens an archive's text. Errors: `DPB_MAGIC`, `DPB_TRUNCATED`. */
export function openArchive(text: string): Result<Archive, DxError> {
  const firstEnd = text.indexOf('\n')
  const secondEnd = text.indexOf('\n', firstEnd + 1)
  if (!text.startsWith(HEAD + ' ') || firstEnd < 0) return err(new DxError('DPB_MAGIC', 'not a DPB archive'))
  const count = Number(text.slice(HEAD.length + 1, firstEnd))
  const line = secondEnd < 0 ? '' : text.slice(firstEnd + 1, secondEnd)
  const index = line === '' ? [] : line.split('\t')
  if (secondEnd < 0 || index.length !== count * 4) return err(new DxError('DPB_TRUNCATED', 'broken archive index'))
  const places = new Map<string, number>()
  let end = 0
  for (let i = 0; i < index.length; i += 4) {
    places.set(index[i]!, i)
    end = Math.max(end, Number(index[i + 1]) + Number(index[i + 2]))
  }
  if (secondEnd + 1 + end !== text.length) return err(new DxError('DPB_TRUNCATED', 'archive length differs'))
  return ok(new Archive(text, secondEnd + 1, index, places))
}
