/** The embedded library of pure-Python modules. */
import { existsSync, readFileSync } from 'node:fs'
import type { CodeObject } from '../bytecode/code'
import type { Library } from '../modules/finder'
import { LIBRARY_PATH } from '../modules/sys'
import { compileSource } from './compile'

/** The library in the executable, or unpacked below `build/` while developing. */
export function openLibrary(): Library {
  const root = `${import.meta.dir}/../../build/lib`
  const fileOf = (name: string): string | null => {
    const base = `${root}/${name.replaceAll('.', '/')}`
    if (existsSync(`${base}/__init__.py`)) return `${base}/__init__.py`
    return existsSync(`${base}.py`) ? `${base}.py` : null
  }
  return {
    has: (name) => fileOf(name) !== null,
    isPackage: (name) => fileOf(name)?.endsWith('/__init__.py') ?? false,
    code: (name): CodeObject => {
      const file = fileOf(name)!
      return compileSource(new Uint8Array(readFileSync(file)), LIBRARY_PATH + file.slice(root.length), 'exec', 0, -1)
    },
    source: (name) => readFileSync(fileOf(name)!, 'utf8'),
  }
}
