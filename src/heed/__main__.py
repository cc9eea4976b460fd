"""`python -m heed` and the `heed` command. Everything is in cli.py."""

from heed.cli import main

if __name__ == "__main__":
    main()
