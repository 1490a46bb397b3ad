"""The base of every page of a deal: who asks, which deal, as of which date, and the page around it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from regiodeal.base.dates import day_of
from regiodeal.base.forms import UNTYPED
from regiodeal.base.refusals import MovedOnError
from regiodeal.caching.memory import remembered_count
from regiodeal.deals.contributions import contributed
from regiodeal.deals.in_force import Terms, terms
from regiodeal.deals.memberships import may_begin
from regiodeal.deals.models import AgreedRow, Deal, Membership, User
from regiodeal.deals.roles import READERS, Reader, Right, Role, Stage, rights_of
from regiodeal.deals.words import speak
from regiodeal.pages.access import memberships_of
from regiodeal.pages.look import look_of

NAVIGATION = (
    ("Overzicht", "overview", Right.SEE_DEAL),
    ("Maatregelen", "measures", Right.SEE_DEAL),
    ("Financiën", "money", Right.SEE_DEAL),
    ("Overleg en afspraken", "obligations", Right.SEE_DEAL),
    ("Rapportage", "reports", Right.SEE_DEAL),
    ("Beheer", "users", Right.SEE_USERS),
    ("Logboek", "audit", Right.SEE_AUDIT),
)


# The chapter of the handbook (docs/handbook) that is about the pages of a section; a page can name one of its own.
HELP = {
    "overview": "bureau#inloggen-en-rondkijken",
    "measures": "bureau#een-cijfer-invullen",
    "money": "geld#kijken",
    "obligations": "bureau#afspraken-met-een-termijn",
    "reports": "bureau#de-rapportage-maken",
    "users": "beheer#accounts-en-rollen",
    "audit": "beheer#bewaren-en-vergeten",
    "stage": "een-deal-beginnen#in-negen-stappen-met-het-werkboek",
}
HELP_OF_READERS = {  # for who enters and decides nothing there
    "overview": "lezen#hoe-staat-de-deal-ervoor",
    "measures": "lezen#hoe-staat-de-deal-ervoor",
    "reports": "lezen#de-rapportage-ophalen",
}
WRITES = frozenset(
    {Right.ENTER_PROGRESS, Right.REVIEW_PROGRESS, Right.ENTER_MONEY, Right.APPROVE_MONEY, Right.BUILD_REPORT}
)
WORTH_KEEPING = 8  # characters: what somebody typed, and no key, day or choice
DAY = "op"  # the parameter that names the reference date
HELD = {"seen", "version"}  # what a form carries of what was on the screen


type Context = dict[str, object]  # what a template is given, by name


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the navigation."""

    title: str
    url: str
    is_current: bool


