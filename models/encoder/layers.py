"""Which layers of the base a student starts from: the one whose loss hurts least goes, again and again.

python models/encoder/layers.py --data DIR --base base.safetensors --keep 7
"""

import argparse
from pathlib import Path

import torch
from torch.nn import functional as F

from data import public_texts
from model import Encoder, load, pooled
from teach import padded, tokenised


def kept(vectors: torch.Tensor, wanted: torch.Tensor) -> float:
    """Mean cosine once the common direction of all vectors is taken off: it says nothing about a text."""
    return float(F.cosine_similarity(vectors - vectors.mean(0), wanted - wanted.mean(0)).mean())


def vectors(model: Encoder, chosen: list[int], ids: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    x = model.norm(model.word(ids) + model.position.weight[: ids.shape[1]])
    for at in chosen:
        x = model.layers[at](x, keep)
    return pooled(x, keep)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--keep", type=int, default=7)
    parser.add_argument("--texts", type=int, default=160)
    options = parser.parse_args()
    model = load(options.base).eval().bfloat16()
    ids, keep = padded([row[:32] for row in tokenised(public_texts(options.data)[: options.texts])])
    chosen = list(range(len(model.layers)))
    with torch.inference_mode():
        wanted = vectors(model, chosen, ids, keep)
        while len(chosen) > options.keep:
            trials = [(kept(vectors(model, [at for at in chosen if at != gone], ids, keep), wanted), gone) for gone in chosen]
            score, gone = max(trials)
            chosen.remove(gone)
            print(f"without {gone}: {score:.3f} {chosen}", flush=True)


if __name__ == "__main__":
    main()
