"""An operating system's queue of tasks: many small classes, inheritance, properties, method calls."""

import sys


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        p = queue
        while p.link is not None:
            p = p.link
        p.link = self
        return queue


class Task:
    def __init__(self, system, ident, priority, queue):
        self.system = system
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.waiting = False
        self.held = False
        self.runs = 0
        system.add(self)

    @property
    def ready(self):
        return not self.held and (self.queue is not None or not self.waiting)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        return packet

    def give(self, packet):
        self.queue = packet.append_to(self.queue)
        self.waiting = False

    def step(self):
        self.runs += 1
        self.run(self.take())

    def run(self, packet):
        raise NotImplementedError


class Idle(Task):
    def __init__(self, system, ident, rounds):
        super().__init__(system, ident, 0, None)
        self.control = 1
        self.rounds = rounds

    def run(self, packet):
        self.rounds -= 1
        if self.rounds == 0:
            self.held = True
        elif self.control & 1 == 0:
            self.control >>= 1
            self.system.release(4)
        else:
            self.control = (self.control >> 1) ^ 0xD008
            self.system.release(5)


class Worker(Task):
    def __init__(self, system, ident, priority, queue):
        super().__init__(system, ident, priority, queue)
        self.target = 2
        self.count = 0

    def run(self, packet):
        if packet is None:
            self.waiting = True
            return
        self.target = 5 - self.target
        packet.ident = self.target
        packet.datum = 0
        for i in range(4):
            self.count = self.count + 1 if self.count < 26 else 1
            packet.data[i] = 64 + self.count
        self.system.send(packet, self.target)


class Handler(Task):
    def __init__(self, system, ident, priority, queue):
        super().__init__(system, ident, priority, queue)
        self.pending = []
        self.sent = 0

    def run(self, packet):
        if packet is not None:
            self.pending.append(packet)
        if not self.pending:
            self.waiting = True
            return
        work = self.pending[0]
        if work.datum < 4:
            self.sent += work.data[work.datum]
            work.datum += 1
        else:
            self.pending.pop(0)
            self.system.send(work, self.ident + 2)


class Device(Task):
    def __init__(self, system, ident, priority):
        super().__init__(system, ident, priority, None)
        self.held = True
        self.wakes = 0

    def run(self, packet):
        self.wakes += 1
        self.held = True
        if packet is not None:
            self.system.send(packet, 1)


class System:
    def __init__(self):
        self.tasks = []
        self.table = {}
        self.switches = 0

    def add(self, task):
        self.table[task.ident] = task
        self.tasks.append(task)
        self.tasks.sort(key=lambda t: -t.priority)

    def release(self, ident):
        self.table[ident].held = False

    def send(self, packet, ident):
        self.table[ident].give(packet)

    def loop(self):
        while True:
            for task in self.tasks:
                if task.ready:
                    task.step()
                    self.switches += 1
                    break
            else:
                return


def chain(ident, kind, length):
    queue = None
    for _ in range(length):
        queue = Packet(queue, ident, kind)
    return queue


def main(size):
    system = System()
    idle = Idle(system, 0, size)
    worker = Worker(system, 1, 10, chain(1, 'work', 3))
    first = Handler(system, 2, 20, None)
    second = Handler(system, 3, 30, None)
    devices = [Device(system, 4, 40), Device(system, 5, 50)]
    for _ in range(6):
        system.loop()
        idle.held = False
        idle.rounds = size * 3 // 7
    print(system.switches, first.sent, second.sent, [t.runs for t in system.tasks], [d.wakes for d in devices])


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 28000)
