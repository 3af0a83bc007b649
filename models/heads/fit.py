"""One linear head: fitting, out-of-fold logits, temperature, threshold."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression

@dataclass
class Linear:
    weights: np.ndarray
    bias: np.ndarray

    def logits(self, x: np.ndarray) -> np.ndarray:
        return x @ self.weights.T + self.bias


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, labels: int, c: float, balance: float = 1) -> Linear:
    """Multinomial logistic regression. `balance` 1 gives every label the same total weight, 0 leaves them as they come.
    The mean taken off first ends up in the bias."""
    mean = np.average(x, axis=0, weights=weight)
    totals = np.bincount(y, weights=weight, minlength=labels)
    balanced = weight / totals[y] ** balance
    balanced *= len(y) / balanced.sum()
    # Gradients over unit vectors and many labels are tiny: with a tolerance of 1e-3 the solver stops before its first step.
    model = LogisticRegression(C=c, max_iter=1000, tol=1e-5)
    model.fit(x - mean, y, sample_weight=balanced)
    if not 5 <= model.n_iter_.max() < model.max_iter:
        raise RuntimeError(f"the solver took {model.n_iter_.max()} steps: it did not converge")
    weights, bias = model.coef_, model.intercept_
    if labels == 2:
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    return Linear(weights.astype(np.float32), (bias - weights @ mean).astype(np.float32))


def folds(groups: list[str], own: np.ndarray, count: int = 5, seed: int = 3) -> np.ndarray:
    """Fold of each own row, -1 for public ones, which are never held out here (their dev part is)."""
    names = sorted({group for group, mine in zip(groups, own) if mine})
    rng = np.random.default_rng(seed)
    place = dict(zip(names, rng.permutation(len(names)) % count))
    return np.array([place[group] if mine else -1 for group, mine in zip(groups, own)])


def out_of_fold(x, y, weight, fold, labels: int, c: float, balance: float = 1) -> np.ndarray:
    """Logits of the own rows from models that saw neither them nor their letter forms."""
    logits = np.zeros((len(y), labels), dtype=np.float32)
    for number in range(fold.max() + 1):
        held = fold == number
        logits[held] = fit(x[~held], y[~held], weight[~held], labels, c, balance).logits(x[held])
    return logits


def temperature(logits: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    """Divisor of the logits that makes the probabilities honest on held-out rows (Guo et al. 2017, arXiv 1706.04599)."""
    def loss(log_t: float) -> float:
        log_p = log_softmax(logits / np.exp(log_t), axis=1)
        return -np.average(log_p[np.arange(len(y)), y], weights=weight)

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def threshold(logits: np.ndarray, y: np.ndarray, weight: np.ndarray, t: float, aim: float, answer: float) -> float:
    """Lowest probability from which answers are right often enough, but never so high that fewer than `answer` get one."""
    p = softmax(logits / t, axis=1)
    best, right = p.max(axis=1), p.argmax(axis=1) == y
    for cut in np.arange(0, 0.96, 0.01):
        keep = best >= cut
        share = np.average(keep, weights=weight)
        if share < answer:
            return round(max(cut - 0.01, 0), 2)
        if np.average(right[keep], weights=weight[keep]) >= aim:
            return round(float(cut), 2)
    return 0.95
