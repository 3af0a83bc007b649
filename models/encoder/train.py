"""
Trains the student, in two steps that each write a weights file.

python models/encoder/train.py distil --data DIR --base base.safetensors --cache DIR --out distilled.safetensors
python models/encoder/train.py tune --data DIR --base base.safetensors --cache DIR --start distilled.safetensors --out tuned.safetensors

`distil`: hidden states and vectors of the base on every training text; no labels. `tune`: labels and pairs, with three batches in
ten still distillation. The vocabulary and position tables stay the base's throughout: most of their rows occur too seldom to be trained.
"""

import argparse
import copy
import math
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from data import Text
from model import WIDTH, Encoder, load, pooled, with_layers
from tasks import SHARE, Task, label_tasks, pairs
from teach import batches, padded, tokenised
from train_cache import Taught, taught

LAYERS = [0, 2, 4, 6, 9, 10, 11]  # of the base, where the student starts; see layers.py
MATCHED = 2  # layer of the student that must give what layer MIDDLE of the base gives
REPLICAS = 2  # one thread each: threads of one product wait for each other
MICRO_TOKENS = 768
PAIRS = 20  # of one contrastive batch


class Measure:
    """Mean and spread of the base's vectors and hidden states, to weigh every dimension alike."""

    def __init__(self, part: Taught, texts: int = 1500):
        chosen = np.random.default_rng(0).permutation(len(part.texts))[:texts]
        middle, last = part.states(chosen)
        keep = torch.arange(last.shape[1])[None] < torch.from_numpy(part.lengths[chosen])[:, None]
        vectors = pooled(last, keep)
        self.mean, self.spread = vectors.mean(0), vectors.std(0)
        self.state_spread = [states[keep].std(0) for states in (middle, last)]


def likeness(student: Tensor, teacher: Tensor, measure: Measure, sharpness: float = 20) -> Tensor:
    """Vectors alike without their common direction, and each text's neighbours in the batch in the same order."""
    near = 1 - F.cosine_similarity(student - measure.mean, teacher - measure.mean).mean()
    own = torch.eye(len(student), dtype=torch.bool) * -1e4
    wanted = F.log_softmax(sharpness * teacher @ teacher.T + own, dim=1)
    got = F.log_softmax(sharpness * student @ student.T + own, dim=1)
    order = F.kl_div(got, wanted, log_target=True, reduction="batchmean") if len(student) > 2 else 0
    return 2 * near + order


def distil_loss(model: Encoder, part: Taught, chosen: np.ndarray, measure: Measure) -> Tensor:
    ids, keep = padded(part.rows(chosen))
    hidden = model.hidden(ids, keep)
    middle, last = part.states(chosen)
    loss = likeness(pooled(hidden[-1], keep), pooled(last, keep), measure)
    for got, wanted, spread, weight in ((hidden[MATCHED], middle, measure.state_spread[0], 0.2),
                                        (hidden[-1], last, measure.state_spread[1], 1.0)):
        loss = loss + weight * (((got.float() - wanted) / spread)[keep] ** 2).mean()
    return loss


