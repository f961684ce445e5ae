/** The executable that tests of whole programs start. */
import { resolve } from 'node:path'

/** `dist/dxpy`, or what DXPY_COMMAND names: an executable for another machine and the emulator before it. */
export const dxpyCommand: readonly string[] = process.env.DXPY_COMMAND?.split(' ') ?? [
  resolve(import.meta.dir, '../../dist/dxpy'),
]

/** Whether it runs in an emulator, where a process takes many times as long. */
export const emulated = dxpyCommand.length > 1
