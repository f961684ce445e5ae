"""The cipher AES-128 in pure Python, block by block, with CBC and CTR: table look-ups, xor, lists of bytes."""

import sys


def times_two(a):
    a <<= 1
    return a ^ 0x11B if a & 0x100 else a


def multiply(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = times_two(a)
        b >>= 1
    return product


def make_boxes():
    """The substitution box: inverses in the field, then an affine map."""
    box = [0] * 256
    p = q = 1
    while True:
        p ^= times_two(p)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 255
        if q & 0x80:
            q ^= 0x09
        x = q
        for shift in (1, 2, 3, 4):
            x ^= (q << shift | q >> (8 - shift)) & 255
        box[p] = x ^ 0x63
        if p == 1:
            break
    box[0] = 0x63
    inverse = [0] * 256
    for i, value in enumerate(box):
        inverse[value] = i
    return box, inverse


SBOX, INVERSE = make_boxes()
DOUBLE = [multiply(i, 2) for i in range(256)]
TRIPLE = [multiply(i, 3) for i in range(256)]
BY_9 = [multiply(i, 9) for i in range(256)]
BY_11 = [multiply(i, 11) for i in range(256)]
BY_13 = [multiply(i, 13) for i in range(256)]
BY_14 = [multiply(i, 14) for i in range(256)]
SHIFTED = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11]
UNSHIFTED = [SHIFTED.index(i) for i in range(16)]


class AES:
    rounds = 10

    def __init__(self, key):
        if len(key) != 16:
            raise ValueError('a key has 16 bytes')
        self.keys = self.expand(key)

    def expand(self, key):
        words = [list(key[i : i + 4]) for i in range(0, 16, 4)]
        constant = 1
        for i in range(4, 4 * (self.rounds + 1)):
            word = list(words[-1])
            if i % 4 == 0:
                word = [SBOX[b] for b in word[1:] + word[:1]]
                word[0] ^= constant
                constant = times_two(constant)
            words.append([a ^ b for a, b in zip(word, words[i - 4])])
        return [sum(words[i : i + 4], []) for i in range(0, len(words), 4)]

    def encrypt(self, block):
        state = [a ^ b for a, b in zip(block, self.keys[0])]
        for r in range(1, self.rounds):
            state = [SBOX[state[i]] for i in SHIFTED]
            key = self.keys[r]
            mixed = []
            for c in (0, 4, 8, 12):
                a, b, d, e = state[c : c + 4]
                mixed.append(DOUBLE[a] ^ TRIPLE[b] ^ d ^ e ^ key[c])
                mixed.append(a ^ DOUBLE[b] ^ TRIPLE[d] ^ e ^ key[c + 1])
                mixed.append(a ^ b ^ DOUBLE[d] ^ TRIPLE[e] ^ key[c + 2])
                mixed.append(TRIPLE[a] ^ b ^ d ^ DOUBLE[e] ^ key[c + 3])
            state = mixed
        last = self.keys[self.rounds]
        return bytes(SBOX[state[i]] ^ k for i, k in zip(SHIFTED, last))

    def decrypt(self, block):
        state = [a ^ b for a, b in zip(block, self.keys[self.rounds])]
        for r in range(self.rounds - 1, 0, -1):
            state = [INVERSE[state[i]] ^ k for i, k in zip(UNSHIFTED, self.keys[r])]
            mixed = []
            for c in range(0, 16, 4):
                a, b, d, e = state[c : c + 4]
                mixed.append(BY_14[a] ^ BY_11[b] ^ BY_13[d] ^ BY_9[e])
                mixed.append(BY_9[a] ^ BY_14[b] ^ BY_11[d] ^ BY_13[e])
                mixed.append(BY_13[a] ^ BY_9[b] ^ BY_14[d] ^ BY_11[e])
                mixed.append(BY_11[a] ^ BY_13[b] ^ BY_9[d] ^ BY_14[e])
            state = mixed
        return bytes(INVERSE[state[i]] ^ k for i, k in zip(UNSHIFTED, self.keys[0]))


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def encrypt_cbc(cipher, iv, text):
    pad = 16 - len(text) % 16
    text += bytes([pad]) * pad
    out = []
    last = iv
    for i in range(0, len(text), 16):
        last = cipher.encrypt(xor(last, text[i : i + 16]))
        out.append(last)
    return b''.join(out)


def decrypt_cbc(cipher, iv, data):
    out = bytearray()
    last = iv
    for i in range(0, len(data), 16):
        block = data[i : i + 16]
        out += xor(last, cipher.decrypt(block))
        last = block
    return bytes(out[: -out[-1]])


def counter_mode(cipher, nonce, data):
    out = bytearray()
    for i in range(0, len(data), 16):
        stream = cipher.encrypt(nonce + (i // 16).to_bytes(8, 'big'))
        out += xor(data[i : i + 16], stream)
    return bytes(out)


def main(size):
    known = AES(bytes(range(16))).encrypt(bytes(i * 17 for i in range(16)))
    assert known.hex() == '69c4e0d86a7b0430d8cdb78070b4c55a'
    cipher = AES(b'a secret of ours')
    text = b'The quick brown fox jumps over the lazy dog. ' * (size // 45 + 1)
    sealed = encrypt_cbc(cipher, bytes(16), text)
    assert decrypt_cbc(cipher, bytes(16), sealed) == text
    print(len(sealed), sealed[:16].hex(), sealed[-16:].hex())
    streamed = counter_mode(cipher, b'nonce123', text)
    assert counter_mode(cipher, b'nonce123', streamed) == text
    print(len(streamed), streamed[-16:].hex())


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200000)
