"""Answers to the TextIndex and VectorIndex protocols; faiss and bm25s are loaded with first use."""

from models.indexes.bm25 import Bm25Index, PlainBm25Index
from models.indexes.vectors import FaissIndex, FlatIndex

__all__ = ["Bm25Index", "FaissIndex", "FlatIndex", "PlainBm25Index"]
