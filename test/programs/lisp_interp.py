"""A Lisp with tail calls, macros, closures, exceptions and call/cc for escapes."""
import operator as op
import re
import sys
from collections import ChainMap
from fractions import Fraction
from functools import reduce
from io import StringIO


class Symbol(str):
    __slots__ = ()
    table = {}

    def __new__(cls, name):
        if name not in cls.table:
            cls.table[name] = super().__new__(cls, name)
        return cls.table[name]


Q, IF, DEFINE, LAMBDA, BEGIN, LET, SET, COND, MACRO, QQ, UNQ = map(
    Symbol, 'quote if define lambda begin let set! cond define-macro quasiquote unquote'.split())
TOKEN = re.compile(r'''\s*(,@|[('`,)]|"(?:\\.|[^\\"])*"|;.*|[^\s('"`,;)]*)''')


class LispError(Exception):
    pass


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        self.outer = outer
        if isinstance(names, Symbol):
            self[names] = list(values)
        else:
            if len(names) != len(values):
                raise LispError(f'wanted {len(names)} arguments, got {len(values)}')
            self.update(zip(names, values))

    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.outer
        raise LispError(f'unbound: {name}')


class Procedure:
    def __init__(self, names, body, env):
        self.names, self.body, self.env = names, body, env

    def __call__(self, *args):
        return evaluate(self.body, Env(self.names, args, self.env))


def tokens(stream):
    for line in stream:
        pos = 0
        while pos < len(line):
            m = TOKEN.match(line, pos)
            pos = m.end()
            t = m.group(1)
            if t and not t.startswith(';'):
                yield t
            elif not t:
                break


def atom(t):
    if t == '#t': return True
    if t == '#f': return False
    if t[0] == '"': return t[1:-1].encode().decode('unicode_escape')
    for kind in (int, float, Fraction):
        try:
            return kind(t)
        except ValueError:
            continue
    return Symbol(t)


def read(source, t=None):
    t = next(source) if t is None else t
    if t == '(':
        out = []
        while (t := next(source)) != ')':
            out.append(read(source, t))
        return out
    if t == ')':
        raise LispError('unexpected )')
    if t in ("'", '`', ','):
        return [{"'": Q, '`': QQ, ',': UNQ}[t], read(source)]
    return atom(t)


macros = {}


def expand_qq(x, env):
    if not isinstance(x, list) or not x:
        return x
    if x[0] is UNQ:
        return evaluate(x[1], env)
    return [expand_qq(y, env) for y in x]


def evaluate(x, env):
    while True:
        if isinstance(x, Symbol):
            return env.find(x)[x]
        if not isinstance(x, list):
            return x
        if not x:
            return []
        head = x[0]
        if head is Q:
            return x[1]
        elif head is QQ:
            return expand_qq(x[1], env)
        elif head is IF:
            _, test, then, *other = x
            if evaluate(test, env) is not False:
                x = then
            elif other:
                x = other[0]
            else:
                return None
        elif head is COND:
            for test, *body in x[1:]:
                if test == 'else' or evaluate(test, env) is not False:
                    x = [BEGIN, *body]
                    break
            else:
                return None
        elif head is DEFINE:
            _, name, *body = x
            if isinstance(name, list):
                name, *params = name
                env[name] = Procedure(params, [BEGIN, *body], env)
            else:
                env[name] = evaluate(body[0], env)
            return None
        elif head is MACRO:
            _, (name, *params), body = x
            macros[name] = Procedure(params, body, env)
            return None
        elif head is SET:
            env.find(x[1])[x[1]] = evaluate(x[2], env)
            return None
        elif head is LAMBDA:
            return Procedure(x[1], [BEGIN, *x[2:]], env)
        elif head is LET:
            names = [n for n, _ in x[1]]
            env = Env(names, [evaluate(v, env) for _, v in x[1]], env)
            x = [BEGIN, *x[2:]]
        elif head is BEGIN:
            for y in x[1:-1]:
                evaluate(y, env)
            x = x[-1]
        elif isinstance(head, Symbol) and head in macros:
            x = macros[head](*x[1:])
        else:
            f, *args = [evaluate(y, env) for y in x]
            if isinstance(f, Procedure):
                x, env = f.body, Env(f.names, args, f.env)
            elif callable(f):
                return f(*args)
            else:
                raise LispError(f'not a function: {show(f)}')


