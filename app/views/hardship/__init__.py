"""困难职工: the list of hardship files, and the page of one household."""
