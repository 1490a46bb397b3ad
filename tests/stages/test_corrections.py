"""Slips of the pen in a signed deal: two people, and never a figure."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from finance.review.queue import waiting_count
from pillars.agreed.models import Goal, Result, Target
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deal_file.schema import lists
from regiodeal.deal_file.told import field_title
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.models import Deal, LoadedChange, Neighbourhood, OfficeHolder, Organisation, User
from regiodeal.deals.roles import Role, rights_of
from regiodeal.stages import text_corrections
from regiodeal.stages.models import Correction, CorrectionState
from regiodeal.stages.text_corrections import NoSlipError, confirm, found_texts, propose, texts_of, written_text
from tests.pages import BASE, carried, words, words_at
from tests.plugins.deal import Enter, at, person

PAGE = f"{BASE}correcties/"


def proposed(client: Client, path: str, new: str) -> None:
    """Propose a correction on its page."""
    form = carried(client, path) | {"new": new, "reason": "Verkeerd overgetypt."}
    assert client.post(f"{BASE}{path}", form).status_code == 302


def test_a_name_is_corrected_by_two_people(enter: Enter, deal: Deal, bureau: User, reviewer: User) -> None:
    """Any deal 26: the name of a Party, a minister or a place could change only by file and shell."""
    area = Neighbourhood.objects.filter(deal=deal).get(name="Moerwijk")
    one, two = enter(bureau), enter(reviewer)
    page = words(one.get(PAGE, {"woorden": "moerwijk"}))
    assert "Verbeter dit" in page
    proposed(one, f"correcties/nieuw/neighbourhoods/{area.code}/name/", "Moerwyk")
    correction = Correction.objects.get()
    path = f"correcties/{correction.pk}/bevestigen/"
    assert one.post(f"{BASE}{path}", carried(one, path)).status_code == 403
    seen = words_at(two, path)
    assert "Moerwijk" in seen
    assert "Moerwyk" in seen
    assert two.post(f"{BASE}{path}", carried(two, path)).status_code == 302
    area.refresh_from_db()
    assert area.name == "Moerwyk"
    trail = LoadedChange.objects.get(deal=deal, list_name="neighbourhoods", code=area.code)
    assert (trail.old, trail.new) == ("Moerwijk", "Moerwyk")
    assert "Verkeerd overgetypt." in trail.rationale
    assert "verbeterd" in words(two.get(PAGE))


def test_a_correction_waits_for_the_second_person_and_not_for_the_first(
    enter: Enter, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Any deal, by a stranger 13: what waits for the reviewer did not count the correction that waited for them."""
    area = Neighbourhood.objects.filter(deal=deal).get(name="Moerwijk")
    one, two = enter(bureau), enter(reviewer)

    def waiting() -> list[int]:
        roles = {bureau: Role.BUREAU, reviewer: Role.REVIEWER}
        return [waiting_count(deal, who, rights_of([role]), on=date(2026, 5, 20)) for who, role in roles.items()]

    before = waiting()
    proposed(one, f"correcties/nieuw/neighbourhoods/{area.code}/name/", "Moerwyk")
    after = waiting()
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 1]
    assert "1 correctie wacht op een tweede persoon" in words_at(two, "mijn-werk/")
    assert "op een tweede persoon" not in words_at(one, "mijn-werk/")


def test_the_name_of_an_office_holder_and_of_the_deal_are_texts_too(deal: Deal, bureau: User, reviewer: User) -> None:
    """Any deal 26 and 28: office holders and the name of the deal itself."""
    holder = OfficeHolder.objects.filter(party__deal=deal).first()
    assert holder is not None
    for list_name, code, field in (("office_holders", str(holder.pk), "name"), ("deal", "deal", "short_name")):
        written = written_text(deal, list_name, code, field)
        assert written is not None
        made = propose(deal, written, new="Anders", reason="Fout", by=bureau, at=at("2026-03-01"))
        confirm(made, by=reviewer, at=at("2026-03-02"))
    holder.refresh_from_db()
    assert (holder.name, Deal.objects.get(pk=deal.pk).short_name) == ("Anders", "Anders")


