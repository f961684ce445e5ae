"""pycparser: C source to trees and back, visitors, and errors."""
# needs: pycparser

from pycparser import c_ast, c_generator, c_parser

SOURCE = r'''
typedef unsigned long size_t; typedef struct node { int value; struct node *next, *prev; unsigned flag : 3; union { float f; char c[4]; } u; } node_t;
enum color { RED, GREEN = 1 << 2, BLUE };
static const char *const names[] = { "a\n" "b", [GREEN] = 'x' == 120 ? "yes" : "no" };
extern int printf(const char *fmt, ...);
int (*table[3])(int, double) = { 0 };
static inline size_t count(const node_t *list, int (*test)(const node_t *)) {
    size_t n = 0;
    for (const node_t *p = list; p && p->next != list; p = p->next, ++n) {
        if (!test(p)) continue; else if (p->value > 0x10UL) { break; }
    }
    do { n -= sizeof(struct node) / sizeof n; } while (n > 10);
    switch (n) { case 1: case 2: return n; default: goto out; }
out:
    return (size_t) -1 * n & ~0u | n ^ 3 << 2 >> 1;
}
int main(int argc, char **argv) {
    node_t v = { .value = 1, .u = { .f = 1.5e-3f } }, *p = &v;
    int m[2][3] = { {1, 2, 3}, {4, 5, 6} };
    while (argc-- > 0 && *argv[argc] != '\0') printf("%s %d\n", argv[argc], (*p).value++ + m[1][argc % 3]);
    p->u.c[0] = (char) (argc ? argc : 07), v.flag = 5;
    return *names[0] == 'a' || (argc, 1);
}
'''
parser = c_parser.CParser()
tree = parser.parse(SOURCE, 'source.c')
print(c_generator.CGenerator().visit(tree))
tree.show(attrnames=True, nodenames=True, showcoord=True)


class Calls(c_ast.NodeVisitor):
    def __init__(self):
        self.found = []

    def visit_FuncCall(self, node):
        self.found.append((node.name.name, node.coord.line, len(node.args.exprs)))
        self.generic_visit(node)

    def visit_ID(self, node):
        self.found.append(node.name)


calls = Calls()
calls.visit(tree)
print(calls.found)


class Fold(c_ast.NodeVisitor):
    def visit(self, node):
        for name, child in node.children():
            self.visit(child)
            if isinstance(child, c_ast.BinaryOp) and isinstance(child.left, c_ast.Constant) and isinstance(child.right, c_ast.Constant) and child.op in '+-*':
                value = eval(f'{child.left.value}{child.op}{child.right.value}')
                parts = name.rstrip(']').split('[')
                if len(parts) == 2:
                    getattr(node, parts[0])[int(parts[1])] = c_ast.Constant('int', str(value))
                else:
                    setattr(node, name, c_ast.Constant('int', str(value)))


small = parser.parse('int f(void) { return 1 + 2 * 3 - (4 - 5); }')
Fold().visit(small)
print(c_generator.CGenerator().visit(small), [type(n).__name__ for n in small.ext[0].body])
for bad in ('int a', 'int f( { }', 'int x = ;', 'typedef int T; T T;', 'struct { int a b; };', '@', 'int a[3;', "char c = 'ab", 'for (;;) {}', 'int f() { return 1 }'):
    try:
        parser.parse(bad, 'bad.c')
        print(repr(bad), 'ok')
    except c_parser.ParseError as e:
        print(repr(bad), e)
