/**
 * Unpacks Debian's packages of pure Python libraries into build/packages, without installing them: `node src/tools/bun.mjs
 * test/packages/fetch.ts`, with DXPY_PACKAGES=all also those of `more/`. Where apt is missing or a package cannot be had, a message says so
 * and the tests that need it are skipped.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Packages of the programs here, and after them those of the programs in `more/`. */
const PACKAGES = [
  'attr click jinja2 markupsafe pygments docutils roman markdown tabulate sortedcontainers more-itertools mpmath dateutil six',
  'pyparsing lark ply toolz yaml tomlkit jsonschema pyrsistent openpyxl et-xmlfile html5lib bs4 soupsieve webencodings sqlparse',
  'rich commonmark flask werkzeug itsdangerous pycparser pyasn1 ecdsa rsa markdown-it mdurl mistune pytest pluggy iniconfig',
  'packaging pypdf xlsxwriter parso',
  ...(process.env.DXPY_PACKAGES === 'all' ? ['sympy rdflib isodate networkx'] : []),
].flatMap((line) => line.split(' ').map((name) => `python3-${name}`))

const folder = join(import.meta.dir, '../../build/packages')
const done = join(folder, 'done')

/** Whether a command was there and succeeded. */
function ran(command: string[], cwd: string): boolean {
  if (Bun.which(command[0]!) === null) return false
  return Bun.spawnSync(['timeout', '60', ...command], { cwd, stdout: 'ignore', stderr: 'ignore' }).exitCode === 0
}

function fetchPackages(): string {
  const list = PACKAGES.join(' ')
  if (existsSync(done) && readFileSync(done, 'utf8') === list) return `packages: already in ${folder}`
  if (!Bun.which('apt-get') || !Bun.which('dpkg-deb')) return 'packages: skipped, no apt-get or no dpkg-deb'
  const archives = join(folder, 'archives')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(archives, { recursive: true })
  const download = (names: string[]): boolean => ran(['apt-get', 'download', ...names], archives)
  // A fresh machine has no package lists yet; and one missing package must not cost the others.
  if (!download(PACKAGES) && !(ran(['apt-get', 'update'], archives) && download(PACKAGES))) {
    for (const name of PACKAGES) download([name])
  }
  const files = readdirSync(archives).filter((name) => name.endsWith('.deb'))
  const unpacked = files.filter((name) => ran(['dpkg-deb', '-x', name, folder], archives))
  rmSync(archives, { recursive: true })
  if (unpacked.length < PACKAGES.length)
    return `packages: only ${unpacked.length} of ${PACKAGES.length} could be had (${list})`
  writeFileSync(done, list)
  return `packages: ${unpacked.length} unpacked in ${folder}`
}

console.log(fetchPackages())
