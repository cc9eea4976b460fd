"""The guarded client, made when it is first asked: a page is shown sooner without it."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from heed.types import Fetched

if TYPE_CHECKING:
    from heed.wire.http import GuardedWeb


class LateWeb:
    """A `GuardedWeb` of the same arguments, imported and made at the first request."""

    def __init__(
        self, *, allow_hosts: Sequence[str], timeout_s: float, max_body_bytes: int
    ) -> None:
        self._allow_hosts = allow_hosts
        self._timeout_s = timeout_s
        self._max_body_bytes = max_body_bytes
        self._lock = threading.Lock()
        self._web: GuardedWeb | None = None

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """As `GuardedWeb.get`."""
        return self._made().get(url, etag=etag, modified=modified)

    def post(self, url: str, body: bytes, *, bearer: str = "") -> Fetched:
        """As `GuardedWeb.post`."""
        return self._made().post(url, body, bearer=bearer)

    def _made(self) -> "GuardedWeb":
        """One client for all threads: it counts what each host is asked at once."""
        from heed.wire.http import GuardedWeb

        with self._lock:
            if self._web is None:
                self._web = GuardedWeb(self._allow_hosts, self._timeout_s, self._max_body_bytes)
            return self._web
