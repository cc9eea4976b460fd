"""readings and the ledger of minutes. Pure."""
