"""mpmath: arbitrary precision functions, quadrature, roots, series and linear algebra."""
# needs: mpmath

from mpmath import (
    airyai, bernoulli, besselj, chop, diff, e, ellipk, erf, euler, fsum, gamma, hyp2f1, identify, inf, iv, lambertw, linspace, lu_solve,
    matrix, mp, mpc, mpf, nprint, nsum, odefun, pi, polyroots, pslq, quad, sin, sqrt, taylor, zeta, findroot, exp, eigsy, svd, qr, invertlaplace,
)

mp.dps = 50
print(pi, e, euler, sep='\n')
print(zeta(3), gamma(mpf(1) / 3), besselj(2, 10), erf('0.5'), airyai(1), ellipk(0.5), sep='\n')
print(hyp2f1(1, 2, 3, '0.25'), lambertw(1), bernoulli(40), zeta(mpc(0.5, 14)), sep='\n')
mp.dps = 30
print(quad(lambda t: exp(-t * t), [-inf, inf]) ** 2, nsum(lambda n: 1 / n**2, [1, inf]))
print(findroot(lambda t: t**3 - 2 * t - 5, 2), polyroots([1, 0, -7, 6]), polyroots([1, 2, 3], extraprec=100))
print(diff(lambda t: sin(t) * t, 1, 3), taylor(exp, 0, 6))
print(identify(mpf('1.6180339887498948482045868343656'), ['sqrt(5)']), pslq([mpf(1), pi**2, zeta(2)], maxcoeff=100))
mp.dps = 15
a = matrix([[4, 1, 2], [1, 3, 0], [2, 0, 5]])
b = matrix([1, 2, 3])
print(lu_solve(a, b), a**-1, a * a.T, sep='\n')
values, vectors = eigsy(a)
print(values)
q, r = qr(a)
print(chop(q * r - a, 1e-12))
f = odefun(lambda t, u: -u, 0, 1)
nprint([f(t) for t in linspace(0, 2, 5)], 10)
print(iv.mpf([1, 2]) / iv.mpf(3), iv.sqrt(2), mpf('0.1') + mpf('0.2'), fsum([0.1] * 10), sqrt(mpc(-4, 1e-3)))
with mp.workdps(100):
    print(sqrt(2), mp.nstr(pi, 80))
