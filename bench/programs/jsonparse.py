"""A JSON parser and writer in Python: characters one by one, recursion, dict dispatch, regular expressions."""

import re
import sys

NUMBER = re.compile(r'-?\d+(\.\d+)?([eE][-+]?\d+)?')
ESCAPES = {'n': '\n', 't': '\t', '"': '"', '\\': '\\', '/': '/', 'r': '\r', 'b': '\b', 'f': '\f'}
WORDS = {'t': ('true', True), 'f': ('false', False), 'n': ('null', None)}


class Parser:
    def __init__(self, text):
        self.text = text
        self.pos = 0

    def blank(self):
        text = self.text
        while self.pos < len(text) and text[self.pos] in ' \n\t\r':
            self.pos += 1

    def expect(self, ch):
        if self.text[self.pos] != ch:
            raise ValueError(f'expected {ch!r} at {self.pos}')
        self.pos += 1

    def value(self):
        self.blank()
        ch = self.text[self.pos]
        if ch == '{':
            return self.object()
        if ch == '[':
            return self.array()
        if ch == '"':
            return self.string()
        if ch in WORDS:
            word, value = WORDS[ch]
            if not self.text.startswith(word, self.pos):
                raise ValueError(f'bad word at {self.pos}')
            self.pos += len(word)
            return value
        m = NUMBER.match(self.text, self.pos)
        if m is None:
            raise ValueError(f'unexpected {ch!r} at {self.pos}')
        self.pos = m.end()
        return float(m[0]) if m[1] or m[2] else int(m[0])

    def string(self):
        self.expect('"')
        out = []
        while True:
            ch = self.text[self.pos]
            self.pos += 1
            if ch == '"':
                return ''.join(out)
            if ch == '\\':
                ch = self.text[self.pos]
                self.pos += 1
                if ch == 'u':
                    out.append(chr(int(self.text[self.pos : self.pos + 4], 16)))
                    self.pos += 4
                else:
                    out.append(ESCAPES[ch])
            else:
                out.append(ch)

    def array(self):
        self.expect('[')
        items = []
        self.blank()
        if self.text[self.pos] == ']':
            self.pos += 1
            return items
        while True:
            items.append(self.value())
            self.blank()
            if self.text[self.pos] == ']':
                self.pos += 1
                return items
            self.expect(',')

    def object(self):
        self.expect('{')
        items = {}
        self.blank()
        if self.text[self.pos] == '}':
            self.pos += 1
            return items
        while True:
            self.blank()
            key = self.string()
            self.blank()
            self.expect(':')
            items[key] = self.value()
            self.blank()
            if self.text[self.pos] == '}':
                self.pos += 1
                return items
            self.expect(',')


def write_text(value):
    return '"' + value.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n') + '"'


def write_list(value):
    return '[' + ', '.join(map(write, value)) + ']'


def write_dict(value):
    return '{' + ', '.join(f'{write(k)}: {write(v)}' for k, v in value.items()) + '}'


WRITERS = {
    type(None): lambda value: 'null',
    bool: lambda value: 'true' if value else 'false',
    int: repr,
    float: repr,
    str: write_text,
    list: write_list,
    dict: write_dict,
}


def write(value):
    return WRITERS[type(value)](value)


def document(n):
    return [
        {
            'id': i,
            'name': f'item "{i}"\n',
            'tags': [f't{j}' for j in range(i % 5)],
            'size': {'w': i * 0.5, 'h': -i / 3, 'unit': None},
            'on': i % 2 == 0,
            'big': 10**20 + i,
        }
        for i in range(n)
    ]


def main(size):
    data = document(size)
    text = write(data)
    back = Parser(text).value()
    assert back == data
    print(len(text), sum(d['id'] + len(d['name']) for d in back))
    try:
        Parser('[1, 2, x]').value()
    except ValueError as e:
        print(e)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 24000)
