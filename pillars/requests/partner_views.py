"""The pages of who answers for an executor (uitvoerder): made for a phone, and about its own projects alone.

Everything is kept while one types, with a script or by a button without one. What a colleague of the same executor
wrote meanwhile stands beside it (part_form.py).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from pillars.projects.partners import own_executors, own_projects
from pillars.requests.answering import (
    NOT_WRITABLE,
    FigureValues,
    IncompleteAnswerError,
    MilestoneValues,
    Missing,
    PartValues,
    WrongValueError,
    add_file,
    missing_of,
    send,
    unchanged,
    unchanged_all,
    write,
    write_figure,
    write_milestone,
    write_part,
)
from pillars.requests.models import Answer, AnswerFigure, AnswerFile, AnswerPart
from pillars.requests.part_form import PartForm, Typed, read_typed, stored_texts
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.files.forms import CheckedFileField
from regiodeal.files.kinds import CONTENT_TYPES, FileKind, UnreadableFileError
from regiodeal.files.models import Openness
from regiodeal.files.views import file_response
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.pages.deal_page import Context, DealPage, DealView

KEPT = "Portal-Kept"  # the header that tells a script whether all that it sent was kept: "yes" or "no"


def own_answers(user: User, deal: Deal) -> QuerySet[Answer]:
    """The answers of the executors for which this person answers in the deal, the newest request first."""
    rows = Answer.objects.filter(request__deal=deal, executor__in=own_executors(user, deal))
    return rows.select_related("request", "executor", "answered_by").order_by("-request__year", "executor__name", "pk")


@dataclass(frozen=True)
class PartLeft:
    """A project of an answer with how many things are left to fill in."""

    part: AnswerPart
    left: int


@dataclass(frozen=True)
class AnswerCard:
    """An answer as it stands on the first page: its projects, what is left in all, and how many days there are."""

    answer: Answer
    parts: list[PartLeft]
    days_left: int

    @property
    def left(self) -> int:
        """How many things are left to fill in."""
        return sum(each.left for each in self.parts)

    @property
    def is_writable(self) -> bool:
        """Tell whether one can still answer."""
        return self.answer.is_writable and self.answer.request.is_open


class PartnerPage(DealPage):
    """The base of these pages: whoever answers for no executor of the answer does not know of it."""

    right = Right.ANSWER_REQUESTS

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show the page, which a browser may keep to open it without a network: it is about one's own projects."""
        response = super().get(request, *args, **kwargs)
        response["Portal-Offline"] = "keep"
        return response

    def answers(self) -> QuerySet[Answer]:
        """The answers that the user may see."""
        return own_answers(self.user, self.deal)

    def own_answer(self) -> Answer:
        """The answer that the address names. 404 for that of another executor."""
        return get_object_or_404(self.answers(), pk=self.kwargs["answer"])

    def card(self, answer: Answer) -> AnswerCard:
        """The answer with what is left of each project."""
        left = Counter(missing.part.pk for missing in missing_of(answer)) if answer.is_writable else Counter()
        parts = [PartLeft(part, left[part.pk]) for part in answer.parts.select_related("project")]
        return AnswerCard(answer, parts, (answer.request.last_day - timezone.localdate()).days)


class MyAnswers(PartnerPage):
    """Answers: what is asked of my projects, and what is left?"""

    title = "Mijn projecten"
    template_name = "pillars/requests/my_answers.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """What can be answered now, what was answered before, and the projects that it is about."""
        answers = list(self.answers())
        current = [answer for answer in answers if answer.request.is_open]
        return super().get_context_data(
            cards=[self.card(answer) for answer in current],
            earlier=[answer for answer in answers if not answer.request.is_open],
            projects=own_projects(self.user, self.deal).select_related("executor"),
            **kwargs,
        )


class MyUnchanged(PartnerPage):
    """Says of one project, or of all, that what is still empty is as it was."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Do it, and go back to all projects."""
        answer, home = self.own_answer(), reverse("my-answers", args=[self.deal.slug])
        version, at = seen_version(request.POST), timezone.now()
        hold(answer, version, url=home)
        code = request.POST.get("project", "")
        part = answer.parts.filter(project__code=code).select_related("answer__request", "project").first()
        try:
            if part is not None:
                unchanged(part, by=self.user, at=at, version=part.version)
            else:
                unchanged_all(answer, by=self.user, at=at, version=version)
        except (WrongStateError, WrongValueError) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Ongewijzigd: {part.project.title if part else 'alle projecten'}.")
        return redirect(home)


