"""Goals and their results, in tables, lists and cells that hold several numbers."""