def show(x):
    match x:
        case True: return '#t'
        case False: return '#f'
        case None: return ''
        case Symbol(): return str.__str__(x)
        case str(): return '"' + x.replace('"', '\\"') + '"'
        case list(): return '(' + ' '.join(map(show, x)) + ')'
        case Procedure(): return f'#<lambda/{len(x.names)}>'
        case _: return str(x)


class Escape(Exception):
    pass


def callcc(f):
    ball = Escape()
    def throw(value):
        ball.value = value
        raise ball
    try:
        return f(throw)
    except Escape as e:
        if e is ball:
            return e.value
        raise


def standard():
    env = Env()
    variadic = lambda f, start: lambda *a: reduce(f, a) if len(a) > 1 else f(start, a[0]) if a else start
    env.update({Symbol(k): v for k, v in {
        '+': lambda *a: sum(a), '*': variadic(op.mul, 1), '-': lambda a, *b: a - sum(b) if b else -a,
        '/': lambda a, b: Fraction(a) / b if isinstance(a, int) and isinstance(b, int) and a % b else a // b if isinstance(a, int) and isinstance(b, int) else a / b,
        '<': op.lt, '>': op.gt, '<=': op.le, '>=': op.ge, '=': op.eq, 'modulo': op.mod, 'not': lambda x: x is False,
        'cons': lambda a, b: [a, *b], 'car': lambda x: x[0], 'cdr': lambda x: x[1:], 'list': lambda *a: list(a),
        'null?': lambda x: x == [], 'append': lambda *a: [y for x in a for y in x], 'length': len,
        'map': lambda f, *ls: [f(*a) for a in zip(*ls)], 'apply': lambda f, a: f(*a), 'call/cc': callcc,
        'display': lambda x: print(x if isinstance(x, str) else show(x), end=' '), 'newline': lambda: print(),
        'string-append': lambda *a: ''.join(a), 'error': lambda m: (_ for _ in ()).throw(LispError(m)), 'eq?': op.is_,
    }.items()})
    return env


PROGRAM = r'''
(define (fact n) (if (<= n 1) 1 (* n (fact (- n 1)))))
(display (fact 30)) (newline)
(define (loop i acc) (if (= i 0) acc (loop (- i 1) (+ acc (modulo (* i i) 7)))))
(display (loop 6000 0)) (newline)
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(display (map fib '(1 5 10 15 17))) (newline)
(define-macro (unless test body) `(if ,test #f ,body))
(display (unless (> 1 2) "macro \"works\"")) (newline)
(define (make-counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define c (make-counter)) (c) (c) (display (c)) (newline)
(define (filter p l) (cond ((null? l) '()) ((p (car l)) (cons (car l) (filter p (cdr l)))) (else (filter p (cdr l)))))
(define (sort l) (if (null? l) '() (let ((p (car l)) (r (cdr l)))
   (append (sort (filter (lambda (x) (< x p)) r)) (list p) (sort (filter (lambda (x) (>= x p)) r))))))
(display (sort '(5 3 9 1 3 7.5 2/3 8 4 0))) (newline)
(display (+ 1 (call/cc (lambda (k) (map (lambda (x) (if (> x 3) (k x) x)) '(1 2 3 4 5)))))) (newline)
(display (/ 10 4)) (display (/ 10 5)) (display (/ 1.5 2)) (newline)
(define (tak x y z) (if (not (< y x)) z (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
(display (tak 9 5 2)) (newline)
(display (list 'a "s" #t sort))
'''
BROKEN = ['(car 5)', '(foo)', '(error "custom")', '("notfn" 1)', '((lambda (x) x))', ')', '(+ 1 "a")', "(car '())"]


def run(source, env):
    stream = tokens(StringIO(source))
    while True:
        try:
            x = read(stream)
        except StopIteration:
            return
        evaluate(x, env)


sys.setrecursionlimit(5000)
for _ in range(3):
    env = standard()
    run(PROGRAM, env)
    print()
for text in BROKEN:
    try:
        run(text, env)
    except (LispError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
print(len(Symbol.table), ChainMap(macros, env)[Symbol('unless')].names)
