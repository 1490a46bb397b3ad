"""A case that is settled is told for ever as on the day it was settled, whoever joins or leaves; days that fit."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.amendment_steps import steps
from regiodeal.covenant.agreement.annexes import annexes
from regiodeal.covenant.agreement.consents import consent_count
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.due_rules.due_rules import case_rules
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.covenant.withdrawals.withdrawal import annul, withdraw
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.day_order import NotYetError
from tests.covenant.agreement.reading import page_of, told
from tests.covenant.agreement.test_bound import accession, codes, joining, leave
from tests.pages import BASE, carried, words, words_at
from tests.plugins.amending import PARTIES, asked, consent, consent_all, day, drafted, party, signed
from tests.plugins.deal import Enter, at


def held(deal: Deal, by: User, on: str, *, is_agreed: bool = False) -> Meeting:
    """An overleg that took place, with its minutes agreed or not."""
    meeting = Meeting(deal=deal)
    meeting.enter(by=by, at=at("2026-05-01"), values={"title": f"Overleg van {on}", "held_on": day(on)})
    meeting.invite(by=by, at=at("2026-05-02"))
    meeting.hold(by=by, at=at(on), on=day(on))
    if is_agreed:
        meeting.draft_minutes("Wat is gezegd.", by=by, at=at(on), version=meeting.version)
        meeting.agree_minutes(on=day(on), by=by, at=at(on))
    return meeting


def told_of(amendment: Amendment, on: str) -> tuple[object, ...]:
    """All that a page says of the consents to a case on a day."""
    amendment.refresh_from_db()
    count = consent_count(amendment, on=day(on))
    titles = [(annex.title, annex.is_missing) for annex in annexes(amendment, count)]
    return count.agreed, count.codes, count.missing, count.settled_on, tuple(titles)


def in_force(deal: Deal, by: User) -> Amendment:
    """An amendment to which five of five consented, in force since 1 August 2026."""
    amendment = asked(deal, by)
    consent_all(amendment, by)
    signed(amendment, by)
    adoption.adopt(amendment, on=day("2026-08-01"), by=by, at=at("2026-07-20"))
    return amendment


def test_who_joins_later_changes_nothing_about_a_closed_amendment(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    """F1: "Instemming: 5 van 6" for an amendment in force, after OCW joined."""
    amendment = in_force(deal, bureau)
    before = told_of(amendment, "2026-08-02")
    new = accession(deal, bureau)
    amendment_verbs.request(new, on=day("2026-09-01"), by=bureau, at=at("2026-09-01"))
    amendment_verbs.inform(new, on=day("2026-09-02"), by=bureau, at=at("2026-09-02"))
    for code in PARTIES:
        consent(new, code, bureau, on="2026-09-10")
    assert told_of(amendment, "2026-11-29") == before
    assert before[:2] == (5, list(PARTIES))
    assert "Instemming: 5 van 5" in words_at(enter(overleg), page_of(amendment))


def test_who_joins_is_never_asked_about_its_own_accession(deal: Deal, bureau: User) -> None:
    """F1: the accession of OCW itself: "5 van 6", with its own seat open."""
    new = joining(deal, bureau)
    consent_all(new, bureau)
    assert "OCW" in codes(deal, "2026-07-10")
    assert told_of(new, "2026-11-29")[:3] == (5, list(PARTIES), "")


def test_who_leaves_later_stays_in_what_it_consented_to(deal: Deal, bureau: User) -> None:
    """F1: with the Party its consent and its annex went: "4 van 5"."""
    amendment = in_force(deal, bureau)
    before = told_of(amendment, "2026-08-02")
    leave(deal, "Gemeente", "2026-08-03", bureau)
    assert "Gemeente" not in codes(deal, "2026-11-29")
    assert told_of(amendment, "2026-11-29") == before


def test_a_request_that_was_taken_back_keeps_who_was_asked(deal: Deal, bureau: User) -> None:
    """F1, neighbour: a request that ended without being in force."""
    amendment = asked(deal, bureau)
    consent(amendment, "BZK", bureau)
    amendment_verbs.withdraw_request(amendment, reason="Toch niet.", by=bureau, at=at("2026-07-11"))
    before = told_of(amendment, "2026-07-12")
    leave(deal, "JenV", "2026-07-12", bureau)
    assert told_of(amendment, "2026-11-29") == before
    assert before[:2] == (1, list(PARTIES))


def test_a_request_that_was_taken_back_before_it_was_settled_is_never_told_as_settled(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    """Four of four, since the fifth left: nobody had settled that, and the step stood there as done."""
    leave(deal, "JenV", "2026-04-14", bureau)  # bound up to and including 14 July
    amendment = asked(deal, bureau)
    for code in PARTIES:
        if code != "JenV":
            consent(amendment, code, bureau)
    assert consent_count(amendment, on=day("2026-07-20")).awaits_decision
    amendment_verbs.withdraw_request(amendment, reason="Toch niet.", by=bureau, at=at("2026-07-20"))
    amendment.refresh_from_db()
    count = consent_count(amendment, on=day("2026-11-29"))
    assert (count.agreed, len(count.codes), count.settled_on) == (4, 4, None)
    assert (count.is_complete, count.awaits_decision) == (False, False)
    shown = {step.title: step.state for step in steps(amendment, count, None, case_rules(deal), on=day("2026-11-29"))}
    assert shown["Instemming van alle Partijen"] == "todo"
    page = words_at(enter(overleg), page_of(amendment))
    assert "4 van 4 Partijen stemmen in; dat is niet vastgesteld." in page


def test_who_joins_meanwhile_is_asked_until_all_have_consented_and_not_after_that(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    """F1: the rule for who joins while a request is in procedure, and it is on the page."""
    first, second = asked(deal, bureau), asked(deal, bureau)
    consent_all(first, bureau)  # all five, before OCW joins
    new = joining(deal, bureau)
    for code in PARTIES:
        consent(new, code, bureau, on="2026-07-11")
    assert told_of(first, "2026-07-12")[1] == list(PARTIES)
    assert told_of(second, "2026-07-12")[1] == [*PARTIES, "OCW"]
    with pytest.raises(NotYetError, match="werd Partij nadat genoeg Partijen hadden ingestemd"):
        consent(first, "OCW", bureau, on="2026-07-12")
    page = words_at(enter(overleg), page_of(second))
    assert "OCW is Partij sinds 11 juli 2026, toen al om instemming was gevraagd." in page
    signed(first, bureau)


def test_a_consent_of_who_left_meanwhile_stays_to_be_read(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    """F1: a consent that was given disappeared with its Party."""
    leave(deal, "JenV", "2026-04-14", bureau)  # bound up to and including 14 July
    amendment = asked(deal, bureau)
    consent(amendment, "JenV", bureau)
    assert "JenV: stemt in, op 10 juli 2026. Dit telt niet mee" in words_at(enter(overleg), page_of(amendment))


@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_of_joining_and_leaving_changes_a_settled_case(deal: Deal, bureau: User, seed: int) -> None:
    """F1, as a property: what was told of each case on the day it was settled is told ever after."""
    dice, today = Random(seed), day("2026-08-10")
    case = in_force(deal, bureau)
    settled = {case.pk: told_of(case, str(today))}
    for number in range(6):
        today += timedelta(days=dice.randint(20, 60))
        on, bound = str(today), codes(deal, str(today))
        if dice.random() < 0.5 and len(bound) > 2:
            gone = [row for row in bound if not Withdrawal.objects.filter(party__code=row).exists()]
            if gone:
                leave(deal, dice.choice(gone), on, bureau)
        else:
            new = accession(deal, bureau, new_code=f"P{number}", new_name=f"Partij {number}")
            amendment_verbs.request(new, on=today, by=bureau, at=at(on))
            amendment_verbs.inform(new, on=today, by=bureau, at=at(on))
            for code in bound:
                consent(new, code, bureau, on=on)
            settled[new.pk] = told_of(new, on)
            assert settled[new.pk][:2] == (len(bound), bound)
        for pk, before in settled.items():
            assert told_of(Amendment.objects.get(pk=pk), "2028-01-01") == before


def test_a_notice_does_not_come_before_the_deal(deal: Deal, bureau: User, gemeente: User, enter: Enter) -> None:
    """F2: a notice of 1 January 2019, four years before the deal was signed, was taken."""
    with pytest.raises(NotYetError, match=r"opzeggen kan pas als de deal in werking is \(2 november 2023\)"):
        withdraw(
            party(deal, "Gemeente"),
            on=day("2019-01-01"),
            circumstances="Ja",
            by=bureau,
            at=at("2026-11-29"),
        )
    path, data = BASE + "opzeggen/", {"on": "2025-11-02", "circumstances": "De gemeente fuseert.", "sure": "on"}
    client = enter(gemeente)
    assert "Klopt 2 november 2025? Dat is langer dan een maand geleden." in told(client, path, data)
    assert not Withdrawal.objects.exists()


def test_a_notice_never_works_back(deal: Deal, bureau: User) -> None:
    """F2: the versions of 2024 told other Parties after a notice dated back."""
    before = [codes(deal, on) for on in ("2024-01-01", "2026-11-29")]
    notice = withdraw(
        party(deal, "Gemeente"),
        on=day("2024-01-01"),
        circumstances="Ja",
        by=bureau,
        at=at("2026-11-29"),
    )
    assert notice.bound_until == day("2026-11-29")
    assert [codes(deal, on) for on in ("2024-01-01", "2026-11-29")] == before
    assert "Gemeente" not in codes(deal, "2026-11-30")


def test_a_notice_dated_wrongly_is_undone_by_somebody_else(
    deal: Deal, bureau: User, gemeente: User, bzk: User, enter: Enter
) -> None:
    """F2: after its last day nobody could undo a notice with a wrong year."""
    notice = leave(deal, "Gemeente", "2026-04-01", gemeente)
    with pytest.raises(FourEyesError):
        annul(notice, reason="Verkeerd jaar.", by=gemeente, at=at("2026-11-29"))
    path = f"{BASE}opzeggen/{notice.pk}/ongedaan/"
    assert enter(gemeente).get(path).status_code == 403
    assert "Gemeente is Partij gebleven" in told(enter(bzk), path, {"reason": "Verkeerd jaar."})
    assert "Gemeente" in codes(deal, "2026-11-29")
    assert "ongedaan gemaakt" in words_at(enter(bureau), BASE + "wijzigingen/")
    assert "was verkeerd en is ongedaan gemaakt door BZK" in words_at(enter(bureau), BASE + "versies/")
    with pytest.raises(WrongStateError):
        annul(Withdrawal.objects.get(), reason="Nog eens.", by=bureau, at=at("2026-11-29"))


def test_a_request_is_not_on_the_agenda_of_an_overleg_before_it(deal: Deal, bureau: User) -> None:
    """F3: consent was asked on the agenda of an overleg of two years before the request."""
    early = held(deal, bureau, "2026-05-20")
    amendment = drafted(deal, bureau)
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    amendment_verbs.inform(amendment, on=day("2026-06-03"), by=bureau, at=at("2026-06-03"))
    with pytest.raises(NotYetError, match=r"nadat zij zijn geïnformeerd \(3 juni 2026\)"):
        amendment_verbs.consult(amendment, on=day("2026-06-02"), by=bureau, at=at("2026-06-20"))
    amendment_verbs.consult(amendment, on=day("2026-06-20"), by=bureau, at=at("2026-06-20"))
    with pytest.raises(NotYetError, match=r"een overleg dat volgt op het verzoek \(1 juni 2026\)"):
        amendment_verbs.ask_consent(amendment, on=day("2026-07-01"), meeting=early, by=bureau, at=at("2026-07-01"))


def test_nothing_is_asked_before_the_deal_was_signed(deal: Deal, bureau: User) -> None:
    """F3, neighbour: a request dated before the signing."""
    with pytest.raises(NotYetError, match=r"voordat de deal is ondertekend \(1 november 2023\)"):
        amendment_verbs.request(drafted(deal, bureau), on=day("2023-10-31"), by=bureau, at=at("2026-06-01"))


@pytest.mark.parametrize(
    ("on", "meeting", "message"),
    [
        ("2026-07-09", None, r"na de laatste instemming \(10 juli 2026\)"),
        ("2026-07-15", "2026-05-20", r"een overleg dat volgt op het verzoek \(1 juni 2026\)"),
        ("2026-07-15", "2026-07-16", r"op of na de dag van het overleg \(16 juli 2026\)"),
    ],
)
def test_consent_is_recorded_after_the_last_consent_in_minutes_that_can_hold_it(
    deal: Deal, bureau: User, on: str, meeting: str | None, message: str
) -> None:
    """F3: recorded a day before the last consent, without minutes and without an overleg."""
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau)
    amendment.refresh_from_db()
    where = {"meeting": held(deal, bureau, meeting)} if meeting else {"minutes": "Verslag, punt 4"}
    with pytest.raises(NotYetError, match=message):
        adoption.record(amendment, on=day(on), by=bureau, at=at("2026-07-20"), where=where)


def test_the_minutes_that_hold_it_are_the_annex_and_not_the_agenda(deal: Deal, bureau: User) -> None:
    """F3: the minutes of the overleg on whose agenda it was stood as an annex at once."""
    amendment = drafted(deal, bureau)
    for step, on in (("request", "2026-06-01"), ("inform", "2026-06-03"), ("consult", "2026-06-20")):
        getattr(amendment_verbs, step)(amendment, on=day(on), by=bureau, at=at(on))
    agenda = held(deal, bureau, "2026-07-01", is_agreed=True)
    amendment_verbs.ask_consent(amendment, on=day("2026-07-01"), meeting=agenda, by=bureau, at=at("2026-07-01"))
    consent_all(amendment, bureau)
    amendment.refresh_from_db()

    def minutes() -> tuple[bool, str]:
        found = annexes(amendment, consent_count(amendment, on=day("2026-07-20")))[1]
        return found.is_missing, found.text

    assert minutes() == (True, "")
    later = held(deal, bureau, "2026-07-12")
    adoption.record(amendment, on=day("2026-07-12"), by=bureau, at=at("2026-07-12"), where={"meeting": later})
    assert minutes() == (True, "")  # not agreed yet
    later.draft_minutes("Punt 4: allen stemmen in.", by=bureau, at=at("2026-07-13"), version=later.version)
    later.agree_minutes(on=day("2026-07-14"), by=bureau, at=at("2026-07-14"))
    amendment = Amendment.objects.get(pk=amendment.pk)
    assert minutes() == (False, "Vastgesteld verslag van Overleg van 2026-07-12")
    assert amendment.meeting == agenda


def test_a_wrong_recording_is_undone_before_the_next_step(deal: Deal, bureau: User, enter: Enter) -> None:
    """F3: "Dat was niet meer te herstellen."."""
    amendment = asked(deal, bureau)
    path = page_of(amendment) + "ongedaan/"
    consent(amendment, "BZK", bureau)
    assert "Deze stap is niet meer ongedaan te maken" in told(enter(bureau), path, {"reason": "Verkeerd overleg."})
    consent_all(amendment, bureau, PARTIES[1:])
    amendment.refresh_from_db()
    where = {"minutes": "Verslag van het verkeerde overleg"}
    adoption.record(amendment, on=day("2026-07-15"), by=bureau, at=at("2026-07-15"), where=where)
    assert "Laatste stap ongedaan maken" in words_at(enter(bureau), page_of(amendment))
    assert "Het verzoek is nu weer: instemming gevraagd." in told(enter(bureau), path, {"reason": "Verkeerd verslag."})
    amendment.refresh_from_db()
    assert (amendment.recorded_on, amendment.minutes, amendment.consents.count()) == (None, "", 5)
    event = amendment.events.latest("pk")
    assert "Verkeerd verslag." in event.reason
    assert event.before["minutes"] == "Verslag van het verkeerde overleg"
    signed(amendment, bureau)
    amendment_verbs.undo_step(amendment, reason="Ander addendum.", by=bureau, at=at("2026-07-21"))
    assert (amendment.state, amendment.addendum) == ("recorded", None)


def test_an_accession_takes_effect_on_a_day_on_which_all_that_were_bound_had_consented(
    deal: Deal, bureau: User
) -> None:
    """F3, neighbour: OCW was a Party from a day on which JenV was still bound and silent."""
    leave(deal, "JenV", "2026-04-14", bureau)  # bound up to and including 14 July
    new = joining(deal, bureau)
    consent_all(new, bureau, ("BZK", "EZK", "SZW", "Gemeente"))
    new.refresh_from_db()
    version = adoption.accede(new, by=bureau, at=at("2026-07-20"))
    assert version.in_force_on == day("2026-07-20")
    assert [row.code for row in bound_parties(deal, on=day("2026-07-14"))] == list(PARTIES)


def stale(enter: Enter, who: User, path: str, change: Any, data: Mapping[str, object]) -> str:
    """What is told to who opened a form, after something changed meanwhile, and sent it then."""
    client = enter(who)
    fields = carried(client, path)
    assert fields, "the form carries nothing of what was on the screen"
    change()
    response = client.post(path, fields | dict(data))
    assert response.status_code == 409
    text = words(response)
    assert "Er is niets gewijzigd." in text
    return text


def test_a_party_consents_to_what_was_on_its_screen(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    """T1 in the agreement: a consent to a request that was taken back, and asked anew with other words."""
    amendment = asked(deal, bureau)
    answer = {
        "agrees": "ja",
        "holder": "De minister",
        "given_on": "2026-07-10",
        "way": "meeting",
        "reason": "Mijn tekst",
    }

    def asked_otherwise() -> None:
        amendment.refresh_from_db()
        amendment_verbs.undo_step(amendment, reason="Andere agenda.", by=bureau, at=at("2026-07-02"))

    text = stale(enter, jenv, page_of(amendment) + "instemmen/", asked_otherwise, answer)
    assert "Mijn tekst" in text
    assert not amendment.consents.exists()


def test_the_answer_of_another_party_stands_in_nobodys_way(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    """What others answer is no part of what a Party consents to."""
    amendment = asked(deal, bureau)
    client, path = enter(jenv), page_of(amendment) + "instemmen/"
    fields = carried(client, path)
    consent(amendment, "BZK", bureau)
    answer = {"agrees": "ja", "holder": "De minister", "given_on": "2026-07-10", "way": "meeting"}
    assert client.post(path, fields | answer).status_code == 302
    assert amendment.consents.count() == 2


@pytest.mark.parametrize("step", ["intrekken/", "ongedaan/", "verslag/"])
def test_a_step_is_taken_on_what_was_on_the_screen(deal: Deal, bureau: User, enter: Enter, step: str) -> None:
    """T1 in the agreement: each step carries the version of the amendment."""
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau, PARTIES[:4])
    data: dict[str, object] = {"reason": "Weg ermee", "on": "2026-07-15", "minutes": "punt 4"}
    text = stale(enter, bureau, page_of(amendment) + step, lambda: consent(amendment, "Gemeente", bureau), data)
    assert "Bekijk wat er nu staat" in text
    amendment.refresh_from_db()
    assert amendment.state == "asked"
