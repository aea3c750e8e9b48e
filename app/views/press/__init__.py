"""The preview, the way to the printer, and the page of what was printed."""
