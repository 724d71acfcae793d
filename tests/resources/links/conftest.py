from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.resources.links.server import Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web
