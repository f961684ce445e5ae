import ast
tree = ast.parse(open('json_tool.py', encoding='utf-8').read())
class Calls(ast.NodeVisitor):
    def __init__(self): self.names = []
    def visit_Call(self, node):
        self.names.append(ast.unparse(node.func)); self.generic_visit(node)
v = Calls(); v.visit(tree); print(sorted(set(v.names)))
class Double(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node) if isinstance(node.value, int) else node
new = ast.fix_missing_locations(Double().visit(ast.parse('x = 1 + 2 * y')))
print(ast.unparse(new)); print(ast.dump(new, indent=1))
print(ast.literal_eval("{'a': [1, 2.5, (3,)], 'b': {4}}"))
