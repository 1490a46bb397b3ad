"""Reading the environment: what a deployment may set, and what is refused before anything starts."""

import re
import secrets
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

MINIMUM_SECRET_LENGTH = 50
LIKE = {  # what an address looks like
    "DATABASE_URL": "postgresql://user:password@host/name, or sqlite:////path/of/the/file",
    "REDIS_URL": "redis://:password@host:6379/0",
    "PORTAL_URL": "https://portaal.example.nl",
    "MAIL_URL": "smtp+tls://user:password@host:587",
    "CLAMAV": "host:3310 or unix:/run/clamd.sock",
}

FROM_FILES = (
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "DATABASE_PASSWORD", "REDIS_URL", "REDIS_PASSWORD"),
    *("MAIL_URL", "METRICS_TOKEN"),
)
MAY_BE_EMPTY = ("MAIL_URL", "SECRET_KEY_FALLBACKS")  # an empty file means: not set; Docker wants the file all the same


def with_files(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with its secrets from files: `SECRET_KEY_FILE` names the file that holds `SECRET_KEY`.

    A password of its own (DATABASE_PASSWORD, REDIS_PASSWORD) is put into the address it belongs to. Raises
    ImproperlyConfigured when a secret is given twice, or its file cannot be read or is empty.
    """
    read = dict(environment)
    for name in FROM_FILES:
        path = environment.get(f"{name}_FILE", "")
        if path and environment.get(name):
            raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
        if path:
            read[name] = in_file(f"{name}_FILE", path)
            if not read[name] and name not in MAY_BE_EMPTY:
                raise ImproperlyConfigured(f"{name}_FILE names an empty file: put {name} in it.")
    for address, password in (("DATABASE_URL", "DATABASE_PASSWORD"), ("REDIS_URL", "REDIS_PASSWORD")):
        if read.get(address) and read.get(password):
            read[address] = _with_password(address, read[address], read[password])
    return read


def in_file(name: str, path: str) -> str:
    """The text of the file that the variable of this name gives, without its line end.

    Raises ImproperlyConfigured when it cannot be read, or is no text.
    """
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{name} names a file that is no text in UTF-8.") from None


def _parts(name: str, address: str) -> SplitResult:
    """The parts of an address. Raises ImproperlyConfigured for none, without the address: it may hold a password."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # which is only read, and refused, when it is asked for
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not like {LIKE[name]}") from None
    return parts


def _with_password(name: str, address: str, password: str) -> str:
    parts = _parts(name, address)
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


def earlier_keys(environment: Mapping[str, str]) -> list[str]:
    """The keys of SECRET_KEY_FALLBACKS, which still read and sign nothing new: with commas, or each on its own line."""
    return environment.get("SECRET_KEY_FALLBACKS", "").replace(",", " ").split()


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


def database(environment: Mapping[str, str], *, data_dir: Path) -> dict[str, Any]:
    """The database of DATABASE_URL; a file of SQLite in the data folder without. Raises ImproperlyConfigured."""
    address = environment.get("DATABASE_URL") or f"sqlite:///{data_dir / 'portal.sqlite3'}"
    try:
        return dict(dj_database_url.parse(address, conn_max_age=60))
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL is not like {LIKE['DATABASE_URL']}") from None


def redis_url(environment: Mapping[str, str]) -> str:
    """The address of the queue and the cache (REDIS_URL), or nothing. Raises ImproperlyConfigured for another one."""
    address = environment.get("REDIS_URL", "").strip()
    parts = _parts("REDIS_URL", address)
    is_redis = parts.scheme in {"redis", "rediss"} and parts.hostname and re.fullmatch(r"/?\d*", parts.path)
    if address and not is_redis:
        raise ImproperlyConfigured(f"REDIS_URL is not like {LIKE['REDIS_URL']}")
    return address


def clamav(environment: Mapping[str, str]) -> str:
    """Where the virus scanner listens (CLAMAV), or nothing. Raises ImproperlyConfigured for what is no such place."""
    address = environment.get("CLAMAV", "").strip()
    host, _, port = address.rpartition(":")
    is_port = port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536
    if address and not address.startswith("unix:/") and not (host and "/" not in host and is_port):
        raise ImproperlyConfigured(f"CLAMAV is {address!r}, which is not like {LIKE['CLAMAV']}")
    return address


def portal_url(environment: Mapping[str, str]) -> str:
    """The address at which people reach the portal (PORTAL_URL), without a slash at its end; this machine without.

    Raises ImproperlyConfigured for what is no address of the web: the links in mails would lead nowhere.
    """
    told = environment.get("PORTAL_URL", "").strip()
    parts = _parts("PORTAL_URL", told)
    is_address = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
    if told and not is_address:
        raise ImproperlyConfigured(f"PORTAL_URL is {told!r}, which is not like {LIKE['PORTAL_URL']}")
    return (told or f"http://127.0.0.1:{environment.get('PORT', '8000')}").rstrip("/")


def mailer(environment: Mapping[str, str], *, data_dir: Path) -> dict[str, Any]:
    """How mail goes out: by MAIL_URL (smtp://user:password@host:port, smtps for TLS from the start, smtp+tls for
    STARTTLS), or as files in the data folder when it is not set. Raises ImproperlyConfigured for another address.
    """
    address = environment.get("MAIL_URL", "")
    if not address:
        folder = {"file_path": str(data_dir / "mail")}
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": folder}
    parts = _parts("MAIL_URL", address)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise ImproperlyConfigured(f"MAIL_URL is not like {LIKE['MAIL_URL']}")
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


def count(environment: Mapping[str, str], name: str, *, otherwise: int, least: int = 0, most: int = 100) -> int:
    """A whole number from least to most. Raises ImproperlyConfigured for anything else."""
    text = environment.get(name, "").strip() or str(otherwise)
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    if not is_number or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} is {text!r}: give a whole number from {least} to {most}.")
    return int(text)
