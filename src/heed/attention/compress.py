"""Attention made smaller and earlier: fewer heads, fewer bytes, fewer tokens, fewer blocks.

Heads by a measured loss in gates.py and prune.py, bytes by an error in quantize.py and precise.py,
tokens and examples by a budget of FLOPs in keeping.py and early.py. Needs torch.
"""

from heed.attention.early import EarlyExit, Exits
from heed.attention.gates import first_order_head_loss, head_loss, without
from heed.attention.keeping import Kept, exit_layers, keep_tokens, take_tokens
from heed.attention.precise import Choice, Smaller, within
from heed.attention.prune import Pruned, Removal, prune_heads, prune_to_loss
from heed.attention.quantize import Bf16Linear, Int8Linear, represent

__all__ = [
    "Bf16Linear",
    "Choice",
    "EarlyExit",
    "Exits",
    "Int8Linear",
    "Kept",
    "Pruned",
    "Removal",
    "Smaller",
    "exit_layers",
    "first_order_head_loss",
    "head_loss",
    "keep_tokens",
    "prune_heads",
    "prune_to_loss",
    "represent",
    "take_tokens",
    "within",
    "without",
]
