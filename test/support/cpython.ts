/** Finds the CPython 3.13 that differential tests compare with. */
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

let found: string | null | undefined

/** Whether a command runs and says that it is CPython 3.13 (a pyenv shim on PATH may exist and still exit with 127). */
function is313(command: string): boolean {
  try {
    const run = Bun.spawnSync([command, '-c', 'import sys; print(sys.implementation.name, sys.version_info[:2])'])
    return run.exitCode === 0 && run.stdout.toString().trim() === 'cpython (3, 13)'
  } catch {
    return false
  }
}

function search(): string | null {
  const candidates: string[] = []
  if (process.env.CPYTHON313) candidates.push(process.env.CPYTHON313)
  const roots = [process.env.PYENV_ROOT, join(homedir(), '.pyenv')]
  for (const root of roots) {
    if (!root || !existsSync(join(root, 'versions'))) continue
    for (const name of readdirSync(join(root, 'versions'))) {
      if (name.startsWith('3.13.')) candidates.push(join(root, 'versions', name, 'bin', 'python3.13'))
    }
  }
  candidates.push('python3.13', 'python3')
  return candidates.find(is313) ?? null
}

/** Path of a CPython 3.13, or null where the machine has none. With CI=true its absence is an error. */
export function cpython(): string | null {
  if (found === undefined) found = search()
  if (found === null && process.env.CI === 'true') throw new Error('CPython 3.13 is required in CI and was not found')
  return found
}

/** Runs a Python program in CPython with text on stdin and gives its stdout. */
export function runCPython(program: string, input = '', env: Record<string, string> = {}): string {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13')
  const run = Bun.spawnSync([python, '-X', 'utf8', '-c', program], {
    stdin: Buffer.from(input),
    env: { ...process.env, ...env },
  })
  if (run.exitCode !== 0) throw new Error(run.stderr.toString())
  return run.stdout.toString()
}
