"""The OpenAPI document keeps the NL API Design Rules that a machine can see (Logius, version 2.1).

The ruleset of Logius is for Spectral and in no registry of packages, so that no check can fetch it. These are its
rules; how to run it by hand stands in docs/decisions/0023-an-api-that-reads.md.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

type Json = dict[str, Any]


@pytest.fixture
def document(settings: Settings) -> Json:
    """The document of a portal in production."""
    settings.PORTAL_URL, settings.CONTACT_EMAIL = "https://portaal.example.nl", "regiodeal@example.nl"
    found: Json = Client().get("/api/v1/openapi.json").json()
    return found


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    """Each operation, with its method and path."""
    for path, methods in document["paths"].items():
        yield from ((f"{method} {path}", operation) for method, operation in methods.items())


def properties(document: Json) -> Iterator[tuple[str, Json]]:
    """Each field of each schema, with its name."""
    for schema in document["components"]["schemas"].values():
        yield from schema.get("properties", {}).items()


def formats(told: Json) -> set[str]:
    """The formats that a field may have."""
    return {part.get("format", "") for part in (told, *told.get("anyOf", ()), *told.get("allOf", ()))} - {""}


@pytest.mark.django_db
def test_the_document_says_what_it_is_and_of_whom(document: Json) -> None:
    """/core/doc-openapi, doc-openapi-contact, uri-version, semver, and a description of each tag that is used."""
    assert re.fullmatch(r"3(\.\d+){1,2}", document["openapi"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])
    assert {"name", "email", "url"} <= document["info"]["contact"].keys()
    assert [server["url"] for server in document["servers"]] == ["https://portaal.example.nl/api/v1"]
    used = {tag for _name, operation in operations(document) for tag in operation["tags"]}
    assert {tag["name"] for tag in document["tags"]} == used


@pytest.mark.django_db
def test_paths_and_parameters_are_spelled_as_agreed(document: Json) -> None:
    """/core/no-trailing-slash, path-segments-kebab-case, query-keys-camel-case, http-methods."""
    for path in document["paths"]:
        assert path == "/" or not path.endswith("/"), path
        assert re.fullmatch(r"/|(/([a-z0-9-]+(\.(json|yaml))?|\{\w+\}))+", path), path
    ids = []
    for name, operation in operations(document):
        assert name.partition(" ")[0] in {"get", "post", "put", "patch", "delete"}, name
        ids.append(operation["operationId"])
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query":
                assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", parameter["name"]), (name, parameter["name"])
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Z][A-Za-z\d]*", schema) for schema in document["components"]["schemas"])


@pytest.mark.django_db
def test_each_answer_has_the_version_and_each_fault_is_a_problem(document: Json) -> None:
    """/core/version-header, error-handling/problem-details, error-handling/invalid-input."""
    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            assert "API-Version" in answer["headers"], (name, status)
            if status[0] in "45":
                (reference,) = [each["schema"]["$ref"] for kind, each in answer["content"].items() if "problem" in kind]
                problem = document["components"]["schemas"][reference.rpartition("/")[2]]
                assert {"status", "title", "detail"} <= problem["properties"].keys()
                assert set(answer["content"]) == {"application/problem+json"}
        assert "400" in operation["responses"], name


@pytest.mark.django_db
def test_days_are_days_and_moments_have_a_zone(document: Json) -> None:
    """/core/date-time."""
    found: set[str] = set()
    for name, told in properties(document):
        assert not formats(told) & {"date-time-local", "time"}, name
        if re.search(r"(^|[a-z_])([Dd]ate|[Dd]atum)$", name):
            assert "date" in formats(told), name
        found |= formats(told)
    assert {"date", "date-time"} <= found
