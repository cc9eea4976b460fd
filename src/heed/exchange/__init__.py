"""team, compute, data and trade. Pure."""
