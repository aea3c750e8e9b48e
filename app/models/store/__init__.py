"""The database file: the only place that knows that it is SQLite."""
