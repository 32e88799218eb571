"""The server around the pages."""

import json
import urllib.request

from presentation.server import HEADERS


def test_health_names_the_snapshot_and_every_response_has_the_headers(address: str) -> None:
    for path in ("/health", "/", "/_stcore/health"):
        with urllib.request.urlopen(address + path, timeout=5) as answer:  # noqa: S310 - loopback only
            for name in HEADERS:
                assert answer.headers[name], (path, name)
            content = answer.read()
    with urllib.request.urlopen(address + "/health", timeout=5) as answer:  # noqa: S310
        content = answer.read()
    assert json.loads(content)["status"] == "ok"
