"""What attention one can look into costs: CPU time and memory, beside what it stands in for.

    python benchmarks/attention.py [--small] [--large]

Every case runs in its own process on one thread: the least CPU time of three calls, and by how much
the process's peak memory grew. One batch, eight heads of 64, float32, seed 0. Other libraries come
with `pip install --group bench`; what is not installed is named as absent. Prints ratios to torch's
own call of the same run.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

HEADS, WIDTH, SEED, REPEATS = 8, 64, 0, 3
SDPA = "torch SDPA"


def inputs(length: int, *, grad: bool = False) -> list[Any]:
    import torch

    draw = torch.Generator().manual_seed(SEED)
    return [
        torch.randn((1, HEADS, length, WIDTH), generator=draw).requires_grad_(grad)
        for _ in range(3)
    ]


def backwards(work: Callable[..., Any], length: int) -> Callable[[], None]:
    given = inputs(length, grad=True)

    def run() -> None:
        for one in given:
            one.grad = None
        work(*given).sum().backward()

    return run


def forwards(work: Callable[..., Any], length: int) -> Callable[[], None]:
    import torch

    given = inputs(length)

    def run() -> None:
        with torch.no_grad():
            work(*given)

    return run


def naive(query: Any, key: Any, value: Any) -> Any:
    return (query @ key.mT / WIDTH**0.5).softmax(-1) @ value


def theirs() -> Any:
    import torch

    return torch.nn.MultiheadAttention(HEADS * WIDTH, HEADS, batch_first=True)


def ours() -> Any:
    from heed.attention.modules import MultiHeadAttention

    return MultiHeadAttention(HEADS * WIDTH, HEADS)


def layer(net: Any, *, weights: bool | None) -> Callable[..., Any]:
    """A layer on the heads' features side by side; only the first of the three is read."""

    def work(query: Any, key: Any, value: Any) -> Any:
        x = query.transpose(1, 2).flatten(2)
        return net(x) if weights is None else net(x, x, x, need_weights=weights)[0]

    return work


def naive_seen(query: Any, key: Any, value: Any) -> Any:
    weights = (query @ key.mT / WIDTH**0.5).softmax(-1)
    return weights @ value, weights.sum(-2), -(weights * weights.clamp_min(1e-30).log()).sum(-1)


def case(name: str, length: int) -> Callable[[], None]:
    """The work of one line of the table."""
    import torch
    from attention_peers import PEERS

    from heed.attention import Additive, AuxRequest, Entmax, attention

    if name in PEERS:
        return (forwards if name.startswith("forward") else backwards)(PEERS[name][1], length)
    sdpa = torch.nn.functional.scaled_dot_product_attention
    seen = AuxRequest(received=True, entropy=True)
    draw = torch.Generator().manual_seed(1)
    left, right = (torch.randn((WIDTH, 32), generator=draw) / 8 for _ in range(2))
    vector = torch.randn(32, generator=draw)
    additive = Additive(left.mT, right.mT, vector)

    def by_hand(query: Any, key: Any, value: Any) -> Any:
        inner = torch.tanh((query @ left)[..., :, None, :] + (key @ right)[..., None, :, :])
        return (inner @ vector).softmax(-1) @ value

    ways: dict[str, Callable[[], None]] = {
        f"forward: {SDPA}": forwards(sdpa, length),
        "forward: naive": forwards(naive, length),
        "forward: heed": forwards(attention, length),
        "forward: heed, received + entropy": forwards(
            lambda *x: attention(*x, return_aux=seen), length
        ),
        "forward: naive, received + entropy": forwards(naive_seen, length),
        "forward: heed entmax15": forwards(lambda *x: attention(*x, normalize="entmax15"), length),
        "forward: heed entmax15, compiled": forwards(
            lambda *x: attention(*x, normalize=Entmax(1.5, compiled=True)), length
        ),
        "both ways: " + SDPA: backwards(sdpa, length),
        "both ways: naive": backwards(naive, length),
        "both ways: heed": backwards(attention, length),
        "both ways: heed entmax15": backwards(
            lambda *x: attention(*x, normalize="entmax15"), length
        ),
        "both ways: heed entmax15, compiled": backwards(
            lambda *x: attention(*x, normalize=Entmax(1.5, compiled=True)), length
        ),
        "both ways: nn.MultiheadAttention": backwards(layer(theirs(), weights=False), length),
        "both ways: nn.MultiheadAttention, weights": backwards(
            layer(theirs(), weights=True), length
        ),
        "both ways: heed MultiHeadAttention": backwards(layer(ours(), weights=None), length),
        "additive, both ways: naive": backwards(by_hand, length),
        "additive, both ways: heed": backwards(lambda *x: attention(*x, score=additive), length),
    }
    return ways[name]


