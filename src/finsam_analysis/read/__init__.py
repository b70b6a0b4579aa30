"""Documents to lines, lines to blocks and figures: what is printed, and where."""
