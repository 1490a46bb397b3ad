"""Addresses of the API. Each stands behind the same door (gate.py)."""

import re
from typing import Any

from django.urls import URLPattern, path, re_path

from reporting.api.api import api, documentation, openapi_json
from reporting.api.gate import READING, SENDING, gate, nothing_here


def _behind_the_gate() -> list[URLPattern]:
    """The operations of the API, under names of ours: api-deals, api-deal and so on."""
    found = []
    paths = api.get_openapi_schema(path_prefix="/")["paths"]
    patterns: Any = api.urls[0]
    for pattern in patterns:
        if pattern.name != "api-root":
            route = str(pattern.pattern)
            operations = paths["/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)]
            (method, operation), *_others = operations.items()
            asked = frozenset(row["name"] for row in operation["parameters"] if row["in"] == "query")
            door = gate(pattern.callback, asked, SENDING if method == "post" else READING)
            found.append(path(f"v1/{route}", door, name=_name(pattern.name)))
    return found


def _name(operation: str) -> str:
    return "api-" + operation.replace("_", "-")


urlpatterns = [
    path("v1", documentation, name="api-documentation"),
    path("v1/openapi.json", openapi_json, name="api-openapi"),
    *_behind_the_gate(),
    re_path(r"^(?P<rest>[\s\S]*)$", nothing_here, name="api-nothing"),
]
