/**
 * `python.ohm` as Ohm grammars over the token string.
 *
 * Used by the build tool and the tests; a running dxpy parses with the matchers compiled from these grammars and loads
 * neither this file nor ohm-js. A quoted terminal in the file is the spelling of a token and becomes that token's character.
 */
import { readFileSync } from 'node:fs'
import { grammars, type Namespace } from 'ohm-js'
import { tokenCode } from './tokens'

/** Replaces each quoted token spelling by the token's private-use character; comments are dropped. */
export function translateTerminals(text: string): string {
  return text.replace(/\/\/[^\n]*|"([^"\n]*)"/g, (whole, spelling: string | undefined) =>
    spelling === undefined ? (whole.startsWith('//') ? '' : whole) : `"\\u{${tokenCode(spelling).toString(16)}}"`,
  )
}

/** The grammars of `python.ohm`, by name. Takes some hundred milliseconds. Throws on a mistake in the file. */
export function loadGrammars(): Namespace {
  return grammars(translateTerminals(readFileSync(new URL('./python.ohm', import.meta.url), 'utf8')))
}
