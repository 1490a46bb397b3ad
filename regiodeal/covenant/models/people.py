"""People who sign in, and the role each has in a deal."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from regiodeal.covenant.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, since nobody may do everything (rights come from roles)."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user with a hashed password (unusable when none is given). Raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in, known by an e-mail address. What one may do follows from one's memberships."""

    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=150)
    is_active = models.BooleanField("actief", default=True)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints = [models.UniqueConstraint(Lower("email"), name="covenant_user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, or the address where there is none."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: people here are known by their whole name."""
        return str(self)


class Membership(models.Model):
    """The role of a user in a deal. A party representative always names the Party."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    deal = models.ForeignKey("covenant.Deal", on_delete=models.CASCADE)
    role = models.CharField("rol", max_length=20, choices=Role)
    party = models.ForeignKey("covenant.Party", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = "rol van gebruiker"
        verbose_name_plural = "rollen van gebruikers"
        ordering = ["role", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "deal", "role"], name="covenant_membership_role_once"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.PARTY) | models.Q(party__isnull=False),
                name="covenant_membership_party_role_names_its_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
