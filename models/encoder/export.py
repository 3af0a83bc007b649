"""Writes the int8 ONNX file that ships, node by node: the fewest and most fused operators that the plain WASM build of onnxruntime-web has.

python models/encoder/export.py --weights student.safetensors --out FILE.onnx

Weights of matrices are int8 with a scale per column, activations are quantised at run time (`DynamicQuantizeMatMul`); a row of the
vocabulary and position tables is int8 with its own scale; everything else stays float32.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from model import EPSILON, HEADS, WIDTH, Encoder, load

POSITIONS = 256  # as many tokens as the product reads
FUSED = "com.microsoft"


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", outputs: list[str] | None = None, **attributes) -> str:
        self.nodes.append(helper.make_node(kind, inputs, outputs or [name], name=name, domain=domain, **attributes))
        return name

    def table(self, name: str, values: np.ndarray, ids: str) -> str:
        """Rows of an int8 table as float32."""
        scale = np.maximum(np.abs(values).max(axis=1, keepdims=True), 1e-8) / 127
        rows = self.constant(f"{name}.rows", np.round(values / scale).astype(np.int8))
        scales = self.constant(f"{name}.scales", scale.astype(np.float32))
        picked = self.node("Cast", [self.node("Gather", [rows, ids], f"{name}.picked")], f"{name}.float", to=TensorProto.FLOAT)
        return self.node("Mul", [picked, self.node("Gather", [scales, ids], f"{name}.scale")], name)

    def linear(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x · weightᵀ + bias; `weight` is [out, in] as in PyTorch."""
        scale = np.abs(weight).max(axis=1) / 127
        matrix = self.constant(f"{name}.weight", np.round(weight / scale[:, None]).astype(np.int8).T)
        inputs = [x, matrix, self.constant(f"{name}.scale", scale.astype(np.float32)), "", self.constant(f"{name}.bias", bias)]
        return self.node("DynamicQuantizeMatMul", inputs, name, FUSED)

    def norm_of_sum(self, name: str, x: str, y: str, weight: np.ndarray, bias: np.ndarray) -> str:
        inputs = [x, y, self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias)]
        return self.node("SkipLayerNormalization", inputs, name, FUSED, epsilon=EPSILON)


def graph_of(model: Encoder) -> onnx.ModelProto:
    w = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
    g = Graph()
    mask = g.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    length = g.node("Gather", [g.node("Shape", ["input_ids"], "shape"), g.constant("one", np.array(1))], "length")
    places = g.node("Range", [g.constant("zero", np.array(0)), length, "one"], "places")
    word = g.table("word", w["word.weight"], "input_ids")
    position = g.table("position", w["position.weight"][:POSITIONS], places)
    summed = g.node("Add", [word, position], "embedded")
    x = g.node("LayerNormalization", [summed, g.constant("norm.weight", w["norm.weight"]), g.constant("norm.bias", w["norm.bias"])],
               "normed", axis=-1, epsilon=EPSILON)
    for n in range(len(model.layers)):
        at = f"layers.{n}."

        def linear(part: str, x: str) -> str:
            return g.linear(at + part, x, w[f"{at}{part}.weight"], w[f"{at}{part}.bias"])

        parts = [f"{at}{part}" for part in ("q", "k", "v")]
        g.node("Split", [linear("qkv", x)], f"{at}split", outputs=parts, axis=2, num_outputs=3)
        seen = g.node("MultiHeadAttention", [*parts, "", mask], f"{at}seen", FUSED, num_heads=HEADS)
        x = g.norm_of_sum(f"{at}norm1", linear("out", seen), x, w[f"{at}norm1.weight"], w[f"{at}norm1.bias"])
        # The tanh form: within 0.001 of the exact one that the weights were trained with, and faster.
        inner = g.node("FastGelu", [linear("inner", x)], f"{at}gelu", FUSED)
        x = g.norm_of_sum(f"{at}norm2", linear("outer", inner), x, w[f"{at}norm2.weight"], w[f"{at}norm2.bias"])
    real = g.node("Unsqueeze", [g.node("Cast", [mask], "mask.float", to=TensorProto.FLOAT), g.constant("last", np.array([2]))], "real")
    total = g.node("ReduceSum", [g.node("Mul", [x, real], "kept"), g.constant("tokens", np.array([1]))], "total", keepdims=0)
    g.node("LpNormalization", [total], "embedding", axis=-1, p=2)
    shape = ["batch", "tokens"]
    graph = helper.make_graph(
        g.nodes, "encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH])], g.constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)], ir_version=9)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    onnx.save(graph_of(load(options.weights)), options.out)
    print(options.out, options.out.stat().st_size)


if __name__ == "__main__":
    main()
