"""Plain values: how text, names, days, money and identifiers are read, kept and shown. No database here."""
