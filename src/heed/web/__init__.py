"""The web door: pages and a small JSON API over one home. Reads store, writes through diet."""
