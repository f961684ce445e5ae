/**
 * The embedded library of pure-Python modules: three text assets that `npm run build` makes (tools/build-library.ts). Only the
 * first is loaded at start-up; the rest and the sources come in when they are first needed.
 */
import { type Archive, openArchive } from '../bytecode/archive'
import type { CodeObject } from '../bytecode/code'
import { LIBRARY_PATH } from '../modules/config'
import type { Library } from '../modules/loaders'
import { constantFactory } from '../objects/constants'
import { systemError } from '../objects/exceptions'

type Asset = string | { default: string }

function open(asset: Asset): Archive {
  const opened = openArchive(typeof asset === 'string' ? asset : asset.default)
  if (opened.isErr()) throw systemError(`the embedded library cannot be read: ${opened.error.message}`)
  return opened.value
}

let common: Archive | null = null
let rest: Archive | null = null
let sources: Archive | null = null

function commonArchive(): Archive {
  common ??= open(require('../../build/library/common.txt') as Asset)
  return common
}

function archiveOf(name: string): Archive | null {
  if (commonArchive().has(name)) return common
  return restArchive().has(name) ? rest : null
}

function restArchive(): Archive {
  rest ??= open(require('../../build/library/rest.txt') as Asset)
  return rest
}

/** Path of a library module's source as `__file__` shows it. */
function fileOf(archive: Archive, name: string): string {
  const base = `${LIBRARY_PATH}/${name.replaceAll('.', '/')}`
  return archive.isPackage(name) ? `${base}/__init__.py` : `${base}.py`
}

/** The library in the executable. */
export function openLibrary(): Library {
  return {
    has: (name) => archiveOf(name) !== null,
    isPackage: (name) => archiveOf(name)!.isPackage(name),
    names: () => [...commonArchive().names(), ...restArchive().names()],
    code(name, filename): CodeObject {
      const archive = archiveOf(name)!
      const opened = archive.open(name, filename ?? fileOf(archive, name))
      if (opened.isErr()) throw systemError(`the embedded module ${name} cannot be read: ${opened.error.message}`)
      return opened.value!.module(constantFactory)
    },
    source(name) {
      sources ??= open(require('../../build/library/sources.txt') as Asset)
      const bytes = sources.bytes(name)
      return bytes === null ? null : new TextDecoder().decode(bytes)
    },
  }
}
