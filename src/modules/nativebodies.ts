/** The table of native bodies of library functions (interpreter/nativebody.ts): a module's are loaded when one of its functions is first called. */
import type { CodeObject } from '../bytecode/code'
import type { NativeBody } from '../interpreter/nativebody'
import { LIBRARY_PATH } from './config'

type Bodies = Readonly<Record<string, NativeBody>>

const table: Readonly<Record<string, () => Bodies>> = {
  _collections_abc: () => (require('./abclibrary') as typeof import('./abclibrary')).collectionBodies,
  abc: () => (require('./abclibrary') as typeof import('./abclibrary')).abcBodies,
  collections: () => (require('./namedtuples') as typeof import('./namedtuples')).collectionsBodies,
  dataclasses: () => (require('./dataclasslibrary') as typeof import('./dataclasslibrary')).dataclassBodies,
  enum: () => (require('./enumlibrary') as typeof import('./enumlibrary')).enumBodies,
  re: () => (require('./relibrary') as typeof import('./relibrary')).reBodies,
  typing: () => (require('./typinglibrary') as typeof import('./typinglibrary')).typingBodies,
}

/** The native bodies of a module's functions by qualified name, or null. @public */
export function bodiesOf(module: string): Bodies | null {
  return Object.hasOwn(table, module) ? table[module]!() : null
}

/** The native body of a function of the library, or null. */
export function findNativeBody(code: CodeObject): NativeBody | null {
  const { filename } = code
  if (!filename.startsWith(`${LIBRARY_PATH}/`)) return null
  const module = filename
    .slice(LIBRARY_PATH.length + 1)
    .replace(/(\/__init__)?\.py$/, '')
    .replaceAll('/', '.')
  const name = code.readQualname()
  const bodies = bodiesOf(module)
  return bodies !== null && Object.hasOwn(bodies, name) ? bodies[name]! : null
}
