"""The common parts of every file that is kept, and of every record with an openness (art. 11 lid 1)."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction

from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import Party, User
from regiodeal.deals.roles import Right
from regiodeal.files.kinds import FileKind
from regiodeal.lifecycle.steps import Guarded, Lifecycle


class Openness(models.TextChoices):
    """Says for whom a record is."""

    PUBLIC = "public", "openbaar"
    PARTIES = "parties", "voor de Partijen"
    CONFIDENTIAL = "confidential", "vertrouwelijk"


class Duty(models.TextChoices):
    """Says what makes a record public all the same: the exceptions of art. 11 lid 1."""

    LAW = "law", "de wet"
    RULING = "ruling", "een rechterlijke uitspraak"
    DEAL = "deal", "deze Regio Deal"


def open_to(*, rights: Collection[Right], parties: Collection[int], prefix: str = "") -> models.Q:
    """The condition that somebody with these rights and Parties may see a record, or what lies behind `prefix` of it.

    What is confidential is for whoever may see unapproved work, and for the Party that asked for it.
    """
    if Right.SEE_UNAPPROVED in rights:
        return models.Q(**{f"{prefix}pk__isnull": False})  # every row; an empty Q would vanish from an "or"
    asked = models.Q(**{f"{prefix}requester__in": parties})
    return asked | ~models.Q(**{f"{prefix}openness": Openness.CONFIDENTIAL})


class OpenRecordQuerySet[Record: "OpenRecord"](models.QuerySet[Record]):
    """Records, cut by their openness."""

    def open_to(self, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """Keep the records that somebody with these rights, who represents these Parties, may see."""
        return self.filter(open_to(rights=rights, parties=parties))


class OpenRecord(Guarded):
    """A record that is open, unless a Party asked for secrecy.

    Public: for anybody. For the Parties: for whoever has a role in the deal. Confidential: a Party asked for it on a
    ground; only who keeps the records and that Party know of it. Opened again: a duty of art. 11 lid 1 outweighs the
    request, and says which.
    """

    openness = models.CharField("voor wie", max_length=12, choices=Openness, default=Openness.PUBLIC)
    requester = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="op verzoek van"
    )
    requested_on = models.DateField("gevraagd op", null=True, blank=True)
    ground = models.CharField("grond van vertrouwelijkheid", max_length=300, blank=True)
    duty = models.CharField("toch openbaar vanwege", max_length=6, choices=Duty, blank=True)
    exception = models.CharField("waarom toch openbaar", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(openness=Openness.CONFIDENTIAL)
                | (~models.Q(ground="") & models.Q(requester__isnull=False)),
                name="%(app_label)s_%(class)s_confidential_says_why_and_for_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(duty="", exception="")
                | (
                    ~models.Q(duty="")
                    & ~models.Q(exception="")
                    & models.Q(requester__isnull=False)
                    & ~models.Q(openness=Openness.CONFIDENTIAL)
                ),
                name="%(app_label)s_%(class)s_opened_by_a_duty",
            ),
        ]

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read it."""
        return self.openness == Openness.PUBLIC

    @property
    def is_confidential(self) -> bool:
        """Tell whether a Party asked for secrecy and nothing outweighs that."""
        return self.openness == Openness.CONFIDENTIAL

    def is_open_to(self, *, rights: Collection[Right], parties: Collection[int]) -> bool:
        """The same as `open_to`, for a record that was fetched."""
        return Right.SEE_UNAPPROVED in rights or not self.is_confidential or self.requester_id in parties


class ClosableRecord(OpenRecord, Lifecycle):
    """A record whose openness people change, each time with a row of trail."""

    class Meta(OpenRecord.Meta):
        abstract = True

    def close_for(self, party: Party, *, ground: str, on: date, by: User, at: datetime) -> None:
        """Keep it secret at the request of a Party. Raises ValueError without a ground, WrongStateError when it is."""
        if not ground.strip():
            raise ValueError("Schrijf op waarom dit vertrouwelijk is.")
        open_ones = models.Q(openness__in=(Openness.PUBLIC, Openness.PARTIES))
        changes = {"openness": Openness.CONFIDENTIAL, "requester": party, "requested_on": on, "ground": ground.strip()}
        self._change_openness(open_ones, changes | {"duty": "", "exception": ""}, by=by, at=at)

    def open_again(self, *, duty: Duty, exception: str, by: User, at: datetime) -> None:
        """Make it public although a Party asked for secrecy: a duty asks it. Raises as `close_for` does."""
        if not exception.strip():
            raise ValueError("Schrijf op welke regel, uitspraak of afspraak openbaarheid vraagt.")
        changes = {"openness": Openness.PUBLIC, "duty": duty, "exception": exception.strip()}
        self._change_openness(models.Q(openness=Openness.CONFIDENTIAL), changes, by=by, at=at)

    @transaction.atomic
    def _change_openness(self, allowed: models.Q, changes: Values, *, by: User, at: datetime) -> None:
        before = self.get_openness_display()
        self.change_or_refuse(allowed, "Iemand anders veranderde dit intussen. Bekijk de nieuwe stand.", **changes)
        why = self.exception or f"op verzoek van {self.requester.code if self.requester else ''}: {self.ground}"
        told = [["voor wie", before, self.get_openness_display()], ["reden", "", why]]
        self.tell(by=by, at=at, changes=told)


