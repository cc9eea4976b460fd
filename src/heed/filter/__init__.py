"""cleaning, language, minutes, duplicates, stories and rank. Pure."""
