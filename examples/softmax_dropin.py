"""`allocate` in the place of softmax: the same weights, then a budget, a cost and a price.

Run: python examples/softmax_dropin.py
"""

import numpy as np

from heed.budget import allocate, entmax15, softmax, sparsemax

scores = np.array([2.0, 1.0, 0.5, -1.0])

# 1. Softmax is an allocation of one unit, whole, under the entropy of Shannon.
whole = allocate(scores, 1.0, regularizer="shannon", cap=np.inf, equality=True)
print("softmax ", softmax(scores).round(3))
print("allocate", whole.weight.round(3), "price", whole.price.round(3))

# 2. Its price is the logarithm of the sum softmax divides by: what one more unit would bring.
print("log sum exp", np.log(np.exp(scores).sum()).round(3))

# 3. Sparse attention is the same call under another regulariser.
for name, theirs, alpha in (("sparsemax", sparsemax, 2.0), ("entmax15 ", entmax15, 1.5)):
    ours = allocate(scores, 1.0, regularizer=alpha, cap=np.inf, equality=True).weight
    print(name, theirs(scores).round(3), "the same:", bool(np.allclose(ours, theirs(scores))))

# 4. And what softmax cannot say: costs, a cap on each, and a budget that need not be spent.
day = allocate(scores, 2.0, cost=[1.0, 0.5, 2.0, 1.0])
print("with costs", day.weight.round(3), "price", day.price.round(3), day.status)
idle = allocate(scores, 9.0, cost=[1.0, 0.5, 2.0, 1.0])
print("with plenty", idle.weight.round(3), "price", idle.price.round(3), idle.status)
