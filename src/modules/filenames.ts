/** File names between Python and the system: the file system encoding is UTF-8 with surrogateescape. */
import { lookupAttr } from '../objects/attributes'
import { PyBytes } from '../objects/bytes'
import { decodeNative, encodeNative } from '../objects/codecregistry'
import { context } from '../objects/context'
import { typeError, valueError } from '../objects/exceptions'
import { typeOf, type Value } from '../objects/object'
import { asString } from '../objects/str'

/** A path from the root, not simplified. */
export function absolutePath(path: string): string {
  return path.startsWith('/') ? path : `${process.cwd()}/${path}`
}

/** `os.fsdecode(v)` */
export function decodeFilename(v: Value): Value {
  if (asString(v) !== undefined) return v
  if (v instanceof PyBytes) return decodeNative(v.bytes, 'utf-8', 'surrogateescape').text
  const path = lookupAttr(v, '__fspath__')
  if (path === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(v).name}`)
  return decodeFilename(context.call0(path))
}

/** A path for a system call: bytes as they are, text encoded. ValueError for an embedded null. */
export function encodePath(v: Value, f: string, name = 'path'): Uint8Array {
  let bytes: Uint8Array
  const text = asString(v)
  if (text !== undefined) bytes = encodeNative(v, 'utf-8', 'surrogateescape')
  else if (v instanceof PyBytes) bytes = v.bytes
  else {
    const path = lookupAttr(v, '__fspath__')
    if (path === undefined)
      throw typeError(`${f}: ${name} should be string, bytes or os.PathLike, not ${typeOf(v).name}`)
    const made = context.call0(path)
    if (asString(made) === undefined && !(made instanceof PyBytes))
      throw typeError(`expected ${typeOf(v).name}.__fspath__() to return str or bytes, not ${typeOf(made).name}`)
    return encodePath(made, f, name)
  }
  if (bytes.includes(0)) throw valueError(`${f}: embedded null character in ${name}`)
  return bytes
}

/** A path as Node's file system functions take it: a string where it is valid UTF-8, else bytes. */
export function nodePath(v: Value, f: string, name = 'path'): string | Buffer {
  const text = asString(v)
  if (text?.isWellFormed()) {
    if (text.includes('\0')) throw valueError(`${f}: embedded null character in ${name}`)
    return text
  }
  const bytes = encodePath(v, f, name)
  // Bun refuses an empty buffer as a path; the empty string gives the same ENOENT.
  return bytes.length === 0 ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Text of the operating system (argv, environment, directory entries) as a Python str. */
export function fromSystem(bytes: Uint8Array): Value {
  return decodeNative(bytes, 'utf-8', 'surrogateescape').text
}
