"""
Trains the linear heads and writes heads.json.

python models/heads/train.py --data DIR --encoder DIR [--cache DIR] [--tune]
"""

import argparse
import base64
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import softmax
from sklearn.metrics import confusion_matrix

from encode import WIDTH, Encoder
from fit import fit, folds, out_of_fold, temperature, threshold
from rows import EMOTIONS, URGENCIES, Row, letters, own_rows, public_rows

HERE = Path(__file__).parent
ENCODER = "e5-small-36k.int8"


@dataclass
class Plan:
    """How one head is trained. `public` is the weight of a public row, an own row weighs 1."""
    labels: list[str]
    c: float
    public: float
    aim: float
    answer: float
    balance: float = 1
    leave_out: tuple[str, ...] = ()


def plans(taxonomy: Path) -> dict[str, Plan]:
    intents = [intent["id"] for intent in json.loads(taxonomy.read_text(encoding="utf-8"))["intents"]]
    return {
        "intent": Plan(intents, c=30, public=0.3, aim=0.85, answer=0.75),
        "emotion": Plan(EMOTIONS, c=30, public=0.1, aim=0.88, answer=0.8),
        "urgency": Plan(URGENCIES, c=30, public=0.1, aim=0.85, answer=0.75),
        "thanks": Plan(["no", "yes"], c=30, public=0.3, aim=0.99, answer=0.95, balance=0.4),
        "spam": Plan(["no", "yes"], c=30, public=0.3, aim=0.99, answer=0.95, balance=0.4),
    }


def label_of(row: Row, head: str, labels: list[str]) -> int | None:
    value = getattr(row, head)
    if isinstance(value, bool):
        return int(value)
    return labels.index(value) if value in labels else None


class Table:
    """Vectors and labels of the rows that say something about one head."""

    def __init__(self, rows: list[Row], vectors: np.ndarray, head: str, plan: Plan):
        labels = [label_of(row, head, plan.labels) for row in rows]
        keep = [i for i, label in enumerate(labels) if label is not None and rows[i].source not in plan.leave_out]
        self.rows = [rows[i] for i in keep]
        self.x = vectors[keep]
        self.y = np.array([labels[i] for i in keep], dtype=int)
        self.own = np.array([row.source == "own" for row in self.rows])
        self.plain = np.array([row.plain for row in self.rows])
        self.lang = np.array([row.lang for row in self.rows])
        self.weight = np.where(self.own, 1.0, plan.public)

    def out_of_fold(self, plan: Plan, c: float) -> np.ndarray:
        fold = folds([row.group for row in self.rows], self.own)
        return out_of_fold(self.x, self.y, self.weight, fold, len(plan.labels), c, plan.balance)


def figures(logits: np.ndarray, y: np.ndarray, t: float, cut: float) -> dict:
    p = softmax(logits / t, axis=1)
    right, keep = p.argmax(axis=1) == y, p.max(axis=1) >= cut
    return {
        "rows": len(y),
        "accuracy": round(float(right.mean()), 3),
        "answered": round(float(keep.mean()), 3),
        "accuracyAnswered": round(float(right[keep].mean()), 3) if keep.any() else None,
    }


def packed(weights: np.ndarray) -> dict:
    """int8 with a scale per row: a quarter of the size, the decisions are the same (see CARD.md)."""
    scale = np.abs(weights).max(axis=1) / 127
    quantised = np.round(weights / scale[:, None]).astype(np.int8)
    return {"weights": base64.b64encode(quantised.tobytes()).decode(), "scale": [float(f"{s:.6g}") for s in scale]}


def tune(head: str, plan: Plan, rows, vectors, dev, dev_vectors) -> None:
    for public in (0.1, 0.3, 1.0):
        for c in (1, 3, 10):
            trial = Plan(**{**plan.__dict__, "public": public})
            table, held = Table(rows, vectors, head, trial), Table(dev, dev_vectors, head, trial)
            judged = table.own & table.plain
            logits = table.out_of_fold(trial, c)[judged]
            own = figures(logits, table.y[judged], 1, 0)["accuracy"]
            far = fit(table.x, table.y, table.weight, len(plan.labels), c, plan.balance).logits(held.x) if len(held.y) else None
            near = figures(far, held.y, 1, 0)["accuracy"] if far is not None else None
            print(f"{head} public={public} C={c}: own {own}, public dev {near}", flush=True)


def train_head(head: str, plan: Plan, rows, vectors, dev, dev_vectors) -> tuple[dict, dict]:
    table, held = Table(rows, vectors, head, plan), Table(dev, dev_vectors, head, plan)
    judged = table.own & table.plain
    logits, y = table.out_of_fold(plan, plan.c)[judged], table.y[judged]
    model = fit(table.x, table.y, table.weight, len(plan.labels), plan.c, plan.balance)
    far = model.logits(held.x)
    # Own rows and public dev rows count the same in total.
    both, both_y = np.vstack([logits, far]), np.concatenate([y, held.y])
    weight = np.concatenate([np.full(len(y), 1 / len(y)), np.full(len(held.y), 1 / max(len(held.y), 1))])
    if head in ("emotion", "urgency"):
        weight[len(y):] = 0  # the public emotion rows are not customers
    t = temperature(both, both_y, weight)
    cut = threshold(both, both_y, weight, t, plan.aim, plan.answer)
    report = {"temperature": round(t, 3), "abstainBelow": cut, "own": figures(logits, y, t, cut)}
    for lang in ("en", "zh"):
        mine = table.lang[judged] == lang
        report[lang] = figures(logits[mine], y[mine], t, cut)
    for source in sorted({row.source for row in held.rows}):
        mine = np.array([row.source == source for row in held.rows])
        report[source] = figures(far[mine], held.y[mine], t, cut)
    if len(plan.labels) <= 4:
        report["confusion"] = confusion_matrix(y, logits.argmax(axis=1), labels=range(len(plan.labels))).tolist()
    stored = {"labels": plan.labels, **packed(model.weights), "bias": [round(float(b), 5) for b in model.bias],
              "temperature": round(t, 4), "abstainBelow": cut}
    return stored, report


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets and taxonomy-map.json")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the ONNX file and its tokenizer")
    parser.add_argument("--cache", type=Path, help="folder that keeps vectors between runs")
    parser.add_argument("--sample", type=int, default=250, help="rows a label and public set")
    parser.add_argument("--tune", action="store_true", help="only print held-out accuracy over a grid")
    parser.add_argument("--head", action="append", help="only these heads (with --tune)")
    options = parser.parse_args()

    encoder = Encoder(options.encoder / f"{ENCODER}.onnx", options.encoder / "e5-small-36k.tokenizer.json", options.cache)
    own = own_rows(HERE / "own")
    rows = own + letters(own) + public_rows(options.data, "train", options.sample)
    dev = public_rows(options.data, "dev", 40)
    vectors, dev_vectors = encoder.encode([row.text for row in rows]), encoder.encode([row.text for row in dev])

    heads, reports = {}, {}
    for head, plan in plans(options.data / "taxonomy-map.json").items():
        if options.head and head not in options.head:
            continue
        if options.tune:
            tune(head, plan, rows, vectors, dev, dev_vectors)
            continue
        heads[head], reports[head] = train_head(head, plan, rows, vectors, dev, dev_vectors)
        print(head, json.dumps(reports[head]), flush=True)
    if options.tune or options.head:
        return
    out = {"version": 1, "encoder": ENCODER, "encoderSha256": encoder.sha256, "dimensions": WIDTH, "heads": heads}
    (HERE / "heads.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    (HERE / "figures.json").write_text(json.dumps(reports, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
