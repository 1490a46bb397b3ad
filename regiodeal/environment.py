"""Reading the environment: what a deployment may set, and what is refused before anything starts."""

import secrets
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MINIMUM_SECRET_LENGTH = 50


FROM_FILES = (
    *("SECRET_KEY", "DATABASE_URL", "DATABASE_PASSWORD", "REDIS_URL", "REDIS_PASSWORD"),
    *("MAIL_URL", "METRICS_TOKEN"),
)


def with_files(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with its secrets from files: `SECRET_KEY_FILE` names the file that holds `SECRET_KEY`.

    A password of its own (DATABASE_PASSWORD, REDIS_PASSWORD) is put into the address it belongs to. Raises
    ImproperlyConfigured when a secret is given twice, or its file cannot be read.
    """
    read = dict(environment)
    for name in FROM_FILES:
        path = environment.get(f"{name}_FILE", "")
        if path and environment.get(name):
            raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
        if path:
            try:
                read[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}") from None
    for address, password in (("DATABASE_URL", "DATABASE_PASSWORD"), ("REDIS_URL", "REDIS_PASSWORD")):
        if read.get(address) and read.get(password):
            read[address] = _with_password(read[address], read[password])
    return read


def _with_password(address: str, password: str) -> str:
    parts = urlsplit(address)
    user, host = parts.username or "", parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()


def networks(text: str) -> list[str]:
    """Addresses and networks with commas (METRICS_ALLOWED). Raises ImproperlyConfigured for what is none."""
    found = [part.strip() for part in text.split(",") if part.strip()]
    try:
        return [str(ip_network(part)) for part in found]
    except ValueError as error:
        raise ImproperlyConfigured(f"METRICS_ALLOWED is not a list of addresses: {error}") from None


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


def portal_url(environment: Mapping[str, str]) -> str:
    """The address at which people reach the portal (PORTAL_URL), without a slash at its end; this machine without."""
    return (environment.get("PORTAL_URL") or f"http://127.0.0.1:{environment.get('PORT', '8000')}").rstrip("/")


def mailer(environment: Mapping[str, str], *, data_dir: Path) -> dict[str, Any]:
    """How mail goes out: by MAIL_URL (smtp://user:password@host:port, smtps for TLS from the start, smtp+tls for
    STARTTLS), or as files in the data folder when it is not set. Raises ImproperlyConfigured for another address.
    """
    address = environment.get("MAIL_URL", "")
    if not address:
        folder = {"file_path": str(data_dir / "mail")}
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": folder}
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL is not like smtp+tls://user:password@host:587")
    options = {
        "host": parts.hostname,
        "port": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def count(environment: Mapping[str, str], name: str, *, otherwise: int) -> int:
    """A small whole number. Raises ImproperlyConfigured for anything else."""
    text = environment.get(name, "").strip() or str(otherwise)
    if not text.isascii() or not text.isdecimal() or int(text) > 100:
        raise ImproperlyConfigured(f"{name} is {text!r}: give a whole number.")
    return int(text)
