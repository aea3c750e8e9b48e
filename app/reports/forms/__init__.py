"""The printed forms: one module each, with the data it is filled from and its declaration."""
