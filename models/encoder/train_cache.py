"""What `teach.py` kept, as training reads it."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from data import Text, own_texts, public_texts
from model import WIDTH
from teach import SHARDS


class Taught:
    """Training texts with what the base says about them."""

    def __init__(self, texts: list[Text], ids: np.ndarray, ends: np.ndarray, hidden: np.ndarray):
        self.texts, self.ids, self.ends, self.hidden = texts, ids, ends, hidden
        self.lengths = np.diff(ends, prepend=0)

    def rows(self, chosen) -> list[np.ndarray]:
        return [self.ids[self.ends[i] - self.lengths[i]:self.ends[i]].astype(np.int64) for i in chosen]

    def states(self, chosen, layers=(0, 1)) -> list[Tensor]:
        """Hidden states of the base, float32 [batch, tokens, width], zero where there is no token."""
        out = [np.zeros((len(chosen), int(self.lengths[chosen].max()), WIDTH), dtype=np.float32) for _ in layers]
        for at, i in enumerate(chosen):
            for values, layer in zip(out, layers):
                values[at, : self.lengths[i]] = self.hidden[layer, self.ends[i] - self.lengths[i]:self.ends[i]]
        return [torch.from_numpy(values) for values in out]


def taught(data: Path, cache: Path) -> list[Taught]:
    public = public_texts(data)
    parts = [(f"public-{n}", public[n::SHARDS]) for n in range(SHARDS)] + [("own", own_texts())]
    out = []
    for name, texts in parts:
        if not (cache / f"{name}.hidden.npy").exists():
            print(f"{name} is missing in {cache}: left out", flush=True)
            continue
        ids, ends = np.load(cache / f"{name}.ids.npy"), np.load(cache / f"{name}.ends.npy")
        if len(ends) != len(texts):
            raise ValueError(f"{name}: the cache was made from other texts")
        out.append(Taught(texts, ids, ends, np.load(cache / f"{name}.hidden.npy", mmap_mode="r")))
    return out
