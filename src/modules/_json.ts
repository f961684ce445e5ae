/** _json: reading and writing of JSON (Library Reference, "json"; CPython: Modules/_json.c). */
import type { NativeModule } from './definition'
import { encodeAscii, encodePlain, encoderType } from './json/encoder'
import { scannerType, scanString } from './json/scanner'

export const jsonModule: NativeModule = {
  name: '_json',
  doc: 'Reading and writing of JSON.',
  functions: [
    [
      'scanstring',
      scanString,
      '-(string, end, strict=True, /)',
      'The string whose first character after the quote is at end, and the position after its closing quote.',
    ],
    ['encode_basestring_ascii', encodeAscii, '(string, /)', 'A JSON string of ASCII characters.'],
    ['encode_basestring', encodePlain, '(string, /)', 'A JSON string.'],
  ],
  attributes: () => ({ make_scanner: scannerType, make_encoder: encoderType }),
}
