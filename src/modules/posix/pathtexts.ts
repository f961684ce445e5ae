/** What `os.path` does with paths as texts, without looking at any file (CPython: Modules/posixmodule.c, Python/fileutils.c). */
import { lookupAttr } from '../../objects/attributes'
import { PyBytes } from '../../objects/bytes'
import { context } from '../../objects/context'
import { typeError } from '../../objects/exceptions'
import { type MethodTable, typeOf, type Value } from '../../objects/object'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'

/** A path argument as a str or bytes. */
function pathOf(v: Value, f: string): Value {
  if (asString(v) !== undefined || v instanceof PyBytes) return v
  const method = lookupAttr(v, '__fspath__')
  if (method === undefined) throw typeError(`${f}: path should be string, bytes or os.PathLike, not ${typeOf(v).name}`)
  const path = context.call0(method)
  if (asString(path) !== undefined || path instanceof PyBytes) return path
  throw typeError(`expected ${typeOf(v).name}.__fspath__() to return str or bytes, not ${typeOf(path).name}`)
}

/** Characters of a path that is a str or bytes: of bytes one each. */
function charactersOf(path: Value): string {
  return path instanceof PyBytes ? Buffer.from(path.bytes).toString('latin1') : asString(path)!
}

/** A path of the same kind as another. */
function like(path: Value, characters: string): Value {
  return path instanceof PyBytes ? new PyBytes(new Uint8Array(Buffer.from(characters, 'latin1'))) : characters
}

/** How many slashes at the start are the root: two of just two count, any other number as one. */
function rootLength(path: string): number {
  if (path.charCodeAt(0) !== 47) return 0
  return path.charCodeAt(1) === 47 && path.charCodeAt(2) !== 47 ? 2 : 1
}

function splitRoot(v: Value): Value {
  const path = pathOf(v, '_path_splitroot_ex')
  const text = charactersOf(path)
  const root = rootLength(text)
  return new PyTuple([like(path, ''), like(path, text.slice(0, root)), like(path, text.slice(root))])
}

function normalPath(v: Value): Value {
  const path = pathOf(v, '_path_normpath')
  const text = charactersOf(path)
  const root = rootLength(text)
  const kept: string[] = []
  for (let from = root; from <= text.length; ) {
    let to = text.indexOf('/', from)
    if (to < 0) to = text.length
    const part = text.slice(from, to)
    from = to + 1
    if (part === '' || part === '.') continue
    if (part !== '..' || (root === 0 && kept.length === 0) || kept[kept.length - 1] === '..') kept.push(part)
    else kept.pop()
  }
  const normal = text.slice(0, root) + kept.join('/')
  return like(path, normal === '' ? '.' : normal)
}

export const pathTextTable: MethodTable = [
  ['_path_normpath', normalPath, '(path)', 'A path without what changes nothing in it.'],
  ['_path_splitroot_ex', splitRoot, '(path)', 'Drive, root and tail of a path.'],
]
