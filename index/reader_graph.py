"""Builds the ONNX graph of the reader: the encoder's lower layers, its own upper ones, a head.

One window at a time, without padding or mask, like the encoder's graph.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper

from index.carrier import CarriedModel
from index.model_graph import FUSED, GraphWriter, add_layer, add_token_embeddings

Weights = Mapping[str, npt.NDArray[Any]]


def write_reader_graph(
    model: CarriedModel, weights: Weights, layers: int, path: Path, *, int8: bool = False
) -> None:
    """Writes the reader to `path` as ONNX.

    `weights` are named as the carrier names them (`l5.q.w`, `l5.q.b`), and `head.w` (2, hidden)
    and `head.b`. Input `input_ids` int64 (1, tokens), output `scores` float32 (1, tokens, 2).
    """
    model = _replace_weights(model, weights)
    graph = GraphWriter(int8=int8)
    states = add_token_embeddings(graph, model)
    for layer in range(layers):
        states = add_layer(graph, model, layer, states)
    head = graph.add_weight("head.weight", weights["head.w"].astype(np.float32).T)
    bias = graph.add_weight("head.bias", weights["head.b"].astype(np.float32))
    product = graph.add_node("MatMul", [states, head], "head.product")
    graph.add_node("Add", [product, bias], "scores")
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])
    scores = helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, "tokens", 2])
    body = helper.make_graph(graph.nodes, "reader", [ids], [scores], graph.weights)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(FUSED, 1)]
    onnx.save(helper.make_model(body, opset_imports=opsets, ir_version=10), str(path))


def _replace_weights(model: CarriedModel, weights: Weights) -> CarriedModel:
    vectors = {name: v.astype(np.float32) for name, v in weights.items() if name in model.vectors}
    trained = {name: v.astype(np.float32) for name, v in weights.items() if name in model.matrices}
    return replace(model, vectors=model.vectors | vectors, trained=trained)
