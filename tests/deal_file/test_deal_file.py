"""The deal file: the whole covenant as data, and what a wrong file gets."""

import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pillars.agreed.models import Result, Target
from pillars.measurements.models import Measurement
from regiodeal.deal_file.document import DealFile, read_deal_file
from regiodeal.deal_file.export import yaml_text
from regiodeal.deal_file.faults import DealFileFaultsError
from regiodeal.deal_file.load import load
from regiodeal.deals.models import Deal, Interpretation, User
from tests.deal_file.made_faults import valid
from tests.plugins.deal import DEAL_FILE, SLUG, Enter, run
from tests.plugins.figures import indicator_of, measure


@pytest.fixture
def export(deal: Deal) -> dict[str, list[dict[str, object]]]:
    """What export_deal prints."""
    exported: dict[str, list[dict[str, object]]] = json.loads(run("export_deal", SLUG))
    return exported


@pytest.fixture
def changed(tmp_path: Path) -> object:
    """The deal file with one text replaced by another."""

    def change(old: str, new: str) -> Path:
        text = DEAL_FILE.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "deal.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


def test_the_whole_covenant_is_there(export: dict[str, list[dict[str, object]]]) -> None:
    counts = {name: len(export[name]) for name in ("parties", "pillars", "goals", "measures", "results", "targets")}
    assert counts == {"parties": 5, "pillars": 2, "goals": 8, "measures": 20, "results": 43, "targets": 51}
    # Art. 2 names ten measurable indicators: regie, vertrouwen, onveilig, bedrijven, ruimte, baan, startkwalificatie,
    # vsv'ers, activering and schulden.
    assert len(export["outcome_indicators"]) == 10
    assert {row["name"] for row in export["neighbourhoods"]} == {"Moerwijk", "Morgenstond", "Vrederust", "Bouwlust"}


def test_every_row_carries_its_code_and_article(export: dict[str, list[dict[str, object]]]) -> None:
    rows = [row for name, rows in export.items() if name != "deal" for row in rows]
    assert len(rows) > 300
    assert all(row["code"] and row["article"] for row in rows)


def test_the_table_of_art_5_adds_up(export: dict[str, list[dict[str, object]]]) -> None:
    def total(**wanted: object) -> Decimal:
        rows = [row for row in export["budget_lines"] if all(row[name] == value for name, value in wanted.items())]
        return sum((Decimal(str(row["amount"])) for row in rows), Decimal(0))

    assert total(source="national") == Decimal("18000000.00")
    assert total(source="regional") == Decimal("31000000.00")
    assert total(pillar="A") == Decimal("22100000.00")
    assert total(pillar="B") == Decimal("26400000.00")
    assert total(pillar=None) == Decimal("500000.00")
    assert total() == Decimal("49000000.00")
    assert all(row["is_rounded"] for row in export["budget_lines"])


def test_a_result_of_two_measures_stands_under_both(deal: Deal) -> None:
    measures = Result.objects.get(deal=deal, code="2.5.1-2.b").measures.values_list("code", flat=True)
    assert set(measures) == {"2.5.1", "2.5.2"}


def test_the_plinths_the_companies_the_scheme_and_the_people_are_each_one_fact(deal: Deal) -> None:
    def shared(*targets: str) -> int:
        return Target.objects.filter(deal=deal, code__in=targets).values("indicator").distinct().count()

    assert shared("1.3.1", "2.1.2.c", "2.1.2.a-2") == 1
    assert shared("1.1.2.a-1", "2.5.1-2.a") == 1
    assert shared("1.1.2.b", "2.5.3.a") == 1
    assert shared("1.1.2.a-2", "2.5.1-2.b-2") == 1


def test_loading_twice_changes_nothing(deal: Deal) -> None:
    assert load(DealFile.read(DEAL_FILE))[1] == []


def test_the_export_is_the_file(deal: Deal, export: dict[str, list[dict[str, object]]]) -> None:
    document = DealFile.read(DEAL_FILE)
    for name in ("pillars", "goals", "measures", "budget_lines", "organisations"):
        stored = [{key: value for key, value in row.items() if value} for row in export[name]]
        in_file = [{key: value for key, value in row.items() if value} for row in document.rows(name)]
        assert stored == in_file


def test_a_change_is_shown_and_a_dry_run_writes_nothing(deal: Deal, changed: object) -> None:
    path = changed("Ruimere openingstijden op 14 plekken", "Langer open")  # type: ignore[operator]
    shown = run("load_deal", str(path), "--dry-run")
    assert "Beoogde resultaten 1.1.1.a, Titel: 'Ruimere openingstijden op 14 plekken' wordt 'Langer open'" in shown
    assert Result.objects.get(deal=deal, code="1.1.1.a").title == "Ruimere openingstijden op 14 plekken"
    run("load_deal", str(path))
    assert Result.objects.get(deal=deal, code="1.1.1.a").title == "Langer open"


