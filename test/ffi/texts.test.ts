/** The characters of strings where they lie, for every way in which the engine may have made a string, and strings over memory that was written. */

import { read } from 'bun:ffi'
import { describe, expect, test } from 'bun:test'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { textRoom, withAddressesOf, withAddressOf } from '../../src/ffi/texts'

const library = join(import.meta.dir, '../../build/native/text.lib')
const there = existsSync(library) && statSync(library).size > 0

const seen = (text: string): string | null =>
  withAddressOf(text, (at) => {
    let out = ''
    for (let i = 0; i < text.length; i++) out += String.fromCharCode(read.u8(at as never, i))
    return out
  })

/** Strings by how they came to be: whole, put together, cut, decoded, read from an object's keys. */
const ways: ((s: string) => string)[] = [
  (s) => s,
  (s) => s + s,
  (s) => `${s}-${s}-${s}`,
  (s) => s.slice(1),
  (s) => s.slice(1, -1),
  (s) => (s + s).slice(2, -1),
  (s) => s.slice(1).slice(1),
  (s) => Buffer.from(s, 'latin1').toString('latin1'),
  (s) => Buffer.from(s, 'latin1').toString('latin1').slice(1),
  (s) => s.split('').reverse().join(''),
  (s) => s.repeat(50),
  (s) => Object.keys({ [`k${s}`]: 1 })[0]!,
  (s) => JSON.stringify(s),
  (s) => s.toUpperCase(),
]

describe.skipIf(!there)('characters of strings', () => {
  const latin = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)), maxLength: 200 })

  test('are what the string says, whichever way it was made', () => {
    fc.assert(
      fc.property(latin, fc.nat(ways.length - 1), fc.nat(ways.length - 1), (s, i, j) => {
        const text = ways[j]!(ways[i]!(s))
        const found = seen(text)
        // The engine may keep a text in two bytes a character although it would not need to.
        if (found === null)
          return [...text].some((c) => c.charCodeAt(0) > 255) || /toUpperCase|JSON/.test(`${ways[i]}${ways[j]}`)
        return found === text
      }),
      { numRuns: 3000 },
    )
  })

  test('of a text with characters beyond a byte are not given', () => {
    for (const text of ['\u0100', 'aaa\u20ac', '\u{1f600}'.repeat(30), `${'x'.repeat(500)}\u0142`.slice(10)])
      expect(seen(text)).toBeNull()
    expect(withAddressesOf('abc', 'ab\u0100', () => 1)).toBeNull()
    expect(withAddressesOf('abc', 'abd', (x, y) => read.u8(x as never, 2) + read.u8(y as never, 2))).toBe(99 + 100)
  })

  test('stay where they are while the collector runs', () => {
    for (let i = 0; i < 20; i++) {
      const text = `${i}`.padStart(100_000, 'x').slice(3)
      const same = withAddressOf(text, (at) => {
        Bun.gc(true)
        new Array(1000).fill(0).map((_, k) => 'y'.repeat(100_000 + k).slice(1))
        return read.u8(at as never, text.length - 1)
      })
      expect(same).toBe(text.charCodeAt(text.length - 1))
    }
  })
})

describe.skipIf(!there)('texts over memory', () => {
  test('say what was written, and are given back', () => {
    const { toArrayBuffer } = require('bun:ffi') as typeof import('bun:ffi')
    const kept: string[] = []
    let most = 0
    const before = process.memoryUsage.rss()
    for (let i = 0; i < 120; i++) {
      const n = 20_000_000 + i
      const room = textRoom(n)!
      new Uint8Array(toArrayBuffer(room.address as never, 0, n)).fill(48 + i)
      const text = room.text(n - 5)
      expect(text.length).toBe(n - 5)
      // A piece keeps the whole.
      kept[i % 4] = text.slice(100, 300)
      expect(kept[i % 4]).toBe(String.fromCharCode(48 + i).repeat(200))
      most = Math.max(most, process.memoryUsage.rss() - before)
    }
    for (let i = 116; i < 120; i++) expect(kept[i % 4]).toBe(String.fromCharCode(48 + i).repeat(200))
    // 120 of them are 2.4 GB.
    expect(most).toBeLessThan(1e9)
  })

  test('a room may be given back unused', () => {
    for (let i = 0; i < 50; i++) textRoom(1e7)!.free()
    expect(textRoom(2 ** 31)).toBeNull()
  })
})
