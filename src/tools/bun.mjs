#!/usr/bin/env node
// Runs Bun from the installed packages: `node src/tools/bun.mjs ARGS…`. Where npm blocks install scripts the `bun` package holds
// only a launcher, and the binary lies in the platform's package.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules')
const cpu = process.arch === 'arm64' ? 'aarch64' : 'x64'
const system = process.platform === 'win32' ? 'windows' : process.platform
const name = process.platform === 'win32' ? 'bun.exe' : 'bun'
const candidates = [
  join(modules, '@oven', `bun-${system}-${cpu}`, 'bin', name),
  join(modules, '@oven', `bun-${system}-${cpu}-musl`, 'bin', name),
  join(modules, 'bun', 'bin', 'bun.exe'),
]
const bun = candidates.find((path) => existsSync(path) && statSync(path).size > 1_000_000)
if (bun === undefined) {
  console.error('bun: not found in node_modules; run npm install')
  process.exit(127)
}
const result = spawnSync(bun, process.argv.slice(2), { stdio: 'inherit' })
if (result.error) {
  console.error(`bun: ${result.error.message}`)
  process.exit(126)
}
process.exit(result.signal ? 128 : (result.status ?? 1))
