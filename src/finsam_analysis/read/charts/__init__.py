"""Data labels of charts that the text holds as loose numbers."""
