"""Learning better vectors from judged pairs, without touching the encoder's weights."""

from models.encoder_training.adapter import AdapterSettings, TrainedAdapter, train_adapter
from models.encoder_training.judged import JudgedVectors

__all__ = ["AdapterSettings", "JudgedVectors", "TrainedAdapter", "train_adapter"]
