/**
 * Where the rest of dxpy meets the engines. Nothing of them is loaded before a method works on a buffer above its threshold
 * (thresholds.ts), and the library of kernels is opened only once enough bytes have gone through the engine in TypeScript.
 */
import type { DxError } from '../base/errors'
import type { SimdStringEngine } from './engine'

/** Opening the library costs as much as the engine in TypeScript takes for about so many bytes in a young process. */
const OPEN_AFTER = 32768

let chosen: SimdStringEngine | null = null
let young: SimdStringEngine | null = null
let owed = OPEN_AFTER

/** The engine for an operation on `n` bytes. */
export function simd(n: number): SimdStringEngine {
  return chosen ?? before(n)
}

function before(n: number): SimdStringEngine {
  owed -= n
  if (owed <= 0) return engine()
  if (young === null) {
    const { ScalarStringEngine } = require('./scalar') as typeof import('./scalar')
    young = new ScalarStringEngine()
  }
  return young
}

/** What is thrown where DXPY_SIMD asks for what is not there, so that the border can say it. */
export class EngineUnavailable extends Error {
  constructor(readonly error: DxError) {
    super(error.message)
  }
}

/** The engine of this process. Throws {@link EngineUnavailable}; the command line checks DXPY_SIMD before. */
export function engine(): SimdStringEngine {
  if (chosen !== null) return chosen
  const { SimdDispatcher } = require('./dispatcher') as typeof import('./dispatcher')
  const made = new SimdDispatcher().engine(process.env.DXPY_SIMD)
  if (made.isErr()) throw new EngineUnavailable(made.error)
  chosen = made.value
  return chosen
}

/** How often which method was called in this process, of the engine and of what served before it. */
export function engineCounters(): { readonly engine: string; readonly calls: Readonly<Record<string, number>> } {
  const calls: Record<string, number> = {}
  for (const one of [young, chosen])
    if (one !== null) for (const [name, n] of Object.entries(one.counters())) calls[name] = (calls[name] ?? 0) + n
  return { engine: chosen === null ? 'none' : chosen.name, calls }
}
