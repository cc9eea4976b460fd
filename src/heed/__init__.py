"""heed: attention, inspectable, priced and well spent. This file holds the version and nothing else."""

__version__ = "0.1.0"
