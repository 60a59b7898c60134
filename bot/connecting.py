"""Makes connections for httpcore: to the very addresses that were checked, and until a deadline."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from bot.reach import Reach

_MOST_TRIED = 4  # addresses of one host


class CheckedBackend(httpcore.NetworkBackend):
    """Looks a name up once, and connects only if all its addresses may be reached.

    Nothing takes longer than `until`, a time of the monotonic clock: not the connection, not one
    byte after the other.
    """

    def __init__(self, reach: Reach, until: float) -> None:
        self._reach = reach
        self._until = until
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to `host`; raises PermissionError if it may not be reached."""
        addresses = self._reach.find_addresses(host, port)[:_MOST_TRIED]
        for left, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                stream = self._plain.connect_tcp(
                    address, port, _shorten(timeout, self._until), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not left:
                    raise
                continue
            self._refuse_self(stream)
            return _TimedStream(stream, self._until)
        message = f"{host} has no address"
        raise httpcore.ConnectError(message)

    def _refuse_self(self, stream: httpcore.NetworkStream) -> None:
        """A machine's public address leads to itself too, behind its own firewall."""
        here, there = (stream.get_extra_info(end)[0] for end in ("client_addr", "server_addr"))
        if here == there and not self._reach.owns(there):
            stream.close()
            message = f"{there} is this machine"
            raise PermissionError(message)


class _TimedStream(httpcore.NetworkStream):
    """A stream whose waits end with the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _shorten(timeout, self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _shorten(timeout, self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        limit = _shorten(timeout, self._until)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, limit), self._until
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _shorten(timeout: float | None, until: float) -> float:
    """The timeout, or what is left until the deadline if that is less."""
    left = until - time.monotonic()
    if left <= 0:
        message = "takes too long"
        raise httpcore.ReadTimeout(message)
    return left if timeout is None else min(timeout, left)
