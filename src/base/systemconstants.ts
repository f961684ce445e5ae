/**
 * Numbers of the operating system by name. `node:os` is loaded when one is first asked for: a start asks for none, and would spend a third
 * of a millisecond on it.
 */
type Constants = typeof import('node:os').constants

let loaded: Constants | null = null

function constants(): Constants {
  loaded ??= (require('node:os') as typeof import('node:os')).constants
  return loaded
}

/** Error numbers (errno(3)). */
export function errnoNumbers(): Readonly<Record<string, number | undefined>> {
  return constants().errno
}

/** Signal numbers (signal(7)). */
export function signalNumbers(): Constants['signals'] {
  return constants().signals
}