def ragged(name: str) -> Callable[[], None]:
    """Sixty-four texts of 8 to 512 words, most of them short."""
    import numpy as np
    import torch

    from heed.attention.varlen import attention_varlen

    lengths = np.clip(np.random.default_rng(SEED).lognormal(3.5, 0.9, 64), 8, 512).astype(int)
    draw = torch.Generator().manual_seed(SEED)
    total, longest = int(lengths.sum()), int(lengths.max())
    packed = [torch.randn((total, HEADS, WIDTH), generator=draw) for _ in range(3)]
    edges = torch.tensor([0, *lengths.cumsum().tolist()], dtype=torch.int32)
    mask = (torch.arange(longest) < torch.tensor(lengths)[:, None])[:, None, None]
    padded = [torch.randn((64, HEADS, longest, WIDTH), generator=draw) for _ in range(3)]
    sdpa = torch.nn.functional.scaled_dot_product_attention

    def run() -> None:
        with torch.no_grad():
            if name == "ragged: heed":
                attention_varlen(*packed, edges)
            elif name == "ragged: padded SDPA":
                sdpa(*padded, attn_mask=mask)
            else:
                parts = [list(one.split(lengths.tolist())) for one in packed]
                nested = [
                    torch.nested.nested_tensor(part, layout=torch.jagged).transpose(1, 2)
                    for part in parts
                ]
                sdpa(*nested)

    return run


FORWARD = (SDPA, "naive", "heed", "heed, received + entropy", "naive, received + entropy")
BOTH = (SDPA, "naive", "heed")


SPARSE = (
    "heed entmax15",
    "heed entmax15, compiled",
    "entmax, 64 best sorted",
    "entmax, all sorted",
)
LAYERS = (
    "nn.MultiheadAttention",
    "nn.MultiheadAttention, weights",
    "heed MultiHeadAttention",
)
SEEN = ("FlexAttention, compiled", "x-transformers, received + entropy")


def plan(sizes: tuple[int, ...]) -> list[tuple[str, int]]:
    lines = [(f"forward: {name}", n) for n in sizes for name in FORWARD]
    lines += [(f"both ways: {name}", n) for n in sizes[:4] for name in BOTH]
    middle = sizes[min(2, len(sizes) - 1)]
    lines += [(f"forward: {name}", middle) for name in SPARSE]
    lines += [(f"both ways: {name}", middle) for name in (SPARSE[0], SPARSE[1], SPARSE[2])]
    lines += [(f"both ways: {name}", middle) for name in LAYERS]
    lines += [(f"forward: {name}", min(4096, sizes[-1])) for name in SEEN]
    short = min(1024, middle)
    lines += [(f"additive, both ways: {name}", short) for name in ("naive", "heed")]
    return lines + [(f"ragged: {name}", 0) for name in ("padded SDPA", "nested tensors", "heed")]


def alone(name: str, length: int) -> None:
    """One case in this process: prints its CPU seconds and the growth of its memory in MiB."""
    import torch

    torch.set_num_threads(1)
    work = ragged(name) if name.startswith("ragged") else case(name, length)
    if length:
        case(name, 16)()  # what is imported at first use is nobody's memory
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(min(times), (after - before) / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="a few seconds, for tests")
    parser.add_argument("--large", action="store_true", help="up to 16,384")
    parser.add_argument("--case", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.case:
        return alone(args.case[0], int(args.case[1]))
    import torch

    print(f"{platform.machine()}, Python {platform.python_version()}, torch {torch.__version__}")
    print(
        f"one thread, seed {SEED}, 1 x {HEADS} heads x {WIDTH}, float32; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    from attention_peers import PEERS, absent

    missing = absent()
    print(f"absent: {', '.join(missing) or 'none'}\n")
    sizes = (64, 128) if args.small else (512, 1024, 2048, 4096)
    sizes += (8192, 16384) if args.large else ()
    print(f"{'':40}{'length':>7}{'CPU ms':>10}{'x SDPA':>9}{'MiB more':>10}")
    known: dict[tuple[str, int], float] = {}
    for name, length in plan(sizes):
        if name in PEERS and PEERS[name][0] in missing:
            continue
        done = subprocess.run(
            [sys.executable, __file__, "--case", name, str(length)], capture_output=True, text=True
        )
        if done.returncode:
            print(
                f"{name:40}{length or '':>7}  failed: {done.stderr.strip().splitlines()[-1][:70]}"
            )
            continue
        seconds, more = map(float, done.stdout.split())
        known[name, length] = seconds
        rival = name.split(":")[0] + ": " + ("padded SDPA" if not length else SDPA)
        rival = rival.replace("additive, both ways: " + SDPA, "additive, both ways: naive")
        times = f"{seconds / known[rival, length]:9.2f}" if (rival, length) in known else " " * 9
        print(f"{name:40}{length or '':>7}{1e3 * seconds:10.1f}{times}{more:10.0f}", flush=True)
    return None


if __name__ == "__main__":
    main()