def test_entered_progress_is_never_touched(deal: Deal, bureau: User, reviewer: User, changed: object) -> None:
    figure = measure(
        deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer
    )
    before = Measurement.objects.values().get(pk=figure.pk)
    run("load_deal", str(changed("Ruimere openingstijden op 14 plekken", "Langer open")))  # type: ignore[operator]
    assert Measurement.objects.values().get(pk=figure.pk) == before


def test_an_item_with_figures_on_it_cannot_go(deal: Deal, bureau: User) -> None:
    measure(deal, indicator_of(deal, "1.3.1"), 1, "2025-12-31", by=bureau, item="bedrijfsverzamelgebouw")
    data = valid(DEAL_FILE)
    for row in data["indicators"]:
        row["items"] = [part for part in row.get("items", ()) if part["code"] != "bedrijfsverzamelgebouw"]
    for row in data["targets"]:
        row["reads"] = [code for code in row.get("reads", ()) if code != "bedrijfsverzamelgebouw"]
    with pytest.raises(
        DealFileFaultsError, match="'bedrijfsverzamelgebouw' staat er niet meer in, maar er is al iets op"
    ):
        load(read_deal_file(yaml_text(data).encode(), "deal.yaml"), remove=True)
    assert Measurement.objects.filter(item__code="bedrijfsverzamelgebouw").exists()


def test_a_place_with_figures_on_it_cannot_go(deal: Deal, bureau: User) -> None:
    measure(deal, indicator_of(deal, "1.1.1.a"), 1, "2025-12-31", by=bureau, item="plek-14")
    data = valid(DEAL_FILE)
    data["named_items"] = [row for row in data["named_items"] if row["code"] != "plek-14"]
    for row in data["targets"]:
        row["minimum"] = "13" if row.get("minimum") == "14" else row.get("minimum")
    with pytest.raises(DealFileFaultsError, match=r"'plek-14' staat er niet meer in, maar er is al iets op .*metingen"):
        load(read_deal_file(yaml_text(data).encode(), "deal.yaml"), remove=True, rationale="Er zijn er 13")
    assert Measurement.objects.filter(item__code="plek-14").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'signed_on: "2023-11-01"',
            'signed_on: "1 november"',
            r"Deal, regel \d+, Ondertekend op: '1 november' kan niet",
        ),
        (
            'ends_on: "2027-12-31"',
            'ends_on: "2021-12-31"',
            r"Deal, regel \d+, Eindigt op: Deze dag ligt niet na 'In werking op'",
        ),
        (
            "side: national",
            "side: rijk",
            r"Partijen, regel \d+, Kant: 'rijk' kan niet bij 'Kant'. Kies uit: national \(Rijk\), regional \(regio\)",
        ),
        (
            'amount: "5600000.00"',
            "amount: 5600000.0",
            r"Begrotingsregels, regel \d+, Bedrag: '5600000.0' kan niet bij 'Bedrag': hier hoort tekst",
        ),
        ("    kind: coverage\n", "    kind: dekking\n", r"Normen, regel \d+, Soort: 'dekking' kan niet"),
        ('    goal: "1.1"\n', '    goal: "9.9"\n', r"Maatregelen, regel \d+, Doel: '9.9' staat niet bij Doelen"),
        ('  - code: "1.2"\n', '  - code: "1.1"\n', r"Doelen, regel \d+, Code: De code '1.1' staat er twee keer in"),
        (
            "parties:\n",
            "partijen:\n",
            r"regel \d+, partijen: Het veld 'partijen' bestaat hier niet. Bedoelt u 'parties' \(Partijen\)",
        ),
        ("  slug: den", "  slug: [den", r"regel \d+: De opmaak van het bestand klopt hier niet"),
        ("name: Regio Deal", 'name: "Regio\\0Deal" #', r"Deal, regel \d+, Naam: Hier staat een teken .*U\+0000"),
        ("name: Regio Deal", 'name: "Regio\\ud800Deal" #', r"Deal, regel \d+, Naam: Hier staat een teken .*U\+D800"),
        ("parties:\n", 'extra: &a [*a, "\\x1b"]\nparties:\n', r"regel \d+, extra: Hier staat een teken .*U\+001B"),
    ],
)
def test_a_wrong_file_names_the_line_and_the_key(deal: Deal, changed: object, old: str, new: str, message: str) -> None:
    before = (Deal.objects.values().get(pk=deal.pk), Interpretation.objects.count())
    with pytest.raises(CommandError, match=message):
        call_command("load_deal", str(changed(old, new)))  # type: ignore[operator]
    assert (Deal.objects.values().get(pk=deal.pk), Interpretation.objects.count()) == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- een lijst\n", b"42\n", b"a: 1\na: 2\n"])