@pytest.mark.parametrize(
    ("list_name", "code", "field"),
    [("targets", "1.1.1", "minimum"), ("budget_lines", "x", "amount"), ("measures", "x", "activities")],
)
def test_a_figure_is_no_slip_of_the_pen(
    enter: Enter, deal: Deal, bureau: User, list_name: str, code: str, field: str
) -> None:
    """Norms and amounts are refused with a pointer to the amendment."""
    rows = next(rows for rows in all_rows() if rows.name == list_name)
    row = rows.model._default_manager.filter(deal=deal).first()
    assert row is not None
    answer = enter(bureau).get(f"{PAGE}nieuw/{list_name}/{row.code}/{field}/", follow=True)
    assert "verandert alleen door een wijziging" in words(answer)
    assert "Naar de wijzigingen" in words(answer)


def test_a_number_within_a_text_is_no_slip_either(deal: Deal, bureau: User) -> None:
    goal = next(row for row in Goal.objects.filter(deal=deal))
    written = written_text(deal, "goals", goal.code, "wording")
    assert written is not None
    with pytest.raises(NoSlipError, match="getal"):
        propose(deal, written, new=f"{written.text} 99", reason="Fout", by=bureau, at=at("2026-03-01"))
    article = written_text(deal, "goals", goal.code, "article")
    assert article is not None
    propose(deal, article, new="art. 99", reason="Fout", by=bureau, at=at("2026-03-01"))


def test_nobody_confirms_their_own_and_nothing_is_confirmed_twice(deal: Deal, bureau: User, reviewer: User) -> None:
    row = Organisation.objects.filter(deal=deal).first()
    assert row is not None
    written = written_text(deal, "organisations", row.code, "name")
    assert written is not None
    made = propose(deal, written, new="Anders", reason="Fout", by=bureau, at=at("2026-03-01"))
    with pytest.raises(FourEyesError):
        confirm(made, by=bureau, at=at("2026-03-02"))
    with pytest.raises(ValueError, match="wacht al"):
        propose(deal, written, new="Nog anders", reason="Fout", by=bureau, at=at("2026-03-01"))
    confirm(Correction.objects.get(pk=made.pk), by=reviewer, at=at("2026-03-02"))
    for again in (made, Correction.objects.get(pk=made.pk)):
        with pytest.raises(WrongStateError):
            confirm(again, by=reviewer, at=at("2026-03-03"))
    Organisation.objects.filter(pk=row.pk).update(name=written.text)
    with pytest.raises(WrongStateError):  # also where the text is again as it was
        confirm(Correction.objects.get(pk=made.pk), by=reviewer, at=at("2026-03-04"))
    assert LoadedChange.objects.filter(deal=deal, list_name="organisations", code=row.code).count() == 1


def test_a_correction_is_refused_or_taken_back(enter: Enter, deal: Deal, bureau: User, reviewer: User) -> None:
    one, two = enter(bureau), enter(reviewer)
    area = Neighbourhood.objects.filter(deal=deal)[0]
    path = f"correcties/nieuw/neighbourhoods/{area.code}/name/"
    proposed(one, path, "Anders")
    made = Correction.objects.get()
    step = f"correcties/{made.pk}/niet/"
    two.post(f"{BASE}{step}", carried(two, step) | {"reason": "Zo heet het echt."})
    made.refresh_from_db()
    assert made.state == CorrectionState.REFUSED
    proposed(one, path, "Nog anders")
    made = Correction.objects.get(state=CorrectionState.PROPOSED)
    step = f"correcties/{made.pk}/intrekken/"
    assert two.post(f"{BASE}{step}", carried(two, step)).status_code == 403
    one.post(f"{BASE}{step}", carried(one, step))
    made.refresh_from_db()
    assert made.state == CorrectionState.WITHDRAWN
    area.refresh_from_db()
    assert area.name not in {"Anders", "Nog anders"}


def test_what_changed_since_it_was_proposed_is_not_overwritten(
    enter: Enter, deal: Deal, bureau: User, reviewer: User
) -> None:
    area = Neighbourhood.objects.filter(deal=deal)[0]
    written = written_text(deal, "neighbourhoods", area.code, "name")
    assert written is not None
    made = propose(deal, written, new="Anders", reason="Fout", by=bureau, at=at("2026-03-01"))
    Neighbourhood.objects.filter(pk=area.pk).update(name="Intussen")
    client, step = enter(reviewer), f"correcties/{made.pk}/bevestigen/"
    assert client.post(f"{BASE}{step}", carried(client, step)).status_code == 409
    area.refresh_from_db()
    assert area.name == "Intussen"


def test_texts_are_found_by_their_words(deal: Deal) -> None:
    assert {row.list_name for row in found_texts(deal, "moerwijk")} >= {"neighbourhoods"}
    assert found_texts(deal, "  ") == []


