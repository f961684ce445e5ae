"""ply: a lexer with states and error recovery, and an LALR parser with precedence that runs a small language."""
# needs: ply

import io

import ply.lex as lex
import ply.yacc as yacc

reserved = {'if': 'IF', 'else': 'ELSE', 'let': 'LET', 'print': 'PRINT', 'while': 'WHILE'}
tokens = ['NAME', 'NUMBER', 'STRING', 'EQ', 'LE', 'POWER', *reserved.values()]
literals = '+-*/(){};=<,'
states = (('text', 'exclusive'), ('comment', 'exclusive'))
t_EQ, t_LE, t_POWER = '==', '<=', r'\*\*'
t_ignore = ' \t'
t_text_ignore = t_comment_ignore = ''


def t_NAME(t):
    r'[A-Za-z_]\w*'
    t.type = reserved.get(t.value, 'NAME')
    return t


def t_NUMBER(t):
    r'\d+(\.\d+)?([eE][-+]?\d+)?'
    t.value = float(t.value) if set(t.value) & set('.eE') else int(t.value)
    return t


def t_begin_text(t):
    r'"'
    t.lexer.parts = []
    t.lexer.push_state('text')


def t_text_escape(t):
    r'\\.'
    t.lexer.parts.append({'n': '\n', 't': '\t'}.get(t.value[1], t.value[1]))


def t_text_end(t):
    r'"'
    t.type, t.value = 'STRING', ''.join(t.lexer.parts)
    t.lexer.pop_state()
    return t


def t_text_plain(t):
    r'[^"\\]+'
    t.lexer.parts.append(t.value)


def t_comment(t):
    r'/\*'
    t.lexer.level = 1
    t.lexer.begin('comment')


def t_comment_open(t):
    r'/\*'
    t.lexer.level += 1


def t_comment_close(t):
    r'\*/'
    t.lexer.level -= 1
    if t.lexer.level == 0:
        t.lexer.begin('INITIAL')


def t_comment_other(t):
    r'(.|\n)'


def t_newline(t):
    r'\n+'
    t.lexer.lineno += len(t.value)


def t_ANY_error(t):
    print(f'line {t.lineno}: illegal {t.value[0]!r}')
    t.lexer.skip(1)


precedence = (('nonassoc', '<', 'LE', 'EQ'), ('left', '+', '-'), ('left', '*', '/'), ('right', 'NEGATE'), ('right', 'POWER'))


def p_program(p):
    '''program : program statement
               | '''
    p[0] = p[1] + [p[2]] if len(p) == 3 else []


def p_statement_let(p):
    '''statement : LET NAME '=' expr ';'
                 | NAME '=' expr ';' '''
    p[0] = ('let', p[len(p) - 4], p[len(p) - 2])


def p_statement_print(p):
    "statement : PRINT args ';'"
    p[0] = ('print', p[2], p.lineno(1))


def p_statement_block(p):
    "statement : '{' program '}'"
    p[0] = ('block', p[2])


def p_statement_if(p):
    '''statement : IF '(' expr ')' statement
                 | IF '(' expr ')' statement ELSE statement'''
    p[0] = ('if', p[3], p[5], p[7] if len(p) > 6 else None)


def p_statement_while(p):
    "statement : WHILE '(' expr ')' statement"
    p[0] = ('while', p[3], p[5])


def p_statement_error(p):
    "statement : error ';'"
    print('recovered at line', p.lineno(2))
    p[0] = ('block', [])


def p_args(p):
    '''args : args ',' expr
            | expr'''
    p[0] = [*p[1], p[3]] if len(p) == 4 else [p[1]]


def p_expr_binary(p):
    '''expr : expr '+' expr
            | expr '-' expr
            | expr '*' expr
            | expr '/' expr
            | expr '<' expr
            | expr LE expr
            | expr EQ expr
            | expr POWER expr'''
    p[0] = (p[2], p[1], p[3])


def p_expr_negate(p):
    "expr : '-' expr %prec NEGATE"
    p[0] = ('neg', p[2])


def p_expr_group(p):
    "expr : '(' expr ')'"
    p[0] = p[2]


def p_expr_value(p):
    '''expr : NUMBER
            | STRING'''
    p[0] = ('value', p[1])


def p_expr_name(p):
    'expr : NAME'
    p[0] = ('name', p[1])


def p_error(p):
    print('syntax error at', p and (p.type, p.value, p.lineno))


def evaluate(e, names):
    import operator as o
    kind, *rest = e
    if kind == 'value':
        return rest[0]
    if kind == 'name':
        return names[rest[0]]
    values = [evaluate(r, names) for r in rest]
    return {'+': o.add, '-': o.sub, '*': o.mul, '/': o.truediv, '<': o.lt, '<=': o.le, '==': o.eq, '**': o.pow, 'neg': o.neg}[kind](*values)


def run(s, names):
    match s:
        case ('let', name, e):
            names[name] = evaluate(e, names)
        case ('print', args, line):
            print(f'{line}:', *(evaluate(a, names) for a in args))
        case ('block', body):
            for each in body:
                run(each, names)
        case ('if', test, then, otherwise):
            run(then, names) if evaluate(test, names) else otherwise and run(otherwise, names)
        case ('while', test, body):
            while evaluate(test, names):
                run(body, names)


log = io.StringIO()
lexer = lex.lex(errorlog=lex.PlyLogger(log))
parser = yacc.yacc(write_tables=False, debug=True, debuglog=yacc.PlyLogger(log), errorlog=yacc.PlyLogger(log))
SOURCE = '''let n = 10; let a = 0; let b = 1;
while (0 < n) { let t = a + b; a = b; b = t; n = n - 1; }
print a, -2 ** 2, 2 ** 3 ** 2, 1 + 2 * 3 - 4 / 8; /* a /* nested */ comment */
if (a == 55) if (b <= 1) print "no"; else print "dangling", "tab\\there \\"q\\"";
let x = = 3;
print 1.5e3, @ "after";
'''
for statement in parser.parse(SOURCE, lexer=lexer, tracking=True):
    run(statement, names := globals().setdefault('names', {}))
lexer.input('a <= "b" 1')
lexer.lineno = 1
print([(t.type, t.value, t.lineno, t.lexpos) for t in lexer])
print(parser.parse('1 + ', lexer=lexer), len(log.getvalue()), *[line for line in log.getvalue().splitlines() if 'conflict' in line][:9], sep='\n')
print(*log.getvalue().splitlines()[100:160], sep='\n')