def test_a_file_that_is_no_deal_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "deal.yaml"
    path.write_bytes(content)
    with pytest.raises(DealFileFaultsError):
        DealFile.read(path)
    with pytest.raises(DealFileFaultsError, match="niet te openen"):
        DealFile.read(tmp_path / "er-is-niets.yaml")


def test_a_second_deal_that_differs_in_everything_loads_with_no_change_of_code(deal: Deal, veenland: Deal) -> None:
    exported = json.loads(run("export_deal", veenland.slug))
    assert [row["code"] for row in exported["pillars"]] == ["N", "O", "W"]
    assert len(exported["parties"]) == 3
    assert len(exported["budget_lines"]) == 7
    assert veenland.ends_on == date(2029, 6, 30)
    assert json.loads(run("progress", veenland.slug, "--json"))["results"]
    assert json.loads(run("position", veenland.slug, "--json"))["cap"]["rate"] == "0.05"
    # ... and the first deal is as it was.
    assert len(json.loads(run("export_deal", SLUG))["results"]) == 43


def test_a_target_with_figures_changes_only_with_a_rationale(
    deal: Deal, bureau: User, overleg: User, enter: Enter, changed: Callable[[str, str], Path]
) -> None:
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    before = Target.objects.get(deal=deal, code="1.1.1.g-1")
    text = DEAL_FILE.read_text(encoding="utf-8")
    row = text[text.index('code: "1.1.1.g-1"') :]
    line = next(part for part in row.splitlines() if part.strip().startswith("minimum:"))
    start = row[: row.index(line) + len(line)]
    file = changed(start, start.replace(line, line.replace("100", "120")))
    with pytest.raises(
        CommandError, match=r"Minimum: Op '1.1.1.g-1' is al gemeten, en dit veld verandert.*--rationale"
    ):
        run("load_deal", str(file))
    assert Target.objects.get(pk=before.pk).minimum == before.minimum == 100
    told = run("load_deal", str(file), "--rationale", "Typefout in het bestand")
    assert "~ Normen 1.1.1.g-1, Minimum" in told
    kept = deal.loaded_changes.get()
    assert (kept.field, kept.old, kept.new) == ("minimum", "100", "120")
    assert kept.rationale == "Typefout in het bestand"
    page = enter(overleg).get(f"/deals/{SLUG}/resultaten/1.1.1.g/").content.decode()
    assert "Typefout in het bestand" in page


def test_a_target_without_figures_changes_as_the_file_says(deal: Deal, changed: Callable[[str, str], Path]) -> None:
    title = Target.objects.get(deal=deal, code="1.1.1.g-1").title
    run("load_deal", str(changed(title, title + " (herschreven)")))
    assert deal.loaded_changes.filter(rationale="").exists()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", '{"a":' + "[" * 900 + "]" * 900 + "}", "te diep genest"),
        ("a.json", '{"a":' + "[" * 5_000 + "]" * 5_000 + "}", "te diep genest"),
        ("a.yaml", "a: " + "[" * 900 + "]" * 900, "te diep genest"),
        ("a.yaml", "a:\n  " + "- " * 300 + "x\n", "te diep genest"),
        ("a.yaml", "a: &a {" + ", ".join(f"k{i}: x" for i in range(300)) + "}\nb:\n" + "- <<: *a\n" * 500, "<<"),
        ("a.yaml", "a: &a {x: 1}\nb: {y: 2, <<: *a}\n", "<<"),
        ("a.yaml", "a: &a [x, x]\n" + "b: &b [*a, *a]\n" * 1 + "c: [x]\n" * 60_000, "te veel regels"),
        ("a.json", "[" + "1," * 60_000 + "1]", "te veel regels"),
    ],
)
def test_what_would_take_minutes_to_read_is_refused_at_once(name: str, text: str, told: str) -> None:
    """900 brackets took 19 seconds of the web, 5,000 a minute and a 500, and a merge of 500 lines more than that."""
    began = time.monotonic()
    with pytest.raises(DealFileFaultsError) as refused:
        read_deal_file(text.encode(), name)
    assert told in str(refused.value.faults[0].message)
    assert time.monotonic() - began < 1
