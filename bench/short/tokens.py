"""Python's own tokenizer and syntax tree on this file."""
import ast
import io
import keyword
import tokenize

with open(__file__) as file:
    source = file.read() * 4
kinds = {}
for token in tokenize.generate_tokens(io.StringIO(source).readline):
    kind = 'KEYWORD' if keyword.iskeyword(token.string) else tokenize.tok_name[token.type]
    kinds[kind] = kinds.get(kind, 0) + 1
print(sorted(kinds.items()))


class Names(ast.NodeVisitor):
    def __init__(self):
        self.names = {}

    def visit_Name(self, node):
        self.names[node.id] = self.names.get(node.id, 0) + 1


visitor = Names()
visitor.visit(ast.parse(source))
print(sorted(visitor.names.items(), key=lambda item: (-item[1], item[0]))[:5])
