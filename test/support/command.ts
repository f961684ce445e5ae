/** The executable that tests of whole programs start. */
import { resolve } from 'node:path'

/** `dist/dxpy`, or what DXPY_COMMAND names: an executable for another machine and the emulator before it. */
export const dxpyCommand: readonly string[] = process.env.DXPY_COMMAND?.split(' ') ?? [
  resolve(import.meta.dir, '../../dist/dxpy'),
]
