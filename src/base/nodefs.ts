/** Node's file system functions. They are loaded when the first is called: loading costs as much as starting the interpreter's streams, and many programs need none. */
type NodeFs = typeof import('node:fs')

let loaded: NodeFs | null = null

/** The module `node:fs`. */
export function nodeFs(): NodeFs {
  loaded ??= require('node:fs') as NodeFs
  return loaded
}
