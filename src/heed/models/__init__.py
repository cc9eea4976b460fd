"""small models that run on NumPy: the encoder and the reader."""
