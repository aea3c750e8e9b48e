"""Forms built from the declaration of a record's fields (screen.md §4)."""
