/**
 * When JavaScriptCore's last tier compiles a function in the finished executable. Its threshold suits programs that run for long: in a run of
 * one or two seconds the last tier compiled 150 to 350 functions on other cores, a fifth to a third of the CPU time of most programs, and
 * little of that was won back. The threshold can only be set by a variable of the environment that is read before the program starts, so its default in the
 * executable is changed; the environment (`BUN_JSC_thresholdForFTLOptimizeAfterWarmUp`) still overrides it.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'

/** Calls of a function count 15 towards it, turns of a loop 1. */
const FROM = 64_000
const TO = 1_280_000

/** Four defaults that lie side by side: when a function is optimised soon, what a loop's turn and an entry count, and the threshold. */
const NEIGHBOURS = [1000, 1, 15, FROM] as const
/** The part of the executable in which constants are. */
const SEARCHED = 64 << 20

/** Changes the default in an executable; null, or why it cannot be done. */
export function delayLastTier(file: string): string | null {
  const at = placeIn(file)
  if (typeof at === 'string') return at
  write(file, at, TO)
  if (shown(file).includes(`thresholdForFTLOptimizeAfterWarmUp=${TO}`)) return null
  write(file, at, FROM)
  return 'the constant is not that of the option'
}

/** Where the default is in the file, or why it is not known. */
function placeIn(file: string): number | string {
  const fd = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(SEARCHED)
    const length = readSync(fd, bytes, 0, SEARCHED, 0)
    const wanted = Buffer.from(Int32Array.from(NEIGHBOURS).buffer)
    const found: number[] = []
    for (let at = bytes.indexOf(wanted); at >= 0 && at < length; at = bytes.indexOf(wanted, at + 1))
      if (at % 16 === 0) found.push(at + 12)
    return found.length === 1 ? found[0]! : `its default is found ${found.length} times`
  } finally {
    closeSync(fd)
  }
}

function write(file: string, at: number, threshold: number): void {
  const fd = openSync(file, 'r+')
  try {
    writeSync(fd, Buffer.from(Int32Array.of(threshold).buffer), 0, 4, at)
  } finally {
    closeSync(fd)
  }
}

/** What the executable says of the options. */
export function shown(file: string): string {
  const run = Bun.spawnSync([file, '-c', 'pass'], { env: { BUN_JSC_dumpOptions: '2' } })
  return `${run.stdout}${run.stderr}`
}
