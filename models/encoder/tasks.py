"""What the encoder learns besides the base's own vectors: labels of the sets and of our rows, and pairs that belong together."""

import json
import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data import LABELLED, OWN, OWN_TOKENS, Text, articles, passage, passages, query, sentences, train_rows

sys.path.insert(0, str(Path(__file__).parents[1] / "heads"))
from rows import EMOTIONS, RISKS, URGENCIES, Row, letters, own_rows, read_lines  # noqa: E402

# How often a batch of labels comes from each task; tasks not named share the rest.
SHARE = {
    "own:intent": 0.24, "own:emotion": 0.10, "own:urgency": 0.09, "own:risk": 0.05, "own:spam": 0.02,
    "clinc150": 0.15, "banking77": 0.13, "hwu64": 0.09,
}


@dataclass
class Task:
    name: str
    texts: list[Text]
    labels: np.ndarray
    """[rows] class numbers, or [rows, classes] of 0 and 1."""
    classes: int

    @property
    def several(self) -> bool:
        return self.labels.ndim == 2


def label_tasks(data: Path) -> list[Task]:
    own = [row for row in own_rows(OWN) if not row.dev]
    own += letters(own)
    tasks = [own_intents(data, own), named("own:emotion", own, "emotion", EMOTIONS), named("own:urgency", own, "urgency", URGENCIES)]
    tasks.append(spam(data, own))
    risky = [row for row in own if row.risk is not None]
    if risky:
        marks = np.array([[float(risk in row.risk) for risk in RISKS] for row in risky], dtype=np.float32)
        tasks.append(Task("own:risk", [query(row.text, OWN_TOKENS) for row in risky], marks, len(RISKS)))
    for name in LABELLED:
        field = {"goemotions": "emotion", "nlupp": "intent"}.get(name, "label")
        pairs = [(query(row["text"]), row[field]) for row in train_rows(data, name) if row.get(field)]
        counts = Counter(label for _, label in pairs)
        labels = sorted(label for label, count in counts.items() if count >= 5)
        pairs = [(text, label) for text, label in pairs if label in set(labels)]
        tasks.append(Task(name, [text for text, _ in pairs], np.array([labels.index(label) for _, label in pairs]), len(labels)))
    return tasks


def own_intents(data: Path, own: list[Row]) -> Task:
    """Our rows, and some of the public ones under their mapped intent, so that one head sees both."""
    intents = [intent["id"] for intent in json.loads((data / "taxonomy-map.json").read_text(encoding="utf-8"))["intents"]]
    pairs = [(query(row.text, OWN_TOKENS), row.intent) for row in own]
    rng = random.Random(9)
    for name in ("banking77", "clinc150", "bitext-cs", "dstc11-intents", "nlupp", "cfpb-complaints", "crosswoz-zh", "hwu64"):
        by_label = defaultdict(list)
        for row in train_rows(data, name):
            if row.get("intent"):
                by_label[row["intent"]].append(row["text"])
        for label, texts in by_label.items():
            pairs += [(query(text), label) for text in rng.sample(texts, min(len(texts), 40))]
    return Task("own:intent", [text for text, _ in pairs], np.array([intents.index(label) for _, label in pairs]), len(intents))


def named(name: str, rows: list[Row], field: str, labels: list[str]) -> Task:
    rows = [row for row in rows if getattr(row, field) in labels]
    return Task(name, [query(row.text, OWN_TOKENS) for row in rows], np.array([labels.index(getattr(row, field)) for row in rows]), len(labels))


def spam(data: Path, own: list[Row]) -> Task:
    ham = [query(row["text"]) for name in ("bitext-cs", "nlupp", "cfpb-complaints") for row in train_rows(data, name)[:400]]
    texts = [query(row.text, OWN_TOKENS) for row in own] + ham
    return Task("own:spam", texts, np.array([int(bool(row.spam)) for row in own] + [0] * len(ham)), 2)


def pairs(data: Path) -> list[tuple[Text, Text]]:
    """Question and passage of one article, also across languages. Articles that a dev query asks for are left out altogether."""
    out = []
    for name in ("kb-m365-support", "kb-intune", "kb-dify", "kb-abcd-guidelines"):
        queries = data / name / "queries-dev.jsonl"
        asked = {strip_locale(doc) for row in (read_lines(queries) if queries.exists() else []) for doc in row["relevant"]}
        versions = defaultdict(dict)
        for article in articles(data, name):
            if strip_locale(article["id"]) not in asked:
                versions[strip_locale(article["id"])][article["locale"]] = article
        for by_locale in versions.values():
            english = by_locale.get("en-us")
            for article in by_locale.values():
                out += same_article(article)
                if english and article is not english:
                    out += across(article, english)
    return out


def strip_locale(doc: str) -> str:
    parts = doc.split("/")
    return "/".join([parts[0], *parts[2:]]) if len(parts) > 2 else doc


def bodies(article: dict, most: int) -> list[str]:
    """Passages without their title, which would give the answer away."""
    return [text.split("\n", 1)[1] for text in passages({**article, "title": "-"}, most) if "\n" in text]


def same_article(article: dict) -> list[tuple[Text, Text]]:
    out = [(query(article["title"]), passage(text)) for text in bodies(article, 1)]
    out += [(query(sentence), passage(text)) for sentence, text in zip(sentences(article)[1:2], passages(article, 1))]
    return out


def across(article: dict, english: dict) -> list[tuple[Text, Text]]:
    out = [(query(article["title"]), passage(text)) for text in passages(english, 1)]
    out += [(query(article["title"]), query(english["title"]))]
    out += [(query(english["title"]), passage(text)) for text in passages(article, 1)]
    out += [(query(sentence), passage(text)) for sentence, text in zip(sentences(article)[:1], passages(english, 1))]
    return out
