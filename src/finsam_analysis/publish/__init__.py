"""Charts, the site, decks and exports."""
