"""慰问: the rounds, and one round with its list."""