def stored_name(kept: "KeptFile", _name: str) -> str:
    """A name on disk that nobody can guess and that says nothing; the name of the upload is only for showing."""
    return f"{kept.folder}/{uuid.uuid4().hex}"


class KeptFile(Guarded):
    """A file whose content never changes.

    Kept: it can be read by who may see it. Removed: the file is gone, for instance because there were names of people
    in it; who removed it, when and why stays. A file with something that counts already goes by two people: one asks
    for it with a reason, and another removes it or leaves it where it is.
    """

    folder: ClassVar[str]

    file = models.FileField("bestand", upload_to=stored_name, max_length=200, blank=True)
    name = models.CharField("naam", max_length=150)
    kind = models.CharField("soort", max_length=4, choices=FileKind)
    size = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField("controlegetal", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("toegevoegd op")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField("verwijderd op", null=True, blank=True)
    removal_reason = models.CharField("reden van verwijderen", max_length=300, blank=True)
    removal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removal_asked_at = models.DateTimeField("verwijderen gevraagd op", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True)
                | (models.Q(removed_by__isnull=False, file="") & ~models.Q(removal_reason="")),
                name="%(app_label)s_%(class)s_removed_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_settled(self) -> bool:
        """Tell whether it is with something that counts, so that one person alone does not remove it."""
        return False

    def remove(self, *, by: User, at: datetime, reason: str) -> None:
        """Throw the file away and keep who did it and why. Raises WrongStateError when it is gone or two must."""
        if self.is_settled:
            raise WrongStateError("Dit hoort bij iets wat al telt. Vraag om verwijderen; een ander beslist.")
        self._remove(models.Q(), by=by, at=at, reason=reason)

    def ask_removal(self, *, by: User, at: datetime, reason: str) -> None:
        """Ask that the file goes, with a reason. Raises WrongStateError when somebody did, or it is gone."""
        free = models.Q(removed_at__isnull=True, removal_asked_by__isnull=True)
        asked = {"removal_asked_by": by, "removal_asked_at": at, "removal_reason": reason}
        self.change_or_refuse(free, "Een ander vroeg hier al om, of het bestand is al weg.", **asked)

    def leave(self) -> None:
        """Leave the file where it is: who asked takes that back, or somebody else refuses. Raises WrongStateError."""
        asked = models.Q(removed_at__isnull=True, removal_asked_by__isnull=False)
        nothing = {"removal_asked_by": None, "removal_asked_at": None, "removal_reason": ""}
        self.change_or_refuse(asked, "Hier is intussen al over beslist.", **nothing)

    def remove_asked(self, *, by: User, at: datetime) -> None:
        """Throw the file away for which another person asked. Raises FourEyesError for that person, WrongStateError."""
        if by.pk == self.removal_asked_by_id:
            raise FourEyesError("U heeft hier zelf om gevraagd. Een ander moet beslissen.")
        asked = models.Q(removal_asked_by=self.removal_asked_by_id, removal_asked_by__isnull=False)
        self._remove(asked, by=by, at=at, reason=self.removal_reason)

    def _remove(self, condition: models.Q, *, by: User, at: datetime, reason: str) -> None:
        stored, storage = self.file.name or "", self.file.storage
        removed = {"file": "", "removed_by": by, "removed_at": at, "removal_reason": reason}
        with transaction.atomic():
            still = condition & models.Q(removed_at__isnull=True)
            self.change_or_refuse(still, "Dit bestand is al verwijderd.", **removed)
            # Only once nobody can find the row with the file any more; a failure before that keeps both.
            transaction.on_commit(lambda: storage.delete(stored))
