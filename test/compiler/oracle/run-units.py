"""Runs dxpy's bytecode on CPython 3.13, as an oracle for code generation.

Each of our instructions becomes one or a few of CPython's, so that the whole of CPython's library and test suite can be run with code that
our compiler generated:  python3.13 run-units.py --bun BUN [--only PREFIX] -m unittest test.test_generators

Modules under the standard library are imported through our compiler (`--only` restricts this to paths that contain PREFIX).
"""
import importlib.abc
import importlib.machinery
import json
import opcode
import os
import struct
import subprocess
import sys
import types

OPS = opcode.opmap
CACHES = opcode._inline_cache_entries
HERE = os.path.dirname(os.path.abspath(__file__))

BINARY = ['ADD', 'AND', 'FLOORDIV', 'LSHIFT', 'MATMUL', 'MUL', 'MOD', 'OR', 'POW', 'RSHIFT', 'SUB', 'TRUEDIV', 'XOR']
COMPARE = {'LT': (0, 2), 'LE': (1, 10), 'EQ': (2, 8), 'NE': (3, 7), 'GT': (4, 4), 'GE': (5, 12)}
INTRINSIC1 = ['PRINT', 'IMPORT_STAR', 'STOPITERATION_ERROR', 'ASYNC_GEN_WRAP', 'TYPEVAR', 'PARAMSPEC', 'TYPEVARTUPLE',
              'SUBSCRIPT_GENERIC', 'TYPEALIAS']
CP_INTRINSIC1 = dict(PRINT=1, IMPORT_STAR=2, STOPITERATION_ERROR=3, ASYNC_GEN_WRAP=4, UNARY_POSITIVE=5, LIST_TO_TUPLE=6,
                     TYPEVAR=7, PARAMSPEC=8, TYPEVARTUPLE=9, SUBSCRIPT_GENERIC=10, TYPEALIAS=11)


def constant(c):
    kind = c[0]
    if kind == 's': return c[1]
    if kind == 'i': return int(c[1])
    if kind == 'u': return bytes.fromhex(c[1]).decode('utf-16-be', 'surrogatepass')
    if kind == 'f': return struct.unpack('>d', bytes.fromhex(c[1]))[0]
    if kind == 'c': return complex(*(struct.unpack('>d', bytes.fromhex(x))[0] for x in c[1:]))
    if kind == 'b': return bytes.fromhex(c[1])
    if kind == 'w': return ''.join(map(chr, c[1]))
    if kind == 't': return tuple(map(constant, c[1]))
    if kind == 'fs': return frozenset(map(constant, c[1]))
    if kind == 'e': return ...
    return code(c[1])


