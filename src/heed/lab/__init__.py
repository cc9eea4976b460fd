"""training and measuring, with and without attention."""
