function timesTwo(a: number): number {
  const doubled = a << 1
  return doubled & 0x100 ? doubled ^ 0x11b : doubled
}

function multiply(a: number, b: number): number {
  let product = 0
  while (b !== 0) {
    if (b & 1) product ^= a
    a = timesTwo(a)
    b >>= 1
  }
  return product
}

function makeBoxes(): [number[], number[]] {
  const box = new Array<number>(256).fill(0)
  let p = 1
  let q = 1
  do {
    p ^= timesTwo(p)
    q ^= q << 1
    q ^= q << 2
    q ^= q << 4
    q &= 255
    if (q & 0x80) q ^= 0x09
    let x = q
    for (const shift of [1, 2, 3, 4]) x ^= ((q << shift) | (q >> (8 - shift))) & 255
    box[p] = x ^ 0x63
  } while (p !== 1)
  box[0] = 0x63
  const inverse = new Array<number>(256).fill(0)
  box.forEach((value, i) => {
    inverse[value] = i
  })
  return [box, inverse]
}

const times = (k: number): number[] => Array.from({ length: 256 }, (_, i) => multiply(i, k))

const [SBOX, INVERSE] = makeBoxes()
const DOUBLE = times(2)
const TRIPLE = times(3)
const BY_9 = times(9)
const BY_11 = times(11)
const BY_13 = times(13)
const BY_14 = times(14)
const SHIFTED = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11]
const UNSHIFTED = SHIFTED.map((_, i) => SHIFTED.indexOf(i))
const ROUNDS = 10

class AES {
  private readonly keys: number[][]

  constructor(key: Uint8Array) {
    if (key.length !== 16) throw new RangeError('a key has 16 bytes')
    const words: number[][] = []
    for (let i = 0; i < 16; i += 4) words.push([...key.subarray(i, i + 4)])
    let constant = 1
    for (let i = 4; i < 4 * (ROUNDS + 1); i++) {
      let word = words[i - 1]!.slice()
      if (i % 4 === 0) {
        word = [...word.slice(1), word[0]!].map((b) => SBOX[b]!)
        word[0]! ^= constant
        constant = timesTwo(constant)
      }
      words.push(word.map((b, k) => b ^ words[i - 4]![k]!))
    }
    this.keys = Array.from({ length: ROUNDS + 1 }, (_, r) => words.slice(4 * r, 4 * r + 4).flat())
  }

  encrypt(block: Uint8Array): Uint8Array {
    let state = Array.from(block, (b, i) => b ^ this.keys[0]![i]!)
    for (let r = 1; r < ROUNDS; r++) {
      state = SHIFTED.map((i) => SBOX[state[i]!]!)
      const key = this.keys[r]!
      const mixed = new Array<number>(16)
      for (let c = 0; c < 16; c += 4) {
        const a = state[c]!
        const b = state[c + 1]!
        const d = state[c + 2]!
        const e = state[c + 3]!
        mixed[c] = DOUBLE[a]! ^ TRIPLE[b]! ^ d ^ e ^ key[c]!
        mixed[c + 1] = a ^ DOUBLE[b]! ^ TRIPLE[d]! ^ e ^ key[c + 1]!
        mixed[c + 2] = a ^ b ^ DOUBLE[d]! ^ TRIPLE[e]! ^ key[c + 2]!
        mixed[c + 3] = TRIPLE[a]! ^ b ^ d ^ DOUBLE[e]! ^ key[c + 3]!
      }
      state = mixed
    }
    const last = this.keys[ROUNDS]!
    return Uint8Array.from(SHIFTED, (i, k) => SBOX[state[i]!]! ^ last[k]!)
  }

  decrypt(block: Uint8Array): Uint8Array {
    const last = this.keys[ROUNDS]!
    let state = Array.from(block, (b, i) => b ^ last[i]!)
    for (let r = ROUNDS - 1; r > 0; r--) {
      const key = this.keys[r]!
      state = UNSHIFTED.map((i, k) => INVERSE[state[i]!]! ^ key[k]!)
      const mixed = new Array<number>(16)
      for (let c = 0; c < 16; c += 4) {
        const a = state[c]!
        const b = state[c + 1]!
        const d = state[c + 2]!
        const e = state[c + 3]!
        mixed[c] = BY_14[a]! ^ BY_11[b]! ^ BY_13[d]! ^ BY_9[e]!
        mixed[c + 1] = BY_9[a]! ^ BY_14[b]! ^ BY_11[d]! ^ BY_13[e]!
        mixed[c + 2] = BY_13[a]! ^ BY_9[b]! ^ BY_14[d]! ^ BY_11[e]!
        mixed[c + 3] = BY_11[a]! ^ BY_13[b]! ^ BY_9[d]! ^ BY_14[e]!
      }
      state = mixed
    }
    return Uint8Array.from(UNSHIFTED, (i, k) => INVERSE[state[i]!]! ^ this.keys[0]![k]!)
  }
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((x, i) => x ^ b[i]!)
}

function encryptCbc(cipher: AES, iv: Uint8Array, text: Uint8Array): Buffer {
  const pad = 16 - (text.length % 16)
  const padded = Buffer.concat([text, Buffer.alloc(pad, pad)])
  const out: Uint8Array[] = []
  let last = iv
  for (let i = 0; i < padded.length; i += 16) {
    last = cipher.encrypt(xor(last, padded.subarray(i, i + 16)))
    out.push(last)
  }
  return Buffer.concat(out)
}

function decryptCbc(cipher: AES, iv: Uint8Array, data: Uint8Array): Buffer {
  const out: Uint8Array[] = []
  let last = iv
  for (let i = 0; i < data.length; i += 16) {
    const block = data.subarray(i, i + 16)
    out.push(xor(last, cipher.decrypt(block)))
    last = block
  }
  const padded = Buffer.concat(out)
  return padded.subarray(0, padded.length - padded[padded.length - 1]!)
}

function counterMode(cipher: AES, nonce: Uint8Array, data: Uint8Array): Buffer {
  const out: Uint8Array[] = []
  for (let i = 0; i < data.length; i += 16) {
    const block = Buffer.alloc(16)
    block.set(nonce)
    block.writeUInt32BE(i / 16, 12)
    out.push(xor(data.subarray(i, i + 16), cipher.encrypt(block)))
  }
  return Buffer.concat(out)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  const known = new AES(Uint8Array.from({ length: 16 }, (_, i) => i)).encrypt(
    Uint8Array.from({ length: 16 }, (_, i) => i * 17),
  )
  if (hex(known) !== '69c4e0d86a7b0430d8cdb78070b4c55a') throw new Error('wrong')
  const cipher = new AES(Buffer.from('a secret of ours'))
  const text = Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(Math.floor(size / 45) + 1))
  const sealed = encryptCbc(cipher, new Uint8Array(16), text)
  if (!decryptCbc(cipher, new Uint8Array(16), sealed).equals(text)) throw new Error('wrong')
  print(sealed.length, hex(sealed.subarray(0, 16)), hex(sealed.subarray(-16)))
  const nonce = Buffer.from('nonce123')
  const streamed = counterMode(cipher, nonce, text)
  if (!counterMode(cipher, nonce, streamed).equals(text)) throw new Error('wrong')
  print(streamed.length, hex(streamed.subarray(-16)))
}
