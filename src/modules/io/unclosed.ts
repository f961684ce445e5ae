/**
 * Files that a program does not close (CPython: Modules/_io/iobase.c, iobase_finalize): what was written to them is passed on at the end of the
 * program, and the descriptor of a file that nothing refers to any more is closed, with a ResourceWarning, when it is found dead.
 */
import { closeDescriptor, descriptorStatus } from '../../ffi/descriptors'
import { collectGarbage, unwatch, type WeakEntry, watch } from '../../gc/weakrefs'
import { context } from '../../objects/context'
import { PyBaseException, resourceWarningType } from '../../objects/exceptions'
import type { PyObject, Value } from '../../objects/object'
import { repr } from '../../objects/operators'

/** A stream with writes that it has not yet passed on. */
export interface Unflushed {
  writeOut(): void
}

const unflushed = new Set<Unflushed>()

/** Remembers a stream until its writes are passed on: the program may drop it before. */
export function hasWrites(stream: Unflushed): void {
  unflushed.add(stream)
}

/** Forgets it. */
export function hasNoWrites(stream: Unflushed): void {
  unflushed.delete(stream)
}

/** Passes on what any stream still holds. Raises nothing. */
export function writeOutAll(): void {
  while (unflushed.size > 0) {
    for (const stream of [...unflushed]) {
      unflushed.delete(stream)
      try {
        stream.writeOut()
      } catch (e) {
        if (!(e instanceof PyBaseException)) throw e
      }
    }
  }
}

/** An open descriptor that is to be closed with its file. */
export class OpenDescriptor implements WeakEntry {
  readonly target: WeakRef<PyObject>
  /** How the outermost stream over the file is shown, but for its name. */
  shown: readonly [before: string, after: string]

  constructor(
    file: PyObject,
    private readonly fd: number,
    /** What {@link descriptorStatus} said of the file. */
    private readonly identity: string,
    private readonly name: Value,
    mode: string,
  ) {
    this.target = new WeakRef(file)
    this.shown = ['<_io.FileIO name=', ` mode='${mode}' closefd=True>`]
    watch(this)
  }

  died(): void {
    // A descriptor that was closed behind the file's back may be another's by now.
    const now = descriptorStatus(this.fd)
    if (typeof now === 'number' || now.identity !== this.identity) return
    this.warn()
    closeDescriptor(this.fd)
  }

  /** The system closes it. */
  ending(): void {
    this.warn()
  }

  private warn(): void {
    const [before, after] = this.shown
    try {
      context.warn(resourceWarningType, `unclosed file ${before}${repr(this.name)}${after}`, 1)
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e
      context.unraisable(e, null, null)
    }
  }
}

/** Forgets a descriptor that was closed. */
export function isClosed(descriptor: OpenDescriptor | null): void {
  if (descriptor !== null) unwatch(descriptor)
}

/** Opens a file; where the process has too many, those that the program dropped are closed first. */
export function openOrCollect(open: () => number): number {
  try {
    return open()
  } catch (e) {
    const { code } = e as NodeJS.ErrnoException
    if (code !== 'EMFILE' && code !== 'ENFILE') throw e
    writeOutAll()
    collectGarbage()
    return open()
  }
}
