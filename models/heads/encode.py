"""Vectors of texts from the shipped encoder, kept in a cache folder so that a second run is quick."""

import hashlib
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

TOKENIZER = Path(__file__).parents[1] / "files/e5-small-36k.tokenizer.json"
TOKENS = 256
WIDTH = 384


class Encoder:
    def __init__(self, model: Path, tokenizer: Path, cache: Path | None, threads: int = 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.enable_truncation(TOKENS)
        self.tokenizer.no_padding()
        self.sha256 = hashlib.sha256(model.read_bytes()).hexdigest()
        self.cache_file = cache / f"vectors-{self.sha256[:8]}.npz" if cache else None
        self.known: dict[str, np.ndarray] = {}
        if self.cache_file and self.cache_file.exists():
            stored = np.load(self.cache_file)
            self.known = dict(zip(stored["keys"].tolist(), stored["vectors"]))

    def encode(self, texts: list[str]) -> np.ndarray:
        """One unit vector a text; the `query: ` prefix is added here."""
        keys = [hashlib.sha1(text.encode()).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts) if key not in self.known}
        if missing:
            self._fill(missing)
            self._save()
        return np.stack([self.known[key] for key in keys]).astype(np.float32)

    def _fill(self, missing: dict[str, str]) -> None:
        encoded = self.tokenizer.encode_batch([f"query: {text}" for text in missing.values()])
        rows = sorted(zip(missing, (e.ids for e in encoded)), key=lambda row: len(row[1]))
        # Batches of equal length: the dynamic quantisation takes one scale per batch, padding would disturb it.
        start = 0
        while start < len(rows):
            length = len(rows[start][1])
            end = start
            while end < len(rows) and end - start < 16 and len(rows[end][1]) == length:
                end += 1
            ids = np.array([row[1] for row in rows[start:end]], dtype=np.int64)
            (vectors,) = self.session.run(["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
            for (key, _), vector in zip(rows[start:end], vectors):
                self.known[key] = vector
            start = end

    def _save(self) -> None:
        if not self.cache_file:
            return
        self.cache_file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self.cache_file, keys=np.array(list(self.known)), vectors=np.stack(list(self.known.values())))
