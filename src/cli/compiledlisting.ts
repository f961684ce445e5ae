/** `dxpy dis --jit FILE ARG …`: runs a program as `dxpy FILE ARG …` does, then shows the bytecode of its code that was compiled, and the JavaScript of each body. */
import { disassemble } from '../bytecode/dis'
import { tier } from '../interpreter/tier'
import { LIBRARY_PATH } from '../modules/config'

/** Has the compiler note what it compiles from now on. */
export function noteCompiled(): void {
  tier.compiled = new Set()
}

/** What has been compiled of the program, without the embedded library. */
export function compiledListing(): string {
  const out: string[] = []
  for (const code of tier.compiled ?? []) {
    if (code.filename.startsWith(LIBRARY_PATH)) continue
    const { bodies, reasons } = tier.current!.report(code)
    out.push(disassemble(code.body.unit(), { nested: false }))
    for (const { at, call, made, text } of bodies)
      out.push(`; body at ${at}${call ? ', entered by calls' : ''}, made ${made} times\n${text}\n`)
    const left = [...reasons].map(([reason, times]) => `; left or not made: ${reason}, ${times} times\n`)
    out.push(left.join(''))
  }
  return out.length === 0 ? '; nothing was compiled\n' : out.filter((text) => text !== '').join('\n')
}
