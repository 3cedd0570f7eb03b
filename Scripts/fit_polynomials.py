#!/usr/bin/env python3
"""Fits the coefficients of Sources/CMyelinKernels/math_float32.c and prints them as C.

Needs mpmath (pip install mpmath). Every approximation minimises the largest relative error:
polynomials by the Remez exchange, the rational function for erf by linearised least squares
whose weights are moved towards the largest errors (Lawson's method).
"""

from mpmath import mp, mpf, matrix, lu_solve, log1p, expm1, sin, cos, erf, sqrt, pi, log, inf
from mpmath import cos as mpcos

mp.dps = 40


def evaluate(coefficients, x):
    value = mpf(0)
    for c in reversed(coefficients):
        value = value * x + c
    return value


def remez(function, low, high, degree, weight):
    """The polynomial p of a degree that minimises max |p - function| * weight."""
    low, high = mpf(low), mpf(high)
    count = degree + 2
    grid = [low + (high - low) * (1 - mpcos(pi * i / 1500)) / 2 for i in range(1501)]
    values = [(x, function(x), weight(x)) for x in grid]
    nodes = [values[round(1500 * i / (count - 1))] for i in range(count)]
    for _ in range(30):
        system = matrix(count, count)
        right = matrix(count, 1)
        for row, (x, f, w) in enumerate(nodes):
            for column in range(degree + 1):
                system[row, column] = x**column
            system[row, degree + 1] = (-1) ** row / w
            right[row] = f
        solution = lu_solve(system, right)
        coefficients = [solution[i] for i in range(degree + 1)]
        level = abs(solution[degree + 1])
        errors = [((evaluate(coefficients, x) - f) * w, (x, f, w)) for x, f, w in values]
        # One extremum for each run of errors of the same sign.
        runs = []
        for error in errors:
            if runs and (runs[-1][0] > 0) == (error[0] > 0):
                if abs(error[0]) > abs(runs[-1][0]):
                    runs[-1] = error
            else:
                runs.append(error)
        while len(runs) > count:
            runs.pop(0 if abs(runs[0][0]) < abs(runs[-1][0]) else -1)
        largest = max(abs(e) for e, _ in errors)
        if len(runs) < count or largest < level * mpf("1.0001"):
            break
        nodes = [point for _, point in runs]
    return coefficients, largest


def rational(function, low, high, top, bottom, rounds=60):
    """p/q of degrees top and bottom, q(low) = 1, with a small largest relative error."""
    low, high = mpf(low), mpf(high)
    count = 150
    points = [low + (high - low) * (1 - mpcos(pi * (i + mpf(1) / 2) / count)) / 2 for i in range(count)]
    values = [function(x) for x in points]
    weights = [mpf(1)] * count
    denominators = [mpf(1)] * count
    best = (inf, None, None)
    unknowns = top + 1 + bottom
    for _ in range(rounds):
        normal = matrix(unknowns, unknowns)
        right = matrix(unknowns, 1)
        for x, f, w, d in zip(points, values, weights, denominators):
            # p(x) - f q(x) = 0, divided by f and the previous denominator.
            row = [x**i / f / d for i in range(top + 1)] + [-(x**i) / d for i in range(1, bottom + 1)]
            for i in range(unknowns):
                right[i] += w * row[i] / d
                for j in range(unknowns):
                    normal[i, j] += w * row[i] * row[j]
        solution = lu_solve(normal, right)
        p = [solution[i] for i in range(top + 1)]
        q = [mpf(1)] + [solution[top + 1 + i] for i in range(bottom)]
        denominators = [evaluate(q, x) for x in points]
        errors = [abs(evaluate(p, x) / d / f - 1) for x, f, d in zip(points, values, denominators)]
        largest = max(errors)
        if largest < best[0]:
            best = (largest, p, q)
        weights = [w * (e / largest + mpf("1e-3")) for w, e in zip(weights, errors)]
        total = sum(weights)
        weights = [w / total for w in weights]
    return best[1], best[2], best[0]


def show(name, coefficients, error=None):
    if error is not None:
        print(f"// largest relative error {float(error):.2g}")
    print(f"static const double {name}[{len(coefficients)}] = {{")
    for c in coefficients:
        print(f"  {float(c).hex()},")
    print("};\n")


def relative(name, function, low, high, degree, scale=None):
    weight = scale or (lambda x: 1 / abs(function(x)))
    coefficients, error = remez(function, low, high, degree, weight)
    show(name, coefficients, error)


margin = mpf("1.0005")
half_ln2 = log(2) / 2 * margin
relative("exp_c", lambda r: expm1(r) / r if r else mpf(1), -half_ln2, half_ln2, 6)
relative("log_c", lambda f: log1p(f) / f if f else mpf(1), sqrt(mpf(1) / 2) - 1, sqrt(mpf(2)) - 1, 11)

eighth = (pi / 4 * margin) ** 2


def sin_tail(z):
    return (sin(sqrt(z)) / sqrt(z) - 1) / z if z > mpf("1e-16") else mpf(-1) / 6


def cos_tail(z):
    return (cos(sqrt(z)) - 1) / z if z > mpf("1e-16") else mpf(-1) / 2


# The tails enter as 1 + z * tail: weighting by z makes the error of the whole count.
relative("sin_c", sin_tail, mpf("1e-6"), eighth, 3, lambda z: z * sqrt(z) / sin(sqrt(z)))
relative("cos_c", cos_tail, mpf("1e-6"), eighth, 3, lambda z: z / cos(sqrt(z)))

p, q, error = rational(lambda z: erf(sqrt(z)) / sqrt(z), mpf("1e-12"), 16, 6, 5)
show("erf_p", p, error)
show("erf_q", q)


def split(name, value, bits):
    """value as a head of so many bits and a tail in double precision."""
    exponent = int(mp.floor(mp.log(value, 2))) + 1 - bits
    head = mp.floor(value / mpf(2) ** exponent) * mpf(2) ** exponent
    print(f"static const double {name}_head = {float(head).hex()}, {name}_tail = {float(value - head).hex()};")


split("half_pi", pi / 2, 30)
mp.dps = 120
bits = int(mp.floor(2 / pi * mpf(2) ** 256))
words = [f"0x{(bits >> (224 - 32 * i)) & 0xffffffff:08x}u" for i in range(8)]
print("static const uint32_t two_over_pi[8] = {" + ", ".join(words) + "};")
