/** Parses replacement templates of `sub` and `expand`; what is an error is left to the library, as in parser.ts. */
import { simpleEscapes } from '../../base/escapes'
import { isCasedAscii } from './characters'
import { isDigit, isOctal, notHere } from './parser'

/** A template: literals as characters, and between any two of them the number of a group. */
export interface ParsedTemplate {
  readonly literals: readonly (readonly number[])[]
  readonly groups: readonly number[]
}

/**
 * @param highest the highest group of the pattern
 * @param groupOf the group of a name, or -1
 */
export function parseTemplate(
  text: ArrayLike<number>,
  highest: number,
  groupOf: (name: string) => number,
): ParsedTemplate {
  const literals: number[][] = [[]]
  const groups: number[] = []
  const addGroup = (number: number): void => {
    if (number < 0 || number > highest) throw notHere
    groups.push(number)
    literals.push([])
  }
  const digitAt = (i: number): boolean => i < text.length && isDigit(text[i]!)
  const octalAt = (i: number): boolean => i < text.length && isOctal(text[i]!)
  let at = 0
  while (at < text.length) {
    const c = text[at++]!
    const literal = literals[literals.length - 1]!
    if (c !== 92) {
      literal.push(c)
      continue
    }
    if (at >= text.length) throw notHere
    const e = text[at++]!
    if (e === 48) {
      let value = 0
      for (let i = 0; i < 2 && octalAt(at); i++) value = value * 8 + text[at++]! - 48
      literal.push(value)
    } else if (isDigit(e)) {
      if (!digitAt(at)) addGroup(e - 48)
      else if (isOctal(e) && octalAt(at) && octalAt(at + 1)) {
        const value = (e - 48) * 64 + (text[at]! - 48) * 8 + text[at + 1]! - 48
        if (value > 255) throw notHere
        literal.push(value)
        at += 2
      } else addGroup((e - 48) * 10 + text[at++]! - 48)
    } else if (e === 103) {
      let name = ''
      if (text[at++] !== 60) throw notHere
      for (; text[at] !== 62; at++) {
        const part = text[at] ?? -1
        if (!isCasedAscii(part) && !isDigit(part) && part !== 95) throw notHere
        name += String.fromCharCode(part)
      }
      at++
      addGroup(/^\d{1,9}$/.test(name) ? Number(name) : groupOf(name))
    } else if (e === 92) literal.push(e)
    else if (isCasedAscii(e)) {
      const simple = simpleEscapes[e]
      if (simple === undefined) throw notHere
      literal.push(simple)
    } else literal.push(92, e)
  }
  return { literals, groups }
}
