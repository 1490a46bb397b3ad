"""Errors of the API as RFC 9457 asks: one JSON shape for all of them, in Dutch."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse

TITLES = {
    HTTPStatus.BAD_REQUEST: "Deze vraag klopt niet",
    HTTPStatus.UNAUTHORIZED: "Geen geldig token",
    HTTPStatus.FORBIDDEN: "Dit mag dit token niet",
    HTTPStatus.NOT_FOUND: "Dit is er niet",
    HTTPStatus.METHOD_NOT_ALLOWED: "Dit kan hier niet",
    HTTPStatus.CONFLICT: "Dat kan nu niet",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Hier klopt iets niet",
    HTTPStatus.PRECONDITION_FAILED: "Intussen veranderd",
    HTTPStatus.TOO_MANY_REQUESTS: "Te veel vragen",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Er ging iets mis",
}


class ProblemError(Exception):
    """Something the asker can read: a status with what is wrong, and where."""

    def __init__(self, status: HTTPStatus, detail: str, *, errors: Sequence[dict[str, str]] = (), **headers: str):
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, list(errors)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    @property
    def response(self) -> HttpResponse:
        """Return the problem as an answer."""
        return problem(self.status, self.detail, errors=self.errors, headers=self.headers)


def problem(
    status: HTTPStatus, detail: str, *, errors: Sequence[dict[str, str]] = (), headers: dict[str, str] | None = None
) -> HttpResponse:
    """An answer of `application/problem+json`; `errors` say per parameter what is wrong with it."""
    told: dict[str, object] = {"type": "about:blank", "title": TITLES[status], "status": int(status), "detail": detail}
    if errors:
        told["errors"] = list(errors)
    return JsonResponse(told, status=status, content_type="application/problem+json", headers=headers)


def not_found() -> ProblemError:
    """For what is not there, or may not be known."""
    return ProblemError(HTTPStatus.NOT_FOUND, "Op dit adres is voor dit token niets te lezen.")


_WORDS = {
    "greater_than_equal": "Kies {ge} of meer.",
    "less_than_equal": "Kies {le} of minder.",
    "int_parsing": "Geef een heel getal.",
    "missing": "Dit veld ontbreekt.",
    "extra_forbidden": "Dit veld bestaat hier niet.",
    "decimal_parsing": "Geef een getal, met een punt voor de centen.",
    "decimal_type": "Geef een getal, met een punt voor de centen.",
    "decimal_max_places": "Geef hoogstens {decimal_places} cijfers achter de punt.",
    "decimal_max_digits": "Dit getal is te groot.",
    "decimal_whole_digits": "Dit getal is te groot.",
    "string_type": "Geef een tekst.",
    "string_too_short": "Vul dit in.",
    "string_too_long": "Geef hoogstens {max_length} tekens.",
    "too_short": "Stuur minstens één rij.",
    "too_long": "Stuur hoogstens {max_length} rijen tegelijk.",
    "literal_error": "Kies een van: {expected}.",
    "bool_parsing": "Kies true of false.",
    "json_invalid": "Dit is geen JSON.",
}


def in_dutch(error: dict[str, Any]) -> str:
    """Return what pydantic found wrong, in words for the person who programs the client."""
    kind = str(error["type"])
    if kind in _WORDS:
        return _WORDS[kind].format(**error.get("ctx", {}))
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind.startswith("date"):
        return "Deze dag of dit moment bestaat niet."
    return "Deze waarde klopt niet."
