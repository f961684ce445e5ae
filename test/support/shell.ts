/** Runs shell lines with `$PY` as CPython 3.13 and as the built dxpy, for what only a whole process shows: exit codes, descriptors, streams. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpython } from './cpython'

const dxpy = process.env.DXPY ?? join(import.meta.dir, '../../dist/dxpy')

/** Variables that change what an interpreter does are the line's own business. */
function environment(command: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PYTHON') && !name.endsWith('_COLOR'))
  return { ...(Object.fromEntries(kept) as Record<string, string>), LC_ALL: 'C.UTF-8', PY: command }
}

async function run(command: string, line: string): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dxpy-')))
  try {
    const process = Bun.spawn(['timeout', '30', 'bash', '-c', `exec 2>&1; ${line}\necho "exit $?"`], {
      cwd: folder,
      env: environment(command),
      stdin: 'ignore',
      stdout: 'pipe',
    })
    const output = await new Response(process.stdout).text()
    return output
      .replaceAll(folder, 'FOLDER')
      .replaceAll(command, 'PYTHON')
      .replace(/\b0x[0-9a-f]{6,}/g, '0x…')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Output and exit code of a line with dxpy. */
export function runShell(line: string): Promise<string> {
  return run(dxpy, line)
}

/** What CPython and dxpy make of a line; null where the machine has no CPython. */
export async function bothShells(line: string): Promise<{ cpython: string; dxpy: string } | null> {
  const python = cpython()
  if (python === null) return null
  const [expected, actual] = await Promise.all([run(python, line), run(dxpy, line)])
  return { cpython: expected, dxpy: actual }
}
