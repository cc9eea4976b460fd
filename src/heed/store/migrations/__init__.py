"""Alembic's folder: how homes of older versions become current."""
