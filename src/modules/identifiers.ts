/** Names that native code takes for identifiers without asking the library. */

/** An identifier of ASCII characters that does not begin with an underscore. */
export const PUBLIC_IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]*$/
/** An identifier of ASCII characters. */
export const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/
/** `keyword.kwlist` */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or ' +
    'pass raise return try while with yield'
  ).split(' '),
)
