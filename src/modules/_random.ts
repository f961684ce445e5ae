/** _random: the Mersenne Twister MT19937 (Library Reference, "random"; CPython: Modules/_randommodule.c). */
import { typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { asInt, normalise } from '../objects/int'
import { defineType, type Int, PyObject, type PyType, typeOf, type Value } from '../objects/object'
import { asSize, hashValue } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

const N = 624
const M = 397

/** A generator: 624 words and the place in them. */
class PyRandom extends PyObject {
  state = new Uint32Array(N)
  index = N + 1
}

function next(self: PyRandom): number {
  const mt = self.state
  if (self.index >= N) {
    const twist = (u: number, v: number, m: number) =>
      m ^ (((u & 0x80000000) | (v & 0x7fffffff)) >>> 1) ^ (v & 1 ? 0x9908b0df : 0)
    let k = 0
    for (; k < N - M; k++) mt[k] = twist(mt[k]!, mt[k + 1]!, mt[k + M]!)
    for (; k < N - 1; k++) mt[k] = twist(mt[k]!, mt[k + 1]!, mt[k + M - N]!)
    mt[N - 1] = twist(mt[N - 1]!, mt[0]!, mt[M - 1]!)
    self.index = 0
  }
  let y = mt[self.index++]!
  y ^= y >>> 11
  y ^= (y << 7) & 0x9d2c5680
  y ^= (y << 15) & 0xefc60000
  y ^= y >>> 18
  return y >>> 0
}

function initGenrand(self: PyRandom, seed: number): void {
  const mt = self.state
  mt[0] = seed
  for (let i = 1; i < N; i++) {
    const s = mt[i - 1]! ^ (mt[i - 1]! >>> 30)
    mt[i] = Math.imul(1812433253, s) + i
  }
  self.index = N
}

function initByArray(self: PyRandom, key: readonly number[]): void {
  initGenrand(self, 19650218)
  const mt = self.state
  let i = 1
  let j = 0
  for (let k = Math.max(N, key.length); k > 0; k--) {
    mt[i] = (mt[i]! ^ Math.imul(mt[i - 1]! ^ (mt[i - 1]! >>> 30), 1664525)) + key[j]! + j
    i++
    j++
    if (i >= N) {
      mt[0] = mt[N - 1]!
      i = 1
    }
    if (j >= key.length) j = 0
  }
  for (let k = N - 1; k > 0; k--) {
    mt[i] = (mt[i]! ^ Math.imul(mt[i - 1]! ^ (mt[i - 1]! >>> 30), 1566083941)) - i
    i++
    if (i >= N) {
      mt[0] = mt[N - 1]!
      i = 1
    }
  }
  mt[0] = 0x80000000
}

function seed(self: PyRandom, value: Value = null): Value {
  if (value === null) {
    const words = crypto.getRandomValues(new Uint32Array(N))
    initByArray(self, [...words])
    return null
  }
  const int = asInt(value)
  let n: bigint
  if (int !== undefined) n = int < 0 ? -BigInt(int) : BigInt(int)
  else n = BigInt.asUintN(64, BigInt(hashValue(value)))
  const key: number[] = []
  do {
    key.push(Number(n & 0xffffffffn))
    n >>= 32n
  } while (n > 0n)
  initByArray(self, key)
  return null
}

function getRandBits(self: PyRandom, kValue: Value): Int {
  const k = asSize(kValue)
  if (k < 0) throw valueError('number of bits must be non-negative')
  if (k === 0) return 0
  if (k <= 32) return next(self) >>> (32 - k)
  let result = 0n
  let shift = 0n
  for (let left = k; left > 0; left -= 32) {
    let r = next(self)
    if (left < 32) r >>>= 32 - left
    result |= BigInt(r) << shift
    shift += 32n
  }
  return normalise(result)
}

const randomType = defineType('Random', {
  layout: PyRandom,
  module: '_random',
  doc: 'A Mersenne Twister with a state of its own.',
  new: [
    (cls: PyType, args: Value[]) => {
      const made = new cls.ctor() as PyRandom
      seed(made, args.length > 0 ? args[0]! : null)
      return made
    },
    '(*args, **kwargs)',
  ],
  methods: () => [
    [
      'random',
      (self: PyRandom) => new PyFloat(((next(self) >>> 5) * 67108864 + (next(self) >>> 6)) / 9007199254740992),
      '($self, /)',
    ],
    ['seed', seed, '($self, n=None, /)'],
    ['getrandbits', getRandBits, '($self, k, /)'],
    ['getstate', (self: PyRandom) => new PyTuple([...self.state, self.index]), '($self, /)'],
    [
      'setstate',
      (self: PyRandom, state: Value) => {
        if (!(state instanceof PyTuple)) throw typeError('state vector must be a tuple')
        if (state.items.length !== N + 1) throw valueError('state vector is the wrong size')
        const words = state.items.map((v) => {
          if (asInt(v) === undefined) throw typeError(`an integer is required, got ${typeOf(v).name}`)
          return Number(asInt(v))
        })
        const index = words[N]!
        if (index < 0 || index > N) throw valueError('invalid state')
        for (let i = 0; i < N; i++) self.state[i] = words[i]!
        self.index = index
        return null
      },
      '($self, state, /)',
    ],
  ],
})

export const randomModule: NativeModule = {
  name: '_random',
  doc: 'The Mersenne Twister.',
  attributes: () => ({ Random: randomType }),
}
