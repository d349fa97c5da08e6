"""Who may use a server: secrets from the environment or a file, and the hosts that need none."""

import base64
import binascii
import hmac
import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus import UsageError

_TOKEN, _PASSWORD = 16, 8
"""Characters that a token and a password have at least."""


@dataclass(frozen=True)
class Access:
    """The secrets that open a server; without any it is open."""

    token: str | None = field(default=None, repr=False)
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Passwords by name."""

    @property
    def open(self) -> bool:
        """Whether nobody is asked for a secret."""
        return self.token is None and not self.users

    def login(self, name: str, password: str) -> bool:
        """Whether a person may see the page: with a password of theirs, or any name and the token."""
        given = _bytes(f"{name}:{password}")
        known = [hmac.compare_digest(given, _bytes(f"{n}:{p}")) for n, p in self.users.items()]
        return any(known) | self._is_token(password)  # all are compared, whichever it is

    def admits(self, authorization: str | None) -> bool:
        """Whether a header `Authorization: Bearer TOKEN`, or `Basic` with name and password, opens the server."""
        if self.open:
            return True
        scheme, _, value = (authorization or "").partition(" ")
        if scheme.lower() == "bearer":
            return self._is_token(value.strip())
        if scheme.lower() != "basic":
            return False
        try:
            name, _, password = base64.b64decode(value.strip(), validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return False
        return self.login(name, password)

    def _is_token(self, text: str) -> bool:
        return self.token is not None and hmac.compare_digest(_bytes(text), _bytes(self.token))


def read_access(file: Path | None, environment: Mapping[str, str] = os.environ) -> Access:
    """The secrets of a file of lines `user:password` and of `CROSSLEX_AUTH` (one of them) and `CROSSLEX_TOKEN`.

    Raises:
        UsageError: The file cannot be read, or a secret is too short to be one.
    """
    lines = [environment.get("CROSSLEX_AUTH", "")]
    if file is not None:
        try:
            lines += file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise UsageError(f"cannot read the passwords of {file}: {reason}") from error
    users = {}
    for line in lines:
        name, colon, password = line.strip().partition(":")
        if not line.strip():
            continue
        if not colon or not name or len(password) < _PASSWORD:
            raise UsageError(
                f"passwords (CROSSLEX_AUTH, --auth-file) are written user:password, with {_PASSWORD} characters or more"
            )
        users[name] = password
    if file is not None and not users:
        raise UsageError(f"{file} holds no user:password")
    token = environment.get("CROSSLEX_TOKEN", "").strip() or None
    if token is not None and (len(token) < _TOKEN or not token.isascii()):
        raise UsageError(
            f"CROSSLEX_TOKEN must have {_TOKEN} characters of ASCII or more; "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe())'"
        )
    return Access(token, users)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens on `host`."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM) if host else []
        return bool(found) and all(
            ipaddress.ip_address(str(at[4][0]).partition("%")[0]).is_loopback for at in found
        )
    except (OSError, UnicodeError, ValueError):
        return False


def check_exposure(host: str, access: Access) -> None:
    """Refuse to serve other machines without a secret.

    Raises:
        UsageError: Others could reach the server, and nothing is asked of them.
    """
    if access.open and not is_loopback(host):
        raise UsageError(
            f"other machines could reach {host}: set CROSSLEX_AUTH=user:password, --auth-file or CROSSLEX_TOKEN first"
        )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