def test_an_administrator_keeps_office_holders(enter: Enter, deal: Deal, administrator: User) -> None:
    """Who looks after the people of a deal may write down who holds an office."""
    assert enter(administrator).get(reverse("add-office-holder", args=[deal.slug])).status_code == 200
    reader = person(deal, "Lezer", Role.REVIEWER)
    assert enter(reader).get(reverse("add-office-holder", args=[deal.slug])).status_code == 403


@pytest.mark.parametrize(("list_name", "field"), [("sources", "part_of"), ("results", "executor")])
def test_what_is_reckoned_with_is_no_slip(deal: Deal, list_name: str, field: str) -> None:
    """Review 16.2: a correction of `part_of` regrouped the money, and one of `executor` passed the amendment by."""
    rows = next(rows for rows in all_rows() if rows.name == list_name)
    row = rows.model._default_manager.filter(deal=deal).first()
    assert row is not None
    with pytest.raises(NoSlipError, match="alleen door een wijziging"):
        written_text(deal, list_name, row.code, field)


def test_what_is_amended_is_no_slip(deal: Deal) -> None:
    """Review 16.2: the texts of a correction follow from what an amendment changes; only wordings are of both."""
    for rows in all_rows():
        assert set(texts_of(rows)) & set(rows.amendable) <= {"title", "wording", "note"}, rows.name


@pytest.mark.parametrize(
    ("new", "told"), [("Mooi\nwijk", "één regel"), ("Mooi\u2028wijk", "één regel"), ("x" * 300, "100"), ("  ", "leeg")]
)
def test_a_corrected_text_fits_its_field(enter: Enter, deal: Deal, bureau: User, new: str, told: str) -> None:
    """Review 16.3: a short name of two lines broke the heads of mails; one of 300 characters gave 500."""
    written = written_text(deal, "deal", "deal", "short_name")
    assert written is not None
    with pytest.raises(ValueError, match=told):
        propose(deal, written, new=new, reason="Fout", by=bureau, at=at("2026-03-01"))
    client, path = enter(bureau), "correcties/nieuw/deal/deal/short_name/"
    answer = client.post(f"{BASE}{path}", carried(client, path) | {"new": new, "reason": "Fout"})
    assert answer.status_code in {409, 422}
    assert not Correction.objects.exists()


def test_texts_of_a_deal_with_a_long_slug_are_found(enter: Enter, deal: Deal, bureau: User) -> None:
    """Review 16.4: the slug stood in the address as a code, of which one has 60 characters: the page gave 500."""
    Deal.objects.filter(pk=deal.pk).update(slug="a" * 80)
    answer = enter(bureau).get(f"/deals/{'a' * 80}/correcties/", {"woorden": deal.short_name})
    assert answer.status_code == 200
    assert "/correcties/nieuw/deal/deal/short_name/" in answer.content.decode()


def test_texts_are_found_without_reading_the_schema_for_each(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Review 16.21: the label of every text of the deal was made, before it was looked at for the words."""
    made: list[str] = []

    def titled(list_name: str, field: str) -> str:
        made.append(field)
        return field_title(list_name, field)

    monkeypatch.setattr(text_corrections, "field_title", titled)
    assert len(found_texts(deal, "moerwijk")) == len(made) > 0
    assert lists() is lists()


def test_what_was_never_given_apart_is_corrected_with_it(
    enter: Enter, deal: Deal, bureau: User, reviewer: User
) -> None:
    """By a stranger 16: a norm without a title of its own kept the wrong title of its result."""
    result = next(each for each in Result.objects.filter(deal=deal) if each.targets.filter(title=each.title).exists())
    norm = result.targets.filter(title=result.title).first()
    own = Target.objects.filter(deal=deal).exclude(title=result.title).first()
    assert norm is not None
    assert own is not None
    proposed(enter(bureau), f"correcties/nieuw/results/{result.code}/title/", f"{result.title} hersteld")
    path = f"correcties/{Correction.objects.get().pk}/bevestigen/"
    two = enter(reviewer)
    assert f"Verandert mee Norm {norm.code}: titel" in words_at(two, path)
    assert two.post(f"{BASE}{path}", carried(two, path)).status_code == 302
    norm.refresh_from_db()
    assert norm.title == f"{result.title} hersteld"
    assert Target.objects.get(pk=own.pk).title == own.title
    told = LoadedChange.objects.filter(deal=deal, list_name="targets", code=norm.code).get()
    assert (told.old, told.new) == (result.title, norm.title)
