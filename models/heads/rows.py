"""Training rows: our own, and samples of public sets whose licence lets trained weights ship (classes A and B)."""

import hashlib
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

EMOTIONS = ["satisfied", "neutral", "dissatisfied", "angry"]
URGENCIES = ["low", "normal", "high", "critical"]
RISKS = ["churn", "legal", "privacy", "vulnerable", "abuse"]

# Licence class A or B each; see ../encoder/CARD.md for the attributions. hint3 is kept out, for measuring on something new.
INTENT_SETS = [
    "banking77", "clinc150", "bitext-cs", "dstc11-intents", "nlupp", "cfpb-complaints",
    "hwu64", "webapps-askubuntu", "crosswoz-zh", "xsid", "snips",
]
# Questions in plain words, from which emotion and thanks take their neutral examples.
PLAIN_SETS = {"banking77", "nlupp", "crosswoz-zh", "dstc11-intents"}
LANGUAGES = {"en", "zh"}

GREETINGS = {
    "en": ["Hello,", "Hi there,", "Dear support team,", "Good morning,", "Hi,", "Hello Acme team,"],
    "zh": ["你好，", "您好，", "客服你好，", "在吗？", "亲，", "早上好，"],
}
CLOSINGS = {
    "en": ["Kind regards\nDana", "Thanks in advance,\nPriya", "Best,\nTomasz", "Thank you.\nJ. Whitlock", "Cheers\nSam", "Regards, Mira"],
    "zh": ["谢谢。", "麻烦了，谢谢", "盼复", "辛苦了", "请尽快回复，谢谢！", "谢谢 周"],
}
CONTEXT = {
    "en": ["My order number is AH-30518.", "I bought it from your online shop in September.", "I am writing about my Acme account.",
           "Order 7714, placed last week.", "I have been a customer since 2023."],
    "zh": ["订单号AC20260933。", "我是上个月在你们店买的。", "我的账号是手机号注册的。", "上周下的单。", "我是老客户了。"],
}


@dataclass
class Row:
    text: str
    source: str
    group: str
    """Rows of one group (a row and its letter forms) stay on one side of a split."""
    lang: str
    intent: str | None = None
    emotion: str | None = None
    urgency: str | None = None
    thanks: bool | None = None
    spam: bool | None = None
    plain: bool = True
    """False for the letter forms, which are for training only."""
    also: tuple[str, ...] = ()
    risk: tuple[str, ...] | None = None
    dev: bool = False
    """Held back from every kind of training."""


def read_lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def is_dev(text: str) -> bool:
    """Every fifth row, by its text alone."""
    return int(hashlib.sha1(text.encode()).hexdigest()[:8], 16) % 5 == 0


def own_rows(folder: Path) -> list[Row]:
    rows = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, raw in enumerate(read_lines(file)):
            rows.append(Row(
                text=raw["text"], source="own", group=f"{file.stem}-{number}", lang=raw["lang"], intent=raw["intent"],
                emotion=raw["emotion"], urgency=raw["urgency"], thanks=thanks_only(raw), spam=raw.get("spam", False), also=tuple(raw.get("also", ())),
                risk=tuple(raw["risk"]) if "risk" in raw else None, dev=is_dev(raw["text"]),
            ))
    return rows


def thanks_only(raw: dict) -> bool | None:
    """A row may say it; otherwise a contented message that asks nothing counts, and a doubtful one is left out."""
    if "thanks" in raw:
        return raw["thanks"]
    if raw["emotion"] != "satisfied":
        return False
    asks = re.search(r"[?？]|吗|怎么|请问|could you|can you|please|麻烦", raw["text"], re.I)
    if raw["intent"] == "praise_thanks":
        return None if asks else True
    thanks = re.search(r"thank|thx|cheers|appreciat|谢|感恩|辛苦", raw["text"], re.I)
    return True if thanks and not asks and raw["urgency"] == "low" else (False if asks else None)


def letters(rows: list[Row], seed: int = 7) -> list[Row]:
    """Every other short row once more in the form of a letter: real mails greet, give context and sign."""
    rng = random.Random(seed)
    out = []
    for row in rows:
        if row.spam or row.thanks or row.intent in ("chitchat", "out_of_scope", "praise_thanks"):
            continue
        if rng.random() < 0.5 or len(row.text) > 300:
            continue
        parts = [rng.choice(GREETINGS[row.lang])]
        if rng.random() < 0.4:
            parts.append(rng.choice(CONTEXT[row.lang]))
        parts.append(row.text)
        if rng.random() < 0.7:
            parts.append(rng.choice(CLOSINGS[row.lang]))
        text = ("\n\n" if row.lang == "en" else "").join(parts)
        out.append(Row(**{**row.__dict__, "text": text, "plain": False}))
    return out


def sample(rows: list[dict], key: str, most: int, rng: random.Random) -> list[dict]:
    by_label = defaultdict(list)
    for row in rows:
        if row.get(key) and row.get("lang", "en") in LANGUAGES:
            by_label[row[key]].append(row)
    picked = []
    for label in sorted(by_label):
        rng.shuffle(by_label[label])
        picked += by_label[label][:most]
    return picked


def public_rows(data: Path, part: str, most: int) -> list[Row]:
    """At most `most` rows a label and set; `part` is train or dev."""
    rng = random.Random(11)
    rows = []
    for name in INTENT_SETS:
        raws = [raw for file in sorted((data / name).glob(f"{part}*.jsonl")) for raw in read_lines(file)]
        for raw in sample(raws, "intent", most, rng):
            rude = name == "bitext-cs" and "W" in raw.get("flags", "")
            emotion = "angry" if rude else None
            if not rude and name in PLAIN_SETS and raw["intent"] not in ("complaint", "praise_thanks", "security_fraud", "out_of_scope"):
                emotion = "neutral"
            thanks = raw["intent"] == "praise_thanks" if raw["intent"] != "praise_thanks" or raw.get("label") == "thank_you" else None
            rows.append(Row(
                text=raw["text"], source=name, group=f"{name}-{raw['id']}", lang=raw["lang"],
                intent=raw["intent"], emotion=emotion, thanks=thanks, spam=False,
            ))
    for name in ["goemotions", "cold-offensive-zh"]:
        raws = [raw for file in sorted((data / name).glob(f"{part}*.jsonl")) for raw in read_lines(file)]
        for raw in sample(raws, "emotion", most, rng):
            rows.append(Row(text=raw["text"], source=name, group=f"{name}-{raw['id']}", lang=raw["lang"], emotion=raw["emotion"], spam=False))
    return rows
