"""What is remembered is that of the newest version, of the things that were asked for last."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.test import RequestFactory

from regiodeal.caching.memory import Memory, forget, remembered, remembered_count
from regiodeal.deals.roles import Reader, Role, rights_of


@dataclass
class Page:
    """A page that says for whom it was made."""

    name: str
    role: Role = Role.PARTY
    parties: frozenset[int] = frozenset()
    path: str = "/remembered/"
    version: int | None = 1
    request: HttpRequest = field(init=False)

    def __post_init__(self) -> None:
        self.request = RequestFactory().get(self.path)
        if self.version is not None:
            self.request.data_version = self.version  # type: ignore[attr-defined]

    def reader(self) -> Reader:
        return {"rights": rights_of([self.role]), "parties": self.parties}

    @remembered
    def shown(self) -> str:
        return f"for {self.name}"


def test_what_was_made_for_one_is_for_the_same_rights_parties_and_address_alone() -> None:
    assert Page("first").shown() == "for first"
    assert Page("second").shown() == "for first"
    assert Page("reviewer", role=Role.REVIEWER).shown() == "for reviewer"
    assert Page("another Party", parties=frozenset({1})).shown() == "for another Party"
    assert Page("another day", path="/remembered/?op=2026-01-01").shown() == "for another day"
    assert Page("a POST, or no page that is kept", version=None).shown() == "for a POST, or no page that is kept"
    assert Page("after a change", version=2).shown() == "for after a change"


def test_it_is_made_once_for_a_version_and_anew_for_the_next() -> None:
    memory, made = Memory(2), iter(range(10))

    def ask(key: str, version: int) -> int:
        return memory.recall(key, version, lambda: next(made))

    assert [ask("page", 1), ask("page", 1), ask("page", 2), ask("page", 2)] == [0, 0, 1, 1]
    assert ask("page", 1) == 2  # an older version is not kept


def test_it_forgets_what_was_asked_for_longest_ago() -> None:
    memory, made = Memory(2), iter(range(10))
    asked = ["one", "two", "one", "three", "one", "two"]
    assert [memory.recall(key, 1, lambda: next(made)) for key in asked] == [0, 1, 0, 2, 0, 3]
    memory.forget()
    assert memory.recall("one", 1, lambda: next(made)) == 4


def test_a_number_of_one_person_is_counted_once_until_data_of_the_deal_change() -> None:
    page, counted = Page("first"), iter(range(10))

    def ask(key: str) -> int:
        return remembered_count(page.request, key, lambda: next(counted))

    forget()
    assert [ask("first"), ask("first"), ask("second"), ask("first")] == [0, 0, 1, 0]
    page.request.data_version = 2  # type: ignore[attr-defined]
    assert ask("first") == 2
    page = Page("what follows a POST", version=None)
    assert [ask("first"), ask("first")] == [3, 4]
