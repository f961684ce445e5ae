/** Where in an entity something is. Counting goes on from the place that was asked for last, since places are asked for in order. */
import type { XmlDecoder } from './decoder'

/** A place: line from 1, column in characters from 0, byte from 0. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly byte: number
}

const START: Position = { line: 1, column: 0, byte: 0 }

/** Places in a text whose beginning is dropped from time to time. */
export class Positions {
  decoder: XmlDecoder | null = null
  private base = START
  private known = START
  private knownAt = 0

  /** The place of an index. */
  locate(text: string, index: number): Position {
    if (index < this.knownAt) {
      this.known = this.base
      this.knownAt = 0
    }
    const part = text.slice(this.knownAt, index)
    let { line, column, byte } = this.known
    let last = 0
    for (const end of part.matchAll(/\r\n?|\n/g)) {
      line++
      column = 0
      last = end.index + end[0].length
    }
    for (let i = last; i < part.length; i++) if ((part.charCodeAt(i) & 0xfc00) !== 0xdc00) column++
    byte += this.decoder?.byteLength(part) ?? part.length
    this.known = { line, column, byte }
    this.knownAt = index
    return this.known
  }

  /** The beginning of the text up to an index is dropped. */
  drop(text: string, index: number): void {
    this.base = this.known = this.locate(text, index)
    this.knownAt = 0
  }
}
