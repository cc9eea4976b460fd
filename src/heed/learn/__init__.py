"""what verdicts teach. Pure."""
