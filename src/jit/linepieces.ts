/**
 * `text.split()[k]` and `int(text.split()[k])`: a line has a dozen pieces, of which one is used. The list is never made, and of a line of a file neither is the line.
 */
import { Op } from '../bytecode/opcodes'
import { PyBytes } from '../objects/bytes'
import type { PyBuiltin } from '../objects/function'
import { intType } from '../objects/int'
import type { NativeFunction } from '../objects/signature'
import type { Lowering } from './lower'
import { heapType, isLine, type Piece, type Pieces, T, type Val } from './values'

/** Whether instructions from `at` on take one piece of what has been split, with a constant index. */
function takesOne(l: Lowering, at: number): boolean {
  const { instructions, consts } = l.code
  if (at + 1 >= l.blockEnd) return false
  const load = instructions[at]!
  const k = consts[load >>> 8]
  if ((load & 255) !== Op.LOAD_CONST || typeof k !== 'number' || k < 0) return false
  return (instructions[at + 1]! & 255) === Op.BINARY_SUBSCR
}

/** Behind LOAD_FAST: whether the method's look-up is that of `split`, with no separator or a constant of one byte, and one piece of what it gives is taken. */
export function isPieceNext(l: Lowering, site: number): boolean {
  const { code, at } = l
  if (code.sites[site] !== 'split') return false
  const next = code.instructions[at + 2]!
  if (next === Op.CALL_METHOD) return takesOne(l, at + 3)
  return (
    (next & 255) === Op.LOAD_CONST &&
    separatorByte(code.consts[next >>> 8]) >= 0 &&
    code.instructions[at + 3] === (Op.CALL_METHOD | (1 << 8)) &&
    takesOne(l, at + 4)
  )
}

/** The byte that a constant is, -1 where it is anything else. */
function separatorByte(c: unknown): number {
  if (c instanceof PyBytes) return c.size === 1 ? c.bytes[0]! : -1
  return typeof c === 'string' && c.length === 1 && c.charCodeAt(0) < 128 ? c.charCodeAt(0) : -1
}

/** CALL_METHOD of `split`: pushes the pieces where one of them is taken next; false elsewhere. */
export function takesPiece(l: Lowering, native: NativeFunction, text: Val, args: readonly Val[]): boolean {
  if (native.name !== 'split' || heapType(text.t) !== (text.t === T.BytesLine ? T.Bytes : T.Str)) return false
  if (args.length > 1 || !takesOne(l, l.at + 1)) return false
  const [separator] = args
  if (separator !== undefined) {
    const { c } = separator
    if (isLine(text.t) ? separatorByte(c) < 0 || (text.t === T.BytesLine) !== c instanceof PyBytes : !isAscii(c))
      return false
  }
  l.push({ t: T.List, x: '', pieces: { text, separator } })
  return true
}

/** Whether a separator has only characters below U+0080, so that no half of a pair is meant. */
function isAscii(c: unknown): boolean {
  return typeof c === 'string' && c !== '' && !/[^\0-\x7f]/.test(c)
}

/** An expression for the piece, undefined where there are not so many. */
function pieceText({ text, separator }: Pieces, k: string): string {
  if (text.t === T.Str) return `Z.strPiece(${text.x},${separator?.x ?? 'null'},${k})`
  const byte = separator === undefined ? -1 : separatorByte(separator.c)
  const made =
    text.t === T.TextLine
      ? `Z.strPiece(${text.x},${separator?.x ?? 'null'},${k})`
      : `Z.bytesPiece(${text.x},${byte},${k})`
  return `${text.g}<0?${made}:${text.x}.pieceOf(${text.g},${text.h},${byte},${k})`
}

/** Text that raises what taking a piece raises, at the place of that. */
function missing(l: Lowering, at: number): string {
  const here = l.at
  l.at = at
  const text = `${l.spillText()}${l.mayRaise()};${l.raise('Z.noPiece()')}`
  l.at = here
  return text
}

/** BINARY_SUBSCR of pieces; false where there are none on the stack. */
export function lowerPiece(l: Lowering): boolean {
  const { pieces } = l.peek(1)
  if (pieces === undefined) return false
  const k = l.pop().x
  l.pop()
  const { stack } = l.state
  const call = l.at + 1 < l.blockEnd && l.code.instructions[l.at + 1] === (Op.CALL | (1 << 8))
  if (isLine(pieces.text.t) && call && stack.length > 0 && l.peek().c === intType) {
    l.push({ t: T.Str, x: '', piece: { ...pieces, k, at: l.at } })
    return true
  }
  const r = l.temporary()
  l.emit(`let ${r}=${pieceText(pieces, k)};if(${r}===undefined){${missing(l, l.at)}}`)
  l.push({ t: heapType(pieces.text.t), x: r })
  return true
}

function makeInt(l: Lowering, p: string): string {
  const make = intType.proto.$__new__ as PyBuiltin
  return `${l.constant(make.native.fn)}(${l.constant(intType)},${p})`
}

/** `int` of a piece of a line. */
export function intOfPiece(l: Lowering, piece: Piece): Val {
  const { text, separator, k, at } = piece
  const byte = separator === undefined ? -1 : separatorByte(separator.c)
  const r = l.temporary()
  const p = l.temporary()
  l.emit(
    `let ${r}=${text.g}<0?undefined:${text.x}.intOf(${text.g},${text.h},${byte},${k});if(${r}===undefined){const ${p}=${pieceText(piece, k)};if(${p}===undefined){${missing(l, at)}}${l.spillText()}${l.mayRaise()};${r}=${makeInt(l, p)}}`,
  )
  return { t: T.Any, x: r }
}
