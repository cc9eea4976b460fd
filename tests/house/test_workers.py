"""How work is spread, and what it is said to cost."""

import time
from functools import partial
from importlib.util import find_spec

import pytest

from heed import workers


def total(batch):
    return sum(batch)


BATCHES = [[1, 2, 3], [4], [], [5, 6]]


@pytest.mark.parametrize("way", ["serial", "processes"])
def test_every_batch_is_answered_in_its_order(way):
    assert list(workers.map_batches(total, BATCHES, way=way, count=2)) == [6, 4, 0, 11]


@pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.enable_socket
def test_two_workers_on_ray_answer_as_one_process_does():
    import ray

    try:
        for work in (total, sum, partial(sum, start=0)):
            assert list(workers.map_batches(work, BATCHES, way="ray", count=2)) == [6, 4, 0, 11]
    finally:
        ray.shutdown()


def test_a_meter_reads_the_cpu_and_not_the_waiting():
    with workers.metered() as idle:
        time.sleep(0.05)
    assert idle.wall_s >= 0.05
    assert idle.cpu_s < idle.wall_s
    with workers.metered() as busy:
        began = time.process_time()
        while time.process_time() - began < 0.05:
            pass
    assert busy.cpu_s >= 0.05
    assert busy.peak_mb > 1


def test_work_is_on_the_account_of_its_tenant():
    assert workers.tenant() == ""
    with workers.for_tenant("ann"):
        assert workers.tenant() == "ann"
        with workers.for_tenant("ben"):
            assert workers.tenant() == "ben"
        assert workers.tenant() == "ann"
    assert workers.tenant() == ""
