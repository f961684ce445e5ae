/** Checks that every folder under `src/` has a README.md and every export of a public border a TSDoc comment. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dir, '..')
const problems: string[] = []

/** Folders that only hold generated files or parts of the folder above. */
const PARTS = new Set(['generated', 'io', 'posix', 'sre'])

for (const folder of readdirSync(root))
  if (
    statSync(join(root, folder)).isDirectory() &&
    !PARTS.has(folder) &&
    readdirSync(join(root, folder)).length > 0 &&
    !existsSync(join(root, folder, 'README.md'))
  )
    problems.push(`src/${folder}: no README.md`)

/** Folders whose exports other folders use at their borders. */
const PUBLIC = ['base', 'syntax', 'bytecode', 'ffi', 'compiler']
const files = [...PUBLIC.flatMap((f) => readdirSync(join(root, f)).map((name) => join(f, name))), 'index.ts']
for (const file of files) {
  if (!file.endsWith('.ts') || !existsSync(join(root, file))) continue
  const lines = readFileSync(join(root, file), 'utf8').split('\n')
  lines.forEach((line, i) => {
    if (!/^export (abstract )?(class|function|interface|type|const|enum|let) \w/.test(line)) return
    const before = lines[i - 1]?.trim() ?? ''
    if (!before.endsWith('*/') && !before.startsWith('//') && !before.startsWith('export '))
      problems.push(`src/${file}:${i + 1}: no TSDoc comment: ${line.slice(0, 80)}`)
  })
}

for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)
console.log(`documentation: ${files.length} public files`)
