/** What the command line says of the string engines: whether DXPY_SIMD can be had, which one runs, how often it was called. */
import { collectionCounters } from '../simd/counters'
import { EngineUnavailable, engine, engineCounters } from '../simd/index'

/** What is wrong with DXPY_SIMD, or null. */
export function engineProblem(): string | null {
  try {
    engine()
    return null
  } catch (e) {
    if (e instanceof EngineUnavailable) return e.message
    throw e
  }
}

/** The line of `dxpy info`. */
export function engineLine(): string {
  const problem = engineProblem()
  if (problem !== null) return `string engine: none (${problem})`
  const { name } = engine()
  const { SimdDispatcher } = require('../simd/dispatcher') as typeof import('../simd/dispatcher')
  const library = new SimdDispatcher().kernels()
  if (library.isErr()) return `string engine: ${name} (TypeScript: ${library.error.message})`
  library.value.close()
  return `string engine: ${name}${name === 'scalar' ? ' (TypeScript)' : ''}`
}

/** The lines of `-X simd_stats`. */
export function engineStatistics(): string {
  const { engine: name, calls } = engineCounters()
  const counted = Object.entries({ ...calls, ...collectionCounters() }).map(([method, n]) => `simd: ${method} ${n}\n`)
  return `simd: engine ${name}\n${counted.join('')}`
}
