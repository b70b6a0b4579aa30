"""Figures in running text: sentences, names, numbers, and what each counts."""
