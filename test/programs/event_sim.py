"""A shop as an asyncio simulation with a virtual clock, queues, semaphores, task groups, timeouts and cancellation."""
import asyncio
import contextlib
import heapq
import itertools
import random
from collections import Counter, deque
from dataclasses import dataclass, field


class Clock:
    """Time passes when every task waits."""

    def __init__(self):
        self.now = 0.0
        self.heap = []
        self.ids = itertools.count()

    async def sleep(self, seconds):
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self.heap, (self.now + seconds, next(self.ids), future))
        await future

    async def run(self, until):
        while self.now < until:
            for _ in range(8):
                await asyncio.sleep(0)
            if not self.heap:
                continue
            when, _, future = heapq.heappop(self.heap)
            self.now = when
            if not future.done():
                future.set_result(None)
        for _, _, future in self.heap:
            future.cancel()


@dataclass
class Stats:
    served: int = 0
    left: int = 0
    waits: list = field(default_factory=list)
    log: deque = field(default_factory=lambda: deque(maxlen=5))
    kinds: Counter = field(default_factory=Counter)

    def __str__(self):
        mean = sum(self.waits) / len(self.waits) if self.waits else 0
        return f'served {self.served} left {self.left} wait {mean:.3f} max {max(self.waits, default=0):.3f} {dict(sorted(self.kinds.items()))}'


class Impatient(Exception):
    def __init__(self, who):
        super().__init__(f'customer {who} leaves')
        self.who = who


class Shop:
    def __init__(self, clock, clerks, seed):
        self.clock = clock
        self.clerks = asyncio.Semaphore(clerks)
        self.random = random.Random(seed)
        self.kitchen = asyncio.Queue(maxsize=3)
        self.stats = Stats()
        self.waiting = 0
        self.open = asyncio.Event()

    @contextlib.asynccontextmanager
    async def queueing(self, who):
        self.waiting += 1
        began = self.clock.now
        try:
            if self.waiting > 6:
                raise Impatient(who)
            async with self.clerks:
                self.stats.waits.append(self.clock.now - began)
                yield began
        finally:
            self.waiting -= 1

    async def customer(self, who):
        await self.open.wait()
        kind = self.random.choice(['tea', 'cake', 'soup', 'bread'])
        try:
            async with self.queueing(who):
                await self.clock.sleep(self.random.expovariate(1.0))
                if kind in ('cake', 'soup'):
                    done = asyncio.get_running_loop().create_future()
                    await self.kitchen.put((kind, done))
                    kind = await done
                self.stats.served += 1
                self.stats.kinds[kind] += 1
        except Impatient as e:
            self.stats.left += 1
            self.stats.log.append(f'{self.clock.now:.2f}: {e}')
        return who

    async def cook(self):
        try:
            while True:
                kind, done = await self.kitchen.get()
                await self.clock.sleep({'cake': 0.2, 'soup': 0.7}[kind])
                done.set_result(kind.upper())
                self.kitchen.task_done()
        except asyncio.CancelledError:
            self.stats.log.append('cook goes home')
            raise

    async def arrivals(self, n):
        tasks = []
        async for who in self.doors(n):
            tasks.append(asyncio.create_task(self.customer(who), name=f'c{who}'))
        return sum(await asyncio.gather(*tasks))

    async def doors(self, n):
        for who in range(n):
            yield who
            await self.clock.sleep(self.random.uniform(0.0, 0.7))


async def day(clerks, customers, seed):
    clock = Clock()
    shop = Shop(clock, clerks, seed)
    cooks = [asyncio.create_task(shop.cook()) for _ in range(2)]
    shop.open.set()
    driver = asyncio.create_task(clock.run(1e9))
    total = await shop.arrivals(customers)
    for cook in cooks:
        cook.cancel()
    ended = await asyncio.gather(*cooks, return_exceptions=True)
    driver.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await driver
    print(clerks, 'clerks', f'{clock.now:.3f}', total, shop.stats)
    print(list(shop.stats.log)[-3:], [type(e).__name__ for e in ended])


async def groups():
    async def work(n):
        await asyncio.sleep(0)
        if n % 4 == 3:
            raise ValueError(n)
        return n * n
    try:
        async with asyncio.TaskGroup() as g:
            tasks = [g.create_task(work(n)) for n in range(8)]
    except* ValueError as eg:
        print('group', sorted(e.args[0] for e in eg.exceptions), sum(t.cancelled() for t in tasks) >= 0)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()
    except TimeoutError:
        print('timeout')
    lock, order = asyncio.Lock(), []
    async def step(i):
        async with lock:
            order.append(i)
            await asyncio.sleep(0)
            order.append(-i)
    await asyncio.gather(*(step(i) for i in range(1, 5)))
    print(order)
    print([x async for x in agen(5)], await anext(agen(2)), await asyncio.wait_for(work(2), 1))


async def agen(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        pass


async def main():
    for clerks in (1, 2, 4):
        await day(clerks, 400, clerks)
    await groups()


asyncio.run(main())
