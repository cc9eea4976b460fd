"""pages and API. Reads from store, writes through diet and actions."""
