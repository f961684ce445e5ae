/**
 * `text.split()[k]` and `int(text.split()[k])`: a line has a dozen pieces, of which one is used. The list is never made, and of a line of a file neither is the line. What
 * `strip` leaves of such a line is a place in the file as well, and its length, its ends and whether it is empty are known there.
 */
import { Op } from '../bytecode/opcodes'
import { bytesType, PyBytes } from '../objects/bytes'
import { PyBuiltin } from '../objects/function'
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

/** Whether LOAD_METHOD at an instruction is the look-up of `split`, with no separator or a constant of one byte, and one piece of what it gives is taken. */
function isPieceNext(l: Lowering, at: number): boolean {
  const { code } = l
  const next = code.instructions[at + 1]!
  if (next === Op.CALL_METHOD) return takesOne(l, at + 2)
  return (
    (next & 255) === Op.LOAD_CONST &&
    separatorByte(code.consts[next >>> 8]) >= 0 &&
    code.instructions[at + 2] === (Op.CALL_METHOD | (1 << 8)) &&
    takesOne(l, at + 3)
  )
}

const STRIPS = ['strip', 'lstrip', 'rstrip']
const ENDS = ['startswith', 'endswith']

/** Whether it is that of a method of lines with arguments for which it needs no line. */
function isLineMethodNext(l: Lowering, at: number, line: T): boolean {
  const { code, blockEnd } = l
  const name = code.sites[code.instructions[at]! >>> 8]!
  if (name === 'split') return isPieceNext(l, at)
  const strips = STRIPS.includes(name)
  if ((!strips && !ENDS.includes(name)) || at + 1 >= blockEnd) return false
  const next = code.instructions[at + 1]!
  if (next === Op.CALL_METHOD) return strips
  return (
    at + 2 < blockEnd &&
    (next & 255) === Op.LOAD_CONST &&
    asciiBytes(code.consts[next >>> 8], line) !== null &&
    code.instructions[at + 2] === (Op.CALL_METHOD | (1 << 8))
  )
}

/** Whether the instruction at `at` works on a line where it lies; the stack is as it is below the line. */
export function usesLine(l: Lowering, at: number, line: T): boolean {
  if (at >= l.blockEnd) return false
  const ins = l.code.instructions[at]!
  switch (ins & 255) {
    case Op.LOAD_METHOD:
      return isLineMethodNext(l, at, line)
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE:
      return true
    case Op.CALL: {
      const f = ins === (Op.CALL | (1 << 8)) && l.state.stack.length > 0 ? l.peek().c : null
      return f instanceof PyBuiltin && f.module === 'builtins' && f.native.name === 'len'
    }
  }
  return false
}

/** The bytes of a constant that a line may begin or end with; null where it has none, or is not of the line's type. */
export function asciiBytes(c: unknown, line: T): Uint8Array | null {
  if (line === T.BytesLine) return c instanceof PyBytes && c.cls === bytesType && c.size > 0 ? c.bytes : null
  return typeof c === 'string' && /^[\0-\x7f]+$/.test(c) ? Buffer.from(c) : null
}

/** CALL_METHOD of a line of a file: `strip`, `startswith` and their like, pushed; false for any other. */
export function callOnLine(l: Lowering, native: NativeFunction, line: Val, args: readonly Val[]): boolean {
  if (!isLine(line.t) || args.length > 1) return false
  const [arg] = args
  const bytes = arg === undefined ? null : asciiBytes(arg.c, line.t)
  if (arg !== undefined && bytes === null) return false
  const { name } = native
  const { x, g, h } = line
  const made = `${l.constant(native.fn)}(${arg === undefined ? x : `${x},${arg.x}`})`
  const set = bytes === null ? 'null' : l.constant(bytes)
  if (ENDS.includes(name)) {
    if (bytes === null) return false
    const at = name === 'startswith' ? g : `${h}-${bytes.length}`
    l.push(l.keep(T.Bool, `${g}<0?${made}:${x}.hasAt(${at},${g},${h},${set})`))
    return true
  }
  if (!STRIPS.includes(name)) return false
  const [to, from, end] = [l.temporary(), l.temporary(), l.temporary()]
  const start = name === 'rstrip' ? '' : `${from}=${x}.stripStart(${from},${end},${set});`
  const stop = name === 'lstrip' ? '' : `${end}=${x}.stripEnd(${from},${end},${set});`
  l.emit(`let ${to}=${x},${from}=${g},${end}=${h};if(${from}<0)${to}=${made};else{${start}${stop}}`)
  const stripped = { t: line.t, x: to, g: from, h: end }
  const next = l.at + 1
  const stored = next < l.blockEnd && (l.code.instructions[next]! & 255) === Op.STORE_FAST
  l.push(stored || usesLine(l, next, line.t) ? stripped : l.keep(heapType(line.t), l.boxed(stripped)))
  return true
}

/** `len` of a line. */
export function lengthOfLine(l: Lowering, { t, x, g, h }: Val): Val {
  return l.keep(T.Int, `${g}<0?${t === T.TextLine ? `Z.strLength(${x})` : `${x}.size`}:${h}-${g}`)
}

/** A condition that holds where a line is not empty. */
export function lineTruth({ t, x, g, h }: Val): string {
  return `(${g}<0?${t === T.TextLine ? `${x}!==''` : `${x}.size!==0`}:${g}<${h})`
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
