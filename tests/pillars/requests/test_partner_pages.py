"""The pages of who answers for an executor: what is typed is kept, and nobody is overwritten."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from pillars.projects.models import ContactPerson
from pillars.projects.partners import admit
from pillars.requests.answering import return_with_question
from pillars.requests.models import Answer, AnswerFile, AnswerPart
from regiodeal.deals.models import Deal, User
from tests.pillars.requests.made import Asked
from tests.plugins.deal import Enter, at

HOME = "/deals/den-haag-zuidwest-ii/mijn-projecten/"


@pytest.fixture
def partner(asked: Asked, bureau: User, own_files: Any) -> User:
    """Who answers for the welfare organisation, with two projects."""
    return User.objects.get(email=asked.welfare.executor.contacts.get().email)


@pytest.fixture
def phone(partner: User, enter: Enter) -> Client:
    """The same person, signed in."""
    return enter(partner)


@pytest.fixture
def colleague_of_partner(asked: Asked, bureau: User, partner: User, enter: Enter) -> Client:
    """Another of the same organisation, signed in."""
    contact = ContactPerson.objects.create(executor=asked.welfare.executor, name="Sanne", email="sanne@example.nl")
    return enter(admit(contact, by=bureau, at=at("2026-02-01")).user)


def part_of(asked: Asked, code: str = "P-01") -> AnswerPart:
    """The part about a project, as it is stored."""
    return AnswerPart.objects.get(answer=asked.welfare, project__code=code)


def page_of(part: AnswerPart) -> str:
    return f"{HOME}{part.answer_id}/project/{part.project.code}/"


def fields_on(client: Client, path: str) -> dict[str, Any]:
    """What the form of the page sends."""
    return sent_by(html.fromstring(client.get(path).content.decode()))


def sent_by(page: Any) -> dict[str, Any]:
    """What the form about a project sends, as it stands on a page."""
    form = page.get_element_by_id("seen").getparent()
    while form.tag != "form":
        form = form.getparent()
    texts = {field.name: (field.value or "").lstrip("\n") for field in form.inputs if field.tag == "textarea"}
    return {name: value or "" for name, value in form.form_values()} | texts


def figure_name(part: AnswerPart) -> str:
    return f"figure-{part.figures.get().pk}-value"


def fill(client: Client, part: AnswerPart, **changes: str) -> Any:
    """Fill in the whole form, as a person does, and press Bewaar."""
    own = f"part-{part.pk}-"
    values = {
        figure_name(part): "84",
        f"{own}done": "Wij hielpen 84 vrijwilligers.",
        f"{own}on_schedule": "ja",
        f"{own}spent": "1.250,50",
        f"{own}still_to_spend": "0",
    }
    values |= {f"milestone-{row.pk}-reached_on": "2026-03-15" for row in part.milestones.all()}
    return client.post(page_of(part), fields_on(client, page_of(part)) | values | changes)


def test_the_first_page_says_what_is_asked_and_what_is_left(phone: Client, asked: Asked) -> None:
    page = phone.get(HOME).content.decode()
    assert "Welzijn Oost" in page
    assert "15 mei 2026" in page
    assert "Project P-01" in page
    assert "Project P-03" not in page
    assert "Nog 6 in te vullen" in page  # a figure, two of the story, two amounts and a milestone
    assert "Nog 5 in te vullen" in page
    assert page.count("Alles ongewijzigd") == 2


def test_what_is_typed_is_kept_without_a_script_and_sent(phone: Client, asked: Asked, partner: User) -> None:
    part = part_of(asked)
    assert fill(phone, part).headers["Location"] == page_of(part)
    part.refresh_from_db()
    assert (part.done, part.on_schedule, str(part.spent)) == ("Wij hielpen 84 vrijwilligers.", True, "1250.50")
    assert part.figures.get().value == 84
    answer = Answer.objects.get(pk=part.answer_id)
    assert (answer.state, answer.answered_by) == ("begun", partner)
    fill(phone, part_of(asked, "P-02"))
    version = Answer.objects.get(pk=part.answer_id).version
    sent = phone.post(f"{HOME}{part.answer_id}/versturen/", {"version": version}, follow=True).content.decode()
    assert "Uw antwoord is verstuurd" in sent
    assert "Verstuurd op" in sent
    told = phone.get(page_of(part)).content.decode()
    assert "<form" not in told.partition("<main")[2].partition("</main")[0]
    assert "Wat iedereen kan lezen" in told
    assert "1.250,50" in told


def test_what_is_missing_is_told_with_the_way_to_its_field(phone: Client, asked: Asked) -> None:
    part = part_of(asked)
    fill(phone, part)
    version = Answer.objects.get(pk=part.answer_id).version
    answer = phone.post(f"{HOME}{part.answer_id}/versturen/", {"version": version})
    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    links = [link.get("href") for link in page.xpath("//div[contains(@class, 'error-summary')]//a")]
    assert len(links) == 5
    path, _, anchor = links[0].partition("#")
    at_field = html.fromstring(phone.get(path).content.decode())
    assert at_field.get_element_by_id(anchor).tag in {"input", "textarea", "select"}
    name = anchor.removeprefix("id_")
    assert "Schrijf kort op wat er is gedaan" in at_field.get_element_by_id(f"fout-{name}").text_content()
    assert Answer.objects.get(pk=part.answer_id).state == "begun"


def test_what_cannot_be_read_is_told_at_its_field_and_the_rest_is_kept(phone: Client, asked: Asked) -> None:
    part = part_of(asked)
    answer = fill(phone, part, **{figure_name(part): "veel"})
    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    fault = page.get_element_by_id(f"fout-{figure_name(part)}").text_content()
    assert "'veel' is geen getal" in fault
    assert page.get_element_by_id(f"id_{figure_name(part)}").value == "veel"
    part.refresh_from_db()
    assert part.done == "Wij hielpen 84 vrijwilligers."
    assert part.figures.get().value is None


@pytest.mark.parametrize("text", ["-1", "9" * 30, "1e9", "½", "NaN", "\x00", "0.500"])
def test_no_number_breaks_the_page(phone: Client, asked: Asked, text: str) -> None:
    part = part_of(asked)
    both = dict.fromkeys((figure_name(part), f"part-{part.pk}-spent"), text)
    assert fill(phone, part, **both).status_code in {302, 422}
    part.refresh_from_db()
    assert part.figures.get().value is None
    assert part.spent is None


@pytest.mark.parametrize("seen", ["", "x", "[]", '{"a": 1}', "null", '{"part-1-done": ["a"]}'])
def test_nonsense_about_what_was_seen_breaks_nothing(phone: Client, asked: Asked, seen: str) -> None:
    part = part_of(asked)
    assert fill(phone, part, seen=seen, since="x").status_code in {302, 409}


def test_a_script_keeps_one_field_at_a_time(phone: Client, asked: Asked) -> None:
    part = part_of(asked)
    fields = fields_on(phone, page_of(part)) | {f"part-{part.pk}-done": "Half"}
    first = phone.post(page_of(part), fields, headers={"HX-Request": "true"}).content.decode()
    assert "Bewaard." in first
    assert "Nog 5 in te vullen" in first
    again = html.fromstring(f"<div>{first}</div>")
    fields |= {name: again.get_element_by_id(name).get("value") for name in ("seen", "since")}
    fields |= {f"part-{part.pk}-done": "Half en heel", figure_name(part): "x"}
    second = phone.post(page_of(part), fields, headers={"HX-Request": "true"}).content.decode()
    assert "is geen getal" in second
    part.refresh_from_db()
    assert part.done == "Half en heel"
    # What the script posts while an earlier answer is still under way starts from what was seen before it.
    third = phone.post(page_of(part), fields | {f"part-{part.pk}-done": "Klaar"}, headers={"HX-Request": "true"})
    assert "vulde hier intussen" not in third.content.decode()
    part.refresh_from_db()
    assert part.done == "Klaar"


def test_the_same_twice_makes_no_second_row_of_trail(phone: Client, asked: Asked) -> None:
    part = part_of(asked)
    fill(phone, part)
    count = asked.welfare.events.count()
    fill(phone, part)
    assert asked.welfare.events.count() == count


def test_a_figure_is_unchanged_with_one_button(phone: Client, asked: Asked) -> None:
    part = part_of(asked)
    part.figures.update(last_value=40, last_about="2024")
    figure = part.figures.get()
    page = phone.get(page_of(part)).content.decode()
    assert "Vorige keer: 40" in page
    assert "Gepland: 40" in page
    assert "Ongewijzigd: 40" in page
    fields = fields_on(phone, page_of(part)) | {"unchanged": f"figure-{figure.pk}"}
    shown = phone.post(page_of(part), fields, headers={"HX-Request": "true"}).content.decode()
    assert f'id="figure-{figure.pk}"' in shown
    figure.refresh_from_db()
    assert (figure.value, figure.is_unchanged) == (Decimal(40), True)
    phone.post(page_of(part), fields_on(phone, page_of(part)) | {figure_name(part): "41"})
    figure.refresh_from_db()
    assert (figure.value, figure.is_unchanged) == (Decimal(41), False)


def test_all_of_a_project_is_unchanged_with_one_button(phone: Client, asked: Asked) -> None:
    part = part_of(asked)
    part.figures.update(last_value=40)
    path = f"{HOME}{part.answer_id}/ongewijzigd/"
    old = asked.welfare.version
    assert phone.post(path, {"version": old + 7, "project": "P-01"}).status_code == 409
    assert phone.post(path, {"version": old, "project": "P-01"}).headers["Location"] == HOME
    assert part.figures.get().is_unchanged
    assert part.milestones.get().is_unchanged
    assert not part_of(asked, "P-02").figures.get().is_unchanged


def test_a_colleague_who_answered_too_stands_beside_it(
    phone: Client, colleague_of_partner: Client, asked: Asked
) -> None:
    part = part_of(asked)
    done, learned = f"part-{part.pk}-done", f"part-{part.pk}-learned"
    mine, theirs = fields_on(phone, page_of(part)), fields_on(colleague_of_partner, page_of(part))
    colleague_of_partner.post(page_of(part), theirs | {done: "Van Sanne", learned: "Geleerd van Sanne"})
    answer = phone.post(page_of(part), mine | {done: "Van mij", figure_name(part): "12"})
    assert answer.status_code == 409
    page = html.fromstring(answer.content.decode())
    both = page.get_element_by_id(f"fout-{done}").text_content()
    assert re.search(r"Sanne vulde hier intussen in:\s+Van Sanne", both)
    assert page.get_element_by_id(f"id_{done}").value.strip() == "Van mij"
    part.refresh_from_db()
    assert (part.done, part.learned) == ("Van Sanne", "Geleerd van Sanne")  # the other field was not touched
    assert part.figures.get().value == 12  # nor is the field lost in which there is no quarrel
    kept = phone.post(page_of(part), sent_by(page) | {"keep": done})
    assert kept.status_code == 302
    part.refresh_from_db()
    assert (part.done, part.learned) == ("Van mij", "Geleerd van Sanne")


def test_the_text_of_a_colleague_can_be_taken(phone: Client, colleague_of_partner: Client, asked: Asked) -> None:
    part = part_of(asked)
    done = f"part-{part.pk}-done"
    mine, theirs = fields_on(phone, page_of(part)), fields_on(colleague_of_partner, page_of(part))
    colleague_of_partner.post(page_of(part), theirs | {done: "Van Sanne"})
    script = phone.post(page_of(part), mine | {done: "Van mij"}, headers={"HX-Request": "true"}).content.decode()
    assert "Van Sanne" in script
    assert phone.post(page_of(part), mine | {done: "Van mij", "take": done}).status_code == 302
    part.refresh_from_db()
    assert part.done == "Van Sanne"


def test_a_field_that_a_colleague_changed_unseen_is_not_put_back(
    phone: Client, colleague_of_partner: Client, asked: Asked
) -> None:
    part = part_of(asked)
    done, learned = f"part-{part.pk}-done", f"part-{part.pk}-learned"
    mine, theirs = fields_on(phone, page_of(part)), fields_on(colleague_of_partner, page_of(part))
    colleague_of_partner.post(page_of(part), theirs | {done: "Van Sanne"})
    first = phone.post(page_of(part), mine | {learned: "Van mij"}, headers={"HX-Request": "true"}).content.decode()
    again = html.fromstring(f"<div>{first}</div>")
    mine |= {name: again.get_element_by_id(name).get("value") for name in ("seen", "since")} | {learned: "Van mij"}
    assert json.loads(mine["seen"])[done] == ""
    second = phone.post(page_of(part), mine | {done: "Ook van mij"}, headers={"HX-Request": "true"}).content.decode()
    assert "Van Sanne" in second
    part.refresh_from_db()
    assert (part.done, part.learned) == ("Van Sanne", "Van mij")


def test_what_a_colleague_wrote_meanwhile_is_not_sent_unseen(
    phone: Client, colleague_of_partner: Client, asked: Asked
) -> None:
    for code in ("P-01", "P-02"):
        fill(phone, part_of(asked, code))
    seen = Answer.objects.get(pk=asked.welfare.pk).version
    fill(colleague_of_partner, part_of(asked), **{f"part-{part_of(asked).pk}-done": "Anders"})
    path = f"{HOME}{asked.welfare.pk}/versturen/"
    assert phone.post(path, {"version": seen}).status_code == 409
    assert Answer.objects.get(pk=asked.welfare.pk).state == "begun"
    now = Answer.objects.get(pk=asked.welfare.pk).version
    assert phone.post(path, {"version": now}).status_code == 302
    assert Answer.objects.get(pk=asked.welfare.pk).state == "sent"


def test_a_script_is_told_whether_all_that_it_sent_was_kept(phone: Client, asked: Asked) -> None:
    """By this a browser knows that it may forget what was typed without a network."""
    part, script = part_of(asked), {"HX-Request": "true"}
    own = f"part-{part.pk}-"
    mine = fields_on(phone, page_of(part)) | {f"{own}done": "Gedaan"}
    assert phone.post(page_of(part), mine, headers=script)["Portal-Kept"] == "yes"
    assert phone.post(page_of(part), mine | {f"{own}spent": "veel"}, headers=script)["Portal-Kept"] == "no"
    part.refresh_from_db()
    assert part.done == "Gedaan"


def test_what_came_too_late_is_refused_and_not_taken_for_kept(phone: Client, asked: Asked) -> None:
    for code in ("P-01", "P-02"):
        fill(phone, part_of(asked, code))
    part = part_of(asked)
    late = fields_on(phone, page_of(part)) | {f"part-{part.pk}-done": "Zonder verbinding getypt"}
    version = Answer.objects.get(pk=part.answer_id).version
    assert phone.post(f"{HOME}{part.answer_id}/versturen/", {"version": version}).status_code == 302
    refused = phone.post(page_of(part), late)
    assert refused.status_code == 409
    assert "In dit antwoord kan niet meer worden geschreven" in refused.content.decode()
    assert "Wat iedereen kan lezen" in refused.content.decode()
    by_script = phone.post(page_of(part), late, headers={"HX-Request": "true"})
    assert (by_script.status_code, by_script["Portal-Kept"]) == (409, "no")
    assert by_script.content.decode().startswith("In dit antwoord kan niet meer worden geschreven")
    part.refresh_from_db()
    assert part.done == "Wij hielpen 84 vrijwilligers."


def test_after_a_return_one_sees_the_question_and_sends_again(phone: Client, asked: Asked, bureau: User) -> None:
    for code in ("P-01", "P-02"):
        fill(phone, part_of(asked, code))
    path = f"{HOME}{asked.welfare.pk}/versturen/"
    phone.post(path, {"version": Answer.objects.get(pk=asked.welfare.pk).version})
    answer = Answer.objects.get(pk=asked.welfare.pk)
    assert "is verstuurd" in phone.post(page_of(part_of(asked)), {}, follow=True).content.decode()
    return_with_question(answer, "Zijn het er echt 84?", by=bureau, at=at("2026-04-11"), version=answer.version)
    assert "Zijn het er echt 84?" in phone.get(HOME).content.decode()
    assert "Zijn het er echt 84?" in phone.get(page_of(part_of(asked))).content.decode()
    fill(phone, part_of(asked), **{figure_name(part_of(asked)): "80"})
    phone.post(path, {"version": Answer.objects.get(pk=answer.pk).version})
    answer.refresh_from_db()
    assert answer.state == "sent"
    assert part_of(asked).figures.get().value == 80


def test_a_photo_goes_along_and_comes_back(phone: Client, asked: Asked, partner: User) -> None:
    part = part_of(asked)
    path = f"{page_of(part)}bestand/"
    refused = phone.post(path, {"file": SimpleUploadedFile("a.exe", b"MZ")}, follow=True).content.decode()
    assert "a.exe is toegevoegd" not in refused
    assert not AnswerFile.objects.exists()
    phone.post(path, {"file": SimpleUploadedFile("lijst.csv", b"a;b\n1;2\n")})
    kept = AnswerFile.objects.get()
    assert (kept.part, kept.uploaded_by) == (part, partner)
    assert b"".join(phone.get(f"{HOME}bestanden/{kept.pk}/")) == b"a;b\n1;2\n"


def test_with_nothing_asked_the_page_says_so(deal: Deal, phone: Client, asked: Asked) -> None:
    asked.request.state = "closed"
    asked.request.save()
    page = phone.get(HOME).content.decode()
    assert "Er is nu niets te beantwoorden" in page
    assert "Project P-01" in page
    assert "Eerdere antwoorden" in page


def test_more_projects_cost_no_more_queries(
    phone: Client, asked: Asked, bureau: User, begin: Any, plan: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(40) as few:
        phone.get(HOME)
    count = len(few)
    for number in range(5):
        project = begin(f"P-1{number}", executor=asked.welfare.executor)
        AnswerPart.objects.create(answer=asked.welfare, project=project)
    with django_assert_max_num_queries(count):
        assert "Project P-14" in phone.get(HOME).content.decode()
