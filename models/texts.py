"""What every encoder does with texts before the model sees them, and with vectors after it."""

from collections.abc import Callable, Sequence

import numpy as np

from models.protocols import Float32Matrix


def has_letter(text: str) -> bool:
    """Return whether there is a letter or Han character; texts without one carry no meaning to embed."""
    return any(character.isalpha() for character in text)


def without_surrogates(text: str) -> str:
    """Return the text with lone surrogates, which no tokenizer accepts, replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def encode_lettered(texts: Sequence[str], *, dim: int, encode: Callable[[list[str]], Float32Matrix]) -> Float32Matrix:
    """Encode the texts that have a letter; the others get zero rows.

    Args:
        texts: any.
        dim: width of the vectors.
        encode: called once with the texts that have a letter, surrogates replaced; not called when there are none.

    Returns:
        Shape (len(texts), dim).
    """
    vectors = np.zeros((len(texts), dim), dtype=np.float32)
    places = [place for place, text in enumerate(texts) if has_letter(text)]
    if places:
        vectors[places] = encode([without_surrogates(texts[place]) for place in places])
    return vectors


def normalised(vectors: Float32Matrix) -> Float32Matrix:
    """Return the rows scaled to length 1; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Float32Matrix = (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return scaled
