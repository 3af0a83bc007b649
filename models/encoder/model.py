"""The encoder as a plain PyTorch module: a BERT with merged query, key and value, mean pooling, unit length."""

from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, HEADS, INNER, POSITIONS, EPSILON = 384, 12, 1536, 512, 1e-12


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, x: Tensor, keep: Tensor) -> Tensor:
        batch, tokens, _ = x.shape
        q, k, v = self.qkv(x).view(batch, tokens, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=keep[:, None, None, :])
        x = self.norm1(x + self.out(seen.transpose(1, 2).reshape(batch, tokens, WIDTH)))
        return self.norm2(x + self.outer(F.gelu(self.inner(x))))


class Encoder(nn.Module):
    def __init__(self, vocabulary: int, layers: int):
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def hidden(self, ids: Tensor, keep: Tensor) -> list[Tensor]:
        """What each layer puts out, [batch, tokens, width]; `keep` is true where there is a token."""
        x = self.norm(self.word(ids) + self.position.weight[: ids.shape[1]])
        out = []
        for layer in self.layers:
            x = layer(x, keep)
            out.append(x)
        return out

    def forward(self, ids: Tensor, keep: Tensor) -> Tensor:
        return pooled(self.hidden(ids, keep)[-1], keep)


def pooled(x: Tensor, keep: Tensor) -> Tensor:
    """Unit mean over the tokens, [batch, width] float32."""
    mask = keep[:, :, None].float()
    return F.normalize((x.float() * mask).sum(1) / mask.sum(1), dim=1)


def load(path: Path) -> Encoder:
    state = load_file(path)
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    model = Encoder(len(state["word.weight"]), layers)
    model.load_state_dict(state)
    return model


def with_layers(model: Encoder, chosen: list[int]) -> Encoder:
    """A copy that has only these layers."""
    small = Encoder(model.word.num_embeddings, len(chosen))
    state = {name: value for name, value in model.state_dict().items() if not name.startswith("layers.")}
    for to, at in enumerate(chosen):
        state |= {f"layers.{to}.{name}": value for name, value in model.layers[at].state_dict().items()}
    small.load_state_dict(state)
    return small
