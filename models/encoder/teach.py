"""What the float base says about the training texts, kept in a folder: token ids, and the hidden states of its middle and last layer.

python models/encoder/teach.py --data DIR --base base.safetensors --cache DIR [--shard 0 --shard 2 ...]

The public texts come in shards, so that several processes of one thread can share them: two threads of one process wait for each other.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from base import TOKENIZER
from data import Text, own_texts, public_texts
from model import WIDTH, Encoder, load

MIDDLE = 5  # layer counted from 0
BATCH_TOKENS = 1024
SHARDS = 8


def tokenised(texts: list[Text]) -> list[np.ndarray]:
    """Ids with special tokens, cut to each text's own length."""
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    out = []
    for text, encoded in zip(texts, tokenizer.encode_batch([text.text for text in texts])):
        ids = encoded.ids
        out.append(np.array(ids if len(ids) <= text.tokens else [*ids[: text.tokens - 1], ids[-1]], dtype=np.int64))
    return out


def batches(lengths: np.ndarray, tokens: int) -> list[np.ndarray]:
    """Rows of about the same length together, at most `tokens` a batch with padding."""
    out, start = [], 0
    order = np.argsort(lengths, kind="stable")
    while start < len(order):
        end = start + 1
        while end < len(order) and lengths[order[end]] * (end + 1 - start) <= tokens:
            end += 1
        out.append(order[start:end])
        start = end
    return out


def padded(rows: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids [batch, tokens] and where they are real."""
    longest = max(map(len, rows))
    ids = np.ones((len(rows), longest), dtype=np.int64)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
    keep = np.arange(longest)[None] < np.array([len(row) for row in rows])[:, None]
    return torch.from_numpy(ids), torch.from_numpy(keep)


def teach(base: Encoder, rows: list[np.ndarray], folder: Path, name: str) -> None:
    """Writes NAME.ids.npy, NAME.ends.npy and NAME.hidden.npy (float16 [2, all tokens, width])."""
    folder.mkdir(parents=True, exist_ok=True)
    lengths = np.array([len(row) for row in rows])
    ends = np.cumsum(lengths)
    np.save(folder / f"{name}.ids.npy", np.concatenate(rows).astype(np.uint16))
    np.save(folder / f"{name}.ends.npy", ends)
    out = np.lib.format.open_memmap(folder / f"{name}.hidden.part.npy", "w+", np.float16, (2, int(ends[-1]), WIDTH))
    started, done = time.time(), 0
    for at, batch in enumerate(batches(lengths, BATCH_TOKENS)):
        ids, keep = padded([rows[i] for i in batch])
        with torch.inference_mode():
            hidden = base.hidden(ids, keep)
        for layer, states in enumerate([hidden[MIDDLE], hidden[-1]]):
            flat = states.float().numpy().astype(np.float16)
            for row, i in enumerate(batch):
                out[layer, ends[i] - lengths[i]:ends[i]] = flat[row, : lengths[i]]
        done += int(lengths[batch].sum())
        if at % 200 == 0:
            print(f"{name}: {done} of {ends[-1]} tokens, {time.time() - started:.0f} s", flush=True)
    out.flush()
    (folder / f"{name}.hidden.part.npy").rename(folder / f"{name}.hidden.npy")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--shard", type=int, action="append", help="only these shards of the public texts")
    parser.add_argument("--own", action="store_true", help="only our own rows")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    base = load(options.base).eval().bfloat16()
    if not options.own:
        texts = public_texts(options.data)
        for shard in options.shard or range(SHARDS):
            teach(base, tokenised(texts[shard::SHARDS]), options.cache, f"public-{shard}")
    if options.own or options.shard is None:
        teach(base, tokenised(own_texts()), options.cache, "own")


if __name__ == "__main__":
    main()
