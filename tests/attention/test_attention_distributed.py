"""A sequence in parts on several processes is attended to as if it lay on one."""

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.torch, pytest.mark.slow]

PROGRAM = """
import sys
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from heed.attention import attention
from heed.attention.distributed import ring_attention

def part(rank, size, at):
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{at}", rank=rank, world_size=size)
    for is_causal in (False, True):
        make = torch.Generator().manual_seed(0)
        shape = (2, 2, 5 * size, 4)
        whole = [torch.randn(shape, generator=make, dtype=torch.float64) for _ in range(4)]
        mine = [x.chunk(size, -2)[rank].clone().requires_grad_() for x in whole[:3]]
        ring = ring_attention(*mine, is_causal=is_causal)
        (ring * whole[3].chunk(size, -2)[rank]).sum().backward()
        q, k, v = (x.requires_grad_() for x in whole[:3])
        one = attention(q, k, v, is_causal=is_causal)
        (one * whole[3]).sum().backward()
        torch.testing.assert_close(ring, one.chunk(size, -2)[rank])
        for x, y in zip(mine, (q, k, v)):
            torch.testing.assert_close(x.grad, y.grad.chunk(size, -2)[rank])
    if size > 1:
        try:
            ring_attention(*(torch.zeros(3 + rank, 4) for _ in range(3)))
        except ValueError as error:
            assert str(error).startswith("parts have shapes"), error
        else:
            raise AssertionError("parts of different lengths were accepted")
    dist.destroy_process_group()

if __name__ == "__main__":
    torch.set_num_threads(1)  # before the first work, so that nothing is forked half way
    nothing = torch.zeros(1, 1)
    torch.testing.assert_close(attention(nothing, nothing, nothing), nothing)  # loads all once
    for size in (2, 3):
        mp.start_processes(part, (size, f"{sys.argv[1]}{size}"), nprocs=size, start_method="fork")
"""


def test_a_ring_of_two_or_three_is_one_process_forward_and_back_causal_or_not(tmp_path):
    (tmp_path / "part.py").write_text(PROGRAM)
    command = [sys.executable, str(tmp_path / "part.py"), str(tmp_path / "meet")]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)

    assert done.returncode == 0, done.stderr
