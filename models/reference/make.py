"""
What the reference libraries make of texts of ours: token ids (`tokenizers`) and vectors (`onnxruntime`), for the tests of the product's own path.

python models/reference/make.py --model models/files/MODEL.onnx --tokenizer models/files/TOKENIZER.json
"""

import argparse
import base64
import json
import random
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

HERE = Path(__file__).parent
WORDS = """refund order parcel please help 退款 订单 请尽快处理 发票 物流 Rückgabe réclamation pedido não funciona 注文 届きません 환불 возврат طلبي שלום
ขอคืนเงิน धनवापसी naïve coöperate e\u0301te\u0301 Ångström ½ ① ﬁnd ｆｕｌｌ ｶｽﾀﾏｰ ｼｮｯﾌﾟ ﺳﻮﺭﻳﺎً ﷺ ㌔ ™ № … ．．． ～ 👨\u200d👩\u200d👧 🇨🇳 👍🏽 \u200b \u00ad \ufeff \u202e \ufffd
<s> </s> <mask> ▁ #TK-88120 AC20260933 3.14 €1,299.00 https://example.com/a?b=c me@example.com C++ don't O’Neil""".split()
SPACES = ["", " ", "  ", "\n", "\t", "\u3000", "\u00a0", "\r\n"]
BLOCKS = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x590, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF), (0x2000, 0x206F),
          (0x2100, 0x214F), (0x3000, 0x30FF), (0x3200, 0x33FF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF),
          (0xFF00, 0xFFEF), (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF), (0x00, 0x1F), (0x7F, 0x9F)]
SENTENCES = [
    "Where is my parcel? It should have arrived on Tuesday.",
    "I was charged twice for order 4471 and nobody answers.",
    "THIS IS THE THIRD TIME!!! I want my money back NOW",
    "thanks, works again :)",
    "How do I add a colleague to our workspace?",
    "我的快递到哪了？已经三天没有更新了。",
    "申请退款，商品有破损，请尽快处理！",
    "谢谢，问题已经解决了",
    "请问怎么修改收货地址",
    "Ich möchte mein Abonnement kündigen.",
    "Je n'arrive pas à me connecter à mon compte.",
    "注文した商品がまだ届きません。",
]


def strings(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    out = []
    for _ in range(count):
        wild = rng.random() < 0.5
        parts = []
        for _ in range(rng.randint(1, 14)):
            if rng.random() < (0.4 if wild else 0.95):
                parts.append(rng.choice(WORDS) + rng.choice(SPACES))
            else:
                parts.append(chr(rng.randint(*rng.choice(BLOCKS))))
        out.append("".join(parts))
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = [[text, tokenizer.encode(text).ids] for text in strings(11, 400) + SENTENCES]
    session = onnxruntime.InferenceSession(str(options.model), providers=["CPUExecutionProvider"])
    vectors = []
    for text in SENTENCES:
        row = np.array([tokenizer.encode(f"query: {text}").ids], dtype=np.int64)
        (vector,) = session.run(["embedding"], {"input_ids": row, "attention_mask": np.ones_like(row)})
        vectors.append([text, base64.b64encode(vector[0].astype("<f4").tobytes()).decode()])
    for name, rows in (("token-ids", ids), ("vectors", vectors)):
        lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
        (HERE / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