class SendMyAnswer(PartnerPage):
    """Sends an answer to the bureau, and tells what is missing when it cannot be sent yet."""

    title = "Versturen"
    template_name = "pillars/requests/send_my_answer.html"

    answer: Answer

    def load(self) -> None:
        """Fetch the answer of one's own executor."""
        self.answer = self.own_answer()

    def get_context_data(self, **kwargs: object) -> Context:
        """What is missing, with the way to each field."""
        kwargs.setdefault("missing", self._at_fields(missing_of(self.answer)) if self.answer.is_writable else [])
        return super().get_context_data(answer=self.answer, card=self.card(self.answer), **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Send it as it was on the screen."""
        version = seen_version(request.POST)
        hold(self.answer, version, url=request.path)
        try:
            send(self.answer, by=self.user, at=timezone.now(), version=version)
        except IncompleteAnswerError as refusal:
            context = self.get_context_data(missing=self._at_fields(refusal.missing), is_refused=True)
            return self.render_to_response(context, status=422)
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Uw antwoord is verstuurd. U krijgt een mail met een kopie.")
        return redirect("my-answers", deal=self.deal.slug)

    def _at_fields(self, missing: Iterable[Missing]) -> list[tuple[str, Missing]]:
        return [(f"{project_path(self.deal, self.answer, row.part)}?controle=1#id_{row.name}", row) for row in missing]


def project_path(deal: Deal, answer: Answer, part: AnswerPart) -> str:
    """The address on which a project is answered."""
    return reverse("my-project", args=[deal.slug, answer.pk, part.project.code])


class OfPart(PartnerPage):
    """The base of what is about one project of an answer."""

    answer: Answer
    part: AnswerPart

    def load(self) -> None:
        """Fetch the project in the answer of one's own executor."""
        self.answer = self.own_answer()
        parts = self.answer.parts.select_related("project", "earlier", "answer__request__deal", "answer__executor")
        self.part = get_object_or_404(parts, project__code=self.kwargs["code"])

    @property
    def is_writable(self) -> bool:
        """Tell whether one can still answer."""
        return self.answer.is_writable and self.answer.request.is_open

    def address(self) -> str:
        """The page of the project."""
        return project_path(self.deal, self.answer, self.part)


class MyProject(OfPart):
    """Asks all about one project, and afterwards shows what became of it."""

    template_name = "pillars/requests/my_project.html"

    def page_title(self) -> str:
        """Title the page by the project."""
        return self.part.project.title

    @cached_property
    def missing(self) -> dict[str, str]:
        """What this project still lacks, by the name of its field."""
        return {each.name: each.text for each in missing_of(self.answer) if each.part.pk == self.part.pk}

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, or what was answered and what became of it."""
        if self.is_writable:
            form = PartForm(part=self.part)
            shows_missing = "controle" in self.request.GET
            kwargs = {
                "asked": AskedFields(form, self.missing if shows_missing else {}, {}),
                "shown": json.dumps(stored_texts(form)),
                "since": self.answer.version,
            } | kwargs
        return super().get_context_data(
            answer=self.answer,
            part=self.part,
            project=self.part.project,
            is_writable=self.is_writable,
            is_public=self.part.project.openness == Openness.PUBLIC,
            figures=self.part.figures.select_related("indicator", "item", "measurement"),
            milestones=self.part.milestones.select_related("milestone"),
            files=self.part.files.filter(removed_at__isnull=True),
            left=len(self.missing) if self.is_writable else 0,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep what was typed; a button may say more: unchanged, or which of two texts stays."""
        if not self.is_writable:
            return self._not_writable()
        typed = self._typed()
        refusal = self._write(typed) or self._say_unchanged(request.POST.get("unchanged", ""))
        self.answer.refresh_from_db()
        self.part.refresh_from_db()
        if request.headers.get("HX-Request"):
            return self._to_script(typed, refusal)
        if typed.faults or typed.conflicts or refusal:
            return self._again(typed, refusal)
        messages.success(request, "Bewaard.")
        place = request.POST.get("unchanged", "")
        return redirect(f"{self.address()}#{place}" if place else self.address())

    def _not_writable(self) -> HttpResponseBase:
        """The page as it is by now, or to a script that sentence alone; a browser keeps what was typed (offline.js)."""
        if self.request.headers.get("HX-Request"):
            return HttpResponse(escape(NOT_WRITABLE), status=409, headers={KEPT: "no"})
        messages.error(self.request, NOT_WRITABLE)
        return self.render_to_response(self.get_context_data(), status=409)

    @property
    def since(self) -> int:
        """The version of the answer since which one may have missed what others wrote; 0 where it is not told."""
        return seen_version({"version": self.request.POST.get("since", "")})

    @property
    def _rival(self) -> str:
        """The name of the last other person who wrote in this answer."""
        last = self.answer.events.exclude(by=self.user).select_related("by").last()
        return str(last.by) if last else ""

    def _typed(self) -> Typed:
        """What the sender changed, held against what is stored."""
        data = self.request.POST
        is_alone = not self.answer.events.exclude(by=self.user).filter(version__gt=self.since).exists()
        keep, take = data.get("keep", ""), data.get("take", "")
        return read_typed(PartForm(part=self.part), data, is_alone=is_alone, keep=keep, take=take)

    def _write(self, typed: Typed) -> str:
        """Keep what can be kept; return in Dutch why nothing was, or nothing. Who comes between is waited for once."""
        for is_last in (False, True):
            if not typed.names:
                return ""
            try:
                write(self.part, typed.written, by=self.user, at=timezone.now(), version=self.part.version)
            except WrongValueError as refusal:
                typed.faults[refusal.name] = str(refusal)
                typed.names = frozenset()
            except WrongStateError as refusal:
                if is_last:
                    typed.names = frozenset()
                    return str(refusal)
                self.load()
                typed.__dict__.update(self._typed().__dict__)
            else:
                return ""
        return ""

    def _say_unchanged(self, what: str) -> str:
        """Say of a figure, a milestone or the story that nothing changed; return in Dutch why that cannot be."""
        kind, _, key = what.partition("-")
        by, at, version = self.user, timezone.now(), self.part.version
        try:
            match kind:
                case "figure" if key.isdigit():
                    figure = get_object_or_404(self.part.figures.select_related("indicator"), pk=key)
                    figure.part = self.part
                    write_figure(figure, FigureValues(is_unchanged=True), by=by, at=at, version=version)
                case "milestone" if key.isdigit():
                    row = get_object_or_404(self.part.milestones.all(), pk=key)
                    row.part = self.part
                    write_milestone(row, MilestoneValues(is_unchanged=True), by=by, at=at, version=version)
                case "story":
                    write_part(self.part, PartValues(is_unchanged=True), by=by, at=at, version=version)
                case "all":
                    unchanged(self.part, by=by, at=at, version=version)
        except (WrongStateError, WrongValueError) as refusal:
            return str(refusal)
        return ""

    def _again(self, typed: Typed, refusal: str) -> HttpResponseBase:
        """The page with all that was typed, and at each field what is the matter."""
        form = PartForm(part=self.part)
        form.initial.update({name: typed.posted[name] for name in (*typed.faults, *typed.conflicts)})
        if refusal:
            messages.error(self.request, refusal)
        asked = AskedFields(form, typed.faults, typed.conflicts, rival=self._rival)
        since = self.since if typed.conflicts else self.answer.version
        context = self.get_context_data(asked=asked, shown=typed.shown(form), since=since, is_refused=True)
        return self.render_to_response(context, status=409 if typed.conflicts or refusal else 422)

    def _to_script(self, typed: Typed, refusal: str) -> HttpResponse:
        """The parts of the page that changed: that it was kept, what is the matter, and what is left."""
        form = PartForm(part=self.part)
        asked = AskedFields(form, typed.faults, typed.conflicts, rival=self._rival)
        kind, _, key = self.request.POST.get("unchanged", "").partition("-")
        figure = next((row for row in asked.figures if str(row.row.pk) == key), None) if kind == "figure" else None
        if figure is not None:
            typed.is_now(figure.field.name, form)
        context: dict[str, object] = {
            "deal": self.deal,
            "answer": self.answer,
            "part": self.part,
            "asked": asked,
            "figure": figure,
            "refusal": refusal,
            "shown": typed.shown(),
            "since": self.answer.version if typed.is_alone else self.since,
            "left": len(self.missing),
        }
        response = render(self.request, "pillars/requests/parts/kept.html", context)
        response[KEPT] = "no" if typed.faults or typed.conflicts or refusal else "yes"
        return response


@dataclass(frozen=True)
class AskedField:
    """A field of the form, with what is the matter with it, and what a colleague wrote in it meanwhile."""

    field: BoundField
    fault: str
    rival_text: str | None
    rival: str

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name


@dataclass(frozen=True)
class FigureRow:
    """A figure that is asked, with its field."""

    row: AnswerFigure
    asked: AskedField

    @property
    def field(self) -> BoundField:
        """The field of its value."""
        return self.asked.field

    @property
    def unchanged_words(self) -> str:
        """What stands on the button that says nothing changed; empty where nothing is known from before."""
        value = self.row.unchanged_value
        if value is None:
            return ""
        return "Er kwam niets bij" if self.row.adds_up else f"Ongewijzigd: {self.row.indicator.in_words(value)}"


class AskedFields:
    """The fields of a form by what they are about, each with what is the matter with it."""

    def __init__(
        self, form: PartForm, faults: Mapping[str, str], conflicts: Mapping[str, str], *, rival: str = ""
    ) -> None:
        part = form.part.pk

        def asked(name: str) -> AskedField:
            theirs = conflicts[name] or "niets" if name in conflicts else None
            return AskedField(form[name], faults.get(name, ""), theirs, rival)

        self.figures = [FigureRow(row, asked(f"figure-{row.pk}-value")) for row in form.figures]
        self.milestones = [
            (row, [asked(f"milestone-{row.pk}-{name}") for name in ("reached_on", "new_day", "reason")])
            for row in form.milestones
        ]
        self.story = [asked(f"part-{part}-{name}") for name in AnswerPart.STORY]
        self.money = [asked(f"part-{part}-{name}") for name in (*AnswerPart.MONEY, "note")]
        self.all = [asked(name) for name in form.fields]
        self.wrong = [each for each in self.all if each.fault or each.rival_text is not None]


class AddMyFile(OfPart):
    """Adds a photo or a file to what is told of a project."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep the file, or tell in Dutch what is wrong with it."""
        field = CheckedFileField()
        try:
            upload = field.clean(request.FILES.get("file"))
            assert upload is not None  # the field is required
            kept = add_file(self.part, upload, by=self.user, at=timezone.now())
        except (ValidationError, WrongStateError, UnreadableFileError) as refusal:
            messages.error(request, _words_of(refusal))
        else:
            messages.success(request, f"{kept.name} is toegevoegd.")
        return redirect(f"{self.address()}#bestanden")


def _words_of(refusal: Exception) -> str:
    return " ".join(getattr(refusal, "messages", [str(refusal)]))


class MyFile(DealView):
    """Gives a file that was sent along with an answer of one's own executor."""

    right = Right.ANSWER_REQUESTS

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give the file; nobody else of another executor knows of it."""
        files = AnswerFile.objects.filter(part__answer__in=own_answers(self.user, self.deal), removed_at__isnull=True)
        kept = get_object_or_404(files, pk=self.kwargs["pk"])
        return file_response(kept.file, name=kept.name, content_type=CONTENT_TYPES[FileKind(kept.kind)])
