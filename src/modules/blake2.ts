/** BLAKE2b and BLAKE2s (RFC 7693) with the parameters of the original paper: key, salt, personalization, tree hashing. */

/** The parameter block. */
export interface Blake2Parameters {
  readonly digest: number
  readonly key: Uint8Array
  readonly salt: Uint8Array
  readonly person: Uint8Array
  readonly fanout: number
  readonly depth: number
  readonly leaf: number
  readonly offset: bigint
  readonly nodeDepth: number
  readonly inner: number
  readonly lastNode: boolean
}

/** What distinguishes the two: width of a word in bits, rounds, rotations, initial values (those of SHA-512 and SHA-256). */
const variants = {
  blake2b: {
    width: 64n,
    rounds: 12,
    rotations: [32n, 24n, 16n, 63n] as const,
    iv: [
      0x6a09e667f3bcc908n,
      0xbb67ae8584caa73bn,
      0x3c6ef372fe94f82bn,
      0xa54ff53a5f1d36f1n,
      0x510e527fade682d1n,
      0x9b05688c2b3e6c1fn,
      0x1f83d9abfb41bd6bn,
      0x5be0cd19137e2179n,
    ],
  },
  blake2s: {
    width: 32n,
    rounds: 10,
    rotations: [16n, 12n, 8n, 7n] as const,
    iv: [0x6a09e667n, 0xbb67ae85n, 0x3c6ef372n, 0xa54ff53an, 0x510e527fn, 0x9b05688cn, 0x1f83d9abn, 0x5be0cd19n],
  },
}

const sigma = [
  'ABCDEFGHIJKLMNOP',
  'OKEIJPNGBMACLHFD',
  'LIMAFCPNKODGHBJE',
  'HJDBNMLOCGFKEAPI',
  'JAFHCEKPOBLMGIDN',
  'CMGKALIDENHFPOBJ',
  'MFBPONEKAHGDJCIL',
  'NLHOMBDJFAPEIGCK',
  'GPOJLDAIMCNHBEKF',
  'KCIEHGBFPLJODMNA',
].map((row) => [...row].map((c) => c.charCodeAt(0) - 65))

const columns = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const

/** A hash that is being fed. */
export class Blake2 {
  private readonly h: bigint[]
  private readonly block: Uint8Array
  private filled = 0
  private count = 0n

  constructor(
    private readonly name: 'blake2b' | 'blake2s',
    private readonly parameters: Blake2Parameters,
  ) {
    const { width, iv } = variants[name]
    const word = Number(width) / 8
    this.block = new Uint8Array(word * 16)
    const p = parameters
    const bytes = new Uint8Array(word * 8)
    const view = new DataView(bytes.buffer)
    bytes.set([p.digest, p.key.length, p.fanout, p.depth])
    view.setUint32(4, p.leaf, true)
    if (word === 8) view.setBigUint64(8, p.offset, true)
    else {
      view.setUint32(8, Number(p.offset & 0xffffffffn), true)
      view.setUint16(12, Number(p.offset >> 32n), true)
    }
    // The node depth follows the offset: 8 bytes of it in BLAKE2b, 6 in BLAKE2s.
    const at = word === 8 ? 16 : 14
    bytes[at] = p.nodeDepth
    bytes[at + 1] = p.inner
    bytes.set(p.salt, word * 4)
    bytes.set(p.person, word * 6)
    this.h = iv.map((v, i) => v ^ this.wordAt(view, i))
    if (p.key.length > 0) {
      const padded = new Uint8Array(this.block.length)
      padded.set(p.key)
      this.update(padded)
    }
  }

  private wordAt(view: DataView, i: number): bigint {
    return this.name === 'blake2b' ? view.getBigUint64(i * 8, true) : BigInt(view.getUint32(i * 4, true))
  }

  /** Bytes of the digest. */
  get digestSize(): number {
    return this.parameters.digest
  }

  /** Takes in more data. */
  update(data: Uint8Array): void {
    for (let i = 0; i < data.length; ) {
      // A full block waits until more comes: the last one is compressed differently.
      if (this.filled === this.block.length) {
        this.count += BigInt(this.filled)
        this.compress(false)
        this.filled = 0
      }
      const n = Math.min(this.block.length - this.filled, data.length - i)
      this.block.set(data.subarray(i, i + n), this.filled)
      this.filled += n
      i += n
    }
  }

  private compress(last: boolean): void {
    const { width, rounds, rotations, iv } = variants[this.name]
    const [r1, r2, r3, r4] = rotations
    const mask = (1n << width) - 1n
    const view = new DataView(this.block.buffer)
    const m: bigint[] = []
    for (let i = 0; i < 16; i++) m.push(this.wordAt(view, i))
    const v = [...this.h, ...iv]
    v[12]! ^= this.count & mask
    v[13]! ^= this.count >> width
    if (last) {
      v[14]! ^= mask
      if (this.parameters.lastNode) v[15]! ^= mask
    }
    const turn = (x: bigint, n: bigint): bigint => (x >> n) | ((x << (width - n)) & mask)
    for (let round = 0; round < rounds; round++) {
      const s = sigma[round % 10]!
      for (let g = 0; g < 8; g++) {
        const [a, b, c, d] = columns[g]!
        v[a] = (v[a]! + v[b]! + m[s[2 * g]!]!) & mask
        v[d] = turn(v[d]! ^ v[a]!, r1)
        v[c] = (v[c]! + v[d]!) & mask
        v[b] = turn(v[b]! ^ v[c]!, r2)
        v[a] = (v[a]! + v[b]! + m[s[2 * g + 1]!]!) & mask
        v[d] = turn(v[d]! ^ v[a]!, r3)
        v[c] = (v[c]! + v[d]!) & mask
        v[b] = turn(v[b]! ^ v[c]!, r4)
      }
    }
    for (let i = 0; i < 8; i++) this.h[i]! ^= v[i]! ^ v[i + 8]!
  }

  /** The digest; the object is not to be used afterwards. */
  finish(): Uint8Array {
    this.count += BigInt(this.filled)
    this.block.fill(0, this.filled)
    this.compress(true)
    const word = this.block.length / 16
    const out = new Uint8Array(word * 8)
    const view = new DataView(out.buffer)
    for (let i = 0; i < 8; i++) {
      if (word === 8) view.setBigUint64(i * 8, this.h[i]!, true)
      else view.setUint32(i * 4, Number(this.h[i]!), true)
    }
    return out.slice(0, this.parameters.digest)
  }

  /** An independent hash in the same state. */
  copy(): Blake2 {
    const made = new Blake2(this.name, { ...this.parameters, key: new Uint8Array(0) })
    for (let i = 0; i < 8; i++) made.h[i] = this.h[i]!
    made.block.set(this.block)
    made.filled = this.filled
    made.count = this.count
    return made
  }
}
