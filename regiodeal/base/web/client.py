"""The address from which somebody asks."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address that asks, as the proxies of TRUSTED_PROXIES say it; None when it is no address.

    Each proxy adds the address that asked it at the end of X-Forwarded-For. What stands before those was written by
    the client, who may write anything, and is not looked at.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        parts = request.headers.get("X-Forwarded-For", "").split(",")
        if len(parts) >= settings.TRUSTED_PROXIES and parts[-settings.TRUSTED_PROXIES].strip():
            found = parts[-settings.TRUSTED_PROXIES]
    try:
        return str(ip_address(found.strip().strip("[]")))
    except ValueError:
        return None
