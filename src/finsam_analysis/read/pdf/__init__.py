"""PDFs that were born digital: words and their places become lines."""
