"""What attention buys: each application trained with it, without it, and without a network."""