class DealView(View):
    """A view inside a deal. Fetches the deal and authorises in one go, before anything else of it is fetched.

    The dates of `deal` are those in force on `on` (deals/in_force.py); it is not to be saved.

    404 for a deal that the user may not know of, 403 for something the user may not do in a deal that is known. Who has
    a role that does not read the deal (READERS) comes on the pages that ask for a right of that role, and no other.
    """

    right: ClassVar[Right]
    section: ClassVar[str] = ""
    is_personal: ClassVar[bool] = False  # shows people or what is theirs: no browser keeps it (Cache-Control: no-store)

    deal: Deal
    user: User
    on: date
    agreed: Terms
    rights: frozenset[Right]
    memberships: list[Membership]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Decide access, load what the address names, and only then answer."""
        self._authorise()
        try:
            self.load()
            answer = super().dispatch(request, *args, **kwargs)
        except MovedOnError as refusal:
            answer = self._moved_on(refusal)
        if self.is_personal:
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def load(self) -> None:
        """Fetch what the address names. May raise Http404, and PermissionDenied where the right is not enough."""

    def _moved_on(self, refusal: MovedOnError) -> HttpResponseBase:
        """Tell what is not as it was on the screen, with what was typed; nothing has been changed."""
        page = MovedOnPage()
        page.setup(self.request, *self.args, **self.kwargs)
        for name in ("deal", "user", "on", "agreed", "rights", "memberships"):
            setattr(page, name, getattr(self, name))
        return page.told(refusal)

    def _authorise(self) -> None:
        """Fetch the deal, cut to what the user may see, and refuse what the user has no right to in it."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied  # not reached: LoginRequiredMiddleware sends them to the sign-in page
        self.user = self.request.user
        self.memberships = memberships_of(self.user, self.kwargs["deal"])
        if not self.memberships:
            raise Http404
        self.request.deal_id = self.memberships[0].deal_id  # type: ignore[attr-defined]  # for the audit trail
        acting = [row.role for row in self.memberships if not (row.party_has_left and row.role == Role.PARTY)]
        self.rights = rights_of(acting, self.memberships[0].deal.stage)
        if any(row.role in READERS for row in self.memberships):  # also for a Party that left, and in a closed deal
            self.rights |= {Right.SEE_DEAL}
        if self.right not in self.rights:
            raise PermissionDenied
        self.on = reference_date(self.request)
        self.agreed = terms(self.memberships[0].deal, on=self.on)
        self.deal = self.agreed.deal_itself()
        speak(self.deal.words)  # until the answer is made (pages/spoken.py ends it)

    def agreed_or_404[Row: AgreedRow](self, rows: QuerySet[Row], code: str) -> Row:
        """The row of this deal with that code, as agreed on the reference date. 404 when it is not agreed then."""
        found = self.agreed.apply(rows.filter(deal=self.deal, code=code))
        if not found:
            raise Http404
        return found[0]

    def may(self, right: Right) -> bool:
        """Tell whether the user has a right in this deal."""
        return right in self.rights

    def reader(self) -> Reader:
        """Return who reads, as `visible_to` of records with an openness asks it."""
        parties = frozenset(row.party_id for row in self.memberships if row.party_id and not row.party_has_left)
        return {"rights": self.rights, "parties": parties}


