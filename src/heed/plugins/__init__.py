"""Adapters of models a user may have, found by entry points only. heed works without each."""
