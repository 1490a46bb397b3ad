"""Reading from the environment who signs in where, and for whom a second step is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from regiodeal.environment import in_file

ROLES = ("bureau", "reviewer", "treasurer", "party", "overleg", "bzk", "administrator")
_PROVIDER = re.compile(r"[a-z][a-z0-9-]{0,29}")


def roles_with_second_step(environment: Mapping[str, str], *, local: bool) -> frozenset[str]:
    """The roles of MFA_ROLES (comma separated, or `all`, or `none`).

    Without it: every role where others can reach the portal, and none on one's own machine, where the example's
    logins have to work at once. Raises ImproperlyConfigured for a role that does not exist: a typing error must not
    leave a role without its second step.
    """
    value = environment.get("MFA_ROLES", "").strip().lower() or ("none" if local else "all")
    if value in {"all", "none"}:
        return frozenset(ROLES) if value == "all" else frozenset()
    chosen = frozenset(role.strip() for role in value.split(",") if role.strip())
    if unknown := chosen - set(ROLES):
        raise ImproperlyConfigured(f"MFA_ROLES names {', '.join(sorted(unknown))}; choose from {', '.join(ROLES)}.")
    return chosen


def minutes(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    """A number of minutes, at least 2. Raises ImproperlyConfigured for what is no such number."""
    text = environment.get(name, "").strip() or str(otherwise)
    if not text.isascii() or not text.isdecimal() or not 2 <= int(text) <= 24 * 60:
        raise ImproperlyConfigured(f"{name} is {text!r}: give a number of minutes from 2 to 1440.")
    return int(text)


@dataclass(frozen=True)
class Provider:
    """A place where people of certain domains sign in, other than here."""

    key: str
    name: str
    url: str
    client_id: str
    secret: str
    domains: frozenset[str]
    has_second_step: bool

    def vouches_for(self, email: str) -> bool:
        """Whether this provider may say that somebody is this address: only for its own domains."""
        return email.rpartition("@")[2].lower() in self.domains


def openid_providers(environment: Mapping[str, str]) -> dict[str, Provider]:
    """The providers of OIDC_PROVIDERS, such as `gemeente,rijk`, each with its OIDC_GEMEENTE_... variables.

    Raises ImproperlyConfigured when something is missing, or would be sent over plain HTTP.
    """
    keys = [key.strip().lower() for key in environment.get("OIDC_PROVIDERS", "").split(",") if key.strip()]
    return {key: _provider(environment, key) for key in keys}


def _provider(environment: Mapping[str, str], key: str) -> Provider:
    if not _PROVIDER.fullmatch(key):
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: {key!r} is not a name of small letters, digits and hyphens.")
    prefix = f"OIDC_{key.upper().replace('-', '_')}_"
    needed = {name: environment.get(prefix + name, "").strip() for name in ("URL", "CLIENT_ID", "DOMAINS")}
    needed["CLIENT_SECRET"] = _secret(environment, prefix + "CLIENT_SECRET")
    if missing := [prefix + name for name, value in needed.items() if not value]:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS names {key}, but {', '.join(sorted(missing))} is not set.")
    _refuse_plain_http(prefix + "URL", needed["URL"])
    return Provider(
        key=key,
        name=environment.get(prefix + "NAME", "").strip() or key.capitalize(),
        url=needed["URL"],
        client_id=needed["CLIENT_ID"],
        secret=needed["CLIENT_SECRET"],
        domains=frozenset(domain.strip().lower().lstrip("@") for domain in needed["DOMAINS"].split(",")),
        has_second_step=environment.get(prefix + "SECOND_STEP", "").strip().lower() in {"1", "true", "yes", "on"},
    )


def _secret(environment: Mapping[str, str], name: str) -> str:
    """The value itself, or what stands in the file that NAME_FILE names."""
    path = environment.get(f"{name}_FILE", "")
    return in_file(f"{name}_FILE", path) if path else environment.get(name, "").strip()


def _refuse_plain_http(name: str, url: str) -> None:
    parts = urlsplit(url)
    is_loopback = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not is_loopback and (parts.scheme != "https" or not parts.hostname):
        raise ImproperlyConfigured(f"{name} is not an https address.")


def allauth_providers(providers: Mapping[str, Provider]) -> dict[str, Any]:
    """The same as django-allauth wants it (SOCIALACCOUNT_PROVIDERS)."""
    apps = [
        {
            "provider_id": provider.key,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.secret,
            "settings": {"server_url": provider.url},
        }
        for provider in providers.values()
    ]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
