/** Source to code unit for tests. */
import type { CodeUnit, ConstantFactory } from '../../../src/bytecode/code'
import { type CompileOptions, compile } from '../../../src/compiler/index'
import { type ParseMode, parse } from '../../../src/syntax'

/** Compiles or throws what was wrong. */
export function unitOf(source: string, options: Partial<CompileOptions> & { mode?: ParseMode } = {}): CodeUnit {
  const filename = options.filename ?? 'test.py'
  const result = parse(source, { filename, mode: options.mode ?? 'exec' }).andThen((parsed) =>
    compile(parsed.tree, { ...options, filename }),
  )
  if (result.isErr()) throw new Error(result.error.toString())
  return result.value.unit
}

/** Leaves constants as they are. */
export const plainConstants: ConstantFactory = { convert: (value) => value }

/** A module with every kind of constant and most kinds of code. */
export const variedSource = `
"""A module."""
from __future__ import annotations
import os.path as p, sys
from collections import *
X: int = 123456789012345678901234567890
CONST = (1, -2, 3.5, 1e300, 2j, b'bytes\\xff', 'text', 'Grüße', '漢字 \\U0001f600', None, True, ..., ((), (1,)))
BIG = 9007199254740991, 9007199254740993, -2**70, 134217728

def generator(a, /, b=1, *args, c, d=2, **kwargs):
    """Doc."""
    try:
        x = yield a
        yield from b
    except* (ValueError, TypeError) as e:
        print(e)
    finally:
        del kwargs
    return lambda: (a, x)

class C[T: int = str](dict, metaclass=type):
    y: T
    z = [i * j for i in range(3) if i for j in CONST]
    def method(self, o: T) -> T:
        with open(o) as f, self:
            self.attr += f.read()[1:2]
        return super().method(__class__)
    async def co(self):
        async with self as s:
            async for t in s:
                await t
        return {k: v async for k, v in s}

def match(o):
    match o:
        case {'a': [1, *rest], **more} if rest: return more
        case C(x=1) | [_, _]: pass
        case str() as s: raise KeyError(s) from None
    for a in o:
        if a in {1, 2, 3}: continue
        elif a not in [4, 5]: break
    else:
        assert o, f'{o!r:>{a}}'
    while (n := next(o)) < 5 <= n:
        nonlocal_like = [lambda: n]
    return o[1], o[a:], o[::2], *o, {**o, 'k': 1}, not o, -o, ~o
type Alias[K] = dict[K, int]
`
