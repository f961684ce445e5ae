/**
 * Positions of text streams whose decoder has a state (CPython: Modules/_io/textio.c, textiowrapper_tell): where in the bytes a decoder could begin, in which
 * state, and how much of what it makes of the bytes from there has been read.
 */

import { osErrorType } from '../../objects/exceptionfields'
import { makeException, overflowError } from '../../objects/exceptions'
import { normalize } from '../../objects/intmath'
import type { Int } from '../../objects/object'

/** What `tell` answers, as one int. */
export interface Cookie {
  /** Where in the bytes to begin. */
  readonly start: number
  /** The state of a decoder that has nothing in hand. */
  readonly flags: Int
  /** Bytes to decode from there, and characters of them to leave out. */
  readonly feed: number
  readonly skip: number
  /** The end of the stream comes after these bytes. */
  readonly atEnd: boolean
}

/** Bits of the fields, in their order. */
const START = 64
const FIELD = 32
const END = 8
const ALL = START + 3 * FIELD + END

/** The int of a position. */
export function packCookie({ start, flags, feed, skip, atEnd }: Cookie): Int {
  const fields = [flags, feed, skip, atEnd ? 1 : 0]
  let all = BigInt(start)
  fields.forEach((field, i) => {
    all |= BigInt.asUintN(FIELD, BigInt(field)) << BigInt(START + i * FIELD)
  })
  return normalize(all)
}

/** The position of an int that `tell` has answered. Raises OverflowError. */
export function unpackCookie(cookie: Int): Cookie {
  const all = BigInt(cookie)
  if (all >> BigInt(ALL) !== 0n) throw overflowError('int too big to convert')
  const field = (i: number): number => Number(BigInt.asIntN(FIELD, all >> BigInt(START + i * FIELD)))
  return {
    start: Number(BigInt.asUintN(START, all)),
    flags: field(0),
    feed: field(1),
    skip: field(2),
    atEnd: field(3) !== 0,
  }
}

/** A decoder that can be asked for its state and put into it. */
export interface Decoder {
  /** The number of characters that bytes give. */
  decode(bytes: Uint8Array, final: boolean): number
  /** Whether it has bytes in hand, and how many; its other state. */
  getState(): { readonly held: number; readonly flags: Int }
  /** Puts it into a state with nothing in hand. */
  setState(flags: Int): void
}

/** How far into the bytes a state is known in which nothing is in hand, found in long steps; and the characters and the state there. */
function roughly(decoder: Decoder, bytes: Uint8Array, flags: Int, skip: number, ratio: number) {
  let length = Math.min(bytes.length, Math.floor(ratio * skip))
  let back = 1
  while (length > 0) {
    decoder.setState(flags)
    const made = decoder.decode(bytes.subarray(0, length), false)
    if (made <= skip) {
      const { held, flags: state } = decoder.getState()
      if (held === 0) return { length, made, state }
      length -= held
      back = 1
    } else {
      length -= back
      back *= 2
    }
  }
  decoder.setState(flags)
  return { length: 0, made: 0, state: flags }
}

/**
 * The position after `skip` characters of what a decoder makes of bytes that begin at `begin` of the stream, in the state `flags`. `ratio` guesses the bytes of a
 * character. The decoder is left in another state. Raises OSError.
 */
export function positionAfter(
  decoder: Decoder,
  begin: number,
  bytes: Uint8Array,
  flags: Int,
  skip: number,
  ratio: number,
): Cookie {
  const { length, made, state } = roughly(decoder, bytes, flags, skip, ratio)
  let start = begin + length
  let startFlags = state
  let left = skip - made
  if (left === 0) return { start, flags: startFlags, feed: 0, skip: 0, atEnd: false }
  // Byte by byte, with a new beginning wherever nothing is in hand.
  let feed = 0
  let decoded = 0
  for (let i = length; i < bytes.length; i++) {
    feed++
    decoded += decoder.decode(bytes.subarray(i, i + 1), false)
    const now = decoder.getState()
    if (now.held === 0 && decoded <= left) {
      start += feed
      left -= decoded
      startFlags = now.flags
      feed = 0
      decoded = 0
    }
    if (decoded >= left) return { start, flags: startFlags, feed, skip: left, atEnd: false }
  }
  decoded += decoder.decode(new Uint8Array(0), true)
  if (decoded < left) throw makeException(osErrorType, "can't reconstruct logical file position")
  return { start, flags: startFlags, feed, skip: left, atEnd: true }
}
