"""The pages of the ledger in files: from an example file to bookings that count."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from finance.ledger.models import Expenditure
from finance.ledger_import import tasks
from finance.ledger_import.models import LedgerImport, LedgerMapping
from finance.ledger_import.work import waiting_digest
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.lifecycle.review import move_all
from regiodeal.lifecycle.seen import digest_of
from tests.finance.ledger_import.exports import EXPORTS
from tests.finance.ledger_import.ledger import COLUMNS, FIRST, LINES, ROOT, SECOND, changed, entered, ledger, mapping_of
from tests.pages import words
from tests.plugins.deal import Enter, person


@pytest.fixture
def at_work(enter: Enter, controller: User) -> Client:
    """The regiokassier, signed in."""
    return enter(controller)


def seen_of(job: LedgerImport) -> dict[str, str]:
    """What the page of a file carries of what waits."""
    job.refresh_from_db()
    return {"seen": digest_of(waiting_digest(job))}


def upload(client: Client, content: bytes, mapping: LedgerMapping) -> Any:
    """Choose a file on the page."""
    file = SimpleUploadedFile("grootboek.csv", content)
    return client.post(f"{ROOT}inlezen/", {"file": file, "mapping": mapping.pk}, follow=True)


def test_a_mapping_is_made_from_an_example_of_the_file(at_work: Client, deal: Deal) -> None:
    assert "Er is nog geen koppeling." in at_work.get(ROOT).content.decode()
    unknown = ledger(FIRST, SECOND).replace(b"Bedrag", b"Geld")
    example = SimpleUploadedFile("a.csv", b"Grootboek gemeente;;\n" + unknown)
    page = at_work.post(
        f"{ROOT}koppelingen/nieuw/", {"name": "Grootboek", "kind": "expenditure", "file": example}, follow=True
    )
    mapping = LedgerMapping.objects.get()
    assert mapping.seen["kostenplaats"] == ["6710", "6720"]
    assert "Kies voor elk verplicht veld een kolom." in page.content.decode()
    address = f"{ROOT}koppelingen/{mapping.pk}/"
    chosen = {f"column-{name}": title for name, title in COLUMNS.items()} | {"column-amount": "geld"}
    common = {"name": "Grootboek", "kind": "expenditure", **chosen}
    page = at_work.post(address, {**common, "version": 1}, follow=True)
    assert "Nog niet klaar" in page.content.decode()  # no cost centre has its line yet
    form = page.context["form"]
    values = {field.name: LINES.get(field.label, "") for field in form.line_fields}
    values |= {field.name: "1.1.1" for field in form.measure_fields}
    page = at_work.post(address, {**common, **values, "version": 2}, follow=True)
    assert "klaar om bestanden mee in te lezen" in page.content.decode()
    mapping.refresh_from_db()
    assert (mapping.lines, mapping.measures) == ({"6710": "A-rijk", "6720": "B-rijk"}, {"P1": "1.1.1"})
    assert mapping.events.count() == 3
    assert at_work.post(address, {**common, "version": 1}).status_code == 409  # a stale save changes nothing
    assert at_work.post(address, {**common, "column-key": "", "version": 3}).status_code == 422
    assert at_work.post(address, {**common, "column-key": "geen kolom", "version": 3}).status_code == 422


def test_another_file_brings_new_values_and_changes_nothing(at_work: Client, mapping: LedgerMapping) -> None:
    newer = SimpleUploadedFile("b.csv", ledger(changed(FIRST, Kostenplaats="6730")))
    page = at_work.post(f"{ROOT}koppelingen/{mapping.pk}/bestand/", {"file": newer}, follow=True)
    assert [field.label for field in page.context["form"].line_fields] == ["(leeg)", "6710", "6720", "6730", "9999"]
    mapping.refresh_from_db()
    assert (mapping.lines, mapping.version) == (LINES, 1)


def test_a_mapping_is_made_by_looking(at_work: Client, deal: Deal) -> None:
    """The first rows beside the meaning of each column, an example value, and the total before it is kept."""
    content = EXPORTS[0].content
    file = SimpleUploadedFile("afas.csv", content)
    page = at_work.post(f"{ROOT}koppelingen/nieuw/", {"name": "AFAS", "kind": "expenditure", "file": file}, follow=True)
    text = " ".join(page.content.decode().split())
    assert "zoals AFAS Profit het schrijft" in text
    assert "<td>Bureau Noord</td>" in text
    assert 'naam<br><span class="badge">Aan wie</span>' in text
    assert "naam (bijvoorbeeld Bureau Noord)" in text
    mapping = LedgerMapping.objects.get()
    form = page.context["form"]
    data = {field.html_name: field.value() or "" for field in form if field.name != "adds_btw"}
    data |= {field.html_name: {"6710": "A-rijk", "6720": "B-rijk"}.get(field.label, "") for field in form.line_fields}
    page = at_work.post(f"{ROOT}koppelingen/{mapping.pk}/", data | {"try": "1"})
    text = " ".join(page.content.decode().split())
    assert page.status_code == 200, page.context["form"].errors
    assert "€ 1.512,54" in text  # 1.210,00 + 121,01 - 60,50 + 242,03
    assert "btw, opgeteld bij de factuur" in text
    mapping.refresh_from_db()
    assert mapping.lines == {}  # nothing was kept
    at_work.post(f"{ROOT}koppelingen/{mapping.pk}/", data)
    mapping.refresh_from_db()
    assert (mapping.lines, mapping.btw_accounts) == ({"6710": "A-rijk", "6720": "B-rijk"}, "152*")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("rates-text", "USD veel", "is geen koers"),
        ("rates-text", "USD 0", "is geen koers"),
        ("only-line", "4999-4000", "het eerste nummer groter"),
        ("never-line", "4*3", "alleen aan het eind"),
        ("never-account", "16*", "Kies eerst een kolom voor: Grootboekrekening."),
        ("btw_accounts", "152*", "Kies eerst een kolom voor de grootboekrekening."),
        ("heading_row", "1001", "Kies een rij van 1 tot en met 1000."),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_at_its_field(
    at_work: Client, mapping: LedgerMapping, field: str, value: str, told: str
) -> None:
    chosen = {f"column-{name}": title for name, title in COLUMNS.items()}
    data = {"name": "Grootboek", "kind": "expenditure", **chosen, field: value, "version": 1}
    page = at_work.post(f"{ROOT}koppelingen/{mapping.pk}/", data)
    assert page.status_code == 422
    assert told in page.context["form"].errors[field][0]


def test_a_mapping_that_leaves_rows_unread_is_not_called_ready(at_work: Client, deal: Deal) -> None:
    """Stranger of issue 17: "klaar" stood above a mapping by which none of four rows could be read."""
    example = SimpleUploadedFile("export.csv", ledger(changed(FIRST, Kostenplaats="6799")))
    mapping = mapping_of(deal)
    page = at_work.post(f"{ROOT}koppelingen/{mapping.pk}/bestand/", {"file": example}, follow=True)
    assert "Nog niet klaar" in words(page)
    assert "is klaar om bestanden" not in words(page)
    fields = page.content.decode()
    assert "(nodig)" in fields
    assert "(hoeft niet)" not in fields.partition('id="columns-title"')[2].partition('id="rules-title"')[0]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"a\nb\n", b"PK\x03\x04broken", b";;;\n;;;\n"])
def test_what_is_no_example_is_refused_in_words(at_work: Client, deal: Deal, content: bytes) -> None:
    data = {"name": "x", "kind": "expenditure", "file": SimpleUploadedFile("a.csv", content)}
    assert at_work.post(f"{ROOT}koppelingen/nieuw/", data).status_code == 422
    assert not LedgerMapping.objects.exists()


def test_from_file_to_bookings_that_count(at_work: Client, mapping: LedgerMapping, bureau: User, enter: Enter) -> None:
    page = upload(at_work, ledger(FIRST, SECOND), mapping).content.decode()
    job = LedgerImport.objects.get()
    assert "2 nieuwe boekingen." in page
    assert "€\u00a01.815,50" in page  # the control total of the file
    assert "Voer in als concept" not in page
    assert not Expenditure.objects.exists()
    page = at_work.post(f"{ROOT}inlezen/{job.pk}/invoeren/", {"submit": "1"}, follow=True).content.decode()
    assert "2 boekingen wachten op goedkeuring door een ander dan Controller" in page
    assert "Keur alle" not in page  # nobody approves what they entered
    assert at_work.post(f"{ROOT}inlezen/{job.pk}/goedkeuren/", seen_of(job)).status_code == 403
    other = enter(person(mapping.deal, "Tweede", Role.TREASURER))
    page = other.get(f"{ROOT}inlezen/{job.pk}/").content.decode()
    assert "Keur alle 2 boekingen goed" in page
    assert other.post(f"{ROOT}inlezen/{job.pk}/goedkeuren/").status_code == 409  # on what was seen, or not at all
    other.post(f"{ROOT}inlezen/{job.pk}/goedkeuren/", seen_of(job))
    page = other.post(f"{ROOT}inlezen/{job.pk}/goedkeuren/", seen_of(job), follow=True).content.decode()
    assert "Dat kan niet meer" in page
    assert "Goedgekeurd door Tweede" in page
    assert {row.decided_by.name for row in Expenditure.objects.all() if row.decided_by} == {"Tweede"}
    page = upload(at_work, ledger(FIRST, changed(SECOND, Bedrag="600,00", BTW="")), mapping).content.decode()
    assert "1 correctie op een goedgekeurde boeking." in page
    assert "<del>€\u00a0605,50</del>" in page
    assert "<ins>€\u00a0600,00</ins>" in page
    assert "nu van Controller" in page
    page = upload(at_work, ledger(FIRST, SECOND), mapping).content.decode()
    assert "staat al in het portaal" in page


def test_what_was_touched_since_is_not_approved_with_the_file(
    mapping: LedgerMapping, bureau: User, controller: User, enter: Enter
) -> None:
    from django.utils import timezone

    job = entered(mapping, bureau, ledger(FIRST, SECOND))
    first = Expenditure.objects.earliest("pk")
    first.give_back(by=controller, at=timezone.now(), reason="Kijk nog eens")
    enter(controller).post(f"{ROOT}inlezen/{job.pk}/goedkeuren/", seen_of(job))
    assert list(Expenditure.objects.order_by("pk").values_list("state", flat=True)) == ["returned", "approved"]


def test_what_the_covenant_refuses_does_not_count_and_the_page_says_why(
    mapping: LedgerMapping, bureau: User, controller: User, enter: Enter
) -> None:
    job = entered(mapping, bureau, ledger(changed(FIRST, Bedrag="18.000.000,01", BTW=""), SECOND))
    page = enter(controller).post(f"{ROOT}inlezen/{job.pk}/goedkeuren/", seen_of(job), follow=True).content.decode()
    assert "Niet goedgekeurd: er telt nog niets mee" in page
    assert "hoogstens €\u00a018.000.000,00" in page
    assert "Keur alle 2 boekingen goed" in page
    assert not Expenditure.objects.filter(state="approved").exists()


def test_a_mapping_that_is_not_ready_reads_nothing(at_work: Client, deal: Deal) -> None:
    mapping = LedgerMapping.objects.create(deal=deal, name="Leeg")
    response = upload(at_work, ledger(FIRST), mapping)
    assert response.status_code == 422
    assert "Kies eerst een kolom voor: Boekstuk." in response.content.decode()


def test_the_mapping_of_another_deal_is_no_choice(at_work: Client, veenland: Deal, deal: Deal) -> None:
    foreign = LedgerMapping.objects.create(deal=veenland, name="Buren", columns=COLUMNS)
    assert upload(at_work, ledger(FIRST), foreign).status_code == 422
    assert at_work.get(f"{ROOT}koppelingen/{foreign.pk}/").status_code == 404


def test_a_large_file_goes_to_a_worker_and_so_does_its_approval(
    at_work: Client,
    mapping: LedgerMapping,
    enter: Enter,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.EXCHANGE_AT_ONCE_BYTES = 0
    sent: list[str] = []
    for task in (tasks.check_ledger, tasks.enter_ledger, tasks.approve_ledger):
        monkeypatch.setattr(task, "delay", lambda pk, name=task.name: sent.append(name))
    rows = ledger(*(changed(FIRST, Regelnr=place) for place in range(1_001)))
    with django_capture_on_commit_callbacks(execute=True):
        page = upload(at_work, rows, mapping).content.decode()
    job = LedgerImport.objects.get()
    assert f'hx-get="{ROOT}inlezen/{job.pk}/stand/"' in page
    tasks.check_ledger(job.pk)
    with django_capture_on_commit_callbacks(execute=True):
        at_work.post(f"{ROOT}inlezen/{job.pk}/invoeren/", {"submit": "1"})
    tasks.enter_ledger(job.pk)
    other = enter(person(mapping.deal, "Tweede", Role.TREASURER))
    with django_capture_on_commit_callbacks(execute=True):
        page = other.post(f"{ROOT}inlezen/{job.pk}/goedkeuren/", seen_of(job), follow=True).content.decode()
    assert "De goedkeuring door Tweede wordt verwerkt." in page
    assert not Expenditure.objects.filter(state="approved").exists()
    tasks.approve_ledger(job.pk)
    assert Expenditure.objects.filter(state="approved").count() == 1_001
    assert sent == [
        "finance.ledger_import.tasks.check_ledger",
        "finance.ledger_import.tasks.enter_ledger",
        "finance.ledger_import.tasks.approve_ledger",
    ]


def test_who_may_not_see_what_waits_sees_only_downloads(enter: Enter, bzk: User, mapping: LedgerMapping) -> None:
    page = enter(bzk).get(ROOT).content.decode()
    assert "Ingelezen bestanden" not in page
    assert "Maak een koppeling" not in page


def test_a_file_is_returned_and_taken_back_on_its_page(
    at_work: Client, mapping: LedgerMapping, controller: User, enter: Enter
) -> None:
    """Money 28: both as a whole, with a reason, on what was seen."""
    job = entered(mapping, controller, ledger(FIRST, SECOND))
    page, other = f"{ROOT}inlezen/{job.pk}/", enter(person(mapping.deal, "Tweede", Role.TREASURER))
    assert "Stuur 2 boekingen terug" in " ".join(other.get(page).content.decode().split())
    assert other.post(f"{page}terugsturen/", {"seen": "x", "reason": "Fout"}).status_code == 409
    assert "Geef een reden" in other.post(f"{page}terugsturen/", seen_of(job), follow=True).content.decode()
    assert other.post(f"{page}terugnemen/", seen_of(job) | {"reason": "Niet van mij"}).status_code == 403
    done = other.post(f"{page}terugsturen/", seen_of(job) | {"reason": "Controletotaal"}, follow=True)
    assert "2 boekingen zijn teruggestuurd" in done.content.decode()
    assert "Ja, neem alles terug" in at_work.get(page).content.decode()
    done = at_work.post(f"{page}terugnemen/", seen_of(job) | {"reason": "Verkeerde export"}, follow=True)
    assert "2 boekingen zijn ingetrokken" in done.content.decode()
    assert set(Expenditure.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert "teruggenomen op" in at_work.get(ROOT).content.decode()


@pytest.mark.parametrize(("name", "state"), [("terugnemen", "withdrawn"), ("terugsturen", "returned")])
def test_a_large_file_is_taken_back_or_returned_by_a_worker(
    mapping: LedgerMapping,
    controller: User,
    enter: Enter,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    *,
    name: str,
    state: str,
) -> None:
    """Fifty thousand bookings are no request: the page shows how far it is, and nobody approves meanwhile."""
    sent: list[int] = []
    monkeypatch.setattr(tasks.step_ledger, "delay", sent.append)
    job = entered(mapping, controller, ledger(*(changed(FIRST, Regelnr=place) for place in range(1_001))))
    other = enter(person(mapping.deal, "Tweede", Role.TREASURER))
    client, page = (enter(controller) if name == "terugnemen" else other), f"{ROOT}inlezen/{job.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post(f"{page}{name}/", seen_of(job) | {"reason": "Verkeerd"}, follow=True)
    assert sent == [job.pk]
    assert f'hx-get="{page}stand/"' in shown.content.decode()
    assert "0 van 1.001 boekingen" in words(shown)
    assert "Stop het werk" not in words(shown)
    assert not Expenditure.objects.filter(state=state).exists()
    refused = other.post(f"{page}goedkeuren/", seen_of(job), follow=True)
    assert "Dat kan niet meer" in words(refused)
    tasks.step_ledger(job.pk)
    assert set(Expenditure.objects.values_list("state", flat=True)) == {state}
    assert client.get(f"{page}stand/").headers["HX-Refresh"] == "true"
    assert "Niet af" not in words(client.get(page))


def test_a_step_that_breaks_says_how_far_it_came_and_goes_on(
    at_work: Client, mapping: LedgerMapping, controller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = entered(mapping, controller, ledger(*(changed(FIRST, Regelnr=place) for place in range(5))))
    monkeypatch.setattr("finance.ledger_import.work.BATCH", 2)
    moved, page = [], f"{ROOT}inlezen/{job.pk}/"

    def breaks(entries: Any, *args: Any, **kwargs: Any) -> None:
        moved.append(len(entries))
        if len(moved) == 3:  # of each part: what it brought, and what it changed
            raise OSError
        move_all(entries, *args, **kwargs)

    monkeypatch.setattr("finance.ledger_import.work.move_all", breaks)
    shown = words(at_work.post(f"{page}terugnemen/", seen_of(job) | {"reason": "Verkeerd"}, follow=True))
    assert "Niet af" in shown
    assert "2 van 5 boekingen zijn ingetrokken" in shown
    assert "wordt teruggenomen, niet af" in words(at_work.get(ROOT))
    shown = words(at_work.post(f"{page}terugnemen/", seen_of(job) | {"reason": "Verkeerd"}, follow=True))
    assert "3 boekingen zijn ingetrokken" in shown
    assert "Niet af" not in shown
    assert set(Expenditure.objects.values_list("state", flat=True)) == {"withdrawn"}
