"""
Judges heads.json on the demo tickets, which no head was trained on: the newest customer message of each, subject first.

python models/heads/measure.py --model models/files/ENCODER.onnx [--verbose]
"""

import argparse
import base64
import html
import json
import re
from pathlib import Path

import numpy as np
from scipy.special import expit, softmax

from encode import TOKENIZER, Encoder

HERE = Path(__file__).parent


def plain(markup: str) -> str:
    markup = re.sub(r"<(blockquote|style|script)\b.*?</\1>", " ", markup, flags=re.S)
    markup = re.sub(r"<br\s*/?>|</p>|</div>|</li>", "\n", markup)
    return re.sub(r"\n\s*\n+", "\n", html.unescape(re.sub(r"<[^>]+>", "", markup))).strip()


def ticket_text(ticket: dict) -> str:
    mine = [plain(c["html"]) for c in ticket["comments"] if c["by"] == "requester" and c["public"]]
    return f"{ticket['subject']}\n" + "\n".join(mine[-3:])


def probabilities(head: dict, x: np.ndarray, lang: str) -> np.ndarray:
    raw = np.frombuffer(base64.b64decode(head["weights"]), dtype=np.int8).reshape(len(head["labels"]), -1)
    weights = raw * np.array(head["scale"])[:, None]
    logits = (x @ weights.T + head["bias"]) / head["temperature"].get(lang, head["temperature"]["default"])
    return expit(logits) if head["kind"] == "sigmoid" else softmax(logits, axis=1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--heads", type=Path, default=HERE / "heads.json")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    heads = json.loads(options.heads.read_text())["heads"]
    encoder = Encoder(options.model, TOKENIZER, None)
    for lang in ("en", "zh"):
        tickets = json.loads((HERE / f"../../demo/data/tickets-{lang}.json").read_text())
        tickets = [t for t in tickets if t.get("lang", lang) == lang and "expect" in t and any(c["by"] == "requester" for c in t["comments"])]
        x = encoder.encode([ticket_text(t) for t in tickets])
        for name, head in heads.items():
            if head["kind"] == "sigmoid":
                continue
            p = probabilities(head, x, lang)
            best = [head["labels"][i] for i in p.argmax(axis=1)]
            right, wrong = [], []
            for ticket, label, row in zip(tickets, best, p):
                expect = ticket["expect"]
                wanted = {"intent": expect.get("intents"), "thanks": ["yes" if expect.get("thanksOnly") else "no"],
                          "spam": ["yes" if expect.get("spam") else "no"]}.get(name) or [expect.get(name)]
                right.append(label in wanted)
                if label not in wanted:
                    wrong.append(f"  {ticket['id']} {wanted} -> {label} {row.max():.2f} | {ticket_text(ticket)[:90]!r}")
            right, keep = np.array(right), p.max(axis=1) >= head["abstainBelow"].get(lang, head["abstainBelow"]["default"])
            print(f"{lang} {name}: {right.sum()}/{len(right)} = {right.mean():.2f}; answered {keep.mean():.2f}, of these right {right[keep].mean():.2f}")
            if options.verbose:
                print("\n".join(wrong))


if __name__ == "__main__":
    main()
