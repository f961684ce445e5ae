/**
 * _md5, _sha1, _sha2, _sha3 and _blake2 (Library Reference, "hashlib"; CPython: Modules/md5module.c and its siblings). The digests are the
 * platform's; BLAKE2 with a key, salt or tree parameters is blake2.ts.
 */
import type { Hash } from 'node:crypto'
import { requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { typeError, valueError } from '../objects/exceptions'
import {
  defineType,
  type GetSetTable,
  type MethodTable,
  PyObject,
  type PyType,
  typeOf,
  type Value,
} from '../objects/object'
import { asIndex, asSize, isTrue } from '../objects/operators'
import { asString } from '../objects/str'
import { Blake2, type Blake2Parameters } from './blake2'
import type { NativeModule } from './definition'

/** What an algorithm is called and its sizes in bytes. */
interface Algorithm {
  readonly name: string
  /** The platform's name. */
  readonly platform: string
  readonly digest: number
  readonly block: number
}

/** A hash that is being fed. */
/** Loaded with the first hash: it takes 3 ms, and `random` imports this module. */
const nodeCrypto = () => require('node:crypto') as typeof import('node:crypto')

class PyHash extends PyObject {
  state!: Hash
  algorithm!: Algorithm
}

/** Bytes that a hash takes: a str is refused with its own message. */
function hashable(v: Value): Uint8Array {
  if (asString(v) !== undefined) throw typeError('Strings must be encoded before hashing')
  if (typeOf(v).name !== 'bytes' && !(v instanceof PyObject && 'bufferBytes' in v))
    throw typeError('object supporting the buffer API required')
  return requireBytes(v)
}

function copyHash(self: PyHash): Value {
  const made = new (self.cls.ctor as new () => PyHash)()
  made.state = self.state.copy()
  made.algorithm = self.algorithm
  return made
}

function update(self: PyHash, data: Value): Value {
  self.state.update(hashable(data))
  return null
}

const hashMethods = (): MethodTable => [
  ['update', update, '($self, obj, /)'],
  ['digest', (self: PyHash) => new PyBytes(new Uint8Array(self.state.copy().digest())), '($self, /)'],
  ['hexdigest', (self: PyHash) => self.state.copy().digest('hex'), '($self, /)'],
  ['copy', copyHash, '($self, /)'],
]
const hashFields = (): GetSetTable => [
  ['name', (self: PyHash) => self.algorithm.name],
  ['digest_size', (self: PyHash) => self.algorithm.digest],
  ['block_size', (self: PyHash) => self.algorithm.block],
]

function start(type: PyType, algorithm: Algorithm, data: Value | undefined): Value {
  const made = new (type.ctor as new () => PyHash)()
  made.algorithm = algorithm
  made.state = nodeCrypto().createHash(algorithm.platform)
  if (data !== undefined) made.state.update(hashable(data))
  return made
}

/** A type that only its module's function makes. */
function hashType(module: string, name: string): PyType {
  return defineType(name, {
    layout: class extends PyHash {},
    module,
    final: true,
    new: [
      () => {
        throw typeError(`cannot create '${module}.${name}' instances`)
      },
      '(*args, **kwargs)',
    ],
    methods: hashMethods,
    getset: hashFields,
  })
}

const constructorSignature = "(string=b'', *, usedforsecurity=True)"

function functionModule(
  name: string,
  doc: string,
  types: readonly [exported: string, typeName: string, Algorithm][],
): NativeModule {
  const made = types.map(([exported, typeName, algorithm]) => ({ exported, type: hashType(name, typeName), algorithm }))
  return {
    name,
    doc,
    functions: made.map(
      ({ type, algorithm }) =>
        [algorithm.name, (data?: Value) => start(type, algorithm, data), constructorSignature] as const,
    ),
    attributes: () => Object.fromEntries(made.map(({ exported, type }) => [exported, type])),
  }
}

/** `_md5` */
export const md5Module = functionModule('_md5', 'MD5', [
  ['MD5Type', 'md5', { name: 'md5', platform: 'md5', digest: 16, block: 64 }],
])
/** `_sha1` */
export const sha1Module = functionModule('_sha1', 'SHA-1', [
  ['SHA1Type', 'sha1', { name: 'sha1', platform: 'sha1', digest: 20, block: 64 }],
])
/** `_sha2` */
export const sha2Module = functionModule(
  '_sha2',
  'SHA-2',
  [224, 256, 384, 512].map((bits) => [
    `SHA${bits}Type`,
    `SHA${bits}Type`,
    { name: `sha${bits}`, platform: `sha${bits}`, digest: bits / 8, block: bits > 256 ? 128 : 64 },
  ]),
)

// ── SHA-3 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** SHAKE keeps its input: the platform asks for the output's length first. */
class PyShake extends PyObject {
  parts: Uint8Array[] = []
}

function shakeType(bits: 128 | 256): PyType {
  const squeeze = (self: PyShake, length: Value): Buffer => {
    const n = asSize(length)
    if (n < 0) throw valueError('value must be positive')
    if (n >= 2 ** 29) throw valueError('digest length is too large')
    if (n === 0) return Buffer.alloc(0)
    const hash = nodeCrypto().createHash(`shake${bits}`, { outputLength: n })
    for (const part of self.parts) hash.update(part)
    return hash.digest()
  }
  return defineType(`shake_${bits}`, {
    layout: class extends PyShake {},
    module: '_sha3',
    final: true,
    new: [
      (cls: PyType, data?: Value) => {
        const made = new cls.ctor() as PyShake
        if (data !== undefined) made.parts.push(hashable(data).slice())
        return made
      },
      "(data=b'', /, *, usedforsecurity=True)",
    ],
    methods: () => [
      [
        'update',
        (self: PyShake, data: Value) => {
          self.parts.push(hashable(data).slice())
          return null
        },
        '($self, data, /)',
      ],
      [
        'digest',
        (self: PyShake, length: Value) => new PyBytes(new Uint8Array(squeeze(self, length))),
        '($self, length, /)',
      ],
      ['hexdigest', (self: PyShake, length: Value) => squeeze(self, length).toString('hex'), '($self, length, /)'],
      [
        'copy',
        (self: PyShake) => {
          const made = new self.cls.ctor() as PyShake
          made.parts = [...self.parts]
          return made
        },
        '($self, /)',
      ],
    ],
    getset: () => sha3Fields(`shake_${bits}`, 0, bits * 2, '1f'),
  })
}

function sha3Fields(name: string, digest: number, capacity: number, suffix: string): GetSetTable {
  return [
    ['name', () => name],
    ['digest_size', () => digest],
    ['block_size', () => (1600 - capacity) / 8],
    ['_capacity_bits', () => capacity],
    ['_rate_bits', () => 1600 - capacity],
    ['_suffix', () => new PyBytes(new Uint8Array(Buffer.from(suffix, 'hex')))],
  ]
}

function sha3Type(bits: number): PyType {
  const algorithm: Algorithm = {
    name: `sha3_${bits}`,
    platform: `sha3-${bits}`,
    digest: bits / 8,
    block: (1600 - 2 * bits) / 8,
  }
  const type: PyType = defineType(algorithm.name, {
    layout: class extends PyHash {},
    module: '_sha3',
    final: true,
    new: [(_cls: PyType, data?: Value) => start(type, algorithm, data), "(data=b'', /, *, usedforsecurity=True)"],
    methods: hashMethods,
    getset: () => sha3Fields(algorithm.name, bits / 8, bits * 2, '06'),
  })
  return type
}

/** `_sha3` */
export const sha3Module: NativeModule = {
  name: '_sha3',
  attributes: () => {
    const values: Record<string, Value> = {
      implementation: 'HACL',
      shake_128: shakeType(128),
      shake_256: shakeType(256),
    }
    for (const bits of [224, 256, 384, 512]) values[`sha3_${bits}`] = sha3Type(bits)
    return values
  },
}

// ── BLAKE2 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyBlake2 extends PyObject {
  state!: Blake2
}

