/** The text of compiled bodies, for tests of what is in them. */
import { afterAll, expect } from 'bun:test'
import { createRuntime } from '../../src/index'
import { installCompilingTier } from '../../src/jit/install'

const runtime = createRuntime({ capture: true })._unsafeUnwrap()

afterAll(() => installCompilingTier(null))

/** The loop of the last body of a function that was made while a program ran, without its exits and what all exits share. */
export function loopOf(program: string, name: string): string {
  const texts: string[] = []
  installCompilingTier((line) => texts.push(line), 2)
  const ran = runtime.run(program)
  if (ran.isErr()) throw ran.error
  const found = texts.filter((text) => text.includes(': compiled,') && text.includes(` ${name}@`))
  expect(found.length).toBeGreaterThan(0)
  const text = found[found.length - 1]!
  return text.slice(text.indexOf('for(;;){'), text.indexOf('}catch(e)')).replace(/\{[^{}]*break E\}/g, '')
}
