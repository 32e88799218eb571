"""Exact binomial probabilities of small counts, without scipy: loading must start quickly."""

from math import exp, lgamma, log


def pmf(k: int, n: int, p: float) -> float:
    """Probability of k successes in n trials of chance p."""
    if p <= 0.0 or p >= 1.0:
        return float(k == (0 if p <= 0.0 else n))
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p))


def two_sided(k: int, n: int, p: float) -> float:
    """Exact two-sided p-value: the probability of all outcomes no likelier than k (Clopper and Pearson's
    test as R's binom.test computes it; the factor allows for rounding).

    >>> round(two_sided(2, 20, 0.5), 6)
    0.000402
    """
    own = pmf(k, n, p) * (1 + 1e-7)
    return min(1.0, sum(chance for j in range(n + 1) if (chance := pmf(j, n, p)) <= own))
