"""
Trains the linear heads on the frozen vectors of one encoder and writes heads.json.

python models/heads/train.py --data DIR --model models/files/ENCODER.onnx [--cache DIR] [--tune]

Dev rows are never fitted. Temperatures and thresholds come from them, for the encoder has seen the training rows and is surer of
those than of anything new; the printed figures use temperatures of the other half of the dev rows.
"""

import argparse
import base64
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.metrics import confusion_matrix, f1_score

from encode import TOKENIZER, WIDTH, Encoder
from fit import Linear, calibration_error, chances, fit, fit_several, report_from, temperature, threshold
from rows import EMOTIONS, RISKS, URGENCIES, Row, letters, own_rows, public_rows

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh")


@dataclass
class Plan:
    """How one head is trained. `public` is the weight of a public row, an own row weighs 1. `aim`: share of answers that shall be right,
    `answer`: share of rows that must get one all the same."""
    labels: list[str]
    c: float
    public: float
    aim: float
    answer: float
    balance: float = 1
    several: bool = False
    calibrate_public: bool = False


def plans(taxonomy: Path) -> dict[str, Plan]:
    intents = [intent["id"] for intent in json.loads(taxonomy.read_text(encoding="utf-8"))["intents"]]
    return {
        "intent": Plan(intents, c=10, public=0.3, aim=0.92, answer=0.75, calibrate_public=True),
        "emotion": Plan(EMOTIONS, c=10, public=0.1, aim=0.92, answer=0.75, balance=0.7),
        "urgency": Plan(URGENCIES, c=10, public=0.1, aim=0.90, answer=0.65, balance=0.7),
        "thanks": Plan(["no", "yes"], c=30, public=0.3, aim=0.995, answer=0.95, balance=0.4),
        "spam": Plan(["no", "yes"], c=30, public=0.3, aim=0.995, answer=0.95, balance=0.4),
        "risk": Plan(RISKS, c=10, public=0.1, aim=0, answer=0, balance=0.3, several=True),
    }


class Table:
    """Vectors and labels of the rows that say something about one head. `marks` is [rows, labels] of 0 and 1."""

    def __init__(self, rows: list[Row], vectors: np.ndarray, head: str, plan: Plan):
        marks = [marks_of(row, head, plan) for row in rows]
        keep = [i for i, mark in enumerate(marks) if mark is not None]
        self.rows = [rows[i] for i in keep]
        self.x = vectors[keep]
        self.marks = np.array([marks[i] for i in keep], dtype=np.float32).reshape(len(keep), len(plan.labels))
        self.y = self.marks.argmax(axis=1)
        self.own = np.array([row.source == "own" for row in self.rows], dtype=bool)
        self.lang = np.array([row.lang for row in self.rows])
        self.weight = np.where(self.own, 1.0, plan.public)

    def fit(self, plan: Plan) -> Linear:
        if plan.several:
            return fit_several(self.x, self.marks, self.weight, plan.c, plan.balance)
        return fit(self.x, self.y, self.weight, len(plan.labels), plan.c, plan.balance)


def marks_of(row: Row, head: str, plan: Plan) -> list[float] | None:
    value = getattr(row, head)
    if plan.several:
        return None if value is None else [float(label in value) for label in plan.labels]
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return [float(label == value) for label in plan.labels] if value in plan.labels else None


def stored(plan: Plan, model: Linear, temperatures: dict, cuts: dict) -> dict:
    """int8 with a scale per row: a quarter of the size, the decisions are the same."""
    scale = np.abs(model.weights).max(axis=1) / 127
    return {
        "kind": "sigmoid" if plan.several else "softmax", "labels": plan.labels,
        "weights": base64.b64encode(np.round(model.weights / scale[:, None]).astype(np.int8).tobytes()).decode(),
        "scale": [float(f"{s:.6g}") for s in scale], "bias": [round(float(b), 5) for b in model.bias],
        "temperature": temperatures, "abstainBelow": cuts,
    }


