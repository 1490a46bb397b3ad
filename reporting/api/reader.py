"""Who asks: a client by its token, cut to its deals and kinds."""

import hashlib
import time
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from ninja.security import HttpBearer

from regiodeal.api_clients.models import ApiClient, ApiKind
from regiodeal.api_clients.tokens import known
from regiodeal.base.web.middleware import seconds_until_free
from regiodeal.caching.etags import release
from regiodeal.caching.models import data_version
from regiodeal.deals.models import Deal
from regiodeal.deals.words import speak
from reporting.api.problems import ProblemError, not_found

MINUTE = 60  # seconds


class Token(HttpBearer):
    """A token in the header `Authorization: Bearer …`."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient:
        """The client of the token. Raises ProblemError when it opens nothing, or asks too often."""
        found = known(token, at=timezone.now())
        if found is None:
            raise no_token()
        wait = seconds_until_free(
            f"api-requests:{found.prefix}", settings.API_REQUESTS_PER_MINUTE, MINUTE, now=time.time()
        )
        if wait:
            raise ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS, f"Probeer het over {wait} seconden opnieuw.", Retry_After=str(wait)
            )
        request.token = found  # type: ignore[attr-defined]  # for the audit trail and the log
        return found.client


class NotModifiedError(Exception):
    """The client has the answer already: it need not be made. Carries what is sent instead."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__()
        self.response = response


def no_token() -> ProblemError:
    """Return why nothing is told: the same words for a token that is unknown, expired or revoked."""
    return ProblemError(
        HTTPStatus.UNAUTHORIZED, "Stuur een geldig token mee: Authorization: Bearer …", WWW_Authenticate="Bearer"
    )


def client_of(request: HttpRequest) -> ApiClient:
    """Return the client that asks."""
    client: object = request.auth  # type: ignore[attr-defined]
    assert isinstance(client, ApiClient)
    return client


def deal_of(request: HttpRequest, slug: str, kind: ApiKind | None = None) -> Deal:
    """The deal, if the client may read that kind of it.

    Raises ProblemError: 403 for the kind, 404 for the deal; and NotModifiedError for an answer that the client has.
    """
    client = client_of(request)
    if kind is not None and kind not in client.kinds:
        raise ProblemError(HTTPStatus.FORBIDDEN, f"Dit token geeft geen toegang tot: {kind.label}.")
    etag = _etag(request, client, data_version(slug))
    deal = Deal.objects.filter(api_clients=client, slug=slug).first()
    if deal is None:
        raise not_found()
    request.deal_id = deal.pk  # type: ignore[attr-defined]  # for the audit trail
    speak(deal.words)  # until the answer is made (pages/spoken.py ends it)
    request.known_etag = etag  # type: ignore[attr-defined]  # the gate gives it with the answer
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        raise NotModifiedError(unchanged)
    return deal


def writing_deal_of(request: HttpRequest, slug: str) -> Deal:
    """The deal to which the client sends. Raises ProblemError for a deal that it does not know."""
    deal = Deal.objects.filter(api_clients=client_of(request), slug=slug).first()
    if deal is None:
        raise not_found()
    request.deal_id = deal.pk  # type: ignore[attr-defined]  # for the audit trail
    speak(deal.words)
    return deal


def _etag(request: HttpRequest, client: ApiClient, version: int) -> str:
    """Return a digest of all that the answer follows from: release, day, data, what the client may read and asks."""
    known = (release(), timezone.localdate(), version, client.pk, sorted(client.kinds), request.get_full_path())
    return f'"{hashlib.sha256(str(known).encode()).hexdigest()[:32]}"'
