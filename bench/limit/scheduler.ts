import { list } from './text'

class Packet {
  datum = 0
  readonly data = [0, 0, 0, 0]

  constructor(
    public link: Packet | null,
    public ident: number,
    readonly kind: string,
  ) {}

  appendTo(queue: Packet | null): Packet {
    this.link = null
    if (queue === null) return this
    let p = queue
    while (p.link !== null) p = p.link
    p.link = this
    return queue
  }
}

abstract class Task {
  waiting = false
  held = false
  runs = 0

  constructor(
    protected readonly system: System,
    readonly ident: number,
    readonly priority: number,
    private queue: Packet | null,
  ) {
    system.add(this)
  }

  get ready(): boolean {
    return !this.held && (this.queue !== null || !this.waiting)
  }

  private take(): Packet | null {
    const packet = this.queue
    if (packet !== null) this.queue = packet.link
    return packet
  }

  give(packet: Packet): void {
    this.queue = packet.appendTo(this.queue)
    this.waiting = false
  }

  step(): void {
    this.runs++
    this.run(this.take())
  }

  protected abstract run(packet: Packet | null): void
}

class Idle extends Task {
  private control = 1

  constructor(
    system: System,
    ident: number,
    public rounds: number,
  ) {
    super(system, ident, 0, null)
  }

  protected run(): void {
    this.rounds--
    if (this.rounds === 0) this.held = true
    else if ((this.control & 1) === 0) {
      this.control >>= 1
      this.system.release(4)
    } else {
      this.control = (this.control >> 1) ^ 0xd008
      this.system.release(5)
    }
  }
}

class Worker extends Task {
  private target = 2
  private count = 0

  protected run(packet: Packet | null): void {
    if (packet === null) {
      this.waiting = true
      return
    }
    this.target = 5 - this.target
    packet.ident = this.target
    packet.datum = 0
    for (let i = 0; i < 4; i++) {
      this.count = this.count < 26 ? this.count + 1 : 1
      packet.data[i] = 64 + this.count
    }
    this.system.send(packet, this.target)
  }
}

class Handler extends Task {
  private readonly pending: Packet[] = []
  sent = 0

  protected run(packet: Packet | null): void {
    if (packet !== null) this.pending.push(packet)
    const work = this.pending[0]
    if (work === undefined) {
      this.waiting = true
      return
    }
    if (work.datum < 4) {
      this.sent += work.data[work.datum]!
      work.datum++
    } else {
      this.pending.shift()
      this.system.send(work, this.ident + 2)
    }
  }
}

class Device extends Task {
  wakes = 0

  constructor(system: System, ident: number, priority: number) {
    super(system, ident, priority, null)
    this.held = true
  }

  protected run(packet: Packet | null): void {
    this.wakes++
    this.held = true
    if (packet !== null) this.system.send(packet, 1)
  }
}

class System {
  readonly tasks: Task[] = []
  private readonly table = new Map<number, Task>()
  switches = 0

  add(task: Task): void {
    this.table.set(task.ident, task)
    this.tasks.push(task)
    this.tasks.sort((a, b) => b.priority - a.priority)
  }

  release(ident: number): void {
    this.table.get(ident)!.held = false
  }

  send(packet: Packet, ident: number): void {
    this.table.get(ident)!.give(packet)
  }

  loop(): void {
    for (;;) {
      const task = this.tasks.find((t) => t.ready)
      if (task === undefined) return
      task.step()
      this.switches++
    }
  }
}

function chain(ident: number, kind: string, length: number): Packet | null {
  let queue: Packet | null = null
  for (let i = 0; i < length; i++) queue = new Packet(queue, ident, kind)
  return queue
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  const system = new System()
  const idle = new Idle(system, 0, size)
  new Worker(system, 1, 10, chain(1, 'work', 3))
  const first = new Handler(system, 2, 20, null)
  const second = new Handler(system, 3, 30, null)
  const devices = [new Device(system, 4, 40), new Device(system, 5, 50)]
  for (let round = 0; round < 6; round++) {
    system.loop()
    idle.held = false
    idle.rounds = Math.floor((size * 3) / 7)
  }
  print(
    system.switches,
    first.sent,
    second.sent,
    list(system.tasks.map((t) => t.runs)),
    list(devices.map((d) => d.wakes)),
  )
}
