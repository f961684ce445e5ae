/** The interpreters that are compared: CPython 3.13, dxpy and, where installed, PyPy. */
import { dirname, join, resolve } from 'node:path'
import { cpython } from '../test/support/cpython'

/** The folder of this file. */
export const here = import.meta.dir

/** The repository. */
export const root = dirname(here)

/** An interpreter and the command that starts it. */
export interface Interpreter {
  readonly name: 'cpython' | 'dxpy' | 'pypy'
  readonly command: readonly string[]
}

/** What is set for every process that is measured. */
export const environment = { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '' }

/** A path, which is one from here although the processes run elsewhere, and options. */
function commandOf(text: string): string[] {
  const [path, ...options] = text.split(' ') as [string, ...string[]]
  return [path.includes('/') ? resolve(path) : path, ...options]
}

/** The interpreters that there are; `dxpy` is another executable than `dist/dxpy`, with options after it where there are blanks. */
export function interpreters(dxpy: string | undefined, withPypy: boolean): Interpreter[] {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13 found: set CPYTHON313 to its path')
  const found: Interpreter[] = [
    { name: 'cpython', command: [python] },
    { name: 'dxpy', command: dxpy === undefined ? [join(root, 'dist', 'dxpy')] : commandOf(dxpy) },
  ]
  const pypy = withPypy ? (Bun.which('pypy3') ?? Bun.which('pypy')) : null
  if (pypy !== null) found.push({ name: 'pypy', command: [pypy] })
  return found
}
