"""The pages of the help: how does this work, and what does this word mean?"""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.question import LONGEST, Question, words_of
from regiodeal.deals.roles import Right
from regiodeal.help.glossary import all_terms, terms_about
from regiodeal.help.handbook import Part, part_of, parts, passages_about
from regiodeal.help.welcome import put_away
from regiodeal.pages.deal_page import Context, DealPage, DealView

# Keys and what they do, as the scripts take them (static/js/shortcuts.js and entry-grid-keys.js).
SHORTCUTS = (
    ("Op elke pagina", (("/", "Zoeken"), ("?", "Hulp bij deze pagina"), ("Esc", "Sluit wat open staat"))),
    (
        "Bij het beoordelen",
        (
            ("j", "Naar het volgende dat op u wacht"),
            ("k", "Naar het vorige dat op u wacht"),
            ("g, dan Enter", "Goedkeuren wat u ziet, en door naar het volgende"),
        ),
    ),
    (
        "Bij het invullen van veel cijfers",
        (
            ("Pijltjes", "Naar de cel ernaast, erboven of eronder"),
            ("Enter", "Bewaar deze rij en ga naar de volgende"),
            ("Esc", "Zet terug wat er stond"),
            ("Ctrl + D", "Neem over wat in de cel erboven staat"),
            ("Ctrl + V", "Plak een blok uit een werkblad"),
            ("Ctrl + Z", "Maak de laatste stap ongedaan, ook plakken of overnemen"),
            ("Ctrl + Y", "Doe die stap opnieuw"),
        ),
    ),
)


class HelpPage(DealPage):
    """Answers: how does this work, and what does this word mean?"""

    right = Right.SEE_DEAL
    title = "Hulp"
    template_name = "help/help.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The parts of the handbook, the words, the keys, and what was found."""
        text = self.request.GET.get("q", "")[:LONGEST]
        question = Question(tuple(words_of(text)))
        return super().get_context_data(
            query=text,
            chapters=passages_about(question),
            found_terms=terms_about(question) if text else (),
            parts=parts(),
            terms=all_terms(),
            shortcuts=SHORTCUTS,
            **kwargs,
        )


class HelpPartPage(DealPage):
    """Shows one part of the handbook."""

    right = Right.SEE_DEAL
    template_name = "help/part.html"

    part: Part

    def load(self) -> None:
        """Find the part. 404 for no part of the handbook."""
        part = part_of(self.kwargs["part"])
        if part is None:
            raise Http404
        self.part = part

    def page_title(self) -> str:
        """Title the page as the part."""
        return self.part.title

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all help."""
        return [("Hulp", reverse("help", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The part with its chapters."""
        return super().get_context_data(part=self.part, **kwargs)


class PutWelcomeAway(DealView):
    """Puts away the welcome of one's own role."""

    right = Right.SEE_DEAL
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Remember that it was read, and go on to the overview."""
        put_away(self.user, request.POST.get("role", ""), at=timezone.now())
        return redirect("overview", deal=self.deal.slug)
