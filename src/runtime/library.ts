/**
 * The embedded library of pure-Python modules: text assets that `npm run build` makes (tools/build-library.ts), each
 * loaded when one of its modules is first needed.
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

/** The archives, in the order of the index's lines. */
const assets: readonly (() => Asset)[] = [
  () => require('../../build/library/core.txt') as Asset,
  () => require('../../build/library/common.txt') as Asset,
  () => require('../../build/library/tools.txt') as Asset,
  () => require('../../build/library/rest.txt') as Asset,
]
const archives: (Archive | undefined)[] = []
let sources: Archive | null = null

/** Which archive has a module. */
interface Place {
  readonly archive: number
  readonly isPackage: boolean
}
let index: Map<string, Place> | null = null

function places(): Map<string, Place> {
  if (index !== null) return index
  const made = new Map<string, Place>()
  const asset = require('../../build/library/index.txt') as Asset
  const lines = (typeof asset === 'string' ? asset : asset.default).split('\n')
  for (let archive = 0; archive < lines.length; archive++)
    for (const name of lines[archive]!.split(' ')) {
      const isPackage = name.endsWith('/')
      made.set(isPackage ? name.slice(0, -1) : name, { archive, isPackage })
    }
  index = made
  return made
}

function archiveOf(name: string): Archive {
  const i = places().get(name)!.archive
  return (archives[i] ??= open(assets[i]!()))
}

/** Path of a library module's source as `__file__` shows it. */
function fileOf(name: string): string {
  const base = `${LIBRARY_PATH}/${name.replaceAll('.', '/')}`
  return places().get(name)!.isPackage ? `${base}/__init__.py` : `${base}.py`
}

/** The library in the executable. */
export function openLibrary(): Library {
  return {
    has: (name) => places().has(name),
    isPackage: (name) => places().get(name)!.isPackage,
    names: () => [...places().keys()],
    code(name, filename): CodeObject {
      const opened = archiveOf(name).open(name, filename ?? fileOf(name))
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
