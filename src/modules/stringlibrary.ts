/** What native code provides of the library's `string` before its body has run, which compiles patterns for templates: the constants, and `capwords`. */
import type { CodeObject } from '../bytecode/code'
import type { PyModule } from '../objects/module'
import { definitionIn, type Provided } from './deferred'

const WHITESPACE = ' \t\n\r\v\f'
const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz'
const UPPERCASE = LOWERCASE.toUpperCase()
const DIGITS = '0123456789'
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

/** `string` */
export function strings(module: PyModule, code: CodeObject): Provided {
  const capwords = definitionIn(module, code, 'capwords')
  capwords.defaults = [null]
  return {
    whitespace: WHITESPACE,
    ascii_lowercase: LOWERCASE,
    ascii_uppercase: UPPERCASE,
    ascii_letters: LOWERCASE + UPPERCASE,
    digits: DIGITS,
    hexdigits: `${DIGITS}abcdefABCDEF`,
    octdigits: '01234567',
    punctuation: PUNCTUATION,
    printable: DIGITS + LOWERCASE + UPPERCASE + PUNCTUATION + WHITESPACE,
    capwords,
  }
}
