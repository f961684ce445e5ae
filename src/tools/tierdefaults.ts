/**
 * Defaults of JavaScriptCore's tiers in the finished executable, chosen for programs of a second rather than for those that run for long. They can only be
 * set by variables of the environment that are read before the program starts, so the constants in the executable are changed; the environment still
 * overrides them.
 *
 * - `thresholdForFTLOptimizeAfterWarmUp` (calls of a function count 15 towards it, turns of a loop 1): in a run of one or two seconds the last tier compiled 150
 *   to 350 functions on other cores, a fifth to a third of the CPU time of most programs, and little of that was won back.
 * - `thresholdForOptimizeAfterWarmUp` (counted like it): with the engine's 1000 the optimising tier compiled 300 to 500 functions of the runtime in a run of a second, many of
 *   them for the last time they were called. With 4000 twenty-four programs of a second take 8 % less CPU time (geometric
 *   mean; from 33 % less to 23 % more), scripts of 0.1 s as much as before.
 * - `maximumOptimizationCandidateBytecodeCost`: what is longer is not optimised. The interpreter's loop took the optimising tier 20 to 90 ms each of three to
 *   six times. Beside the compiler there is a copy of it that is just too long (jit/generated/longloop.ts); alone (`-X jit=off`) it is optimised.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'

interface Default {
  readonly name: string
  /** Four constants that lie side by side; the one at `at` is the default. */
  readonly among: readonly [number, number, number, number]
  readonly at: number
  readonly to: number
}

const DEFAULTS: readonly Default[] = [
  // When a function is optimised soon, what a loop's turn and an entry count, and the threshold.
  { name: 'thresholdForFTLOptimizeAfterWarmUp', among: [1000, 1, 15, 64_000], at: 3, to: 1_280_000 },
  // When a function gets its first machine code, and soon; when it is optimised, and when after more time.
  { name: 'thresholdForOptimizeAfterWarmUp', among: [500, 100, 1000, 1000], at: 2, to: 4000 },
  // The limit, the size of a buffer, and two limits of what is inlined.
  { name: 'maximumOptimizationCandidateBytecodeCost', among: [100_000, 1 << 20, 80, 80], at: 0, to: 9800 },
]

/** The part of the executable in which constants are. */
const SEARCHED = 64 << 20

/** Changes the defaults in an executable: why some cannot be changed. */
export function setTierDefaults(file: string): string[] {
  return DEFAULTS.flatMap((wanted) => {
    const place = placeOf(wanted, file)
    if (typeof place === 'string') return [`${wanted.name}: ${place}`]
    write(file, place, wanted.to)
    if (shown(file).includes(`${wanted.name}=${wanted.to}`)) return []
    write(file, place, wanted.among[wanted.at]!)
    return [`${wanted.name}: the constant is not that of the option`]
  })
}

/** Where a default is in the file, or why it is not known. */
function placeOf({ among, at }: Default, file: string): number | string {
  const fd = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(SEARCHED)
    const length = readSync(fd, bytes, 0, SEARCHED, 0)
    const wanted = Buffer.from(Int32Array.from(among).buffer)
    const found: number[] = []
    for (let place = bytes.indexOf(wanted); place >= 0 && place < length; place = bytes.indexOf(wanted, place + 1))
      if (place % 16 === 0) found.push(place + 4 * at)
    return found.length === 1 ? found[0]! : `it is found ${found.length} times`
  } finally {
    closeSync(fd)
  }
}

function write(file: string, place: number, value: number): void {
  const fd = openSync(file, 'r+')
  try {
    writeSync(fd, Buffer.from(Int32Array.of(value).buffer), 0, 4, place)
  } finally {
    closeSync(fd)
  }
}

/** What the executable says of the options. */
export function shown(file: string): string {
  const run = Bun.spawnSync([file, '-c', 'pass'], { env: { BUN_JSC_dumpOptions: '2' } })
  return `${run.stdout}${run.stderr}`
}
