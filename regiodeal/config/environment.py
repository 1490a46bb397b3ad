"""The environment: every variable that a deployment may set, and what is refused before anything starts."""

import re
import secrets
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from regiodeal.accounts.provider import Provider
from regiodeal.config.providers import providers
from regiodeal.config.variables import Flag, Listed, Secret, Text, Variables, listed, number, told

MINIMUM_SECRET_LENGTH = 50
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ROLES = ("bureau", "reviewer", "treasurer", "party", "overleg", "bzk", "administrator", "partner", "auditor")
IN_A_FOLDER = "folder:"  # the MAIL_URL of who sends no mail, and knows it
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LIKE = {  # what an address looks like
    "DATABASE_URL": "postgresql://user:password@host/name, or sqlite:////path/of/the/file",
    "REDIS_URL": "redis://:password@host:6379/0",
    "PORTAL_URL": "https://portaal.example.nl",
    "MAIL_URL": "smtp+tls://user:password@host:587",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
    "S3_URL": "https://s3.example.nl/bucket",
    "CLAMAV": "host:3310 or unix:/run/clamd.sock",
}


def is_local(hosts: list[str]) -> bool:
    """Tell whether nobody outside this machine can be meant: every allowed host is a loopback name or address."""
    return all(_is_loopback(host) for host in hosts)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def by_place(here: Any, elsewhere: Any) -> Any:
    """A default that is another one where people outside this machine can reach the portal."""
    return Field(default_factory=lambda told: here if is_local(told["ALLOWED_HOSTS"]) else elsewhere)