def calibrated(plan: Plan, logits: np.ndarray, held: Table) -> tuple[dict, dict]:
    """Temperature and threshold for each language; own and public dev rows count the same in total."""
    temperatures, cuts = {}, {}
    for lang in ("default", *LANGUAGES):
        mine = (held.lang == lang) | (lang == "default")
        if not plan.calibrate_public:
            mine &= held.own
        weight = np.where(held.own[mine], 1 / max(held.own[mine].sum(), 1), 1 / max((~held.own[mine]).sum(), 1))
        t = temperature(logits[mine], held.marks[mine], weight, plan.several)
        p = chances(logits[mine], t, plan.several)
        temperatures[lang] = round(t, 4)
        cuts[lang] = report_from(p, held.marks[mine]) if plan.several else threshold(p, held.y[mine], weight, plan.aim, plan.answer)
    return temperatures, cuts


def probabilities(plan: Plan, logits: np.ndarray, lang: np.ndarray, temperatures: dict) -> np.ndarray:
    t = np.array([temperatures.get(each, temperatures["default"]) for each in lang])[:, None]
    return chances(logits / t, 1, plan.several)


def figures(plan: Plan, p: np.ndarray, honest: np.ndarray, table: Table, mine: np.ndarray, cuts: np.ndarray) -> dict:
    """`honest`: probabilities under temperatures fitted without these rows."""
    marks, y = table.marks[mine], table.y[mine]
    if plan.several:
        told = p[mine] >= cuts[mine, None]
        pairs = [(told[:, i], marks[:, i] > 0) for i in range(len(plan.labels))]
        each = {label: [round(float((a & b).sum() / max(a.sum(), 1)), 3), round(float((a & b).sum() / max(b.sum(), 1)), 3), int(b.sum())]
                for label, (a, b) in zip(plan.labels, pairs)}
        return {"rows": int(mine.sum()), "precisionRecallRows": each, "macroF1": round(float(f1_score(marks, told, average="macro", zero_division=0)), 3),
                "ece": round(calibration_error(honest[mine].ravel(), marks.ravel()), 3)}
    got, best = p[mine].argmax(axis=1), p[mine].max(axis=1)
    right, keep = got == y, best >= cuts[mine]
    out = {"rows": int(mine.sum()), "accuracy": round(float(right.mean()), 3), "macroF1": round(float(f1_score(y, got, average="macro")), 3),
           "answered": round(float(keep.mean()), 3), "accuracyAnswered": round(float(right[keep].mean()), 3) if keep.any() else None,
           "coverageAt95": coverage(best, right, 0.95),
           "ece": round(calibration_error(honest[mine].max(axis=1), honest[mine].argmax(axis=1) == y), 3)}
    if plan.labels == URGENCIES:
        out["withinOneLevel"] = round(float((np.abs(got - y) <= 1).mean()), 3)
    if len(plan.labels) <= 4:
        out["confusion"] = confusion_matrix(y, got, labels=range(len(plan.labels))).tolist()
    return out


def coverage(best: np.ndarray, right: np.ndarray, aim: float) -> float:
    """Largest share of rows, the surest first, of which `aim` are right."""
    share = np.cumsum(right[np.argsort(-best)]) / np.arange(1, len(right) + 1)
    good = np.flatnonzero(share >= aim)
    return round(float((good[-1] + 1) / len(right)), 3) if len(good) else 0.0


def train_head(plan: Plan, table: Table, held: Table) -> tuple[dict, dict]:
    model = table.fit(plan)
    logits = model.logits(held.x)
    temperatures, cuts = calibrated(plan, logits, held)
    p = probabilities(plan, logits, held.lang, temperatures)
    honest = np.zeros_like(p)
    half = np.arange(len(p)) % 2
    for side in (0, 1):
        other, _ = calibrated(plan, logits[half != side], subset(held, half != side))
        honest[half == side] = probabilities(plan, logits[half == side], held.lang[half == side], other)
    cut = np.array([cuts.get(lang, cuts["default"]) for lang in held.lang])
    reports = {lang: figures(plan, p, honest, held, held.own & (held.lang == lang), cut) for lang in LANGUAGES}
    for source in sorted({row.source for row in held.rows} - {"own"}):
        reports[source] = figures(plan, p, honest, held, np.array([row.source == source for row in held.rows]), cut)
    return stored(plan, model, temperatures, cuts), reports


