"""The four seats of art. 7 lid 4: data of the deal, checked at each meeting, and named when nobody took them."""

from django.test import Client

from regiodeal.covenant.meetings.attendance import missing_seats, record_attendance, seats_of
from regiodeal.covenant.meetings.models import Meeting, Seat
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, send, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import agreed, held, plan


def test_the_covenant_names_four_seats(deal: Deal) -> None:
    assert [(row.code, row.on_behalf_of) for row in Seat.objects.filter(deal=deal)] == [
        ("wethouder-zuidwest", "de Regio"),
        ("directeur-dso", "de Regio"),
        ("rijksvertegenwoordiger", "het Rijk"),
        ("directeur-programma", "de Alliantieraad"),
    ]


def test_another_deal_has_other_seats(veenland: Deal) -> None:
    assert [row.name for row in Seat.objects.filter(deal=veenland)] == ["Dijkgraaf", "Gedeputeerde"]


def test_a_substitute_takes_a_seat_and_who_is_absent_does_not(deal: Deal, meeting: Meeting, bureau: User) -> None:
    seats = list(Seat.objects.filter(deal=deal))
    rows = [
        {"seat": seats[0], "presence": "present", "name": "Wethouder"},
        {"seat": seats[1], "presence": "substitute", "name": "Directeur", "substitute": "Plaatsvervanger"},
        {"seat": seats[2], "presence": "absent", "name": "Rijksvertegenwoordiger"},
    ]
    record_attendance(meeting, rows, by=bureau, at=at("2026-09-15"))
    assert [row.is_taken for row in seats_of(meeting)] == [True, True, False, False]
    assert [seat.code for seat in missing_seats(seats_of(meeting))] == ["rijksvertegenwoordiger", "directeur-programma"]


def form(**changes: str) -> dict[str, str]:
    """The form of attendance: four seats taken, and nobody else."""
    data = {"deelnemer-TOTAL_FORMS": "7", "deelnemer-INITIAL_FORMS": "4"}
    for number in range(4):
        data |= {f"deelnemer-{number}-presence": "present", f"deelnemer-{number}-name": f"Lid {number + 1}"}
    return data | {f"deelnemer-{name}": value for name, value in changes.items()}


def test_the_secretary_records_who_was_there(at_work: Client, meeting: Meeting) -> None:
    path = f"{BASE}overleg/{meeting.pk}/deelnemers/"
    guest = {"4-presence": "present", "4-name": "Inge", "4-capacity": "Secretaris"}
    assert send(at_work, path, form(**guest)).status_code == 302
    text = words_at(at_work, f"overleg/{meeting.pk}/")
    assert "Lid 3" in text
    assert "Inge, Secretaris" in text
    assert "Niet alle zetels" not in text
    changed = {"2-presence": "absent", "1-presence": "substitute", "1-substitute": "Vervanger"}
    assert send(at_work, path, form(**changed)).status_code == 302
    text = words_at(at_work, f"overleg/{meeting.pk}/")
    assert "Niet vertegenwoordigd: Rijksvertegenwoordiger voor Den Haag Zuidwest" in text
    assert "Vervanger, vervangt Lid 2" in text
    assert meeting.attendance.count() == 4  # what stood there was replaced, Inge too


def test_what_is_missing_is_told_at_its_field(at_work: Client, meeting: Meeting) -> None:
    path = f"{BASE}overleg/{meeting.pk}/deelnemers/"
    wrong = {"0-name": "", "1-presence": "substitute", "4-name": "Inge"}
    response = at_work.post(path, form(**wrong))
    page = response.content.decode()
    assert response.status_code == 422
    for message in ("Vul in wie er was.", "Vul in wie er in de plaats kwam.", "Kies of deze persoon er was."):
        assert message in page
    assert not meeting.attendance.exists()


def test_attendance_stands_with_the_minutes(deal: Deal, at_work: Client, bureau: User) -> None:
    meeting = agreed(deal, "2026-03-10", by=bureau)
    response = send(at_work, f"overleg/{meeting.pk}/deelnemers/", form())
    assert response.status_code == 409
    assert "in een andere stand" in response.content.decode()


def test_a_form_that_makes_no_sense_is_no_server_error(at_work: Client, meeting: Meeting) -> None:
    path = f"{BASE}overleg/{meeting.pk}/deelnemers/"
    for data in ({}, {"deelnemer-TOTAL_FORMS": "9999", "deelnemer-INITIAL_FORMS": "x"}, form(**{"0-name": "a\x00b"})):
        assert at_work.post(path, data).status_code == 422


def test_only_the_secretary_records(meeting: Meeting, jenv: User, reviewer: User, enter: Enter) -> None:
    for user in (jenv, reviewer):
        assert enter(user).post(f"{BASE}overleg/{meeting.pk}/deelnemers/", form()).status_code == 403


def test_a_coming_meeting_does_not_warn(deal: Deal, at_work: Client, bureau: User) -> None:
    past = held(deal, "2026-03-10", by=bureau)
    assert "Niet alle zetels waren bezet" in words_at(at_work, f"overleg/{past.pk}/")
    coming = plan(deal, "2027-03-10", by=bureau)
    assert "Niet alle zetels waren bezet" not in words_at(at_work, f"overleg/{coming.pk}/")
