"""Charts, the site, decks and exports."""

from __future__ import annotations

import sys

# Altair and nbformat import jsonschema, which builds a grammar of web addresses for a second and a
# half where it finds this package (JupyterLab brings it). Nothing here checks addresses, and every
# notebook would wait; jsonschema does without a package that is not to be had.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
