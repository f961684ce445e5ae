/** The text of compiled bodies, for tests of what is in them. */
import { afterAll, expect } from 'bun:test'
import { createRuntime } from '../../src/index'
import { installCompilingTier } from '../../src/jit/install'

const runtime = createRuntime({ capture: true })._unsafeUnwrap()

afterAll(() => installCompilingTier(null))

/** The whole text of each body of a function that was made while a program ran, in their order; `fromStart` those alone that begin at its start. */
export function bodiesOf(program: string, name: string, fromStart = false): string[] {
  const texts: string[] = []
  installCompilingTier((line) => texts.push(line), 2)
  const ran = runtime.run(program)
  if (ran.isErr()) throw ran.error
  const found = texts.filter(
    (text) => text.includes(': compiled,') && text.includes(` ${name}@${fromStart ? '0:' : ''}`),
  )
  expect(found.length).toBeGreaterThan(0)
  return found
}

/** The last of them, between its entry and what all exits share. */
export function bodyOf(program: string, name: string, fromStart = false): string {
  const text = bodiesOf(program, name, fromStart).at(-1)!
  return text.slice(text.indexOf('E:{try{'), text.indexOf('}catch(e)'))
}

/** A text without the exits of its guards. */
export function withoutExits(text: string): string {
  return text.replace(/\{[^{}]*break E\}/g, '')
}

/** The loop of the last body, without exits. */
export function loopOf(program: string, name: string): string {
  const body = bodyOf(program, name)
  return withoutExits(body.slice(body.indexOf('for(;;){')))
}
