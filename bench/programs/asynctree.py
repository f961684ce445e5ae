"""Trees of asyncio tasks: gather, queues, semaphores, events, async generators and context managers; nothing sleeps."""

import asyncio
import sys


class Gate:
    """Counts who is inside: an async context manager around a semaphore."""

    def __init__(self, limit):
        self.semaphore = asyncio.Semaphore(limit)
        self.inside = 0
        self.most = 0

    async def __aenter__(self):
        await self.semaphore.acquire()
        self.inside += 1
        self.most = max(self.most, self.inside)
        return self

    async def __aexit__(self, kind, value, traceback):
        self.inside -= 1
        self.semaphore.release()


async def node(depth, label, gate):
    if depth == 0:
        async with gate:
            await asyncio.sleep(0)
        return label % 13
    left, right = await asyncio.gather(node(depth - 1, 2 * label, gate), node(depth - 1, 2 * label + 1, gate))
    return left + right


async def direct(depth):
    """Coroutines that await each other without a task between them."""
    if depth == 0:
        return 1
    return await direct(depth - 1) + await direct(depth - 1)


async def numbers(count):
    for i in range(count):
        if i % 16 == 0:
            await asyncio.sleep(0)
        yield i


async def produce(queue, count, start):
    for i in range(count):
        await queue.put(start + i)
    await queue.put(None)


async def consume(queue, producers):
    total = 0
    while producers:
        item = await queue.get()
        if item is None:
            producers -= 1
        else:
            total += item
    return total


async def failing(i):
    await asyncio.sleep(0)
    if i % 3 == 0:
        raise ValueError(i)
    return i


async def cancelled_in_time(n):
    async def wait_for_ever(log):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            log.append(1)
            raise

    log = []
    tasks = [asyncio.ensure_future(wait_for_ever(log)) for _ in range(n)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    return len(log), sum(isinstance(r, asyncio.CancelledError) for r in results)


async def run(size):
    gate = Gate(50)
    depth = max(size.bit_length() - 1, 2)
    print(await node(depth, 1, gate), gate.most)
    print(await direct(depth + 4))
    print(sum([i async for i in numbers(size * 12) if i % 3]))
    queue = asyncio.Queue(maxsize=64)
    producers = [produce(queue, size, 1000 * i) for i in range(4)]
    results = await asyncio.gather(*producers, consume(queue, 4))
    print(results[-1])
    outcomes = await asyncio.gather(*(failing(i) for i in range(size)), return_exceptions=True)
    print(sum(isinstance(o, ValueError) for o in outcomes), sum(o for o in outcomes if isinstance(o, int)))
    print(await cancelled_in_time(size // 2))


def main(size):
    asyncio.run(run(size))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20000)
