"""Scanned pages: Tesseract, and figures read again by vote."""
