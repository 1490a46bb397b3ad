"""A preview that one can decide on: the largest first, faults in groups, the effect on the room, what is gone."""

import os
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from finance.ledger.models import Expenditure
from finance.ledger_import.models import LedgerImport, LedgerMapping
from regiodeal.deals.models import User
from regiodeal.deals.roles import Role
from tests.finance.ledger_import.ledger import (
    FIRST,
    ROOT,
    SECOND,
    approved,
    changed,
    checked,
    entered,
    ledger,
    uploaded,
)
from tests.plugins.deal import Enter, person

State = LedgerImport.State


def page_of(client: Client, job: LedgerImport, query: str = "") -> str:
    """The page of a file, on one line."""
    return " ".join(client.get(f"{ROOT}inlezen/{job.pk}/{query}").content.decode().split())


@pytest.fixture
def at_work(enter: Enter, bureau: User) -> Client:
    """The bureau, signed in."""
    return enter(bureau)


def rows_of(text: str) -> list[str]:
    """The numbers of the documents in the table of changes, in their order."""
    return [part.partition(":")[0] for part in text.split("<td>2026-17/")[1:]]


def test_one_correction_among_many_is_found(
    at_work: Client, mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    """Money 33: the largest first, by kind, by a word, and in the order of the file where that is asked."""
    approved(mapping, bureau, controller, ledger(SECOND))
    many = [changed(FIRST, Regelnr=place, Bedrag=f"{place},00", BTW="") for place in range(100, 160)]
    job = checked(mapping, bureau, ledger(*many, changed(SECOND, Bedrag="600,00", BTW="")))
    assert rows_of(page_of(at_work, job))[:3] == ["159", "158", "157"]
    assert rows_of(page_of(at_work, job, "?soort=correction")) == ["2"]
    assert rows_of(page_of(at_work, job, "?zoek=werk+nv")) == ["2"]
    assert rows_of(page_of(at_work, job, "?volgorde=rij"))[:3] == ["100", "101", "102"]
    assert len(rows_of(page_of(at_work, job, "?page=2"))) == 11
    assert rows_of(page_of(at_work, job, "?soort=iets&volgorde=anders"))[0] == "159"


def test_faults_stand_in_groups_and_are_mapped_there(at_work: Client, mapping: LedgerMapping, bureau: User) -> None:
    """Money 33: one cost centre that nobody mapped is one line, with the field to map it; then it is read again."""
    many = [changed(FIRST, Regelnr=place, Kostenplaats="6740") for place in range(1, 61)]
    job = checked(mapping, bureau, ledger(*many, changed(SECOND, Regelnr=99, Kostenplaats="")))
    text = page_of(at_work, job)
    assert '<th scope="row" class="number">60</th> <td>kostenplaats</td>' in text
    assert "kostenplaats 6740: 60 rijen" in text
    assert "kostenplaats (leeg): 1 rij<" in text.replace(" <", "<")
    address, version = f"{ROOT}inlezen/{job.pk}/koppelen/", job.mapping.version
    told = at_work.post(address, {"version": version}, follow=True).content.decode()
    assert "Kies eerst waar een waarde bij hoort" in told
    assert at_work.post(address, {"version": version, "line-0": "Z"}, follow=True).context["imported"].fault_count == 61
    values = {"version": version, "line-0": "B-rijk", "line-1": "-"}
    text = " ".join(at_work.post(address, values, follow=True).content.decode().split())
    assert "De koppeling is aangevuld en het bestand is opnieuw nagekeken." in text
    job.refresh_from_db()
    mapping.refresh_from_db()
    assert (job.state, job.counts, job.totals["passed_over"]) == (State.CHECKED, {"new": 60}, 1)
    assert (mapping.lines["6740"], mapping.lines[""]) == ("B-rijk", "-")
    assert mapping.events.latest("pk").by == bureau


def test_long_values_are_mapped_whole(at_work: Client, mapping: LedgerMapping, bureau: User) -> None:
    """Two cost centres of over sixty characters that begin alike are two, and each gets its own line."""
    long = "6740 Sociaal domein, uitvoering van de wijkaanpak Moerwijk en Morgenstond, "
    rows = ledger(changed(FIRST, Kostenplaats=f"{long}deel A"), changed(SECOND, Kostenplaats=f"{long}deel B"))
    job = checked(mapping, bureau, rows)
    text = page_of(at_work, job)
    assert f"{long}deel A: 1 rij" in text
    assert "van de w … rgenstond, deel B&#x27; is nog aan geen begrotingsregel" in text
    values = {"version": mapping.version, "line-0": "A-rijk", "line-1": "B-rijk"}
    at_work.post(f"{ROOT}inlezen/{job.pk}/koppelen/", values)
    job.refresh_from_db()
    mapping.refresh_from_db()
    assert (job.state, job.counts) == (State.CHECKED, {"new": 2})
    assert mapping.lines[f"{long}deel B"] == "B-rijk"
    example = SimpleUploadedFile("a.csv", rows)
    page = at_work.post(f"{ROOT}koppelingen/{mapping.pk}/bestand/", {"file": example}, follow=True)
    assert f"{long}deel A" in [field.label for field in page.context["form"].line_fields]


def test_only_the_owner_maps_and_not_on_an_old_page(
    at_work: Client, mapping: LedgerMapping, controller: User, enter: Enter
) -> None:
    job = checked(mapping, controller, ledger(changed(FIRST, Kostenplaats="6740")))
    address = f"{ROOT}inlezen/{job.pk}/koppelen/"
    assert at_work.post(address, {"version": mapping.version, "line-0": "B-rijk"}).status_code == 403
    told = enter(controller).post(address, {"version": mapping.version + 1, "line-0": "B-rijk"}, follow=True)
    assert "line-0" in told.content.decode()
    mapping.refresh_from_db()
    assert "6740" not in mapping.lines


def test_the_effect_on_the_room_stands_before_entering_and_before_approving(
    at_work: Client, mapping: LedgerMapping, bureau: User, enter: Enter
) -> None:
    """Money 34: what is read is bound on its line; the approver sees the same."""
    job = checked(mapping, bureau, ledger(FIRST))
    before = page_of(at_work, job)
    assert "Wat dit met de ruimte doet, als alles is goedgekeurd" in before
    assert "verplicht of besteed € 1.210,00" in before
    waiting = entered(mapping, bureau, ledger(FIRST))
    after = page_of(enter(person(mapping.deal, "Tweede", Role.TREASURER)), waiting)
    assert "verplicht of besteed € 1.210,00" in after
    assert after.index("Wat dit met de ruimte doet") < after.index("Keur alle 1 boekingen goed")


def test_what_the_cap_refuses_is_told_before_it_is_approved(
    at_work: Client, mapping: LedgerMapping, bureau: User
) -> None:
    mapping.lines = mapping.lines | {"6790": "VAT-rijk"}
    mapping.save()
    job = checked(mapping, bureau, ledger(changed(FIRST, Kostenplaats="6790", Bedrag="700.000,00", BTW="")))
    assert "Goedkeuren kan pas als" in page_of(at_work, job)


def test_rows_that_are_gone_are_named(at_work: Client, mapping: LedgerMapping, bureau: User, controller: User) -> None:
    """Money 30: within the days of the file; what lies before it is another month's."""
    old = changed(FIRST, Regelnr=7, Boekdatum="01-12-2025", Boekjaar=2025)
    late = changed(FIRST, Regelnr=8, Boekdatum="20-01-2026", Bedrag="77,20", BTW="")
    approved(mapping, bureau, controller, ledger(old, late, FIRST, SECOND))
    last = changed(SECOND, Regelnr=9, Boekdatum="31-01-2026")
    job = checked(mapping, bureau, ledger(FIRST, SECOND, last))
    text = page_of(at_work, job)
    assert "Eén boeking in het portaal, niet in het bestand" in text
    gone = Expenditure.objects.get(code="2026-17/8")
    assert f'bestedingen/{gone.pk}/">2026-17/8</a>' in text
    assert "2026-17/7" not in text


def test_the_file_is_kept_with_its_hash(at_work: Client, mapping: LedgerMapping, bureau: User, enter: Enter) -> None:
    """Money 36: the accountant ties the bookings to the export that was audited."""
    content = ledger(FIRST, SECOND)
    job = entered(mapping, bureau, content)
    assert job.sha256 == sha256(content).hexdigest()
    assert job.sha256 in page_of(at_work, job)
    answer = at_work.get(f"{ROOT}inlezen/{job.pk}/bestand/")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert 'filename="grootboek.csv"' in answer["Content-Disposition"]
    assert at_work.get(f"{ROOT}inlezen/{checked(mapping, bureau, ledger(SECOND)).pk}/bestand/").status_code == 404
    assert not job.folder.has_upload()


def test_a_mapping_is_tried_on_an_old_file(at_work: Client, mapping: LedgerMapping, bureau: User) -> None:
    job = entered(mapping, bureau, ledger(FIRST, SECOND))
    data = {"name": "Grootboek", "kind": "expenditure", "version": 1, "try": "1", "try_on": job.pk}
    data |= {f"column-{name}": title for name, title in mapping.columns.items()}
    page = at_work.post(f"{ROOT}koppelingen/{mapping.pk}/", data)
    assert "is nog aan geen begrotingsregel gekoppeld" not in str(page.context["trial"].lines)
    assert page.context["trial"].row_count == 2
    assert page.context["old_files"][0] == job


@pytest.mark.parametrize("state", [State.CHECKING, State.ENTERING])
def test_a_killed_worker_is_told_within_a_minute(
    at_work: Client, mapping: LedgerMapping, bureau: User, state: str
) -> None:
    """Money 35: no sign of life for 45 seconds, and the page says so; a worker that lives gives one every 5."""
    job = uploaded(mapping, bureau, ledger(FIRST))
    now = timezone.now()
    LedgerImport.objects.filter(pk=job.pk).update(state=state, alive_at=now - timedelta(minutes=5), change_count=1)
    with job.folder.signs_of_life():
        assert job.folder.last_sign()
    assert "wordt" in page_of(at_work, job)
    long_ago = (now - timedelta(seconds=50)).timestamp()
    os.utime(storages["imports"].path(f"{job.place}/{job.pk}/alive"), (long_ago, long_ago))
    answer = at_work.get(f"{ROOT}inlezen/{job.pk}/stand/")
    assert answer["HX-Refresh"] == "true"
    job.refresh_from_db()
    assert (job.state, job.reason) == (
        State.FAILED,
        "Het werk is onderbroken. Er is niets ingevoerd; kies het bestand opnieuw.",
    )
    assert not job.finish_enter(at=now)  # were it alive after all, what it wrote would be rolled back


def test_the_example_of_a_mapping_does_not_stay(at_work: Client, mapping: LedgerMapping, settings: object) -> None:
    from finance.ledger_import.tasks import tidy_ledgers

    example = SimpleUploadedFile("a.csv", ledger(FIRST))
    at_work.post(f"{ROOT}koppelingen/{mapping.pk}/bestand/", {"file": example})
    assert mapping.example.has_upload()
    tidy_ledgers()
    assert mapping.example.has_upload()
    old = (timezone.now() - timedelta(days=30)).timestamp()
    os.utime(storages["imports"].path(f"{mapping.example.place}/{mapping.pk}/upload"), (old, old))
    tidy_ledgers()
    assert not mapping.example.has_upload()
