"""Captured blocks to tidy datasets, one module per topic."""
