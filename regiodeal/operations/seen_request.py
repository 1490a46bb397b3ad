"""What the portal sees of a request, so that the proxy in front of it can be set right."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from regiodeal.base.web.client import client_address


@dataclass(frozen=True)
class SeenRequest:
    """Holds the parts of a request that a proxy decides, and in Dutch what is not as the settings say."""

    scheme: str
    host: str
    address: str
    forwarded: tuple[str, ...]  # the addresses in X-Forwarded-For, from the first
    came_from: str  # the address of the connection itself: of the last proxy
    faults: tuple[str, ...]


def seen(request: HttpRequest) -> SeenRequest:
    """Return what the portal sees of this request."""
    text = request.headers.get("X-Forwarded-For", "")
    forwarded = tuple(part.strip() for part in text.split(",") if part.strip())
    wanted, scheme, host = urlsplit(settings.PORTAL_URL), request.scheme or "", request.get_host()
    faults = []
    if scheme != wanted.scheme:
        faults.append(f"Het schema is {scheme}, en PORTAL_URL begint met {wanted.scheme}: zet X-Forwarded-Proto.")
    if host != wanted.netloc:
        faults.append(f"De naam is {host}, en in PORTAL_URL staat {wanted.netloc}: geef Host door zoals hij kwam.")
    if len(forwarded) != settings.TRUSTED_PROXIES:
        faults.append(
            f"In X-Forwarded-For staan {len(forwarded)} adressen, en TRUSTED_PROXIES is {settings.TRUSTED_PROXIES}:"
            " laat de proxy de regel van buiten weggooien en het adres van de vrager erin zetten."
        )
    address = client_address(request) or "geen adres"
    came_from = str(request.META.get("REMOTE_ADDR", ""))
    return SeenRequest(scheme, host, address, forwarded, came_from, tuple(faults))
