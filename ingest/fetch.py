"""Official texts from their official addresses: asked for politely, checked, and kept in the cache.

A fetch leaves a complete new copy or the old one: bytes are checked in memory before they are written.
"""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.errors import CrosslexError
from corpus.types import Source
from ingest.cached_copies import CopyRecord, FetchResult, as_result, keep_copy, read_copy
from ingest.content_types import EXPECTED, NAMES, SILENT_HEADERS, content, is_whole, waiting_page
from ingest.http_rules import is_loopback, retry_after
from ingest.readers import media_type

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

__all__ = ["FetchError", "FetchResult", "Limits", "copy_source", "fetch_source"]

_BY_HAND = "open it in a browser, save the document and run: crosslex ingest FILE"


class FetchError(CrosslexError):
    """An address did not give the document that it should."""

    def __init__(self, message: str, *, unreachable: str | None = None) -> None:
        """`unreachable`: a host that did not answer at all, so that its other addresses need not be tried."""
        super().__init__(message)
        self.unreachable = unreachable


class _PassingError(FetchError):
    """A failure that may be over in a moment."""

    def __init__(self, message: str, *, wait: float | None = None, unreachable: str | None = None) -> None:
        super().__init__(message, unreachable=unreachable)
        self.wait = wait
        """Seconds that the server asks to wait, if it does."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often; all times in seconds."""

    max_bytes: int = 50_000_000
    total: float = 120.0
    """For one document with all attempts."""
    connect: float = 10.0
    read: float = 30.0
    """Without a byte."""
    attempts: int = 4
    backoff: float = 0.5
    """Before the second attempt; doubles from there."""
    longest_wait: float = 30.0
    """Between two attempts, even if the server asks for more."""
    redirects: int = 5
    http_on_loopback: bool = False
    """Allow `http://` to this machine itself, for tests."""


def fetch_source(
    source: Source, target: Path, *, limits: Limits | None = None, unreachable: set[str] | None = None
) -> FetchResult:
    """Fetch the text of a source into `target`, if it has changed there.

    Args:
        source: Its URL is asked, in its language, for its media type.
        target: The copy; the same text, still complete, stays when anything fails.
        limits: Times, sizes and attempts.
        unreachable: Hosts that did not answer; asked for and added to, so that a run waits for each only once.

    Raises:
        FetchError: The address refuses, fails, or gives something else; the line says what to do.
        CrosslexError: `target` cannot be written.
    """
    limits = limits or Limits()
    if source.url is None:
        raise FetchError(f"source '{source.id}' has no official address; use --mirror")
    url = str(source.url)
    _check_address(url, url, limits)
    host = urlsplit(url).hostname or ""
    if unreachable is not None and host in unreachable:
        raise FetchError(f"{url}: {host} did not answer a moment ago; check the connection", unreachable=host)
    copy = read_copy(target)
    held = copy[0] if copy and copy[0].url == url and copy[0].edition == source.edition else None
    try:
        answer = _with_retries(source, url, held, limits)
    except FetchError as error:
        if error.unreachable and unreachable is not None:
            unreachable.add(error.unreachable)
        raise
    if answer.data is None:  # not modified
        if held is None:
            raise FetchError(
                f"{url}: the server says 'not modified' of a copy that is not there; try again later"
            )
        return as_result(source, held, "unchanged", answer.url)
    return keep_copy(
        source,
        answer.data,
        target,
        url=url,
        final=answer.url,
        etag=answer.etag,
        last_modified=answer.last_modified,
    )


