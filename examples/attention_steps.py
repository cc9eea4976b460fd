"""Attention step by step, every number on the way.

Run: python examples/attention_steps.py
"""

import numpy as np

from heed.attention import AuxRequest, attention
from heed.attention.picture import text_map

np.set_printoptions(precision=3, suppress=True)

words = ["bank", "river", "money"]
x = np.array([[1.0, 1.0], [1.5, 0.0], [0.0, 1.5]])  # bank is a little of both
query = key = value = x

# 1. Score: how well does each query agree with each key?
scores = query @ key.T
print("scores = q k^T\n", scores)

# 2. Scale, before the softmax: without it wide vectors look at one key only.
scaled = scores / np.sqrt(query.shape[-1])
print("scaled by 1/sqrt(2)\n", scaled)

# 3. Mask: bank may not look at itself. False = may not, True = may.
may = ~np.eye(3, dtype=bool)
masked = np.where(may, scaled, -np.inf)
print("masked\n", masked)

# 4. Softmax: every row becomes shares of one.
grown = np.exp(masked - masked.max(axis=-1, keepdims=True))
weights = grown / grown.sum(axis=-1, keepdims=True)
print("weights = softmax\n", weights)

# 5. Sum: every word becomes a mixture of what it looked at.
output = weights @ value
print("output = weights v\n", output)

# The library says the same in one call, and what was looked at.
ask = AuxRequest(weights=True, received=True, entropy=True)
same, seen = attention(query, key, value, may, return_aux=ask)
assert np.allclose(same, output)
assert np.allclose(seen.weights, weights)
print("received by each word", seen.received)
print("entropy of each query", seen.entropy)
print(text_map(seen.weights, words))
