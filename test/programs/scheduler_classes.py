import heapq, random, collections
class Event:
    __slots__ = ('time', 'name', 'action')
    def __init__(self, time, name, action): self.time, self.name, self.action = time, name, action
    def __lt__(self, other): return (self.time, self.name) < (other.time, other.name)
class Sim:
    def __init__(self, seed): self.q, self.now, self.rng, self.log = [], 0, random.Random(seed), []
    def at(self, dt, name, action): heapq.heappush(self.q, Event(self.now + dt, name, action))
    def run(self, until):
        while self.q and self.q[0].time <= until:
            e = heapq.heappop(self.q); self.now = e.time; e.action(e)
class Desk:
    def __init__(self, sim): self.sim, self.queue, self.busy, self.served = sim, collections.deque(), False, 0
    def arrive(self, e):
        self.queue.append((e.name, self.sim.now)); self.sim.log.append(f'{self.sim.now:3} + {e.name}'); self.next()
    def next(self):
        if self.busy or not self.queue: return
        name, since = self.queue.popleft(); self.busy = True
        self.sim.log.append(f'{self.sim.now:3} > {name} waited {self.sim.now - since}'); self.sim.at(self.sim.rng.randint(2, 6), name, self.leave)
    def leave(self, e): self.busy = False; self.served += 1; self.sim.log.append(f'{self.sim.now:3} - {e.name}'); self.next()
sim = Sim(7); desk = Desk(sim); t = 0
for i in range(12): t += sim.rng.randint(1, 5); sim.at(t, f'c{i:02}', desk.arrive)
sim.run(100); print('\n'.join(sim.log)); print(desk.served, sim.now)
