"""Spoken digits as they are kept (FSDD), and what is heard of a sound: bands of tone by time."""

import io
import wave
import zipfile
from pathlib import Path

import numpy as np

RATE, WINDOW, HOP, BANDS, FRAMES = 8000, 256, 128, 32, 64


def made(count: int, rng: np.random.Generator) -> tuple[list[np.ndarray], list[int]]:
    """Two tones one after the other, somewhere in noise; which two is the class."""
    said = rng.integers(4, size=count)
    tones, time = (500.0, 1500.0), np.arange(1600) / RATE
    sounds = []
    for digit in said:
        sound = 0.3 * rng.standard_normal(6400)
        start = rng.integers(3000)
        pair = np.concatenate([np.sin(2 * np.pi * tones[k] * time) for k in divmod(digit, 2)])
        sound[start : start + 3200] += pair
        sounds.append(sound)
    return sounds, said.tolist()


def recordings(path: Path) -> list[tuple[np.ndarray, int, int]]:
    """(samples, digit, speaker) of every recording; files are digit_speaker_take.wav."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".wav"))
        speakers = sorted({Path(name).stem.split("_")[1] for name in names})
        found = []
        for name in names:
            digit, speaker, _ = Path(name).stem.split("_")
            with wave.open(io.BytesIO(archive.read(name))) as sound:
                samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)
            found.append((samples / 32768.0, int(digit), speakers.index(speaker)))
    return found


def heard(sound: np.ndarray, longest: int = FRAMES) -> tuple[np.ndarray, int]:
    """Log energy in mel bands (longest, 32), cut or padded; and how many frames are real.

    Windows of 32 ms every 16 ms; each recording is brought to mean 0 and spread 1.
    """
    padded = np.pad(sound, (0, max(0, WINDOW - len(sound))))
    count = min(longest, 1 + (len(padded) - WINDOW) // HOP)
    frames = np.stack([padded[n * HOP : n * HOP + WINDOW] for n in range(count)])
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW))) ** 2
    bands = np.log(power @ _MEL + 1e-6)
    bands = (bands - bands.mean()) / (bands.std() + 1e-6)
    return np.pad(bands, ((0, longest - count), (0, 0))).astype(np.float32), count


def _mel_bands() -> np.ndarray:
    """Triangles evenly spaced on the mel scale, (WINDOW / 2 + 1, BANDS)."""
    top = 2595 * np.log10(1 + RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 2) / 2595) - 1)
    pitch = np.linspace(0, RATE / 2, WINDOW // 2 + 1)[:, None]
    rise = (pitch - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - pitch) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rise, fall))


_MEL = _mel_bands()
