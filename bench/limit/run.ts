/** The counterpart of warm.py for the programs written in TypeScript: the same orders, the same answers. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Main = (size: number, print: (...values: unknown[]) => void) => void

const folder = process.argv[2] as string
const mains = new Map<string, Main>()

async function run(name: string, size?: number): Promise<{ text: string; cpu: number; wall: number }> {
  let main = mains.get(name)
  if (main === undefined) {
    main = ((await import(join(import.meta.dir, `${name}.ts`))) as { main: Main }).main
    mains.set(name, main)
  }
  const full = size ?? Number([...readFileSync(join(folder, `${name}.py`), 'utf8').matchAll(/else (\d+)\)/g)].pop()![1])
  let text = ''
  const wall = performance.now()
  const before = process.cpuUsage()
  main(full, (...values) => {
    text += `${values.join(' ')}\n`
  })
  const { user, system } = process.cpuUsage(before)
  return { text, cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1000 }
}

for await (const line of console) {
  if (line === '') break
  const order = JSON.parse(line) as { warm?: string; seconds: number; run?: string; once?: string; size?: number }
  let answer: unknown
  if (order.warm !== undefined) {
    const end = performance.now() + order.seconds * 1000
    const { text } = await run(order.warm)
    while (performance.now() < end) await run(order.warm)
    answer = { text }
  } else {
    const { cpu, wall } = await run((order.run ?? order.once) as string, order.size)
    answer = { cpu, wall }
  }
  console.log(JSON.stringify(answer))
}
