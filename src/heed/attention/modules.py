"""Trainable layers of attention for torch, each starting as its trivial version.

Fresh out of the constructor a layer is the mean of what it sees (or cosine, or no change at all),
so "without attention" is its own baseline and training only departs from it where that helps.
The mechanism is `attention` of functional.py; weights of channels, positions and edges are in
weighing.py.
"""

from heed.attention.adaptive import MixtureOfHeads, SpanAttention, TemperedAttention
from heed.attention.blocks import DecoderStep, EncoderBlock
from heed.attention.heads import CrossAttention, LinearAttention, MultiHeadAttention
from heed.attention.pooling import (
    AdditivePooling,
    JointAttention,
    MultiTaskAttention,
    TargetAttention,
)
from heed.attention.weighing import ChannelAttention, GraphAttention, SpatialAttention

__all__ = [
    "AdditivePooling",
    "ChannelAttention",
    "CrossAttention",
    "DecoderStep",
    "EncoderBlock",
    "GraphAttention",
    "JointAttention",
    "LinearAttention",
    "MixtureOfHeads",
    "MultiHeadAttention",
    "MultiTaskAttention",
    "SpanAttention",
    "SpatialAttention",
    "TargetAttention",
    "TemperedAttention",
]
