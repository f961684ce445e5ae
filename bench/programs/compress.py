"""Compression in Python: LZ77 with hash chains, LZW with a dict, Huffman codes with a heap; bytes and bytearrays."""

import heapq
import sys

MIN_MATCH = 4
MAX_MATCH = 130
WINDOW = 8192


def sample(size):
    words = [b'stream', b'window', b'match', b'literal', b'offset', b'length', b'the', b'of', b'and', b'buffer']
    state = 1
    out = bytearray()
    while len(out) < size:
        state = (state * 48271) % 2147483647
        out += words[state % 10]
        out += b'\n' if state % 13 == 0 else b' '
        if state % 17 == 0:
            out += str(state).encode()
    return bytes(out[:size])


def lz_pack(data):
    """A byte below 128: that many literals and one more follow; else a match of byte - 124 at a distance of two bytes."""
    out = bytearray()
    chains = {}
    literals = bytearray()
    i = 0
    n = len(data)

    def flush():
        for start in range(0, len(literals), 128):
            part = literals[start : start + 128]
            out.append(len(part) - 1)
            out.extend(part)
        literals.clear()

    while i < n:
        best = 0
        distance = 0
        key = data[i : i + MIN_MATCH]
        chain = chains.get(key)
        if chain is not None:
            for at in chain[-8:]:
                if i - at > WINDOW:
                    continue
                length = MIN_MATCH
                limit = min(MAX_MATCH, n - i)
                while length < limit and data[at + length] == data[i + length]:
                    length += 1
                if length > best:
                    best, distance = length, i - at
        if best >= MIN_MATCH and i + best <= n:
            flush()
            out.append(124 + best if best < 131 else 254)
            out.append(distance & 255)
            out.append(distance >> 8)
        else:
            best = 1
            literals.append(data[i])
        for at in range(i, min(i + best, n - MIN_MATCH)):
            chains.setdefault(data[at : at + MIN_MATCH], []).append(at)
        i += best
    flush()
    return bytes(out)


def lz_unpack(packed):
    out = bytearray()
    i = 0
    while i < len(packed):
        head = packed[i]
        i += 1
        if head < 128:
            out += packed[i : i + head + 1]
            i += head + 1
        else:
            distance = packed[i] | packed[i + 1] << 8
            i += 2
            for _ in range(head - 124):
                out.append(out[-distance])
    return bytes(out)


def lzw_pack(data):
    table = {bytes([i]): i for i in range(256)}
    codes = []
    word = b''
    for value in data:
        longer = word + bytes([value])
        if longer in table:
            word = longer
        else:
            codes.append(table[word])
            if len(table) < 4096:
                table[longer] = len(table)
            word = bytes([value])
    if word:
        codes.append(table[word])
    return codes


def lzw_unpack(codes):
    table = [bytes([i]) for i in range(256)]
    word = table[codes[0]]
    out = [word]
    for code in codes[1:]:
        entry = table[code] if code < len(table) else word + word[:1]
        out.append(entry)
        if len(table) < 4096:
            table.append(word + entry[:1])
        word = entry
    return b''.join(out)


def huffman_codes(data):
    counts = [0] * 256
    for value in data:
        counts[value] += 1
    heap = [(n, value, (value,)) for value, n in enumerate(counts) if n]
    heapq.heapify(heap)
    codes = {value: '' for _, value, _ in heap}
    while len(heap) > 1:
        n, first, values = heapq.heappop(heap)
        m, second, others = heapq.heappop(heap)
        for value in values:
            codes[value] = '0' + codes[value]
        for value in others:
            codes[value] = '1' + codes[value]
        heapq.heappush(heap, (n + m, min(first, second), values + others))
    return codes


def huffman_pack(data, codes):
    out = bytearray()
    acc = bits = 0
    for value in data:
        code = codes[value]
        acc = acc << len(code) | int(code, 2)
        bits += len(code)
        while bits >= 8:
            bits -= 8
            out.append(acc >> bits & 255)
        acc &= (1 << bits) - 1
    if bits:
        out.append(acc << (8 - bits) & 255)
    return bytes(out)


def huffman_unpack(packed, codes, count):
    values = {code: value for value, code in codes.items()}
    out = bytearray()
    code = ''
    for byte in packed:
        for shift in range(7, -1, -1):
            code += '1' if byte >> shift & 1 else '0'
            if code in values:
                out.append(values[code])
                code = ''
                if len(out) == count:
                    return bytes(out)
    return bytes(out)


def checksum(data):
    a, b = 1, 0
    for value in data:
        a = (a + value) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def main(size):
    data = sample(size)
    packed = lz_pack(data)
    assert lz_unpack(packed) == data
    print(len(data), len(packed), checksum(packed))
    codes = lzw_pack(data)
    assert lzw_unpack(codes) == data
    print(len(codes), sum(codes))
    table = huffman_codes(data)
    coded = huffman_pack(data, table)
    assert huffman_unpack(coded, table, size) == data
    print(len(coded), checksum(coded), sorted(map(len, table.values())))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500000)
