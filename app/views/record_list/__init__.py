"""The list that every page starts from: it behaves like the spreadsheet people know (screen.md §3)."""
