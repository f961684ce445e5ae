/** The result of every public function: `Result<T, DxError>`, never a throw (neverthrow). */
export { err, ok, Result } from 'neverthrow'
