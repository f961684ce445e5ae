/** What `methods.ts` and `collections.ts` share: the rows that a Python program prints, and the table of two of them. */

/** What was measured of one operation: a hash of its result and the time of a call. */
export interface Row {
  readonly digest: string
  readonly ns: number
}

/** Runs a program that prints lines of name, digest and nanoseconds. */
export function measuredRows(command: readonly string[], env: Record<string, string | undefined>): Map<string, Row> {
  const done = Bun.spawnSync([...command], { env, stdout: 'pipe', stderr: 'inherit' })
  if (done.exitCode !== 0) throw new Error(`${command.join(' ')} failed`)
  const rows = new Map<string, Row>()
  for (const line of done.stdout.toString().trim().split('\n')) {
    const [name, digest, ns] = line.split('\t')
    rows.set(name!, { digest: digest!, ns: Number(ns) })
  }
  return rows
}

const shown = (ns: number): string =>
  ns < 1e4 ? `${ns.toFixed(0)} ns` : ns < 1e7 ? `${(ns / 1e3).toFixed(0)} µs` : `${(ns / 1e6).toFixed(0)} ms`

/** Prints the table of CPython's rows and dxpy's; how many results differ. */
export function compareRows(title: string, theirs: Map<string, Row>, ours: Map<string, Row>): number {
  let unequal = 0
  let logs = 0
  console.log(`\n${title.padEnd(26)}${'CPython'.padStart(10)}${'dxpy'.padStart(10)}${'times'.padStart(8)}`)
  for (const [name, { digest, ns }] of theirs) {
    const own = ours.get(name)!
    const equal = own.digest === digest
    if (!equal) unequal++
    logs += Math.log(ns / own.ns)
    const ratio = (ns / own.ns).toFixed(2).padStart(8)
    console.log(
      `${name.padEnd(26)}${shown(ns).padStart(10)}${shown(own.ns).padStart(10)}${ratio}${equal ? '' : '  OUTPUT DIFFERS'}`,
    )
  }
  const mean = Math.exp(logs / theirs.size).toFixed(2)
  console.log(`${'geometric mean'.padEnd(46)}${mean.padStart(8)}`)
  return unequal
}
