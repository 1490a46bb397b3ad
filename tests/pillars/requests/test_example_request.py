"""The example shows one made-up request, answers in every state, some taken over, and mails of it to nobody real."""

import pytest
from django.core import mail

from pillars.measurements.models import Measurement
from pillars.projects.models import ContactPerson
from pillars.requests.models import AnswerChannel, AnswerState, Request
from pillars.requests.request_mails import mail_requests
from pillars.requests.request_standing import standing_of
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.plugins.deal import at

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.usefixtures("example")
def test_the_example_shows_a_request_with_answers_in_different_states(deal: Deal) -> None:
    request = Request.objects.get(deal=deal)
    standing = standing_of(request, on=at("2026-05-03").date())
    assert {row.answer.state for row in standing.rows} == set(AnswerState)
    assert {row.answer.channel for row in standing.rows} == set(AnswerChannel)
    assert standing.late > 8
    assert standing.unreachable == []
    assert sum(row.figures.below for row in standing.rows) > 0
    taken = Measurement.objects.filter(source__startswith="Antwoord van Politie-basisteam Voorbeeld")
    assert {row.state for row in taken} == {State.APPROVED}
    assert {row.entered_by.name for row in taken} == {"Noor Dijkveld"}
    assert {row.decided_by and row.decided_by.name for row in taken} == {"Marleen Postuma"}
    people = ContactPerson.objects.filter(executor__deal=deal).values_list("email", flat=True)
    assert len(people) == 18
    assert User.objects.filter(email__in=people).count() == 18 - 1  # the project of one is an idea: nothing is asked
    assert all(email.endswith("@voorbeeld.test") for email in people)
    assert mail_requests(at=at("2026-06-20")) == 0
    assert mail.outbox == []
