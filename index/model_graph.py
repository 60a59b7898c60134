"""Builds the ONNX graph of the encoder from the carried weights.

One text at a time, without padding or mask: on a small machine that is faster than padded
batches, and two texts on two cores scale better than one text on both. Operators are ONNX
Runtime's fused ones (domain com.microsoft); the token table stays in 4 bits and the layers are
float32, whose product is the fastest exact one measured.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.carrier import BLOCK_SIZE, CarriedModel

FUSED = "com.microsoft"
# Of 8-bit weights. Half the range would never overflow on processors without VNNI, where two
# products are added in 16 bits, but costs three points of F1; large sums are rare.
LARGEST_INT8 = 127


@dataclass(slots=True)
class GraphWriter:
    """Collects the nodes and weights of a graph under construction.

    With `int8` products of matrices are computed in 8 bits, with a scale for each output.
    """

    nodes: list[Any] = field(default_factory=list)
    weights: list[Any] = field(default_factory=list)
    int8: bool = False

    def add_weight(self, name: str, values: npt.NDArray[Any]) -> str:
        """Stores `values` under `name`; returns the name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add_node(
        self, operator: str, inputs: list[str], output: str, *, domain: str = "", **attributes: Any
    ) -> str:
        """Appends an operator with one named output; returns that name."""
        node = helper.make_node(operator, inputs, [output], domain=domain, **attributes)
        self.nodes.append(node)
        return output


def write_model_graph(model: CarriedModel, path: Path) -> None:
    """Writes the encoder to `path` as ONNX.

    Input `input_ids` int64 (1, tokens); outputs `sentence_embedding` float32 (1, hidden), mean
    pooled and of unit length, and `token_embeddings` float32 (1, tokens, hidden).
    """
    graph = GraphWriter()
    states = add_token_embeddings(graph, model)
    for layer in range(model.shape.layers):
        states = add_layer(graph, model, layer, states)
    graph.add_node("Identity", [states], "token_embeddings")
    axis = graph.add_weight("pooling.axis", np.array([1], np.int64))
    pooled = graph.add_node("ReduceMean", [states, axis], "pooled", keepdims=0)
    graph.add_node("LpNormalization", [pooled], "sentence_embedding", axis=-1, p=2)
    onnx.save(_make_model(graph, model.shape.hidden), str(path))


def _make_model(graph: GraphWriter, hidden: int) -> Any:
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])
    pooled = helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, [1, hidden])
    tokens = helper.make_tensor_value_info(
        "token_embeddings", TensorProto.FLOAT, [1, "tokens", hidden]
    )
    body = helper.make_graph(graph.nodes, "encoder", [ids], [pooled, tokens], graph.weights)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=10)


def add_token_embeddings(graph: GraphWriter, model: CarriedModel) -> str:
    """Word, position and type embeddings, summed and normalised: (1, tokens, hidden)."""
    shape, vectors = model.shape, model.vectors
    table = model.matrices["emb.word"]
    packed = table.nibbles[:, 0::2] | (table.nibbles[:, 1::2] << 4)
    words = graph.add_node(
        "GatherBlockQuantized",
        [
            graph.add_weight("words.table", packed.astype(np.uint8)),
            "input_ids",
            graph.add_weight("words.scales", table.scales),
        ],
        "words",
        domain=FUSED,
        block_size=BLOCK_SIZE,
        bits=4,
        gather_axis=0,
        quantize_axis=1,
    )
    type_zero = vectors["emb.type"].reshape(-1, shape.hidden)[0]
    positions = graph.add_weight(
        "positions.table", vectors["emb.pos"].reshape(-1, shape.hidden) + type_zero
    )
    zero = graph.add_weight("index.zero", np.array([0], np.int64))
    one = graph.add_weight("index.one", np.array([1], np.int64))
    two = graph.add_weight("index.two", np.array([2], np.int64))
    size = graph.add_node("Shape", ["input_ids"], "size")
    length = graph.add_node("Slice", [size, one, two], "length")
    positions = graph.add_node("Slice", [positions, zero, length, zero], "positions")
    summed = graph.add_node("Add", [words, positions], "embedded")
    scale = graph.add_weight("embedded.scale", vectors["emb.ln.w"])
    bias = graph.add_weight("embedded.bias", vectors["emb.ln.b"])
    return graph.add_node(
        "LayerNormalization",
        [summed, scale, bias],
        "states",
        axis=-1,
        epsilon=shape.epsilon,
    )


def add_layer(graph: GraphWriter, model: CarriedModel, layer: int, states: str) -> str:
    """Self-attention and feed-forward, each with its residual: (1, tokens, hidden)."""
    name = f"l{layer}"
    parts = [f"{name}.{part}" for part in ("query", "key", "value")]
    for part, source in zip(parts, ("q", "k", "v"), strict=True):
        _add_linear(graph, model, f"{name}.{source}", states, part)
    attended = graph.add_node(
        "MultiHeadAttention",
        parts,
        f"{name}.attended",
        domain=FUSED,
        num_heads=model.shape.heads,
    )
    projected = _add_linear(graph, model, f"{name}.ao", attended, f"{name}.projected")
    states = _add_residual(graph, model, f"{name}.aln", projected, states)
    widened = _add_product(graph, model, f"{name}.fi", states)
    bias = graph.add_weight(f"{name}.fi.bias", model.vectors[f"{name}.fi.b"])
    active = graph.add_node("BiasGelu", [widened, bias], f"{name}.active", domain=FUSED)
    narrowed = _add_linear(graph, model, f"{name}.fo", active, f"{name}.narrowed")
    return _add_residual(graph, model, f"{name}.oln", narrowed, states)


def _add_product(graph: GraphWriter, model: CarriedModel, name: str, states: str) -> str:
    values = model.weigh(f"{name}.w")
    if not graph.int8:
        weight = graph.add_weight(f"{name}.weight", values.T)
        return graph.add_node("MatMul", [states, weight], f"{name}.product")
    scales = np.abs(values).max(axis=1) / LARGEST_INT8 + 1e-12
    whole = np.round(values / scales[:, None]).astype(np.int8)
    weight = graph.add_weight(f"{name}.weight", whole.T)
    scale = graph.add_weight(f"{name}.scales", scales.astype(np.float32))
    inputs = [states, weight, scale]
    return graph.add_node("DynamicQuantizeMatMul", inputs, f"{name}.product", domain=FUSED)


def _add_linear(
    graph: GraphWriter, model: CarriedModel, name: str, states: str, output: str
) -> str:
    product = _add_product(graph, model, name, states)
    bias = graph.add_weight(f"{name}.bias", model.vectors[f"{name}.b"])
    return graph.add_node("Add", [product, bias], output)


def _add_residual(
    graph: GraphWriter, model: CarriedModel, name: str, change: str, states: str
) -> str:
    scale = graph.add_weight(f"{name}.scale", model.vectors[f"{name}.w"])
    bias = graph.add_weight(f"{name}.bias", model.vectors[f"{name}.b"])
    return graph.add_node(
        "SkipLayerNormalization",
        [change, states, scale, bias],
        f"{name}.states",
        domain=FUSED,
        epsilon=model.shape.epsilon,
    )
