/** Terminals (isatty(3)). */

/** The engine's own `isTTY`: what `node:tty` wraps in streams that take three milliseconds to load. */
const binding = (process as unknown as { binding(name: string): { isTTY?: (fd: number) => boolean } }).binding

let isTTY: ((fd: number) => boolean) | undefined

/** Whether a descriptor refers to a terminal; false where it is not open. */
export function isatty(fd: number): boolean {
  isTTY ??= binding.call(process, 'tty_wrap').isTTY ?? (require('node:tty') as typeof import('node:tty')).isatty
  return isTTY(fd)
}
