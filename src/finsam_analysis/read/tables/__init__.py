"""Tables of figures: rows, heads, columns, and the reading that the sums decide."""
