/**
 * Builtin methods and native functions called with hostile arguments let out Python exceptions only: no JavaScript error in whatever dress, no
 * crash, no hang, no memory without bounds. `hostile.py` makes the calls and says before each which it is; here its processes are watched, and a
 * process that died or had to be ended goes on after the call that did it. `DXPY_SEED` is the seed, `DXPY_ROUNDS` how often each is called.
 */
import { expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import known from './known-hostile.json'

const dxpy = process.env.DXPY ?? join(import.meta.dir, '../../dist/dxpy')
const seed = process.env.DXPY_SEED ?? '1'
const rounds = process.env.DXPY_ROUNDS ?? '2'
const SHARDS = 2
/** A call may take this long; the machine may be busy. */
const CALL_MILLISECONDS = 10_000
const PROCESS_BYTES = 3 * 1024 ** 3
const PAGE_BYTES = 4096
/** Deaths of one shard after which it is given up. */
const DEATHS = 40

interface Finding {
  number: number
  name: string
  reason: string
}

function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES
  } catch {
    return 0
  }
}

/** Runs a shard from call `first`; the call that ended the process, or null when all were made. */
async function watched(folder: string, shard: number, first: number): Promise<Finding | null> {
  const progress = join(folder, `progress${shard}`)
  const child = Bun.spawn(
    [dxpy, join(import.meta.dir, 'hostile.py'), seed, rounds, String(shard), String(SHARDS), String(first), progress],
    {
      cwd: folder,
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', PYTHONHASHSEED: '0', TZ: 'UTC' },
    },
  )
  const at = () => (existsSync(progress) ? readFileSync(progress, 'utf8').trim() : '')
  let reason = ''
  let last = ''
  let since = Date.now()
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([child.exited, Bun.sleep(200)])
    const now = at()
    if (now !== last) {
      last = now
      since = Date.now()
    }
    if (Date.now() - since > CALL_MILLISECONDS) reason = 'hang'
    else if (residentBytes(child.pid) > PROCESS_BYTES) reason = 'memory'
    if (reason !== '') {
      child.kill('SIGKILL')
      await child.exited
    }
  }
  const [number = '', name = ''] = at().split(' ')
  if (name === 'done' && reason === '') return null
  return { number: Number(number || first), name, reason: reason || `ended with ${child.signalCode ?? child.exitCode}` }
}

async function shardFindings(folder: string, shard: number): Promise<Finding[]> {
  const deaths: Finding[] = []
  for (let first = 0; deaths.length < DEATHS; ) {
    const death = await watched(folder, shard, first)
    if (death === null) break
    deaths.push(death)
    first = death.number + 1
  }
  const file = join(folder, `progress${shard}.found`)
  const told = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : []
  return [...told.map((line) => JSON.parse(line) as Finding), ...deaths]
}

test('hostile arguments', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dxpy-hostile-'))
  try {
    const shards = await Promise.all(Array.from({ length: SHARDS }, (_, i) => shardFindings(folder, i)))
    const found = shards.flat().filter((f) => !(f.name in known))
    expect(found.map((f) => `${f.name} (call ${f.number}): ${f.reason}`)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 600_000)
