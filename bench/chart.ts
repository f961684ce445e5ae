/**
 * Draws the results of `npm run bench` as an SVG for the README: how many times faster than CPython dxpy and PyPy run each program, on a
 * logarithmic scale. `bun bench/chart.ts [build/bench.json] [build/bench.svg]`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { geometricMean } from './figures'
import { root } from './interpreters'

/** A program and its speed as a multiple of CPython's, by interpreter. */
export interface Bar {
  readonly name: string
  readonly speed: Readonly<Record<string, number>>
}

const WIDTH = 760
const LEFT = 110
const RIGHT = 60
const ROW = 22
const TOP = 56
const COLOURS: Record<string, string> = { dxpy: '#3776ab', pypy: '#c9a227' }

/** A chart of bars, one group for each program, the geometric means last. */
export function chart(title: string, bars: readonly Bar[]): string {
  const series = Object.keys(COLOURS).filter((name) => bars.some((bar) => bar.speed[name] !== undefined))
  const of = (name: string) => bars.map((bar) => bar.speed[name]).filter((v) => v !== undefined)
  const means: Bar = {
    name: 'geometric mean',
    speed: Object.fromEntries(series.map((name) => [name, geometricMean(of(name))])),
  }
  const all = [...[...bars].sort((a, b) => (b.speed.dxpy ?? 0) - (a.speed.dxpy ?? 0)), means]
  const values = series.flatMap(of)
  const low = Math.min(0.5, ...values)
  const high = Math.max(2, ...values)
  const x = (v: number) => LEFT + ((WIDTH - LEFT - RIGHT) * Math.log(v / low)) / Math.log(high / low)
  const bottom = TOP + all.length * ROW + 8
  const parts: string[] = []
  for (const tick of [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].filter((t) => t >= low && t <= high)) {
    const at = x(tick).toFixed(1)
    parts.push(`<line x1="${at}" y1="${TOP - 6}" x2="${at}" y2="${bottom}" class="${tick === 1 ? 'one' : 'tick'}"/>`)
    parts.push(`<text x="${at}" y="${TOP - 12}" text-anchor="middle" class="small">${tick}×</text>`)
  }
  all.forEach((bar, row) => {
    const y = TOP + row * ROW + (bar === means ? 6 : 0)
    const weight = bar === means ? ' font-weight="600"' : ''
    parts.push(`<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end"${weight}>${bar.name}</text>`)
    const height = (ROW - 6) / series.length
    series.forEach((name, i) => {
      const v = bar.speed[name]
      if (v === undefined) return
      const [from, to] = v < 1 ? [x(v), x(1)] : [x(1), x(v)]
      const top = (y + 2 + i * height).toFixed(1)
      parts.push(
        `<rect x="${from.toFixed(1)}" y="${top}" width="${Math.max(to - from, 1).toFixed(1)}" height="${(height - 1).toFixed(1)}" fill="${COLOURS[name]}"/>`,
      )
    })
    const own = bar.speed.dxpy
    if (own !== undefined) {
      const end = x(Math.max(1, ...series.map((name) => bar.speed[name] ?? 0))) + 5
      parts.push(`<text x="${end.toFixed(1)}" y="${y + 13}" class="small"${weight}>${own.toFixed(1)}</text>`)
    }
  })
  const legend = series.map(
    (name, i) =>
      `<rect x="${WIDTH - RIGHT - 150 + i * 90}" y="12" width="11" height="11" fill="${COLOURS[name]}"/><text x="${WIDTH - RIGHT - 134 + i * 90}" y="22">${name}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 12}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${title}">
<style>text{fill:#333}.small{font-size:10px;fill:#666}.tick{stroke:#ddd}.one{stroke:#888}@media(prefers-color-scheme:dark){text{fill:#ddd}.small{fill:#aaa}.tick{stroke:#444}.one{stroke:#999}}</style>
<text x="${LEFT}" y="22" font-weight="600">${title}</text>
${legend.join('\n')}
${parts.join('\n')}
</svg>
`
}

/** The chart of a file of results. */
export function chartOf(results: {
  whole: { name: string; cpu: Record<string, number>; differs: string[] }[]
}): string {
  const bars = results.whole.map(({ name, cpu, differs }) => ({
    name,
    speed: Object.fromEntries(
      ['dxpy', 'pypy']
        .filter((i) => cpu[i] !== undefined && !differs.includes(i))
        .map((i) => [i, cpu.cpython! / cpu[i]!]),
    ),
  }))
  return chart('Speed of whole processes, CPython 3.13 = 1', bars)
}

if (import.meta.main) {
  const [from = join(root, 'build', 'bench.json'), to = join(root, 'build', 'bench.svg')] = process.argv.slice(2)
  writeFileSync(to, chartOf(JSON.parse(readFileSync(from, 'utf8'))))
}
