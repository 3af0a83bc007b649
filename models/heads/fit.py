"""One linear head: fitting, temperature, threshold, calibration error."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, softmax
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


def fit_several(x: np.ndarray, marks: np.ndarray, weight: np.ndarray, c: float, balance: float) -> Linear:
    """A yes-or-no regression for each label; `marks` is [rows, labels] of 0 and 1."""
    each = [fit(x, marks[:, label].astype(int), weight, 2, c, balance) for label in range(marks.shape[1])]
    return Linear(np.stack([one.weights[1] - one.weights[0] for one in each]), np.array([one.bias[1] - one.bias[0] for one in each]))


def chances(logits: np.ndarray, t: float, several: bool) -> np.ndarray:
    return expit(logits / t) if several else softmax(logits / t, axis=1)


def temperature(logits: np.ndarray, marks: np.ndarray, weight: np.ndarray, several: bool) -> float:
    """Divisor of the logits that makes the probabilities honest on held-out rows (Guo et al. 2017, arXiv 1706.04599)."""
    def loss(log_t: float) -> float:
        p = np.clip(chances(logits, np.exp(log_t), several), 1e-9, 1 - 1e-9)
        each = -(marks * np.log(p) + ((1 - marks) * np.log(1 - p) if several else 0))
        return float(np.average(each.sum(axis=1), weights=weight))

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def threshold(p: np.ndarray, y: np.ndarray, weight: np.ndarray, aim: float, answer: float) -> float:
    """Lowest probability from which answers are right often enough, but never so high that fewer than `answer` get one."""
    best, right = p.max(axis=1), p.argmax(axis=1) == y
    for cut in np.arange(0, 0.96, 0.01):
        keep = best >= cut
        if np.average(keep, weights=weight) < answer:
            return round(max(float(cut) - 0.01, 0), 2)
        if np.average(right[keep], weights=weight[keep]) >= aim:
            return round(float(cut), 2)
    return 0.95


def report_from(p: np.ndarray, marks: np.ndarray) -> float:
    """Probability from which a risk is reported: where precision and recall over all risks are best together."""
    def f1(cut: float) -> float:
        told = p >= cut
        return 2 * (told & (marks > 0)).sum() / max(told.sum() + marks.sum(), 1)

    return round(float(max(np.arange(0.2, 0.9, 0.01), key=f1)), 2)


def calibration_error(p: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins with equally many rows: |how sure - how often right|, weighted."""
    order = np.argsort(p)
    parts = np.array_split(order, min(bins, max(len(p) // 20, 1)))
    return float(sum(len(part) / len(p) * abs(p[part].mean() - right[part].mean()) for part in parts if len(part)))
