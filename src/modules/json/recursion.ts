/** Recursion of builtins that hold no Python frame: bounded by the JavaScript stack alone, not by `sys.setrecursionlimit`. */
import { recursion } from '../../objects/context'
import { recursionError } from '../../objects/exceptions'

/** Goes one level deeper; `where` ends the message. Pair with {@link leaveNative} in a `finally`. */
export function enterNative(where: string): void {
  if (recursion.native >= recursion.nativeLimit) throw recursionError(`maximum recursion depth exceeded${where}`)
  recursion.native++
}

/** Comes back from what {@link enterNative} entered. */
export function leaveNative(): void {
  recursion.native--
}
