
def tree(n): 
    if n: yield from tree(n - 1); yield n; yield from tree(n - 1)
print(list(tree(3)))
def avg():
    total = count = 0
    r = None
    while True:
        x = yield r
        if x is None: return total
        total += x; count += 1; r = total / count
g = avg(); next(g); print(g.send(10), g.send(20))
try: g.send(None)
except StopIteration as e: print('returned', e.value)
class Aw:
    def __await__(self): x = yield 'need'; return x * 2
async def main():
    async def agen():
        for i in range(3): yield i
    r = [x async for x in agen()]
    return r, await Aw()
c = main(); print(c.send(None))
try: c.send(21)
except StopIteration as e: print(e.value)
