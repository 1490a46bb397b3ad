"""The published schema of the snapshot: what it says is what is written, and each thing stands in it once."""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from reporting.content.frozen_report import FrozenReport
from reporting.open_data.public import public_copy
from reporting.snapshot.schema import SCHEMA_PATH, json_schema
from tests.reporting.example_reports import Row, with_story

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database


@pytest.fixture
def published() -> Draft202012Validator:
    """What checks a snapshot against the file in fixtures/."""
    return Draft202012Validator(json.loads(SCHEMA_PATH.read_text("utf-8")), format_checker=FormatChecker())


def test_the_published_file_is_that_of_the_records() -> None:
    assert json.loads(SCHEMA_PATH.read_text("utf-8")) == json_schema(), "run: python manage.py snapshot_schema"
    Draft202012Validator.check_schema(json_schema())


def test_every_snapshot_keeps_to_it(published: Draft202012Validator, snapshot: Row, bare_snapshot: Row) -> None:
    edition = {
        "number": 2,
        "replaces": {"number": 1, "on": "2026-06-01", "digest": "a" * 64},
        "reason": "Beter.",
        "corrected_on": "2026-07-01",
        "corrections": 1,
    }
    public: Row = public_copy(FrozenReport(snapshot)).snapshot
    tellings: list[Any] = [snapshot, with_story(bare_snapshot, done="x"), {**snapshot, "edition": edition}, public]
    for told in tellings:
        assert not list(published.iter_errors(json.loads(FrozenReport(told).canonical)))


def test_another_version_an_unknown_field_and_a_float_do_not(published: Draft202012Validator, snapshot: Row) -> None:
    for change in ({"schema": 1}, {"unknown": ""}, {"on": "14-06-2026"}, {"stage": "proof"}):
        assert not published.is_valid({**snapshot, **change})
    changed = copy.deepcopy(snapshot)
    changed["targets"][0]["value"] = 8.5
    changed["money"]["lines"][0]["note"] = "x"
    assert len(list(published.iter_errors(changed))) == 2


def test_each_result_and_target_stands_in_it_once(snapshot: Row) -> None:
    assert [len(snapshot[name]) for name in ("results", "targets")] == [43, 51]
    found = Counter(row["code"] for row in mappings(snapshot) if "code" in row and ("targets" in row or "kind" in row))
    assert found == Counter(row["code"] for name in ("results", "targets") for row in snapshot[name])
    named = [code for result in snapshot["results"] for code in result["targets"]]
    assert named == [target["code"] for target in snapshot["targets"]]
    measures = [measure for p in snapshot["pillars"] for goal in p["goals"] for measure in goal["measures"]]
    of_measures = {code for measure in measures for code in measure["results"]}
    assert of_measures == {result["code"] for result in snapshot["results"]}


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every record in the snapshot."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(item)