class Lessons:
    """Label and pair batches of the second step."""

    def __init__(self, data: Path, parts: list[Taught], seed: int):
        self.rng = random.Random(seed)
        self.tasks = label_tasks(data)
        self.heads = nn.ModuleDict({key(task): nn.Linear(WIDTH, task.classes) for task in self.tasks})
        rest = [task for task in self.tasks if task.name not in SHARE]
        left = 1 - sum(SHARE.get(task.name, 0) for task in self.tasks)
        self.chance = [SHARE.get(task.name) or left / len(rest) for task in self.tasks]
        self.rows = {task.name: tokenised(task.texts) for task in self.tasks}
        self.order = {name: np.argsort([len(row) for row in rows], kind="stable") for name, rows in self.rows.items()}
        self.places = {text: (n, i) for n, part in enumerate(parts) for i, text in enumerate(part.texts)}
        self.parts = parts
        matched = pairs(data)
        self.pairs = list(zip(tokenised([a for a, _ in matched]), tokenised([b for _, b in matched])))
        self.pair_texts = matched
        print(", ".join(f"{task.name} {len(task.texts)}" for task in self.tasks), f"pairs {len(self.pairs)}", flush=True)

    def pick(self) -> tuple:
        """A micro-batch of one task, texts of about the same length, or of pairs."""
        if self.rng.random() < 0.22:
            return None, self.rng.sample(range(len(self.pairs)), PAIRS)
        task = self.rng.choices(self.tasks, self.chance)[0]
        order, rows = self.order[task.name], self.rows[task.name]
        start = self.rng.randrange(len(order))
        width = max(len(rows[order[start]]) * 3 // 2, 12)
        window = [i for i in order[max(0, start - 2000):start + 2000] if len(rows[order[start]]) // 2 <= len(rows[i]) <= width]
        return task, self.rng.sample(window, min(len(window), max(8, MICRO_TOKENS // width)))

    def teacher(self, texts: list[Text]) -> tuple[list[int], Tensor]:
        """Vectors of the base for those of the texts that it was asked about."""
        known, vectors = [], []
        for at, text in enumerate(texts):
            place = self.places.get(text)
            if place:
                part = self.parts[place[0]]
                states = part.hidden[1, part.ends[place[1]] - part.lengths[place[1]]:part.ends[place[1]]]
                known.append(at)
                vectors.append(torch.from_numpy(states.astype(np.float32)).mean(0))
        return known, F.normalize(torch.stack(vectors), dim=1) if known else torch.zeros(0, WIDTH)

    def warm_heads(self, measure: Measure, steps: int = 60) -> None:
        """Heads fitted on the base's vectors first: random ones would pull the encoder about (Kumar et al. 2022, arXiv 2202.10054)."""
        for task in self.tasks:
            known, vectors = self.teacher(task.texts)
            if len(known) < 4 * task.classes:
                continue
            x, labels = (vectors - measure.mean) / measure.spread, torch.from_numpy(task.labels[known])
            head = self.heads[key(task)]
            nn.init.zeros_(head.weight)
            optimiser = torch.optim.Adam(head.parameters(), lr=0.02)
            for _ in range(steps):
                loss = answer_loss(task, head(x), labels)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
            print(f"{task.name}: {len(known)} rows, {float(loss.detach()):.3f}", flush=True)

    def loss(self, model: Encoder, heads: nn.ModuleDict, measure: Measure, task: Task | None, chosen: list[int]) -> Tensor:
        if task is None:
            return self.pair_loss(model, measure, chosen)
        ids, keep = padded([self.rows[task.name][i] for i in chosen])
        vectors = model(ids, keep)
        logits = heads[key(task)]((vectors - measure.mean) / measure.spread)
        labels = torch.from_numpy(task.labels[chosen])
        loss = answer_loss(task, logits, labels)
        known, wanted = self.teacher([task.texts[i] for i in chosen])
        if len(known) > 2:
            loss = loss + 0.5 * likeness(vectors[known], wanted, measure)
        return loss

    def pair_loss(self, model: Encoder, measure: Measure, chosen: list[int]) -> Tensor:
        asked = model(*padded([self.pairs[i][0] for i in chosen]))
        answers = model(*padded([self.pairs[i][1] for i in chosen]))
        scores = 25 * asked @ answers.T
        right = torch.arange(len(chosen))
        loss = (F.cross_entropy(scores, right) + F.cross_entropy(scores.T, right)) / 2
        vectors = torch.cat([asked, answers])
        known, wanted = self.teacher([self.pair_texts[i][side] for side in (0, 1) for i in chosen])
        return 0.7 * loss + (0.3 * likeness(vectors[known], wanted, measure) if len(known) > 2 else 0)


def answer_loss(task: Task, logits: Tensor, labels: Tensor) -> Tensor:
    if task.several:
        return 3 * F.binary_cross_entropy_with_logits(logits, labels)
    return F.cross_entropy(logits, labels, label_smoothing=0.05)


def key(task: Task) -> str:
    return task.name.replace(":", "_").replace("-", "_")


def learnt(model: nn.Module) -> list[nn.Parameter]:
    return [value for name, value in model.named_parameters() if not name.startswith(("word.", "position."))]


class Stepper:
    """float32 weights with AdamW, bfloat16 replicas that each do one micro-batch at a time."""

    def __init__(self, model: Encoder, heads: nn.ModuleDict, rate: float, head_rate: float):
        self.model, self.heads, self.rates = model, heads, (rate, head_rate)
        self.replicas = [(copy.deepcopy(model).bfloat16(), copy.deepcopy(heads)) for _ in range(REPLICAS)]
        self.optimiser = torch.optim.AdamW(
            [{"params": learnt(model), "weight_decay": 0.01}, {"params": list(heads.parameters()), "weight_decay": 0.0}],
            betas=(0.9, 0.98))
        self.pool = ThreadPoolExecutor(REPLICAS, initializer=lambda: torch.set_num_threads(1))

    def step(self, losses: list, scale: float, warm: float) -> list[float]:
        """`losses`: one function of a replica for each. Heads keep their full rate while the encoder warms up."""
        def work(pair):
            (model, heads), loss_of = pair
            loss = loss_of(model, heads)
            loss.backward()
            return float(loss.detach())

        values = list(self.pool.map(work, zip(self.replicas, losses)))
        for master, copies in zip([learnt(self.model), list(self.heads.parameters())],
                                  zip(*[(learnt(model), list(heads.parameters())) for model, heads in self.replicas])):
            for weight, *mirrored in zip(master, *copies):
                grads = [each.grad.float() for each in mirrored if each.grad is not None]
                weight.grad = sum(grads) / len(self.replicas) if grads else None
        nn.utils.clip_grad_norm_(learnt(self.model), 1.0)
        for group, rate, factor in zip(self.optimiser.param_groups, self.rates, (scale * warm, scale)):
            group["lr"] = rate * factor
        self.optimiser.step()
        self.optimiser.zero_grad()
        with torch.no_grad():
            for model, heads in self.replicas:
                for weight, mirrored in zip([*learnt(self.model), *self.heads.parameters()], [*learnt(model), *heads.parameters()]):
                    mirrored.copy_(weight)
                    mirrored.grad = None
        return values


def endless(parts: list[Taught], seed: int):
    """Micro-batches of the distillation texts, every text once a round. Our own rows come three times."""
    rng = random.Random(seed)
    while True:
        round_ = []
        for part in parts:
            for _ in range(3 if part is parts[-1] and len(part.texts) < 12000 else 1):
                jitter = part.lengths + np.random.default_rng(rng.randrange(1 << 30)).random(len(part.lengths)) * 2
                order = np.argsort(jitter)
                round_ += [(part, order[chosen]) for chosen in batches(part.lengths[order], MICRO_TOKENS)]
        rng.shuffle(round_)
        yield from round_


def run(options, model: Encoder, parts: list[Taught], lessons: Lessons | None) -> None:
    measure = Measure(parts[0])
    heads = lessons.heads if lessons else nn.ModuleDict()
    if lessons:
        lessons.warm_heads(measure)
    stepper = Stepper(model, heads, options.rate, 1e-3)
    stream = endless(parts, options.seed)
    started = saved = told = time.time()
    tokens, step, recent = 0, 0, {}
    while (done := (time.time() - started) / 60 / options.minutes) < 1:
        work = []
        for replica in range(REPLICAS):
            if lessons and lessons.rng.random() < 0.7:
                task, chosen = lessons.pick()
                tokens += 700
                kind = task.name if task else "pairs"
                work.append((kind, lambda m, h, task=task, chosen=chosen: lessons.loss(m, h, measure, task, chosen)))
            else:
                part, chosen = next(stream)
                tokens += int(part.lengths[chosen].sum())
                work.append(("distil", lambda m, h, part=part, chosen=chosen: distil_loss(m, part, chosen, measure)))
        scale = 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * done))
        values = stepper.step([loss for _, loss in work], scale, min(1, (step + 1) / options.warm))
        step += 1
        for (kind, _), value in zip(work, values):
            recent[kind] = 0.97 * recent.get(kind, value) + 0.03 * value
        if time.time() - told > 30:
            told = time.time()
            print(f"step {step}, {tokens} tokens, {told - started:.0f} s: " + " ".join(f"{k} {v:.3f}" for k, v in sorted(recent.items())), flush=True)
        if time.time() - saved > 120:
            saved = time.time()
            save_file(model.state_dict(), options.out)
    save_file(model.state_dict(), options.out)
    print(f"{step} steps, {tokens} tokens, {time.time() - started:.0f} s -> {options.out}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=["distil", "tune"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30, help="the rate falls over this time, then training ends")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--warm", type=int, default=80, help="steps until the full rate")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(REPLICAS)
    model = load(options.start) if options.start else with_layers(load(options.base), LAYERS)
    parts = taught(options.data, options.cache)
    run(options, model, parts, Lessons(options.data, parts, options.seed) if options.step == "tune" else None)


if __name__ == "__main__":
    main()
