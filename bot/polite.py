"""Fetches as a guest: as robots.txt asks, one request after the other, with pauses, and waits."""

import time
from collections.abc import Callable, Mapping, MutableMapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from protego import Protego

from bot.fetch import USER_AGENT, Fetched, fetch
from bot.link import parse_link
from bot.reach import Reach
from corpus.errors import ArticleError, KhamtobError

_ROBOT = USER_AGENT.partition("/")[0]
_PAUSE = 1.0  # seconds between two requests to one host
_LONGEST_PAUSE = 30.0  # however long robots.txt asks for
_ROBOTS_BYTES = 512_000  # RFC 9309 asks for at least 500 KiB
_USUAL_WAIT = 600.0  # where a busy server doesn't say how long
_LONGEST_WAIT = 86_400.0
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_EVERYTHING = Protego.parse("")
_NOTHING = Protego.parse("User-agent: *\nDisallow: /")


class PoliteFetcher:
    """Fetches links of many hosts, never two at once.

    `holds` are the hosts that asked to be left alone, with the time (seconds since 1970) until
    when; it is kept up to date. `sleep` waits some seconds; if it returns True, it is over.
    """

    def __init__(
        self,
        reach: Reach,
        holds: MutableMapping[str, float],
        *,
        sleep: Callable[[float], object] = time.sleep,
        pause: float = _PAUSE,
    ) -> None:
        self._reach = reach
        self._holds = holds
        self._sleep = sleep
        self._pause = pause
        self._robots: dict[str, Protego] = {}
        self._free_at: dict[str, float] = {}

    def fetch(self, url: str, headers: Mapping[str, str]) -> Fetched:
        """What the server says at `url`, as `bot.fetch.fetch` gives it.

        Raises ArticleError too if the site doesn't want it, or wants it later.
        """
        robots = self._check_robots(url)
        site = _name_site(url)
        pause = min(robots.crawl_delay(_ROBOT) or 0.0, _LONGEST_PAUSE)
        return self._request(site, url, headers, max(self._pause, pause))

    def _check_robots(self, url: str) -> Protego:
        """What the link's site wants; raises ArticleError if it doesn't want this fetched."""
        try:
            site = _name_site(url)
        except ValueError as error:
            message = f"{url}: can't be fetched ({error}); correct the address"
            raise ArticleError(message) from error
        robots = self._read_robots(site)
        if not robots.can_fetch(url, _ROBOT):
            message = f"{url}: the site's robots.txt doesn't allow it; ask its owner"
            raise ArticleError(message)
        return robots

    def _follow(self, url: str) -> None:
        """Where a redirect leads is asked too."""
        self._check_robots(url)
        self._refuse_held(_name_site(url))

    def must_wait(self, url: str) -> bool:
        """Whether the link's host asked to be left alone until later."""
        try:
            return self._holds.get(_name_site(url), 0.0) > time.time()
        except ValueError:
            return False

    def _read_robots(self, site: str) -> Protego:
        """As RFC 9309 has it: none (4xx) allows everything, an unreachable one nothing."""
        if site not in self._robots:
            try:
                found = self._request(site, f"{site}/robots.txt", {}, self._pause)
            except ArticleError as error:
                if site in self._holds:
                    raise
                message = f"{site}: its robots.txt can't be read, so nothing is fetched ({error})"
                raise ArticleError(message) from error
            if found.status == HTTPStatus.OK:
                self._robots[site] = Protego.parse(found.data.decode("utf-8", "replace"))
            else:
                is_absent = HTTPStatus.BAD_REQUEST <= found.status < 500
                self._robots[site] = _EVERYTHING if is_absent else _NOTHING
        return self._robots[site]

    def _request(self, site: str, url: str, headers: Mapping[str, str], pause: float) -> Fetched:
        self._refuse_held(site)
        left = self._free_at.get(site, 0.0) - time.monotonic()
        if left > 0 and self._sleep(left):
            message = f"{url}: not fetched, since this is being stopped; fetch again"
            raise KhamtobError(message)
        is_robots = url == f"{site}/robots.txt"
        try:
            if is_robots:
                found = fetch(url, self._reach, most_bytes=_ROBOTS_BYTES)
            else:
                found = fetch(url, self._reach, headers=headers, on_redirect=self._follow)
        finally:
            self._free_at[site] = time.monotonic() + pause
        if found.status in _BUSY:
            self._holds[site] = time.time() + _read_wait(found.headers.get("retry-after", ""))
            self._refuse_held(site)
        return found

    def _refuse_held(self, site: str) -> None:
        left = self._holds.get(site, 0.0) - time.time()
        if 0 < left <= _LONGEST_WAIT:  # more is a clock that was set back
            message = f"{site}: asks to wait {left / 60:.0f} more minutes; fetch again then"
            raise ArticleError(message)
        self._holds.pop(site, None)


def _name_site(url: str) -> str:
    link = parse_link(url)
    return f"{link.scheme}://{link.host}:{link.port}"


def _read_wait(retry_after: str) -> float:
    """Seconds to wait, from a `Retry-After` header in either of its forms."""
    try:
        if retry_after.isdecimal():
            wait = float(retry_after)
        else:
            wait = parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (ValueError, TypeError):
        wait = _USUAL_WAIT
    return min(max(wait, 1.0), _LONGEST_WAIT)
