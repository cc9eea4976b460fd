"""`python -m heed` and the `heed` command. Everything is in cli/."""

import os

# The encoder spreads its texts over threads of its own. BLAS threads beside them spend three times
# the processor time on waiting for each other; the variable must be set before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from heed.cli import main

if __name__ == "__main__":
    main()