interface Blake2Limits {
  readonly name: 'blake2b' | 'blake2s'
  readonly size: number
  readonly salt: number
  readonly offsetBits: number
}

function blake2Type(limits: Blake2Limits): PyType {
  const { name, size, salt: saltSize } = limits
  const integer = (v: Value | undefined, otherwise: number, low: number, high: bigint, message: string): bigint => {
    if (v === undefined) return BigInt(otherwise)
    const i = BigInt(asIndex(v))
    if (i < BigInt(low) || i > high) throw valueError(message)
    return i
  }
  const bytes = (v: Value | undefined, most: number, what: string): Uint8Array => {
    if (v === undefined) return new Uint8Array(0)
    const view = requireBytes(v)
    if (view.length > most) throw valueError(`maximum ${what} length is ${most} bytes`)
    return view.slice()
  }
  const create = (
    cls: PyType,
    data?: Value,
    digestSize?: Value,
    key?: Value,
    salt?: Value,
    person?: Value,
    fanout?: Value,
    depth?: Value,
    leafSize?: Value,
    nodeOffset?: Value,
    nodeDepth?: Value,
    innerSize?: Value,
    lastNode?: Value,
  ): Value => {
    const most = BigInt(size)
    const parameters: Blake2Parameters = {
      digest: Number(
        integer(
          digestSize,
          size,
          1,
          most,
          `digest_size for ${name === 'blake2b' ? 'Blake2b' : 'Blake2s'} must be between 1 and ${size} bytes, here it is ${digestSize === undefined ? size : String(digestSize)}`,
        ),
      ),
      salt: bytes(salt, saltSize, 'salt'),
      person: bytes(person, saltSize, 'person'),
      fanout: Number(integer(fanout, 1, 0, 255n, 'fanout must be between 0 and 255')),
      depth: Number(integer(depth, 1, 1, 255n, 'depth must be between 1 and 255')),
      leaf: Number(integer(leafSize, 0, 0, 0xffffffffn, 'leaf_size is too large')),
      offset: integer(nodeOffset, 0, 0, (1n << BigInt(limits.offsetBits)) - 1n, 'node_offset is too large'),
      nodeDepth: Number(integer(nodeDepth, 0, 0, 255n, 'node_depth must be between 0 and 255')),
      inner: Number(integer(innerSize, 0, 0, most, `inner_size must be between 0 and is ${size}`)),
      lastNode: lastNode !== undefined && isTrue(lastNode),
      key: bytes(key, size, 'key'),
    }
    const made = new cls.ctor() as PyBlake2
    made.state = new Blake2(name, parameters)
    if (data !== undefined) made.state.update(hashable(data))
    return made
  }
  return defineType(name, {
    layout: class extends PyBlake2 {},
    module: '_blake2',
    new: [
      create,
      "(data=b'', /, *, digest_size=<unrepresentable>, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)",
    ],
    methods: () => [
      [
        'update',
        (self: PyBlake2, data: Value) => {
          self.state.update(hashable(data))
          return null
        },
        '($self, data, /)',
      ],
      ['digest', (self: PyBlake2) => new PyBytes(self.state.copy().finish()), '($self, /)'],
      ['hexdigest', (self: PyBlake2) => Buffer.from(self.state.copy().finish()).toString('hex'), '($self, /)'],
      [
        'copy',
        (self: PyBlake2) => {
          const made = new self.cls.ctor() as PyBlake2
          made.state = self.state.copy()
          return made
        },
        '($self, /)',
      ],
    ],
    getset: () => [
      ['name', () => name],
      ['digest_size', (self: PyBlake2) => self.state.digestSize],
      ['block_size', () => size * 2],
    ],
    attributes: () => ({ MAX_DIGEST_SIZE: size, MAX_KEY_SIZE: size, SALT_SIZE: saltSize, PERSON_SIZE: saltSize }),
  })
}

/** `_blake2` */
export const blake2Module: NativeModule = {
  name: '_blake2',
  doc: 'The BLAKE2 hashes, for hashlib.',
  attributes: () => ({
    blake2b: blake2Type({ name: 'blake2b', size: 64, salt: 16, offsetBits: 64 }),
    blake2s: blake2Type({ name: 'blake2s', size: 32, salt: 8, offsetBits: 48 }),
    BLAKE2B_MAX_DIGEST_SIZE: 64,
    BLAKE2B_MAX_KEY_SIZE: 64,
    BLAKE2B_PERSON_SIZE: 16,
    BLAKE2B_SALT_SIZE: 16,
    BLAKE2S_MAX_DIGEST_SIZE: 32,
    BLAKE2S_MAX_KEY_SIZE: 32,
    BLAKE2S_PERSON_SIZE: 8,
    BLAKE2S_SALT_SIZE: 8,
  }),
}