class Assembler:
    def __init__(self, unit):
        self.unit = unit
        self.consts = [constant(c) for c in unit['consts']]
        self.names = list(unit['names'])
        self.out = []      # [name, arg or label, index of our instruction]
        self.stubs = []
        self.inline = set()
        self.index = -1

    def name(self, text):
        if text not in self.names: self.names.append(text)
        return self.names.index(text)

    def const(self, value):
        for i, c in enumerate(self.consts):
            if type(c) is type(value) and c == value: return i
        self.consts.append(value)
        return len(self.consts) - 1

    def emit(self, name, arg=0):
        self.out.append([name, arg, self.index])

    def call_ex(self, keywords):
        self.emit('PUSH_NULL')
        if keywords:
            self.emit('SWAP', 3)
        self.emit('SWAP', 2)
        self.emit('CALL_FUNCTION_EX', keywords)

    def keyword_count(self):
        op, arg = self.unit['instructions'][self.index - 1]
        return len(self.consts[arg if op == 'LOAD_CONST' else arg >> 12])

    def translate(self):
        unit = self.unit
        kinds = unit['localsplusKinds']
        frees = sum(1 for k in kinds if k & 0x80)
        if frees: self.emit('COPY_FREE_VARS', frees)
        for slot, kind in enumerate(kinds):
            if kind & 0x40: self.emit('MAKE_CELL', slot)
        if unit['flags'] & (0x20 | 0x80 | 0x200):
            self.emit('RETURN_GENERATOR')
            self.emit('POP_TOP')
        self.emit('RESUME', 0)
        code = unit['instructions']
        for i, (op, arg) in enumerate(code):
            # The end of a loop stands before what follows it, unless something falls into that from above.
            self.index = i
            loops = [k for k, ins in enumerate(code[:i]) if ins == ['FOR_ITER', i]] if code[i - 1][0] in TERMINAL else []
            if loops:
                for k in loops: self.out.append(['LABEL', ('end', k), i])
                self.index = loops[-1]
                self.emit('END_FOR')
                self.emit('POP_TOP')
                self.inline.update(loops)
                self.index = i
            self.one(op, arg)
        for name in self.out:
            if name[0] == 'FOR_ITER' and name[2] in self.inline: name[1] = ('end', name[2])
        self.stubs = [s for s in self.stubs if s[1][1] not in self.inline]
        for label, target in self.stubs:
            self.index = target[1]
            self.out.append(['LABEL', label, self.index])
            self.emit('END_FOR')
            self.emit('POP_TOP')
            self.emit('JUMP_BACKWARD', target[0])

    def one(self, op, arg):
        unit = self.unit
        emit = self.emit
        self.out.append(['LABEL', self.index, self.index])
        if op == 'LOAD_FAST2':
            emit('LOAD_FAST', arg & 0xfff)
            emit('LOAD_FAST', arg >> 12)
        elif op == 'LOAD_FAST_CONST':
            emit('LOAD_FAST', arg & 0xfff)
            emit('LOAD_CONST', arg >> 12)
        elif op == 'LOAD_CLOSURE': emit('LOAD_FAST', arg)
        elif op == 'LOAD_GLOBAL': emit(op, arg << 1)
        elif op == 'LOAD_ATTR': emit(op, self.name(unit['sites'][arg]) << 1)
        elif op == 'LOAD_METHOD': emit('LOAD_ATTR', self.name(unit['sites'][arg]) << 1 | 1)
        elif op in ('STORE_ATTR', 'DELETE_ATTR'): emit(op, self.name(unit['sites'][arg]))
        elif op == 'LOAD_SUPER_ATTR': emit(op, self.name(unit['sites'][arg]) << 2)
        elif op == 'LOAD_SUPER_METHOD': emit('LOAD_SUPER_ATTR', self.name(unit['sites'][arg]) << 2 | 1)
        elif op.startswith('BINARY_') and op[7:] in BINARY:
            emit('BINARY_OP', BINARY.index(op[7:]) + 13 * arg)
        elif op.startswith('COMPARE_'):
            number, mask = COMPARE[op[8:]]
            emit('COMPARE_OP', number << 5 | mask)
        elif op == 'UNARY_POSITIVE': emit('CALL_INTRINSIC_1', CP_INTRINSIC1['UNARY_POSITIVE'])
        elif op == 'LIST_TO_TUPLE': emit('CALL_INTRINSIC_1', CP_INTRINSIC1['LIST_TO_TUPLE'])
        elif op == 'UNARY_NOT':
            emit('TO_BOOL')
            emit('UNARY_NOT')
        elif op == 'JUMP': emit('JUMP_FORWARD', arg)
        elif op in ('POP_JUMP_IF_FALSE', 'POP_JUMP_IF_TRUE'):
            emit('TO_BOOL')
            emit(op, arg)
        elif op in ('JUMP_IF_FALSE_OR_POP', 'JUMP_IF_TRUE_OR_POP'):
            emit('COPY', 1)
            emit('TO_BOOL')
            emit('POP_' + op[:-7], arg)
            emit('POP_TOP')
        elif op == 'FOR_ITER':
            label = 'stub%d' % len(self.stubs)
            self.stubs.append((label, (arg, self.index)))
            emit('FOR_ITER', label)
        elif op == 'DICT_MERGE': emit('DICT_UPDATE', arg)
        elif op == 'CALL':
            emit('BUILD_TUPLE', arg)
            self.call_ex(0)
        elif op == 'CALL_METHOD': emit('CALL', arg)
        elif op == 'CALL_METHOD_KW': emit('CALL_KW', arg)
        elif op == 'CALL_KW':
            k = self.keyword_count()
            emit('BUILD_CONST_KEY_MAP', k)
            n = arg - k
            if n == 0:
                emit('LOAD_CONST', self.const(()))
            else:
                for i in range(n + 1, 1, -1): emit('SWAP', i)
                emit('BUILD_TUPLE', n)
            emit('SWAP', 2)
            self.call_ex(1)
        elif op == 'CALL_EX': self.call_ex(arg)
        elif op == 'YIELD_VALUE':
            emit(op, arg)
            emit('RESUME', 3 if arg else 1)
        elif op == 'CALL_INTRINSIC_1': emit(op, CP_INTRINSIC1[INTRINSIC1[arg]])
        elif op == 'CALL_INTRINSIC_2': emit(op, arg + 1)
        else: emit(op, arg)

    def assemble(self):
        self.translate()
        sizes = [None] * len(self.out)
        args = [0] * len(self.out)
        while True:
            labels, at, starts = {}, 0, []
            for i, (name, arg, _) in enumerate(self.out):
                starts.append(at)
                if name == 'LABEL': labels[arg] = at
                else: at += 1 + self.extended(args[i]) + self.caches(name)
            changed = False
            for i, (name, arg, _) in enumerate(self.out):
                if name == 'LABEL': continue
                value = arg
                if name in JUMPS:
                    end = starts[i] + 1 + self.extended(args[i]) + self.caches(name)
                    value = labels[arg] - end
                    if name == 'JUMP_BACKWARD': value = -value
                    if value < 0: raise ValueError('wrong way: ' + name)
                if self.extended(value) > self.extended(args[i]): changed = True
                args[i] = value
            if not changed: break
        body = bytearray()
        lines = bytearray()
        self.line = self.unit['firstlineno']
        for i, (name, arg, index) in enumerate(self.out):
            if name == 'LABEL': continue
            value = args[i]
            before = len(body)
            for k in range(self.extended(value), 0, -1): body += bytes([OPS['EXTENDED_ARG'], value >> (8 * k) & 255])
            body += bytes([OPS[name], value & 255]) + bytes(2 * CACHES.get(name, 0))
            self.location(lines, (len(body) - before) // 2, index)
        return bytes(body), bytes(lines), labels

    def caches(self, name):
        return CACHES.get(name, 0)

    def extended(self, value):
        return 0 if value < 1 << 8 else 1 if value < 1 << 16 else 2

    def location(self, lines, units, index):
        p = self.unit['positions'][index * 4:index * 4 + 4] if index >= 0 else [self.unit['firstlineno']] * 2 + [0, 0]
        while units > 0:
            n = min(units, 8)
            units -= n
            if p[0] < 0:
                lines.append(0x80 | 15 << 3 | n - 1)
                continue
            lines.append(0x80 | 14 << 3 | n - 1)
            delta = p[0] - self.line
            self.line = p[0]
            self.varint(lines, -delta << 1 | 1 if delta < 0 else delta << 1)
            self.varint(lines, max(p[1] - p[0], 0))
            self.varint(lines, p[2] + 1)
            self.varint(lines, p[3] + 1)

    def varint(self, out, value):
        while value >= 64:
            out.append(64 | value & 63)
            value >>= 6
        out.append(value)


TERMINAL = {'JUMP', 'JUMP_BACKWARD', 'RETURN_VALUE', 'RETURN_CONST', 'RAISE_VARARGS', 'RERAISE'}
JUMPS = {'JUMP_FORWARD', 'JUMP_BACKWARD', 'POP_JUMP_IF_FALSE', 'POP_JUMP_IF_TRUE', 'POP_JUMP_IF_NONE', 'POP_JUMP_IF_NOT_NONE', 'FOR_ITER', 'SEND'}


def exception_varint(value, first):
    chunks = [value & 63]
    value >>= 6
    while value:
        chunks.append(value & 63 | 64)
        value >>= 6
    chunks.reverse()
    if first: chunks[0] |= 128
    return bytes(chunks)


def code(unit):
    assembler = Assembler(unit)
    body, lines, labels = assembler.assemble()
    n = len(unit['instructions'])
    labels[n] = min([at for label, at in labels.items() if str(label).startswith('stub')], default=len(body) // 2)
    table = b''
    rows = unit['exceptionTable']
    for i in range(0, len(rows), 4):
        start, end, handler, info = rows[i:i + 4]
        a, b = labels[start], labels[end]
        for value, first in ((a, True), (b - a, False), (labels[handler], False), (info, False)):
            table += exception_varint(value, first)
    kinds = unit['localsplusKinds']
    names = unit['localsplus']
    nlocals = unit['nlocals']
    cells = tuple(n for n, k in zip(names, kinds) if k & 0x40)
    frees = tuple(n for n, k in zip(names, kinds) if k & 0x80)
    return types.CodeType(
        unit['argcount'], unit['posonlyargcount'], unit['kwonlyargcount'], nlocals, unit['stacksize'] + 8,
        unit['flags'] & ~0x4000000, body, tuple(assembler.consts), tuple(assembler.names), tuple(names[:nlocals]),
        unit['filename'], unit['name'], unit['qualname'], unit['firstlineno'], lines, table, frees, cells)


class Loader(importlib.machinery.SourceFileLoader):
    server = None

    def get_code(self, fullname):
        server = Loader.server
        server.stdin.write(self.path + '\n')
        server.stdin.flush()
        unit = json.loads(server.stdout.readline())
        if 'error' in unit: raise SyntaxError(unit['error'])
        Loader.count = getattr(Loader, 'count', 0) + 1
        return code(unit)


class Finder(importlib.abc.MetaPathFinder):
    def __init__(self, only):
        self.only = only

    def find_spec(self, name, path, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or not isinstance(spec.loader, importlib.machinery.SourceFileLoader): return spec
        if self.only in spec.origin: spec.loader = Loader(spec.loader.name, spec.loader.path)
        return spec


def main():
    argv = sys.argv[1:]
    bun, only = 'bun', ''
    while argv and argv[0] in ('--bun', '--only'):
        if argv[0] == '--bun': bun = argv[1]
        else: only = argv[1]
        argv = argv[2:]
    # Imported before the hook, which needs it.
    'x'.encode('utf-16-be')
    Loader.server = subprocess.Popen([bun, os.path.join(HERE, 'units-json.ts'), '-'], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)
    sys.meta_path.insert(0, Finder(only))
    if argv[0] == '-m':
        import runpy
        sys.argv = argv[1:]
        runpy.run_module(argv[1], run_name='__main__', alter_sys=True)
    else:
        sys.argv = argv
        Loader.server.stdin.write(os.path.abspath(argv[0]) + '\n')
        Loader.server.stdin.flush()
        unit = json.loads(Loader.server.stdout.readline())
        if 'error' in unit: raise SyntaxError(unit['error'])
        exec(code(unit), {'__name__': '__main__', '__file__': argv[0], '__builtins__': __builtins__})


if __name__ == '__main__':
    main()
