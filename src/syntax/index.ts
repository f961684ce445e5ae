/**
 * The front end of dxpy: Python source to syntax trees. What other folders use of `src/syntax`.
 */
export * from './ast'
export { type Parsed, type ParseMode, type ParseOptions, parse } from './parser'
export type { SourceDecoder } from './source'
export type { SyntaxWarningRecord } from './tokenizer'
