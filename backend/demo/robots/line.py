"""A robot's line to the house: an HTTP client that is patient and sends again what was not answered.

Whatever writes carries its own number, so that a request whose answer was lost may simply be sent again.
"""

from __future__ import annotations

import re
import time
from itertools import count
from typing import Any, Final

import httpx

CSRF: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"|"X-CSRFToken": ?"([^"]+)"')
PATIENCE_SECONDS: Final = 90.0
RETRIED: Final = frozenset({429, 502, 503, 504})


class GivenUp(Exception):
    """The house did not answer within a robot's patience."""


class Line:
    """A client with cookies of its own, spread over the house's web servers, that sends again until it is answered."""

    def __init__(
        self,
        urls: tuple[str, ...],
        *,
        headers: dict[str, str] | None = None,
        seed: int = 0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._urls = urls
        self._turn = count(seed)
        self._client = httpx.Client(timeout=30, headers=headers, follow_redirects=False, transport=transport)
        self.resent = 0

    def get(self, path: str) -> httpx.Response:
        """Read a page."""
        return self._send("GET", path, {})

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Send a form as a browser would, with the CSRF token of the cookie."""
        return self._send("POST", path, {"data": fields, "headers": self._token()})

    def post_json(self, path: str, body: Any, *, headers: dict[str, str] | None = None) -> httpx.Response:
        """Send JSON as a script or a merchant's system would."""
        return self._send("POST", path, {"json": body, "headers": {**self._token(), **(headers or {})}})

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _token(self) -> dict[str, str]:
        token = next((value for name, value in self._client.cookies.items() if name.endswith("csrf")), "")
        return {"X-CSRFToken": token} if token else {}

    def _send(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        until = time.monotonic() + PATIENCE_SECONDS
        pause = 0.05
        while time.monotonic() < until:
            url = self._urls[next(self._turn) % len(self._urls)]
            headers = {"Referer": f"{url}/", **options.get("headers", {})}
            try:
                answer = self._client.request(method, url + path, **{**options, "headers": headers})
                if answer.status_code == 500:
                    raise GivenUp(f"{method} {path} failed inside the house; its log says why.")
                if answer.status_code not in RETRIED:
                    return answer
                pause = max(pause, float(answer.headers.get("Retry-After", 0)))
            except httpx.TransportError:
                pass
            self.resent += 1
            time.sleep(min(pause, 2.0))
            pause = min(pause * 2, 1.0)
        raise GivenUp(f"{method} {path} was not answered within {PATIENCE_SECONDS:.0f} s.")
