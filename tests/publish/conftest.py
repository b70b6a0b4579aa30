from __future__ import annotations

from pathlib import Path

import pytest
from tests.publish import tiny


@pytest.fixture(scope="session")
def tiny_clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up clean folder; read it, do not write to it."""
    return tiny.write(tmp_path_factory.mktemp("clean"))