def taught_vectors(data: Path, cache: Path) -> dict[str, np.ndarray]:
    """Unit vectors of the float base by text, from the hidden states that training of the encoder keeps. Long texts are cut there."""
    sys.path.insert(0, str(HERE.parent / "encoder"))
    from train_cache import taught

    out = {}
    for part in taught(data, cache):
        ends = part.ends
        for i, text in enumerate(part.texts):
            if text.text.startswith("query: "):
                mean = part.hidden[1, ends[i] - part.lengths[i]:ends[i]].astype(np.float32).mean(axis=0)
                out[text.text.removeprefix("query: ")] = mean / np.linalg.norm(mean)
    return out


def subset(table: Table, mine: np.ndarray) -> Table:
    part = object.__new__(Table)
    part.rows = [row for row, keep in zip(table.rows, mine) if keep]
    for name in ("x", "marks", "y", "own", "lang", "weight"):
        setattr(part, name, getattr(table, name)[mine])
    return part


def tune(head: str, plan: Plan, rows, vectors, dev, dev_vectors) -> None:
    for public in (0.1, 0.3, 1.0) if head == "intent" else (plan.public,):
        for c in (1, 3, 10, 30):
            trial = replace(plan, public=public, c=c)
            _, reports = train_head(trial, Table(rows, vectors, head, trial), Table(dev, dev_vectors, head, trial))
            shown = {name: [each["macroF1"], each.get("accuracy"), each["ece"]] for name, each in reports.items()}
            print(f"{head} public={public} C={c}: {json.dumps(shown)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets and taxonomy-map.json")
    parser.add_argument("--model", type=Path, required=True, help="the encoder's ONNX file; its name without the ending is its id")
    parser.add_argument("--cache", type=Path, help="folder that keeps vectors between runs")
    parser.add_argument("--sample", type=int, default=40, help="rows a label and public set")
    parser.add_argument("--taught", type=Path, help="cache of ../encoder/teach.py: fit on the float base's vectors there, rows without one are left out")
    parser.add_argument("--tune", action="store_true", help="only print dev figures over a grid")
    parser.add_argument("--head", action="append", help="only these heads (with --tune)")
    options = parser.parse_args()

    encoder = Encoder(options.model, TOKENIZER, options.cache)
    own = own_rows(HERE / "own")
    mine = [row for row in own if not row.dev]
    rows = mine + letters(mine) + public_rows(options.data, "train", options.sample)
    if options.taught:
        known = taught_vectors(options.data, options.taught)
        rows = [row for row in rows if row.text.strip() in known]
    dev = [row for row in own if row.dev] + public_rows(options.data, "dev", 20)
    vectors = np.stack([known[row.text.strip()] for row in rows]) if options.taught else encoder.encode([row.text for row in rows])
    dev_vectors = encoder.encode([row.text for row in dev])

    heads, reports = {}, {}
    for head, plan in plans(options.data / "taxonomy-map.json").items():
        if options.head and head not in options.head:
            continue
        if options.tune:
            tune(head, plan, rows, vectors, dev, dev_vectors)
            continue
        heads[head], reports[head] = train_head(plan, Table(rows, vectors, head, plan), Table(dev, dev_vectors, head, plan))
        print(head, json.dumps({name: reports[head][name] for name in LANGUAGES}), flush=True)
    if options.tune or options.head:
        return
    out = {"version": 2, "encoder": options.model.stem, "encoderSha256": encoder.sha256, "dimensions": WIDTH, "heads": heads}
    (HERE / "heads.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    (HERE / "figures.json").write_text(json.dumps(reports, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
