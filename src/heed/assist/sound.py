"""A WAV file as one channel of 16,000 samples a second. Hears nothing."""

import io
import wave

import numpy as np

from heed.errors import BadInput
from heed.types import SAMPLES_PER_S, Matrix

_WIDTH = 2
"""Bytes a sample; other WAV files are rare and turned into this by any recorder."""

LEAST_RATE = 4000
"""Samples a second; below it no speech is heard, and a small file would become a huge one."""


def read_wav(body: bytes) -> Matrix:
    """Samples in [-1, 1], (n,); channels are averaged. Raises BadInput."""
    try:
        with wave.open(io.BytesIO(body)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise BadInput("This is no WAV file; save the recording as WAV, 16 bits.") from error
    if width != _WIDTH or not rate:
        raise BadInput("This WAV file has no samples of 16 bits; save it as WAV, 16 bits.")
    if rate < LEAST_RATE:
        raise BadInput(f"This WAV file has {rate} samples a second; save it with 16000.")
    whole = len(frames) // (_WIDTH * channels) * channels
    sound = np.frombuffer(frames, dtype="<i2", count=whole).reshape(-1, channels).mean(axis=1)
    wanted = round(len(sound) * SAMPLES_PER_S / rate)
    at = np.arange(wanted) * rate / SAMPLES_PER_S
    if not len(sound):
        raise BadInput("There is no sound in this file.")
    made: Matrix = (np.interp(at, np.arange(len(sound)), sound) / 2**15).astype(np.float32)
    return made
