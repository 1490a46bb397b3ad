"""An invitation to take a role in a deal, and the trail of who was given a role and who lost one."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Lower

from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.memberships import give_role
from regiodeal.deals.models import Deal, Membership, MembershipEvent, Party, User
from regiodeal.deals.roles import Right, Role, Stage, rights_of
from regiodeal.lifecycle.steps import Lifecycle, LifecycleEvent


class InvitationState(models.TextChoices):
    """Says where an invitation stands."""

    SENT = "sent", "uitgenodigd"
    ACCEPTED = "accepted", "aangenomen"
    CANCELLED = "cancelled", "ingetrokken"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Answers questions about invitations."""

    def waiting(self, at: datetime) -> Self:
        """Keep the invitations that can be accepted at that moment."""
        return self.filter(state=InvitationState.SENT, expires_at__gt=at)

    def of_token(self, token: str) -> Self:
        """The one of a link, in whatever state; a link that was replaced has none."""
        return self.filter(digest=digest_of(token)).select_related("deal", "party")


def digest_of(token: str) -> str:
    """Return what is kept of a token: who reads the database, or a copy of it, cannot accept an invitation with it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(Lifecycle):
    """A role in a deal that waits for the owner of an e-mail address.

    Sent: its link works until it expires, once. Accepted: the role was given. Cancelled: an administrator took it back.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mailadres")
    name = models.CharField("naam", max_length=150)
    role = models.CharField("rol", max_length=20, choices=Role)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, verbose_name="Partij")
    state = models.CharField("stand", max_length=10, choices=InvitationState, default=InvitationState.SENT)
    digest = models.CharField("afdruk van de link", max_length=64, unique=True)
    invited_at = models.DateTimeField("uitgenodigd op")
    expires_at = models.DateTimeField("geldig tot")
    mailed_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    is_of_preparation = models.BooleanField("verstuurd in de voorbereiding", default=False)

    content_fields: ClassVar[tuple[str, ...]] = ("email", "role", "party", "expires_at")
    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "deal",
                "role",
                Lower("email"),
                condition=models.Q(state=InvitationState.SENT),
                name="accounts_invitation_once_while_it_waits",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.PARTY) | models.Q(party__isnull=False),
                name="accounts_invitation_party_role_names_its_party",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("invited_at")), name="accounts_invitation_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"

    def has_expired(self, at: datetime) -> bool:
        """Tell whether its link no longer works, though nobody took it back."""
        return self.state == InvitationState.SENT and self.expires_at <= at

    def is_over(self, at: datetime) -> bool:
        """Tell whether nobody can accept it: decided, too late, or its sender may no longer give roles in this deal."""
        if self.state != InvitationState.SENT or self.has_expired(at):
            return True
        stage = Stage.PREPARING if self.is_of_preparation and self.deal.stage == Stage.RUNNING else self.deal.stage
        return Right.MANAGE_USERS not in rights_of([row.role for row in self._roles_of_inviter()], stage)

    @transaction.atomic
    def begin(self, *, by: User, at: datetime) -> str:
        """Store it with the first row of its trail, and return the token of its link, which is kept nowhere."""
        token, expires_at = _new_token(at)
        self.digest, self.expires_at = digest_of(token), expires_at
        self.email = self.email.strip().lower()
        self.invited_at = at
        self.is_of_preparation = self.deal.stage == Stage.PREPARING  # its sender may invite until it is signed
        self.save(force_insert=True)
        self.tell(by=by, at=at, to_state=self.state, before={})
        return token

    def renew(self, *, by: User, at: datetime) -> str:
        """Give it another link and all its days again; the earlier link stops. Raises WrongStateError once decided."""
        token, expires_at = _new_token(at)
        link: Values = {"digest": digest_of(token), "expires_at": expires_at, "mailed_at": None}
        self.move([InvitationState.SENT], InvitationState.SENT, by=by, at=at, **link)
        return token

    def cancel(self, *, by: User, at: datetime) -> None:
        """Take it back: its link stops. Raises WrongStateError when it was accepted or taken back before."""
        self.move([InvitationState.SENT], InvitationState.CANCELLED, by=by, at=at)

    @transaction.atomic
    def accept(self, *, by: User, at: datetime) -> Membership:
        """Take the role. Raises WrongStateError for a link that was used, taken back or too late, or is another's."""
        list(self._roles_of_inviter().select_for_update(no_key=True))  # nobody withdraws them until this is decided
        self.refresh_from_db(fields=["state", "version"])
        if self.is_over(at) and self.state == InvitationState.SENT:
            raise WrongStateError("Deze uitnodiging is verlopen. Vraag de beheerder om een nieuwe.")
        if by.email != self.email:
            raise WrongStateError("Deze uitnodiging is voor iemand anders.")
        self.move([InvitationState.SENT], InvitationState.ACCEPTED, by=by, at=at)
        return give_role(self.deal, by, Role(self.role), party=self.party, by=self.inviter(), at=at)

    def inviter(self) -> User:
        """Return who gives the role: the last who sent the link."""
        sent = self.events.filter(to_state=InvitationState.SENT).select_related("by").last()
        assert sent is not None  # `begin` left one
        return sent.by

    def _roles_of_inviter(self) -> models.QuerySet[Membership]:
        return Membership.objects.filter(deal=self.deal_id, user=self.inviter(), user__is_active=True)


def _new_token(at: datetime) -> tuple[str, datetime]:
    return secrets.token_urlsafe(32), at + timedelta(days=settings.INVITATION_DAYS)


class InvitationEvent(LifecycleEvent):
    """A step of an invitation."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een uitnodiging"
        verbose_name_plural = "stappen van uitnodigingen"


@transaction.atomic
def withdraw_role(membership: Membership, *, by: User | None, at: datetime) -> int:
    """Take a role back; what the person entered stays. `by` is empty where the portal itself does it.

    Raises WrongStateError when it is gone, and for the last beheerder: nobody could then invite another. What a
    beheerder had sent and nobody accepted yet is taken back too; how many invitations.
    """
    same = Membership.objects.select_for_update(no_key=True).filter(deal=membership.deal, role=membership.role)
    keys = {row.pk for row in same}
    if membership.pk not in keys:
        raise WrongStateError("Deze rol is al ingetrokken.")
    if membership.role == Role.ADMINISTRATOR and len(keys) == 1:
        raise WrongStateError("Dit is de laatste beheerder van deze deal. Nodig eerst een andere beheerder uit.")
    Membership.objects.filter(pk=membership.pk).delete()
    MembershipEvent.objects.create(
        deal=membership.deal,
        user=membership.user,
        role=membership.role,
        party=membership.party,
        is_given=False,
        by=by,
        at=at,
    )
    return _take_back_sent_by(membership, by=by, at=at) if by and membership.role == Role.ADMINISTRATOR else 0


def _take_back_sent_by(membership: Membership, *, by: User, at: datetime) -> int:
    waiting = Invitation.objects.filter(deal=membership.deal, state=InvitationState.SENT)
    sent = [invitation for invitation in waiting if invitation.inviter().pk == membership.user_id]
    for invitation in sent:
        invitation.cancel(by=by, at=at)
    return len(sent)
