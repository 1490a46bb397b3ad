"""A place where people sign in, other than in the portal itself: an OpenID Connect provider."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    """A place where people of certain domains sign in, other than here."""

    key: str
    name: str
    url: str
    client_id: str
    secret: str
    domains: frozenset[str]
    has_second_step: bool

    def vouches_for(self, email: str) -> bool:
        """Tell whether this provider may say that somebody is this address: only for its own domains."""
        return email.rpartition("@")[2].lower() in self.domains
