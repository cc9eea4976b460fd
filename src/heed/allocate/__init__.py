"""the day's edition under a budget of minutes. Pure."""
