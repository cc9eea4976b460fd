"""heed: attention, inspectable, priced and well spent. Here is the version, nothing else."""

__version__ = "0.1.0"
