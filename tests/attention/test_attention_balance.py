"""Jobs are shared out by their cost, not by their number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.attention.balance import balance, layer_flops


@given(st.lists(st.floats(0, 1e6)), st.integers(1, 9))
def test_every_job_is_done_once_and_no_load_is_far_above_the_best_possible(costs, k):
    shares = balance(costs, k)

    loads = [sum(costs[job] for job in share) for share in shares]
    assert len(shares) == k
    assert sorted(job for share in shares for job in share) == list(range(len(costs)))
    # Graham's list bound, which follows from nothing but who takes the next job.
    assert max(loads) <= (sum(costs) / k + max(costs, default=0) * (1 - 1 / k)) * (1 + 1e-9)


def test_documents_of_any_length_keep_eight_workers_equally_busy():
    lengths = np.random.default_rng(0).lognormal(6, 1, 256).astype(int)
    flops = [layer_flops(int(n), 512) for n in lengths]

    def worst(shares):
        loads = [sum(flops[job] for job in share) for share in shares]
        return max(loads) / (sum(loads) / len(loads))

    assert worst(balance(flops, 8)) < 1.01
    assert worst([list(range(i, 256, 8)) for i in range(8)]) > 1.2


@pytest.mark.parametrize(("costs", "k", "says"), [([1], 0, "^k is 0"), ([-1], 2, "^costs has")])
def test_what_cannot_be_shared_is_refused(costs, k, says):
    with pytest.raises(ValueError, match=says):
        balance(costs, k)