class Environment(Variables):
    """Holds what a deployment may set, one field for each variable. README.md says what it does."""

    ALLOWED_HOSTS: Listed = LOOPBACK
    DEBUG: Flag = False
    DATA_DIR: Path | None = None
    S3_REGION: Text = "us-east-1"
    S3_ACCESS_KEY: Secret = ""
    S3_SECRET_KEY: Secret = ""
    S3_URL: Text = ""
    SECRET_KEY: Secret = ""
    SECRET_KEY_FALLBACKS: Secret = ""
    DATABASE_PASSWORD: Secret = ""
    DATABASE_URL: Secret = ""
    REDIS_PASSWORD: Secret = ""
    REDIS_URL: Secret = ""
    PORT: Text = "8000"
    PORTAL_URL: Text = ""
    MAIL_URL: Secret = ""
    MAIL_FROM: Text = "portaal@localhost"
    CONTACT_EMAIL: str = ""
    OWNER_NAME: str = ""
    OPEN_DATA_LICENSE: Text = ""
    THEME: Text = "den-haag"
    SECURITY_CONTACT: str = ""
    SECURITY_POLICY: Text = ""
    ALARM_EMAIL: Text = ""
    ACCESSIBILITY_STATUS: Text = "C"
    ACCESSIBILITY_REGISTER: Text = ""
    BACKUP_DIR: Text = ""
    BACKUP_KEEP: Annotated[int, number(least=1, most=1000)] = 14
    DATABASE_ROLE_PASSWORD: Secret = ""
    API_REQUESTS_PER_MINUTE: Annotated[int, number(least=1, most=1_000_000)] = 300
    MFA_ROLES: Annotated[frozenset[str], NoDecode] = by_place(frozenset(), frozenset(ROLES) - {"partner"})
    CODE_ROLES: Annotated[frozenset[str], NoDecode] = frozenset({"partner"})
    SESSION_IDLE_MINUTES: Annotated[int, number(least=2, most=24 * 60, of="number of minutes")] = 30
    OIDC_PROVIDERS: Annotated[dict[str, Provider], NoDecode] = {}
    TRUSTED_PROXIES: Annotated[int, number(least=0, most=100)] = by_place(0, 1)
    CLAMAV: Text = ""
    LOG_LEVEL: Text = by_place("WARNING", "INFO")
    LOG_FORMAT: Text = by_place("line", "json")
    METRICS_TOKEN: Secret = ""
    OTEL_EXPORTER_OTLP_ENDPOINT: Text = ""
    METRICS_ALLOWED: Listed = ["127.0.0.1", "::1"]

    @property
    def is_local(self) -> bool:
        """Tell whether only this machine can reach the portal."""
        return is_local(self.ALLOWED_HOSTS)

    @property
    def earlier_keys(self) -> list[str]:
        """The keys that still read and sign nothing new: with commas, or each on a line of its file."""
        return self.SECRET_KEY_FALLBACKS.replace(",", " ").split()

    @field_validator("ALLOWED_HOSTS")
    @classmethod
    def _some_host(cls, hosts: list[str]) -> list[str]:
        if "*" in hosts:
            raise ValueError("ALLOWED_HOSTS is *, which is every name: give those that people use.")
        return hosts or LOOPBACK

    @field_validator("DEBUG")
    @classmethod
    def _no_debug_in_production(cls, debug: bool, info: ValidationInfo) -> bool:
        if debug and not _is_local(info):
            raise ValueError("DEBUG is on while ALLOWED_HOSTS names a public host: turn one of them off.")
        return debug

    @field_validator("SECRET_KEY")
    @classmethod
    def _long_secret_in_production(cls, key: str, info: ValidationInfo) -> str:
        if not key and not _is_local(info):
            raise ValueError("SECRET_KEY is not set: production does not start with a default secret.")
        if len(key) < MINIMUM_SECRET_LENGTH and not _is_local(info):
            raise ValueError(f"SECRET_KEY is shorter than {MINIMUM_SECRET_LENGTH} characters: make a long random one.")
        return key

    @field_validator("DATABASE_URL", "REDIS_URL")
    @classmethod
    def _with_password(cls, address: str, info: ValidationInfo) -> str:
        """Put a password that was given apart into the address it belongs to."""
        password = info.data.get(str(info.field_name).replace("_URL", "_PASSWORD"))
        if not address or not password:
            return address
        parts = _parts(str(info.field_name), address)
        user, host = parts.username or "", parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()

    @field_validator("DATABASE_URL")
    @classmethod
    def _is_database(cls, address: str) -> str:
        if address:
            database(address)
        return address

    @field_validator("REDIS_URL")
    @classmethod
    def _is_redis(cls, address: str) -> str:
        parts = _parts("REDIS_URL", address.strip())
        is_redis = parts.scheme in {"redis", "rediss"} and parts.hostname and re.fullmatch(r"/?\d*", parts.path)
        if address and not is_redis:
            raise ValueError(f"REDIS_URL is not like {LIKE['REDIS_URL']}")
        return address.strip()

    @field_validator("S3_URL")
    @classmethod
    def _is_bucket(cls, address: str, info: ValidationInfo) -> str:
        parts = _parts("S3_URL", address)
        is_bucket = re.fullmatch(r"https?://[^/?#@]+/[a-z0-9.-]{3,63}/?", address)
        if address and not (is_bucket and parts.hostname):
            raise ValueError(f"S3_URL is not like {LIKE['S3_URL']}")
        if address and not (info.data.get("S3_ACCESS_KEY") and info.data.get("S3_SECRET_KEY")):
            raise ValueError("S3_URL is set without S3_ACCESS_KEY and S3_SECRET_KEY.")
        return address.rstrip("/")

    @field_validator("CLAMAV")
    @classmethod
    def _is_scanner(cls, address: str) -> str:
        host, _, port = address.rpartition(":")
        is_port = port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536
        if address and not address.startswith("unix:/") and not (host and "/" not in host and is_port):
            raise ValueError(f"CLAMAV is {address!r}, which is not like {LIKE['CLAMAV']}")
        return address

    @field_validator("OTEL_EXPORTER_OTLP_ENDPOINT")
    @classmethod
    def _is_collector(cls, address: str) -> str:
        parts = _parts("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        is_address = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
        if address and not is_address:
            like = LIKE["OTEL_EXPORTER_OTLP_ENDPOINT"]
            raise ValueError(f"OTEL_EXPORTER_OTLP_ENDPOINT is {address!r}, which is not like {like}")
        return address.rstrip("/")

    @field_validator("PORTAL_URL")
    @classmethod
    def _is_web_address(cls, address: str, info: ValidationInfo) -> str:
        """Refuse what is no address of the web: the links in mails would lead nowhere."""
        parts = _parts("PORTAL_URL", address)
        is_address = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
        if address and not is_address:
            raise ValueError(f"PORTAL_URL is {address!r}, which is not like {LIKE['PORTAL_URL']}")
        if parts.scheme != "https" and not _is_local(info):
            raise ValueError(f"PORTAL_URL is not set to an address like {LIKE['PORTAL_URL']}: links in mails need it.")
        if not _is_local(info) and not validate_host(str(parts.hostname), info.data.get("ALLOWED_HOSTS", [])):
            raise ValueError(f"PORTAL_URL names {parts.hostname}, which is not like a name in ALLOWED_HOSTS.")
        return (address or f"http://127.0.0.1:{info.data.get('PORT')}").rstrip("/")

    @field_validator("MAIL_FROM")
    @classmethod
    def _some_sender(cls, sender: str, info: ValidationInfo) -> str:
        if "@" not in sender or (sender.rstrip(">").endswith("@localhost") and not _is_local(info)):
            raise ValueError("MAIL_FROM is not set to an address of your own: mails need a sender.")
        return sender

    @field_validator("SECURITY_CONTACT")
    @classmethod
    def _somebody_hears(cls, address: str, info: ValidationInfo) -> str:
        if not address and not info.data.get("CONTACT_EMAIL") and not _is_local(info):
            raise ValueError("SECURITY_CONTACT or CONTACT_EMAIL is not set: who finds a weakness must find somebody.")
        return address

    @field_validator("MAIL_URL")
    @classmethod
    def _is_mail_server(cls, address: str) -> str:
        mailer(address, data_dir=Path())
        return address

    @field_validator("MFA_ROLES", "CODE_ROLES", mode="before")
    @classmethod
    def _known_roles(cls, value: str | frozenset[str], info: ValidationInfo) -> frozenset[str]:
        """Read roles with commas, `all` or `none`: a typing error must not leave a role without its second step."""
        if not isinstance(value, str):
            return value
        chosen = {"all": frozenset(ROLES), "none": frozenset[str]()}.get(value.strip().lower())
        if chosen is None:
            chosen = frozenset(listed(value.lower()))
        if unknown := chosen - set(ROLES):
            raise ValueError(f"{info.field_name} names {', '.join(sorted(unknown))}; choose from {', '.join(ROLES)}.")
        return chosen

    @field_validator("OIDC_PROVIDERS", mode="before")
    @classmethod
    def _whole_providers(cls, value: str | dict[str, Provider]) -> dict[str, Provider]:
        return providers(value) if isinstance(value, str) else value

    @field_validator("SECURITY_POLICY", "ACCESSIBILITY_REGISTER")
    @classmethod
    def _is_page(cls, address: str, info: ValidationInfo) -> str:
        if address and urlsplit(address).scheme != "https":
            raise ValueError(f"{info.field_name} is {address!r}, which is not like https://www.example.nl/page")
        return address

    @field_validator("ACCESSIBILITY_STATUS")
    @classmethod
    def _is_status(cls, status: str) -> str:
        if status.upper() not in {"A", "B", "C", "D", "E"}:
            raise ValueError(f"ACCESSIBILITY_STATUS is {status!r}: give A, B, C, D or E.")
        return status.upper()

    @field_validator("OPEN_DATA_LICENSE")
    @classmethod
    def _is_open_license(cls, name: str) -> str:
        if name.upper() not in {"", "CC0", "CC-BY"}:
            raise ValueError(f"OPEN_DATA_LICENSE is {name!r}: give CC0 or CC-BY, or leave it out.")
        return name.upper()

    @field_validator("LOG_LEVEL", "LOG_FORMAT")
    @classmethod
    def _known_to_logs(cls, value: str, info: ValidationInfo) -> str:
        chosen, known = (value.upper(), LEVELS) if info.field_name == "LOG_LEVEL" else (value.lower(), ("json", "line"))
        if chosen not in known:
            raise ValueError(f"LOG_LEVEL is one of {', '.join(LEVELS)}; LOG_FORMAT is json or line.")
        return chosen

    @field_validator("METRICS_ALLOWED")
    @classmethod
    def _networks(cls, addresses: list[str]) -> list[str]:
        try:
            return [str(ip_network(address)) for address in addresses]
        except ValueError as error:
            raise ValueError(f"METRICS_ALLOWED is not a list of addresses: {error}") from None


def refuse_without_mail(environment: Environment) -> None:
    """Raise ImproperlyConfigured where others reach the portal and nobody said how mail goes out.

    Asked of web and worker, which send mail; what prepares the database and what keeps the clock are not told.
    """
    if not environment.MAIL_URL and not environment.is_local:
        raise ImproperlyConfigured(
            f"MAIL_URL is not set to a mail server like {LIKE['MAIL_URL']}; to keep mail in DATA_DIR/mail and send "
            f"none, set it to {IN_A_FOLDER}"
        )


def read() -> Environment:
    """The environment as it is now. Raises ImproperlyConfigured with all that is refused, a line each."""
    try:
        return Environment()
    except ValidationError as refused:
        raise ImproperlyConfigured(told(refused)) from None


def _is_local(info: ValidationInfo) -> bool:
    return is_local(info.data.get("ALLOWED_HOSTS", LOOPBACK))


def _parts(name: str, address: str) -> SplitResult:
    """The parts of an address. Raises ValueError for none, without the address: it may hold a password."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # which is only read, and refused, when it is asked for
    except ValueError:
        raise ValueError(f"{name} is not like {LIKE[name]}") from None
    return parts


def kept_secret(path: Path) -> str:
    """The key of one's own machine: made once and kept in a file, so that no key is ever written into the code."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(MINIMUM_SECRET_LENGTH))
    return path.read_text()


def database(address: str) -> dict[str, Any]:
    """The database of an address (DATABASE_URL). Raises ValueError for what is none."""
    try:
        return dict(dj_database_url.parse(address, conn_max_age=60))
    except ValueError:
        raise ValueError(f"DATABASE_URL is not like {LIKE['DATABASE_URL']}") from None


def file_storages(environment: Environment) -> dict[str, dict[str, Any]]:
    """Return where files are: in the bucket of S3_URL, or in DATA_DIR without one.

    "default" gives a new name to what has one that is taken; "imports" is the same place, where work in hand is written
    over; "notes" is what the processes tell each other.
    """
    if not environment.S3_URL:
        folder = "regiodeal.files.storage.WholeFileStorage"
        over = {"allow_overwrite": True}
        return {
            "default": {"BACKEND": folder},
            "imports": {"BACKEND": folder, "OPTIONS": over},
            "notes": {"BACKEND": "regiodeal.files.storage.DataFolderStorage", "OPTIONS": over},
        }
    endpoint, _, bucket = environment.S3_URL.rpartition("/")
    place = {
        "endpoint_url": endpoint,
        "bucket_name": bucket,
        "region_name": environment.S3_REGION,
        "access_key": environment.S3_ACCESS_KEY,
        "secret_key": environment.S3_SECRET_KEY,
    }
    kept = {"default": ("files", False), "imports": ("files", True), "notes": ("notes", True)}
    return {
        name: {
            "BACKEND": "regiodeal.files.bucket.BucketStorage",
            "OPTIONS": place | {"location": location, "file_overwrite": is_over},
        }
        for name, (location, is_over) in kept.items()
    }


def mailer(address: str, *, data_dir: Path) -> dict[str, Any]:
    """Return how mail goes out: by MAIL_URL (smtp://user:password@host:port, smtps for TLS from the start, smtp+tls for
    STARTTLS), or as files in the data folder without, or with `folder:`. Raises ValueError for another address.
    """
    if address in {"", IN_A_FOLDER}:
        folder = {"file_path": str(data_dir / "mail")}
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": folder}
    parts = _parts("MAIL_URL", address)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise ValueError(f"MAIL_URL is not like {LIKE['MAIL_URL']}")
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
