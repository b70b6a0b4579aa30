"""What can go wrong on the way to a page; each message is one Swedish sentence to show as it is."""

from __future__ import annotations


class SiteError(Exception):
    """The site could not be made, and nothing was changed."""


class PageError(SiteError):
    """A page that cannot be read; the message says where."""


class NotebookError(SiteError):
    """A notebook that stopped; the message names the notebook, the cell and the error."""
