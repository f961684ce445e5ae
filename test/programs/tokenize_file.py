import io, tokenize, token
source = '''def greet(name, *, loud=False):
    """Say hello."""
    text = f"hello {name!r:>10}"  # a comment
    return text.upper() if loud else text
'''
for t in tokenize.generate_tokens(io.StringIO(source).readline):
    print(token.tok_name[t.exact_type], repr(t.string), t.start, t.end)
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO(source).readline)) == source)
