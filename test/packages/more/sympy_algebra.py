"""sympy: calculus, equations, matrices, number theory, logic and printing."""
# needs: sympy mpmath

from sympy import (
    Eq, Function, I, Integer, Matrix, O, Poly, Rational, Sum, Symbol, apart, binomial, cos, diff, dsolve, exp, expand,
    factor, factorint, fibonacci, gcd, groebner, integrate, isprime, latex, limit, nsolve, oo, pi, pretty, primerange,
    satisfiable, series, simplify, simplify_logic, sin, solve, sqrt, srepr, summation, symbols, sympify, together, totient,
)

x, y, z = symbols('x y z')
n, k = symbols('n k', integer=True, positive=True)

print(expand((x + y) ** 5))
print(factor(x**6 - 1), factor(x**4 + 4 * y**4))
print(apart(1 / (x**3 - x)), together(1 / x + 1 / (x + 1)))
print(diff(sin(x) * exp(x**2), x, 2))
print(integrate(x**2 + sin(x), x))
print(limit(sin(x) / x, x, 0), limit((1 + 1 / x) ** x, x, oo))
print(series(cos(x), x, 0, 8) + O(x**6))
print(solve(x**2 - 6 * x + 5, x), solve([x + y - 3, x - 2 * y], [x, y]))
print(simplify(sin(x) ** 2 + cos(x) ** 2), simplify((x**2 - 1) / (x - 1)))
print(summation(k**2, (k, 1, n)), Sum(1 / k**2, (k, 1, oo)).doit(), factor(summation(k**3, (k, 1, n))))

m = Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 2]])
print(m.det(), m.inv(), m.eigenvals(), m.charpoly(x).as_expr(), m.rref())
print(Matrix([[1, 2], [3, 4]]).diagonalize() is not None, Matrix([[x, 1], [y, x]]).det(), m.LUdecomposition()[0])

print(factorint(2**64 - 1), isprime(2**61 - 1), list(primerange(50, 100)), totient(360), fibonacci(100), binomial(40, 20))
print(gcd(x**4 - 1, x**6 - 1), Poly(x**5 - x + 1, x).discriminant(), groebner([x**2 + y, x * y - 1], x, y, order='lex'))
f = Function('f')
print(dsolve(Eq(f(x).diff(x, 2) + f(x), 0), f(x)))
print(pi.n(50), sqrt(2).n(40), exp(1).evalf(30), nsolve(cos(x) - x, x, 1), (sin(1) + I).evalf(20))
print(sympify('3/4 + sqrt(8)*x'), srepr(Rational(3, 4) * x + Integer(2)), (x + 1).subs(x, y**2))
print(latex(sqrt(x) / (1 + x)), latex(Matrix([[x / 2, 1], [0, y**2]])))
print(pretty(Rational(1, 2) * x**2 + sqrt(y) / z), pretty(Sum(1 / k**2, (k, 1, n))), sep='\n')
a, b, c = symbols('a b c')
print(simplify_logic((a & b) | (a & ~b)), satisfiable(a & ~b & (b | c)), (a >> b).subs(a, True))
