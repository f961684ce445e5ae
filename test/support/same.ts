/** Programs that have to print the same in a runtime of their own as in CPython. */
import { expect, test } from 'bun:test'
import { createRuntime } from '../../src/index'
import { dxpyCommand } from './command'
import { cpython, runCPython } from './cpython'

/** A test that is skipped where the machine has no CPython. */
export const maybe = cpython() === null ? test.skip : test

/** Runs a program both ways. `first` is run before it in dxpy alone. */
export function same(program: string, first = ''): void {
  if (process.env.DXPY_COMMAND !== undefined) {
    const made = Bun.spawnSync([...dxpyCommand, '-c', first + program])
    expect(`${made.stdout}${made.stderr}`).toBe(runCPython(program))
    return
  }
  const runtime = createRuntime({ capture: true })._unsafeUnwrap()
  const ran = runtime.run(first + program)
  if (ran.isErr()) throw new Error(ran.error.message)
  expect(runtime.output()).toBe(runCPython(program))
}

/** The same in a process of its own: what collections find depends on what else lies on the stack. */
export function sameAlone(program: string): void {
  const made = Bun.spawnSync([...dxpyCommand, '-c', program])
  expect(`${made.stdout}${made.stderr}`).toBe(runCPython(program))
}

/** For `first`, where a program finds names by their module: an embedded program has none, and its names are in its globals. */
export const MAIN_MODULE = `
import sys
class Main(type(sys)):
    def __getattr__(self, name, names=globals()):
        if name in names: return names[name]
        raise AttributeError(name)
sys.modules['__main__'] = Main('__main__')
del Main
`
