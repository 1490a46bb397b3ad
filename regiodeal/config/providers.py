"""Reading from the environment where people sign in, other than in the portal itself."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from regiodeal.accounts.provider import Provider
from regiodeal.config.variables import Flag, Secret, Text, Variables, listed, told

_KEY = re.compile(r"[a-z][a-z0-9-]{0,29}")


class ProviderVariables(Variables):
    """The variables of one provider: OIDC_GEMEENTE_URL and so on, without their prefix."""

    URL: Text = ""
    CLIENT_ID: Text = ""
    CLIENT_SECRET: Secret = ""
    DOMAINS: Text = ""
    NAME: Text = ""
    SECOND_STEP: Flag = False


def providers(names: str) -> dict[str, Provider]:
    """The providers of OIDC_PROVIDERS, such as `gemeente,rijk`, each with its OIDC_GEMEENTE_... variables.

    Raises ValueError when something is missing, or would be sent over plain HTTP.
    """
    return {key: _provider(key) for key in listed(names.lower())}


def _provider(key: str) -> Provider:
    if not _KEY.fullmatch(key):
        raise ValueError(f"OIDC_PROVIDERS: {key!r} is not a name of small letters, digits and hyphens.")
    prefix = f"OIDC_{key.upper().replace('-', '_')}_"

    class Told(ProviderVariables):
        """Reads the settings of one provider by their names."""

        model_config = SettingsConfigDict(env_prefix=prefix)

    try:
        read = Told()
    except ValidationError as refused:
        raise ValueError(told(refused)) from None
    needed = ("CLIENT_ID", "CLIENT_SECRET", "DOMAINS", "URL")
    if missing := [prefix + name for name in needed if not getattr(read, name)]:
        raise ValueError(f"OIDC_PROVIDERS names {key}, but {', '.join(missing)} is not set.")
    _refuse_plain_http(prefix + "URL", read.URL)
    return Provider(
        key=key,
        name=read.NAME or key.capitalize(),
        url=read.URL,
        client_id=read.CLIENT_ID,
        secret=read.CLIENT_SECRET.strip(),
        domains=frozenset(domain.lstrip("@") for domain in listed(read.DOMAINS.lower())),
        has_second_step=read.SECOND_STEP,
    )


def _refuse_plain_http(name: str, url: str) -> None:
    parts = urlsplit(url)
    is_loopback = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not is_loopback and (parts.scheme != "https" or not parts.hostname):
        raise ValueError(f"{name} is not an https address.")


def for_allauth(known: Mapping[str, Provider]) -> dict[str, object]:
    """The same as django-allauth wants it (SOCIALACCOUNT_PROVIDERS)."""
    apps = [
        {
            "provider_id": provider.key,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.secret,
            "settings": {"server_url": provider.url},
        }
        for provider in known.values()
    ]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
