"""Reading the environment: what a deployment may set, and what is refused before anything starts."""

import secrets
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MINIMUM_SECRET_LENGTH = 50


def is_true(value: str) -> bool:
    """Whether an environment value says yes: 1, true, yes or on, in any case."""
    return value.strip().lower() in {"1", "true", "yes", "on"}


def hosts(environment: Mapping[str, str]) -> list[str]:
    """The host names of ALLOWED_HOSTS (comma separated); only this machine when it is not set."""
    value = environment.get("ALLOWED_HOSTS", "")
    return [host.strip() for host in value.split(",") if host.strip()] or ["127.0.0.1", "localhost", "[::1]"]


def is_local(allowed_hosts: list[str]) -> bool:
    """Whether nobody outside this machine can be meant: every allowed host is a loopback name or address."""
    return all(_is_loopback(host) for host in allowed_hosts)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def secret_key(environment: Mapping[str, str], *, local: bool, data_dir: Path) -> str:
    """The key that signs sessions. Raises ImproperlyConfigured in production when it is missing or short.

    On one's own machine a random key is made once and kept in the data folder, so that the first look needs no
    settings and no key is ever written into the code.
    """
    key = environment.get("SECRET_KEY", "")
    if key:
        if not local and len(key) < MINIMUM_SECRET_LENGTH:
            message = f"SECRET_KEY is shorter than {MINIMUM_SECRET_LENGTH} characters: make a long random one."
            raise ImproperlyConfigured(message)
        return key
    if not local:
        raise ImproperlyConfigured("SECRET_KEY is not set: production does not start with a default secret.")
    return _kept_secret(data_dir / "secret-key")


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(MINIMUM_SECRET_LENGTH))
    return path.read_text()


def refuse_debug_in_production(*, debug: bool, local: bool) -> None:
    """Raise ImproperlyConfigured when DEBUG is on while others can reach the portal."""
    if debug and not local:
        raise ImproperlyConfigured("DEBUG is on while ALLOWED_HOSTS names a public host: turn one of them off.")
