"""A small language: tokenizer, recursive-descent parser, tree of nodes, an evaluator and a stack machine."""

import sys

SOURCE = """\
# integer square roots, a Collatz walk and a checksum
func isqrt(n) {
  lo = 0; hi = n + 1;
  while (lo + 1 < hi) {
    mid = (lo + hi) / 2;
    if (mid * mid <= n) { lo = mid; } else { hi = mid; }
  }
  return lo;
}
func collatz(n) {
  steps = 0;
  while (n != 1) {
    if (n % 2 == 0) { n = n / 2; } else { n = 3 * n + 1; }
    steps = steps + 1;
  }
  return steps;
}
total = 0; i = 1;
while (i < limit) {
  total = (total * 31 + isqrt(i * i + i) + collatz(i)) % 1000003;
  i = i + 1;
}
print total;
"""

KEYWORDS = {'func', 'while', 'if', 'else', 'return', 'print'}
OPERATORS = ('<=', '>=', '==', '!=', '<', '>', '+', '-', '*', '/', '%', '=', '(', ')', '{', '}', ',', ';')


class Token:
    __slots__ = ('kind', 'text', 'line')

    def __init__(self, kind, text, line):
        self.kind = kind
        self.text = text
        self.line = line


class SourceError(Exception):
    pass


def tokens(source):
    i = 0
    line = 1
    while i < len(source):
        ch = source[i]
        if ch == '\n':
            line += 1
            i += 1
        elif ch.isspace():
            i += 1
        elif ch == '#':
            while i < len(source) and source[i] != '\n':
                i += 1
        elif ch.isdigit():
            start = i
            while i < len(source) and source[i].isdigit():
                i += 1
            yield Token('number', source[start:i], line)
        elif ch.isalpha() or ch == '_':
            start = i
            while i < len(source) and (source[i].isalnum() or source[i] == '_'):
                i += 1
            word = source[start:i]
            yield Token(word if word in KEYWORDS else 'name', word, line)
        else:
            for op in OPERATORS:
                if source.startswith(op, i):
                    yield Token(op, op, line)
                    i += len(op)
                    break
            else:
                raise SourceError(f'line {line}: {ch!r}')
    yield Token('end', '', line)


class Parser:
    LEVELS = [('<=', '>=', '==', '!=', '<', '>'), ('+', '-'), ('*', '/', '%')]

    def __init__(self, source):
        self.tokens = list(tokens(source))
        self.at = 0

    @property
    def kind(self):
        return self.tokens[self.at].kind

    def take(self, kind):
        token = self.tokens[self.at]
        if token.kind != kind:
            raise SourceError(f'line {token.line}: expected {kind}, found {token.text or "the end"}')
        self.at += 1
        return token.text

    def accept(self, kind):
        if self.kind == kind:
            self.at += 1
            return True
        return False

    def program(self):
        body = []
        while self.kind != 'end':
            body.append(self.statement())
        return body

    def block(self):
        self.take('{')
        body = []
        while not self.accept('}'):
            body.append(self.statement())
        return body

    def statement(self):
        if self.accept('func'):
            name = self.take('name')
            self.take('(')
            parameters = []
            while not self.accept(')'):
                parameters.append(self.take('name'))
                self.accept(',')
            return ('func', name, parameters, self.block())
        if self.accept('while'):
            self.take('(')
            test = self.expression()
            self.take(')')
            return ('while', test, self.block())
        if self.accept('if'):
            self.take('(')
            test = self.expression()
            self.take(')')
            body = self.block()
            return ('if', test, body, self.block() if self.accept('else') else [])
        if self.accept('return'):
            node = ('return', self.expression())
        elif self.accept('print'):
            node = ('print', self.expression())
        else:
            name = self.take('name')
            self.take('=')
            node = ('set', name, self.expression())
        self.take(';')
        return node

    def expression(self, level=0):
        if level == len(self.LEVELS):
            return self.primary()
        left = self.expression(level + 1)
        while self.kind in self.LEVELS[level]:
            op = self.take(self.kind)
            left = ('op', op, left, self.expression(level + 1))
        return left

    def primary(self):
        if self.kind == 'number':
            return ('number', int(self.take('number')))
        if self.accept('-'):
            return ('op', '-', ('number', 0), self.primary())
        if self.accept('('):
            inner = self.expression()
            self.take(')')
            return inner
        name = self.take('name')
        if not self.accept('('):
            return ('get', name)
        arguments = []
        while not self.accept(')'):
            arguments.append(self.expression())
            self.accept(',')
        return ('call', name, arguments)


