"""What the encoder is trained on: public sets of licence class A and B, and our own rows. No C or D set, and no hint3, is ever read."""

import hashlib
import json
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "heads"))
from rows import own_rows, read_lines  # noqa: E402

OWN = Path(__file__).parents[1] / "heads/own"

# Set: licence class. Everything read by training stands here; `manifest.json` holds the hashes.
LICENCE_CLASS = {
    "banking77": "A", "clinc150": "A", "bitext-cs": "B", "dstc11-intents": "A", "nlupp": "A", "cfpb-complaints": "A", "hwu64": "A",
    "webapps-askubuntu": "B", "crosswoz-zh": "A", "xsid": "B", "snips": "A", "goemotions": "A", "cold-offensive-zh": "A",
    "it-tickets-urgency": "A", "language-id": "A", "pii-spans": "A", "prompt-injection": "A",
    "kb-m365-support": "A", "kb-intune": "A", "kb-dify": "A", "kb-stackfaq": "B", "kb-egret-zh": "A", "kb-abcd-guidelines": "A",
}
# Sets whose `label` is a task of its own beside the mapped `intent`.
LABELLED = ["banking77", "clinc150", "hwu64", "bitext-cs", "dstc11-intents", "nlupp", "snips", "crosswoz-zh", "xsid", "goemotions",
            "cold-offensive-zh", "it-tickets-urgency", "webapps-askubuntu"]
# Tokens of a text that training reads. Most are far shorter.
QUERY_TOKENS, OWN_TOKENS, PASSAGE_TOKENS, LONG_TOKENS = 56, 96, 96, 200


@dataclass(frozen=True)
class Text:
    """A text with its prefix, and how many tokens of it are read."""
    text: str
    tokens: int


def query(text: str, tokens: int = QUERY_TOKENS) -> Text:
    return Text(f"query: {text.strip()[:1200]}", tokens)


def passage(text: str, tokens: int = PASSAGE_TOKENS) -> Text:
    return Text(f"passage: {text.strip()[:2400]}", tokens)


def train_rows(data: Path, name: str) -> list[dict]:
    assert name in LICENCE_CLASS, name
    return [row for file in sorted((data / name).glob("train*.jsonl")) for row in read_lines(file)]


def articles(data: Path, name: str) -> list[dict]:
    assert name in LICENCE_CLASS, name
    return [row for file in sorted((data / name).glob("docs*.jsonl")) for row in read_lines(file)]


def paragraphs(body: str) -> list[str]:
    """Plain paragraphs of a Markdown body."""
    text = re.sub(r"```.*?(```|$)", " ", body, flags=re.S)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^[#>*+\-\s|]+|[*_`]{1,3}|&nbsp;", "", text, flags=re.M)
    return [block for block in (part.strip() for part in text.split("\n")) if len(block) > 12]


def passages(article: dict, most: int, size: int = 500) -> list[str]:
    """The first passages of an article, about as the product cuts them: title first, then some paragraphs."""
    out, piece = [], ""
    for block in paragraphs(article["body"]):
        piece += block + "\n"
        if len(piece) > size:
            out.append(piece)
            piece = ""
        if len(out) == most:
            break
    if piece and len(out) < most:
        out.append(piece)
    return [f"{article['title']}\n{text}".strip() for text in out]


def sentences(article: dict) -> list[str]:
    found = []
    for block in paragraphs(article["body"]):
        found += [s.strip() for s in re.findall(r"[^.!?。！？]{8,160}[.!?。！？]", block)]
    return found


def public_texts(data: Path, seed: int = 5) -> list[Text]:
    """Texts of every public training set, each once, for distillation. Needs no labels."""
    rng = random.Random(seed)
    out: list[Text] = []
    for name in LICENCE_CLASS:
        if not name.startswith("kb-"):
            out += [query(row["text"]) for row in train_rows(data, name)]
            continue
        for article in articles(data, name):
            cut = passages(article, 12)
            if article["title"]:
                out.append(query(article["title"]))
            if cut:
                out.append(passage(cut[0], LONG_TOKENS if rng.random() < 0.05 else PASSAGE_TOKENS))
            if len(cut) > 1:
                out.append(passage(rng.choice(cut[1:])))
            found = sentences(article)
            out += [query(text) for text in rng.sample(found, min(len(found), 3))]
    out = list(dict.fromkeys(out))
    rng.shuffle(out)
    return out


def own_texts() -> list[Text]:
    """Our rows that may be trained on. Their letter forms say nothing new here."""
    return list(dict.fromkeys(query(row.text, OWN_TOKENS) for row in own_rows(OWN) if not row.dev))


def manifest(data: Path) -> dict:
    """Each file that training reads, with its hash and licence class."""
    files = {}
    for name, licence in LICENCE_CLASS.items():
        for file in sorted([*(data / name).glob("train*.jsonl"), *(data / name).glob("docs*.jsonl")]):
            files[f"{name}/{file.name}"] = {"licenceClass": licence, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    for file in sorted(OWN.glob("*.jsonl")):
        files[f"own/{file.name}"] = {"licenceClass": "own", "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    return files


if __name__ == "__main__":
    Path(__file__).with_name("manifest.json").write_text(json.dumps(manifest(Path(sys.argv[1])), indent=1) + "\n", encoding="utf-8")
