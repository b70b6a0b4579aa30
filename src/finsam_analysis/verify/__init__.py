"""Sums, contradictions, repairs and corrections."""
