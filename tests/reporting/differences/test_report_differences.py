"""What changed between two snapshots: there, and nowhere else."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string

from reporting.differences.compare import ELSEWHERE, ReportChange, differences
from reporting.differences.word_differences import Piece, by_words, plain
from reporting.snapshot.take import digest
from tests.pages import in_one_line
from tests.reporting.example_reports import Row, results, with_story

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database

SOURCE = "Ontmoetingsplekken met ruimere openingstijden: De Linde (voorbeeld), gemeten op 30 juni 2024, project P-01"


def changed(before: Row, change: Callable[[Row], Any]) -> tuple[str, ReportChange]:
    """The one change that a change of the snapshot makes, and its section."""
    after = copy.deepcopy(before)
    change(after)
    assert digest(after) != digest(before)
    (section,) = differences(before, after)
    (found,) = section.changes
    return section.code, found


def first_target(snapshot: Row) -> Row:
    """The first target that the report tells of."""
    code = results(snapshot)[0]["targets"][0]["code"]
    return target(snapshot, code)


def target(snapshot: Row, code: str) -> Row:
    """The target with that code."""
    return next(row for row in snapshot["targets"] if row["code"] == code)


def test_the_same_snapshot_has_no_differences(snapshot: Row, bare_snapshot: Row) -> None:
    assert differences(snapshot, copy.deepcopy(snapshot)) == ()
    assert differences(bare_snapshot, bare_snapshot) == ()
    assert "Er is niets veranderd." in render_to_string("reporting/rounds/parts/differences.html", {"sections": ()})


def test_one_figure_changed_shows_there_and_nowhere_else(snapshot: Row) -> None:
    section, change = changed(snapshot, lambda after: first_target(after).update(value="9.00"))
    unit = first_target(snapshot)["unit"]
    assert section == "pijler-A"
    assert change.words == f"Norm 1.1.1.a, cijfer: was 8 {unit}, is 9 {unit}"


def test_a_figure_that_came_and_one_that_went_are_told_as_such(snapshot: Row) -> None:
    unit = first_target(snapshot)["unit"]
    _section, gone = changed(snapshot, lambda after: first_target(after).update(value=None))
    assert gone.words == f"Norm 1.1.1.a, cijfer: 8 {unit} is vervallen"
    without = copy.deepcopy(snapshot)
    first_target(without)["value"] = None
    _section, new = changed(without, lambda after: first_target(after).update(value="9.00"))
    assert new.words == f"Norm 1.1.1.a, cijfer: is nu 9 {unit}"


@pytest.mark.parametrize(
    ("change", "section", "words"),
    [
        (
            lambda s: first_target(s).update(status_label="behaald"),
            "pijler-A",
            "Norm 1.1.1.a, stand: was op schema, is behaald",
        ),
        (
            lambda s: s["money"]["lines"][0].update(spent="2282407.38"),
            "geld",
            "Pijler A, rijksbijdrage, besteed: was €\u00a02.282.407,37, is €\u00a02.282.407,38",
        ),
        (
            lambda s: s["counts"][0].update(count=8),
            "samenvatting",
            "Stand van de resultaten, resultaten behaald: was 7, is 8",
        ),
        (lambda s: s.update(on="2026-06-20"), "over", "De rapportage, stand op: was 14 juni 2026, is 20 juni 2026"),
        (
            lambda s: s["sources"][0].update(approved_by="Iemand"),
            "bronnen",
            f"{SOURCE}, goedgekeurd door: was Marleen Postuma, is Iemand",
        ),
        (lambda s: s["lessons"].pop(0), "geleerd", "Een vast gezicht op een plek houdt bewoners vast: vervallen"),
        (
            lambda s: s["lessons"].append(s["lessons"][0] | {"title": "Wijzer"}),
            "geleerd",
            "Wijzer: nieuw",
        ),
        (
            lambda s: s["deviations"].pop(0),
            "afwijkingen",
            "1.1.1.c Coördinator is overal een betaalde baan: vervallen",
        ),
    ],
)
def test_each_change_is_told_in_its_own_section(
    snapshot: Row, change: Callable[[Row], Any], section: str, words: str
) -> None:
    found, told = changed(snapshot, change)
    assert (found, told.words) == (section, words)


def test_a_decision_on_a_deviation_stands_with_the_deviation(snapshot: Row) -> None:
    explained: Row = {"text": "Laat.", "expected_value": None, "proposal": "", "decision": "", "entered_by": "A"}
    before = copy.deepcopy(snapshot)
    code = snapshot["deviations"][0]
    target(before, code)["explanation"] = explained
    decided = explained | {"decision": "Akkoord."}
    section, change = changed(before, lambda s: target(s, code).update(explanation=decided))
    assert (section, change.what, change.after) == ("afwijkingen", "besluit bij 1.1.1.c", "Akkoord.")


def test_a_text_is_compared_word_by_word_to_the_letter(bare_snapshot: Row) -> None:
    before = with_story(bare_snapshot, done="De brug is  bijna klaar.\nTwee straten volgen.")
    after = with_story(bare_snapshot, done="De brug is  klaar.\nTwee lange straten volgen.")
    ((section,),) = [differences(before, after)]
    (change,) = section.changes
    assert change.what == "voortgang"
    assert "".join(piece.text for piece in change.pieces if piece.kind != "added") == change.before
    assert "".join(piece.text for piece in change.pieces if piece.kind != "removed") == change.after
    assert Piece("removed", "bijna ") in change.pieces
    assert Piece("added", " lange") in change.pieces


def test_what_the_bureau_wrote_is_compared_as_words_with_its_links(bare_snapshot: Row) -> None:
    before = bare_snapshot | {"texts": {"voorwoord": '<p>Lees <a href="https://a.nl">dit</a>.</p>'}}
    after = bare_snapshot | {"texts": {"voorwoord": '<h3>Kop</h3><p>Lees <a href="https://b.nl">dit</a>.</p>'}}
    (section,) = differences(before, after)
    assert section.code == "voorwoord"
    assert section.changes[0].after == "Kop\nLees dit (https://b.nl)."
    assert plain("<ul><li>a &amp; b</li><li>c</li></ul>") == "- a & b\n- c"


def test_very_long_texts_are_still_compared() -> None:
    words = [f"woord{number}" for number in range(200_000)]
    other = [*words[:100], "anders", *words[101:]]
    assert [piece.kind for piece in by_words(" ".join(words), " ".join(other))] == ["same", "removed", "added", "same"]
    turned = by_words(" ".join(words), " ".join(reversed(words)))
    assert [piece.kind for piece in turned] == ["removed", "added"]


def test_a_change_that_the_report_does_not_show_is_not_kept_silent(snapshot: Row) -> None:
    section, change = changed(snapshot, lambda after: after["targets"][0].update(cadence="elke dag"))
    assert (section, change.what) == ("gegevens", ELSEWHERE)


def test_the_order_is_that_of_the_report_and_always_the_same(snapshot: Row) -> None:
    after = copy.deepcopy(snapshot)
    after["readings"].pop()
    after["lessons"].pop()
    after["money"]["caps"][0]["spent"] = "1.00"
    first_target(after)["value"] = "1.00"
    found = [section.code for section in differences(snapshot, after)]
    assert found == ["pijler-A", "geleerd", "geld", "lezingen"]
    assert differences(snapshot, after) == differences(copy.deepcopy(snapshot), copy.deepcopy(after))


def test_the_page_says_in_words_what_came_and_what_went_and_shows_text_as_typed(bare_snapshot: Row) -> None:
    before = with_story(bare_snapshot, done="<script>oud</script> blijft", schedule_label="op schema")
    after = with_story(bare_snapshot, done="nieuw blijft", schedule_label="loopt achter")
    told = render_to_string("reporting/rounds/parts/differences.html", {"sections": differences(before, after)})
    page = in_one_line(told)
    assert "&lt;script&gt;oud&lt;/script&gt;" in page
    assert "<script>" not in page
    assert '<del><span class="visually-hidden">[weg: </span>' in page
    assert '<ins><span class="visually-hidden">[erbij: </span>nieuw' in page
    assert '<span class="visually-hidden">was </span><del>op schema</del>' in page


def test_another_deal_altogether_still_gives_an_answer(snapshot: Row, bare_snapshot: Row) -> None:
    assert {"pijler-A", "geld"} <= {section.code for section in differences(bare_snapshot, snapshot)}
    assert differences(snapshot, bare_snapshot)
