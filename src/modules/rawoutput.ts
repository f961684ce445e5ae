/** Text to a descriptor, past the streams of sys: what the command itself says, and what is left to say where a stream fails. */
import { nodeFs } from '../base/nodefs'

/** Writes all of a text; the error that stopped it, or null. A diagnostic that cannot be written is lost, as CPython's is. */
export function writeRaw(fd: number, text: string): NodeJS.ErrnoException | null {
  let rest: Uint8Array = Buffer.from(text)
  try {
    while (rest.length > 0) rest = rest.subarray(nodeFs().writeSync(fd, rest))
    return null
  } catch (e) {
    return e as NodeJS.ErrnoException
  }
}