BINARY = {
    '+': lambda a, b: a + b,
    '-': lambda a, b: a - b,
    '*': lambda a, b: a * b,
    '/': lambda a, b: a // b,
    '%': lambda a, b: a % b,
    '<': lambda a, b: a < b,
    '>': lambda a, b: a > b,
    '<=': lambda a, b: a <= b,
    '>=': lambda a, b: a >= b,
    '==': lambda a, b: a == b,
    '!=': lambda a, b: a != b,
}


class Return(Exception):
    def __init__(self, value):
        self.value = value


class Walker:
    """Evaluates the tree: a method for each kind of node, looked up by name."""

    def __init__(self, names):
        self.globals = names
        self.functions = {}
        self.printed = []

    def run(self, body, names):
        for node in body:
            getattr(self, 'do_' + node[0])(node, names)

    def do_func(self, node, names):
        self.functions[node[1]] = node

    def do_while(self, node, names):
        while self.value(node[1], names):
            self.run(node[2], names)

    def do_if(self, node, names):
        self.run(node[2] if self.value(node[1], names) else node[3], names)

    def do_return(self, node, names):
        raise Return(self.value(node[1], names))

    def do_print(self, node, names):
        self.printed.append(self.value(node[1], names))

    def do_set(self, node, names):
        names[node[1]] = self.value(node[2], names)

    def value(self, node, names):
        kind = node[0]
        if kind == 'number':
            return node[1]
        if kind == 'get':
            return names[node[1]]
        if kind == 'op':
            return BINARY[node[1]](self.value(node[2], names), self.value(node[3], names))
        _, _, parameters, body = self.functions[node[1]]
        local = dict(zip(parameters, (self.value(a, names) for a in node[2])))
        try:
            self.run(body, local)
        except Return as r:
            return r.value
        return 0


class Compiler:
    """Flat code for a stack machine: lists of (opcode, operand)."""

    def __init__(self):
        self.functions = {}

    def function(self, parameters, body):
        code = []
        self.statements(body, code)
        code.append(('push', 0))
        code.append(('return', None))
        return parameters, code

    def statements(self, body, code):
        for node in body:
            kind = node[0]
            if kind == 'func':
                self.functions[node[1]] = self.function(node[2], node[3])
            elif kind == 'while':
                start = len(code)
                self.expression(node[1], code)
                leave = len(code)
                code.append(None)
                self.statements(node[2], code)
                code.append(('jump', start))
                code[leave] = ('unless', len(code))
            elif kind == 'if':
                self.expression(node[1], code)
                other = len(code)
                code.append(None)
                self.statements(node[2], code)
                end = len(code)
                code.append(None)
                code[other] = ('unless', len(code))
                self.statements(node[3], code)
                code[end] = ('jump', len(code))
            else:
                self.expression(node[-1], code)
                code.append((kind, node[1] if kind == 'set' else None))

    def expression(self, node, code):
        kind = node[0]
        if kind == 'number':
            code.append(('push', node[1]))
        elif kind == 'get':
            code.append(('get', node[1]))
        elif kind == 'op':
            self.expression(node[2], code)
            self.expression(node[3], code)
            code.append(('op', BINARY[node[1]]))
        else:
            for argument in node[2]:
                self.expression(argument, code)
            code.append(('call', node[1]))


def execute(functions, main_code, names):
    printed = []
    frames = []
    stack = []
    code, pc = main_code, 0
    while True:
        op, operand = code[pc]
        pc += 1
        if op == 'push':
            stack.append(operand)
        elif op == 'get':
            stack.append(names[operand])
        elif op == 'set':
            names[operand] = stack.pop()
        elif op == 'op':
            right = stack.pop()
            stack.append(operand(stack.pop(), right))
        elif op == 'unless':
            if not stack.pop():
                pc = operand
        elif op == 'jump':
            pc = operand
        elif op == 'call':
            parameters, body = functions[operand]
            frames.append((code, pc, names))
            names = {}
            for name in reversed(parameters):
                names[name] = stack.pop()
            code, pc = body, 0
        elif op == 'return':
            if not frames:
                return printed
            code, pc, names = frames.pop()
        else:
            printed.append(stack.pop())


def main(size):
    tree = Parser(SOURCE * 4).program()
    print(len(tree), sum(1 for _ in tokens(SOURCE)))
    tree = Parser(SOURCE).program()
    walker = Walker({'limit': size // 4})
    walker.run(tree, walker.globals)
    compiler = Compiler()
    _, code = compiler.function([], tree)
    print(walker.printed, execute(compiler.functions, code, {'limit': size // 4}))
    print(execute(compiler.functions, code, {'limit': size}), len(code))
    for bad in ('x = 3 $ 4;', 'while (1 { }', 'print 1'):
        try:
            Parser(bad).program()
        except SourceError as e:
            print(e)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4800)