class DealPage(DealView, TemplateResponseMixin, ContextMixin):
    """A page inside a deal, with its navigation, breadcrumbs and reference date."""

    title: ClassVar[str] = ""
    help_chapter: ClassVar[str] = ""  # the chapter of the handbook about this page, such as "bureau#beoordelen"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show the page. What the address names was fetched by `load`."""
        return self.render_to_response(self.get_context_data())

    def render_to_response(self, context: Context, **response_kwargs: Any) -> HttpResponse:
        """Render the page; one that refused what was sent says so in its title, and at its top."""
        context["fault"] = "Fout: " if response_kwargs.get("status") in {409, 422} else ""  # begins the title
        return super().render_to_response(context, **response_kwargs)

    def page_title(self) -> str:
        """The title of the page, which is also its h1."""
        return self.title

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The pages between the overview and this one, as (title, address)."""
        return []

    def help_url(self) -> str:
        """Return the address of the chapter of the handbook about this page; all help where there is none."""
        usual = HELP if self.rights & WRITES else HELP | HELP_OF_READERS
        part, _, chapter = (self.help_chapter or usual.get(self.section, "")).partition("#")
        if not part:
            return reverse("help", args=[self.deal.slug])
        return f"{reverse('help-part', args=[self.deal.slug, part])}#{chapter}"

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what every page of a deal shows around its content."""
        reads = self.may(Right.SEE_DEAL)
        home_title, home = "Overzicht" if reads else "Mijn projecten", front_page(self.deal.slug, reads=reads)
        title = self.page_title()
        around = {
            "deal": self.deal,
            "look": look_of(self.deal) if reads else replace(look_of(self.deal), logo_url=""),
            "reads_deal": reads,
            "switch": self._switch(),
            "may_begin": may_begin(self.user, roles=[row["role"] for row in self._all_deals()]),
            "home_url": home,
            "help_url": self.help_url() if reads else "",
            "page_title": title,
            "breadcrumbs": [(home_title, home), *self.breadcrumbs(), (title, "")],
            "navigation": self._navigation(),
            "reference_date": self.on if reads else None,
            "reference_date_is_today": self.on == timezone.localdate(),
            "reference_date_is_ahead": self.on > timezone.localdate(),
            "reference_date_is_before": self.on < self.deal.in_force_on,
            "waiting": self._waiting() if reads else None,
            "unread": self._unread() if reads else None,
            "role_name": ", ".join(_role_name(membership) for membership in self.memberships),
            "example_notice": self.deal.example_notice,
            "may_enter": self.may(Right.ENTER_PROGRESS),
            "may_build": self.may(Right.BUILD_REPORT),
            "may_keep": self.may(Right.KEEP_MEETINGS),
            "sees_unapproved": self.may(Right.SEE_UNAPPROVED),
        }
        return super().get_context_data(**around | kwargs)

    def _waiting(self) -> dict[str, object]:
        """Return how much waits for the user, as the apps count it."""
        counts, today = contributed(lambda app: app.waiting_count), timezone.localdate()
        count = remembered_count(
            self.request,
            (self.deal.pk, self.user.pk, self.rights, today),
            lambda: sum(count_of(self.deal, self.user, self.rights, on=today) for count_of in counts),
        )
        return {"count": count, "url": reverse("my-work", args=[self.deal.slug])}

    def _unread(self) -> dict[str, object]:
        """Return how many notices the user has not opened, as the query of the roles counted them."""
        count = getattr(self.memberships[0], "unread_notices", 0)  # annotated: pages/access.py
        return {"count": count, "url": reverse("notices", args=[self.deal.slug])}

    def _all_deals(self) -> list[dict[str, str]]:
        """Return slug, name and role of each deal in which the user has a role."""
        return self.memberships[0].all_deals or []  # type: ignore[attr-defined]  # annotated

    def _switch(self) -> list[NavigationItem]:
        """Return the deals among which the user goes to and fro; none for who has one."""
        known = sorted({(row["name"], row["slug"]) for row in self._all_deals()})
        read = {row["slug"] for row in self._all_deals() if row["role"] in READERS}
        return [
            NavigationItem(name, front_page(slug, reads=slug in read), slug == self.deal.slug) for name, slug in known
        ] * (len(known) > 1)

    def _navigation(self) -> list[NavigationItem]:
        first = (("Voorbereiding", "stage", Right.SEE_DEAL),) if self.deal.stage == Stage.PREPARING else ()
        return [
            NavigationItem(title, reverse(name, args=[self.deal.slug]), name == self.section)
            for title, name, right in (*first, *NAVIGATION)
            if right in self.rights
        ]


def front_page(slug: str, *, reads: bool) -> str:
    """The first page of a deal, for who reads the deal, or who only answers for an executor in it."""
    return reverse("overview" if reads else "my-answers", args=[slug])


def _role_name(membership: Membership) -> str:
    role = str(membership.get_role_display())
    return f"{role} (opgezegd)" if membership.party_has_left else role


class MovedOnPage(DealPage):
    """Tells that something changed since it was on the screen: what it was, what it is, and what one typed."""

    template_name = "pages/moved_on.html"
    title = "Dit is veranderd sinds u het opende"
    right = Right.SEE_DEAL

    def told(self, refusal: MovedOnError) -> HttpResponseBase:
        """The page, with 409: the request came too late for what stands there now."""
        fields = [texts for name, texts in self.request.POST.lists() if name not in UNTYPED | HELD]
        typed = [text.strip() for texts in fields for text in texts if len(text.strip()) > WORTH_KEEPING]
        return self.render_to_response(self.get_context_data(moved=refusal.moved, typed=typed), status=409)


def reference_date(request: HttpRequest) -> date:
    """The date the page is about ("stand op"): `?op=2026-06-14`; today without it, or with a message if it is none."""
    text = request.GET.get(DAY, "")
    today = timezone.localdate()
    if not text:
        return today
    try:
        return day_of(text)
    except ValueError:
        messages.error(request, f"De datum '{text[:20]}' is niet te lezen. U ziet de stand van vandaag.")
        return today
