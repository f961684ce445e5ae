/**
 * The frozen modules (CPython: Python/frozen.c): importlib's two, zipimport, and those that exist for tests. What else CPython freezes
 * belongs to the embedded library here, whose loader has the sources too.
 */
import { compiler } from '../builtins/compilehook'
import type { CodeObject } from '../bytecode/code'
import { sources } from './loaders'

interface Frozen {
  /** Its module of the library; where that has none, the text. */
  readonly module?: string
  readonly text?: string
  readonly isPackage?: boolean
  /** The name as importlib knows it; `<` marks the `__init__` of a package. */
  readonly original: string | null
}

const HELLO = { module: '__hello__', original: '__hello__' }
const HAM = { text: '', original: '__phello__.ham' }

const frozen: Readonly<Record<string, Frozen>> = {
  _frozen_importlib: { module: 'importlib._bootstrap', original: 'importlib._bootstrap' },
  _frozen_importlib_external: { module: 'importlib._bootstrap_external', original: 'importlib._bootstrap_external' },
  zipimport: { module: 'zipimport', original: 'zipimport' },
  __hello__: HELLO,
  __hello_alias__: HELLO,
  __phello_alias__: { ...HELLO, isPackage: true },
  '__phello_alias__.spam': HELLO,
  __phello__: { module: '__phello__', original: '__phello__', isPackage: true },
  '__phello__.__init__': { module: '__phello__', original: '<__phello__' },
  '__phello__.ham': { ...HAM, isPackage: true },
  '__phello__.ham.__init__': { ...HAM, original: '<__phello__.ham' },
  '__phello__.ham.eggs': { text: '', original: '__phello__.ham.eggs' },
  '__phello__.spam': { module: '__phello__.spam', original: '__phello__.spam' },
  __hello_only__: { text: 'initialized = True\nprint("Hello world!")\n', original: null },
}

/** `_imp._override_frozen_modules_for_tests`: below 0 leaves the modules that are not essential out. */
let override = 0

export function overrideFrozen(value: number): void {
  override = value
}

export function frozenNames(): string[] {
  return Object.keys(frozen)
}

function entry(name: string): Frozen | null {
  return Object.hasOwn(frozen, name) ? frozen[name]! : null
}

export function isFrozen(name: string): boolean {
  return entry(name) !== null && (override >= 0 || ESSENTIAL.has(name))
}
const ESSENTIAL = new Set(['_frozen_importlib', '_frozen_importlib_external', 'zipimport'])

export function isFrozenPackage(name: string): boolean {
  return entry(name)!.isPackage === true
}

export function originalName(name: string): string | null {
  return entry(name)!.original
}

/** The code of a frozen module. */
export function frozenCode(name: string): CodeObject {
  const { module, text, original } = entry(name)!
  const filename = `<frozen ${original?.replace('<', '') ?? 'frozen_only'}>`
  if (module !== undefined) return sources.library!.code(module, filename)
  return compiler.compile(text!, filename, 'exec', 0, 0) as CodeObject
}