def copy_source(source: Source, file: Path, target: Path) -> FetchResult:
    """Copy the text of a source from a mirror's `file` into `target`.

    Raises:
        FetchError: `file` cannot be read, or is not of the source's media type.
        CrosslexError: `target` cannot be written.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise FetchError(f"{file} cannot be read: {error.strerror}") from error
    _check_content(source, data, str(file), length_known=False)
    return keep_copy(source, data, target, url=file.resolve().as_uri(), final=str(file))


# --- one document -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Answer:
    data: bytes | None
    """None: not modified."""
    url: str
    etag: str | None = None
    last_modified: str | None = None


def _with_retries(source: Source, url: str, again: CopyRecord | None, limits: Limits) -> _Answer:
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, stop_before_delay

    deadline = time.monotonic() + limits.total
    retrying = Retrying(
        retry=retry_if_exception_type(_PassingError),
        stop=stop_after_attempt(limits.attempts) | stop_before_delay(limits.total),
        wait=lambda state: _pause(state, limits),
        reraise=True,
    )
    with _client(limits, url) as client:
        try:
            return retrying(_ask, client, source, url, again, limits, deadline)
        except _PassingError as error:
            tries = int(retrying.statistics.get("attempt_number", 1))
            tried = f" ({tries} tries)" if tries > 1 else ""
            raise FetchError(f"{error}{tried}; try again later", unreachable=error.unreachable) from error


def _pause(state: "RetryCallState", limits: Limits) -> float:
    """What the server asks for, up to the bound; else doubling, with a little chance so that clients spread."""
    from tenacity import wait_exponential, wait_random

    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, _PassingError) else None
    if asked is not None:
        return min(asked, limits.longest_wait)
    grow = wait_exponential(multiplier=limits.backoff, max=limits.longest_wait)
    return grow(state) + wait_random(0, limits.backoff / 2)(state)


def _client(limits: Limits, url: str) -> "httpx.Client":
    import httpx

    return httpx.Client(
        verify=_trust(),
        timeout=httpx.Timeout(limits.read, connect=limits.connect),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # none kept, none sent
        follow_redirects=False,
        trust_env=not is_loopback(urlsplit(url).hostname or ""),  # a proxy of the user's own choice
    )


@cache
def _trust() -> ssl.SSLContext:
    """The authorities that are trusted, read once."""
    import httpx

    return httpx.create_ssl_context()


def _ask(
    client: "httpx.Client",
    source: Source,
    url: str,
    again: CopyRecord | None,
    limits: Limits,
    deadline: float,
) -> _Answer:
    """One attempt, redirects followed."""
    seen = {url}
    address = url
    for _ in range(limits.redirects + 1):
        with _response(client, address, _headers(source, again), limits, deadline) as response:
            if response.next_request is None:
                return _answer(response, source, url, limits, deadline)
            address = str(response.next_request.url)
        _check_address(address, url, limits)
        if address in seen:
            raise FetchError(f"{url}: the site sends us round in a circle; {_BY_HAND}")
        seen.add(address)
    raise FetchError(f"{url}: more than {limits.redirects} redirects; {_BY_HAND}")


@contextmanager
def _response(
    client: "httpx.Client", address: str, headers: dict[str, str], limits: Limits, deadline: float
) -> Iterator["httpx.Response"]:
    """The answer of a server; whatever goes wrong on the way becomes a line."""
    import httpx

    left = max(0.05, deadline - time.monotonic())
    times = httpx.Timeout(min(limits.read, left), connect=min(limits.connect, left))
    host = urlsplit(address).hostname or ""
    try:
        with client.stream("GET", address, headers=headers, timeout=times) as response:
            yield response
    except httpx.ConnectTimeout as error:
        raise _PassingError(f"{address}: {host} does not answer", unreachable=host) from error
    except httpx.TimeoutException as error:
        raise _PassingError(f"{address}: no answer within {times.read:.3g} s") from error
    except httpx.ConnectError as error:
        if reason := _tls_reason(error):
            raise FetchError(f"{address}: the connection is not secure ({reason}); not fetched") from error
        raise FetchError(
            f"{address}: {host} cannot be reached; check the connection", unreachable=host
        ) from error
    except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
        raise _PassingError(
            f"{address}: the connection broke off before the document was complete"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(
            f"{address}: cannot be fetched ({str(error)[:120] or type(error).__name__})"
        ) from error


def _answer(response: "httpx.Response", source: Source, url: str, limits: Limits, deadline: float) -> _Answer:
    status = response.status_code
    final = str(response.url)
    if status == 304:
        return _Answer(None, final)
    _check_status(response, url)
    data = _body(response, url, limits, deadline)
    declared = media_type(response.headers.get("content-type", ""))
    _check_content(source, data, url, declared, length_known=_length(response) is not None)
    return _Answer(data, final, response.headers.get("etag"), response.headers.get("last-modified"))


def _body(response: "httpx.Response", url: str, limits: Limits, deadline: float) -> bytes:
    too_large = f"{url}: the document is over {limits.max_bytes / 1e6:.3g} MB; {_BY_HAND}"
    length = _length(response)
    if length is not None and length > limits.max_bytes:
        raise FetchError(too_large)
    data = bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > limits.max_bytes:
            raise FetchError(too_large)
        if time.monotonic() > deadline:
            raise FetchError(f"{url}: not complete after {limits.total:.3g} s; try again later")
    if length is not None and response.num_bytes_downloaded != length:
        raise _PassingError(f"{url}: {response.num_bytes_downloaded:,} of {length:,} bytes came")
    return bytes(data)


def _length(response: "httpx.Response") -> int | None:
    text = response.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else None


def _headers(source: Source, again: CopyRecord | None) -> dict[str, str]:
    expected = EXPECTED.get(media_type(source.media_type))
    accept = sorted(expected.headers) if expected else []
    headers = {
        "User-Agent": "crosslex (reads official texts; one request at a time)",
        "Accept": ", ".join([*accept, "*/*;q=0.1"]),
        "Accept-Language": "zh-CN, zh;q=0.9" if source.lang == "zh" else "en",
        "Accept-Encoding": "identity",  # so that the declared length is that of the document
    }
    if again and again.etag:
        headers["If-None-Match"] = again.etag
    if again and again.last_modified:
        headers["If-Modified-Since"] = again.last_modified
    return headers


# --- checks -----------------------------------------------------------------------------------------------------------


def _check_address(address: str, url: str, limits: Limits) -> None:
    """Only https, and no name or password in the address.

    Args:
        address: Where the next request would go.
        url: The address of the registry, which led there.
        limits: Whether this machine itself may be asked without encryption.
    """
    parts = urlsplit(address)
    led = "" if address == url else f"{url}: leads to "
    if parts.scheme == "http" and limits.http_on_loopback and is_loopback(parts.hostname or ""):
        return
    if parts.scheme != "https" or not parts.hostname:
        raise FetchError(f"{led}{address[:200]}: only https addresses are fetched; {_BY_HAND}")
    if parts.username or parts.password:
        raise FetchError(f"{led}an address with a user name in it ({parts.hostname}); not fetched")


def _check_status(response: "httpx.Response", url: str) -> None:
    status = response.status_code
    if response.headers.get("cf-mitigated") == "challenge" or "x-amzn-waf-action" in response.headers:
        raise FetchError(f"{url}: the site wants to see a person first; {_BY_HAND}")
    if status == 200:
        return
    if status in (408, 425, 429) or status >= 500 or status == 202:
        wait = retry_after(response.headers.get("retry-after", ""))
        if status == 202:
            what = "the document is not ready yet (202)"
        elif status == 429:
            what = "the site asks for fewer requests (429)"
        else:
            what = f"the server has a problem of its own ({status})"
        raise _PassingError(f"{url}: {what}", wait=wait)
    if status in (404, 410):
        raise FetchError(
            f"{url}: there is nothing at this address any more ({status}); look for its new one, or use --mirror"
        )
    if status in (401, 403, 451):
        raise FetchError(f"{url}: the site refuses programs ({status}); {_BY_HAND}")
    raise FetchError(f"{url}: unexpected answer {status}; {_BY_HAND}")


def _check_content(
    source: Source, data: bytes, place: str, declared: str | None = None, *, length_known: bool
) -> None:
    """The bytes are what the source's media type says, by the server's word and by their own."""
    expected = EXPECTED.get(media_type(source.media_type))
    if expected is None:
        raise FetchError(f"{place}: documents of type '{source.media_type}' cannot be fetched")
    wanted = " or ".join(NAMES[c] for c in sorted(expected.contents))
    found = content(data)
    if found == "html" and (page := waiting_page(data)) is not None:
        raise FetchError(
            f'{place}: the site sent a waiting page ("{page}") instead of the document; try again later, or {_BY_HAND}'
        )
    if found not in expected.contents:
        raise FetchError(f"{place}: {NAMES[found]} came instead of {wanted}; {_BY_HAND}")
    if declared is not None and declared not in expected.headers | SILENT_HEADERS:
        raise FetchError(f"{place}: declared as '{declared[:80]}', which {wanted} is not; {_BY_HAND}")
    if not length_known and not is_whole(data, found):
        raise _PassingError(f"{place}: the end of the document is missing")


def _tls_reason(error: BaseException | None) -> str | None:
    """Why a certificate was refused, if that is what happened."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return str(error.verify_message)
        if isinstance(error, ssl.SSLError):
            return str(error.reason or "TLS failed").lower()
        error = error.__cause__ or error.__context__
    return None
