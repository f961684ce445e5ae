/** The parser by itself, without Python: events in pieces of every length, and names in all positions. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { noHandlers } from '../../../src/modules/xml/handlers'
import { isNameStart, isNameUnit } from '../../../src/modules/xml/names'
import { Namespaces } from '../../../src/modules/xml/namespaces'
import { XmlParser } from '../../../src/modules/xml/parser'

const DOCUMENT = `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE a [<!ENTITY e "<b>&#38;amp;</b>"><!ATTLIST a k NMTOKEN #IMPLIED d CDATA "d\u00e9">]>
<a k="  x  " xmlns:p="u"><!-- \u{1f600} -->\r\ntext &e; ]] <p:c>\r</p:c><![CDATA[<&]]]]><?p i?></a>
`

/** Events of a document that comes in pieces, texts joined. */
function events(pieces: readonly Uint8Array[], defer: boolean): string[] {
  const out: string[] = []
  let text = ''
  const add = (event: string): void => {
    if (text !== '') out.push(`text ${text}`)
    text = ''
    out.push(event)
  }
  const parser = new XmlParser(null, new Namespaces('|', false))
  parser.deferReparse = defer
  parser.handlers = {
    ...noHandlers(),
    startElement: (name, attributes) => add(`start ${name} ${attributes.join(',')}`),
    endElement: (name) => add(`end ${name}`),
    characters: (data) => {
      text += data
    },
    comment: (data) => add(`comment ${data}`),
    instruction: (target, data) => add(`instruction ${target} ${data}`),
    startCdata: () => add('start cdata'),
    endCdata: () => add('end cdata'),
  }
  for (const piece of pieces) parser.parse(piece, false)
  const code = parser.parse(new Uint8Array(0), true)
  const { line, column, byte } = parser.position()
  add(`${code} at ${line} ${column} ${byte}`)
  return out
}

const bytes = new Uint8Array(Buffer.from(DOCUMENT))
const whole = events([bytes], true)

test('events', () => {
  expect(whole).toEqual([
    'start a k,x,d,d\u00e9',
    'comment  \u{1f600} ',
    'text \ntext ',
    'start b ',
    'text &',
    'end b',
    'text  ]] ',
    'start u|c ',
    'text \n',
    'end u|c',
    'start cdata',
    'text <&]]',
    'end cdata',
    'instruction p i',
    'end a',
    `0 at 6 0 ${bytes.length}`,
  ])
})

test('pieces of any length give the same events', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length)), fc.boolean(), (cuts, defer) => {
      const at = [0, ...cuts.sort((a, b) => a - b), bytes.length]
      const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i]!, end))
      expect(events(pieces, defer)).toEqual(whole)
    }),
  )
})

test('what begins a name may go on with it', () => {
  for (let c = 0; c < 0x10000; c++) if (isNameStart(c)) expect(isNameUnit(c)).toBe(true)
  expect([0x30, 0x2d, 0xb7, 0x300].map((c) => isNameStart(c))).toEqual([false, false, false, false])
})
