"""PageRank and hubs on a graph of pages held in dicts: float sums, sorting, breadth-first and strongly connected parts."""

import sys
from collections import deque


def web(pages):
    links = {}
    state = 5
    for i in range(pages):
        targets = []
        for _ in range(2 + i % 7):
            state = (state * 1103515245 + 12345) % 2147483648
            n = state >> 8
            # Few pages are linked by many.
            target = n % (i + 1) if n & 3 else n % 40 % pages
            if target != i:
                targets.append(f'p{target}')
        links[f'p{i}'] = [] if i % 29 == 0 else sorted(set(targets))
    return links


def page_rank(links, damping=0.85, rounds=25):
    n = len(links)
    rank = {page: 1.0 / n for page in links}
    for _ in range(rounds):
        dangling = sum(rank[page] for page, targets in links.items() if not targets)
        base = (1.0 - damping) / n + damping * dangling / n
        new = {page: base for page in links}
        for page, targets in links.items():
            if targets:
                share = damping * rank[page] / len(targets)
                for target in targets:
                    new[target] += share
        moved = sum(abs(new[page] - rank[page]) for page in links)
        rank = new
        if moved < 1e-9:
            break
    return rank, moved


def hubs(links, rounds=10):
    hub = dict.fromkeys(links, 1.0)
    for _ in range(rounds):
        authority = dict.fromkeys(links, 0.0)
        for page, targets in links.items():
            for target in targets:
                authority[target] += hub[page]
        norm = sum(a * a for a in authority.values()) ** 0.5
        authority = {page: a / norm for page, a in authority.items()}
        hub = {page: sum(authority[t] for t in targets) for page, targets in links.items()}
        norm = sum(h * h for h in hub.values()) ** 0.5
        hub = {page: h / norm for page, h in hub.items()}
    return hub, authority


def distances(links, start):
    far = {start: 0}
    queue = deque([start])
    while queue:
        page = queue.popleft()
        for target in links[page]:
            if target not in far:
                far[target] = far[page] + 1
                queue.append(target)
    return far


def components(links):
    """Tarjan's strongly connected components, without recursion."""
    index, low, on_stack = {}, {}, set()
    stack, found = [], []
    for root in links:
        if root in index:
            continue
        work = [(root, iter(links[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            page, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(links[target])))
                    break
                if target in on_stack:
                    low[page] = min(low[page], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[page])
                if low[page] == index[page]:
                    size = 0
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        size += 1
                        if member == page:
                            break
                    found.append(size)
    return found


def best(scores, n=5):
    return [(page, f'{score:.8f}') for page, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:n]]


def main(size):
    links = web(size)
    rank, moved = page_rank(links)
    print(best(rank), f'{moved:.3e}', f'{sum(rank.values()):.9f}')
    hub, authority = hubs(links)
    print(best(hub, 3), best(authority, 3))
    far = distances(links, f'p{size - 1}')
    print(len(far), max(far.values()))
    found = components(links)
    print(len(found), max(found), sum(found))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 17000)
