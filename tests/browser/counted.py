"""What a person does on a page, counted: taps, keys, and the pages that are loaded; and it as a table."""

from dataclasses import dataclass, field

from playwright.sync_api import Frame, Locator, Page


@dataclass
class Effort:
    """Counts what a person does on a page: taps, keys, and the pages that it brings."""

    page: Page
    done: list[tuple[str, int, int, int]] = field(default_factory=list)
    loaded: int = 0

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._count)

    def _count(self, frame: Frame) -> None:
        self.loaded += frame == self.page.main_frame

    def tap(self, what: str, place: Locator) -> None:
        """Tap on a button or a link."""
        before = self.loaded
        place.click()
        self.page.wait_for_load_state("networkidle")
        self.done.append((what, 1, 0, self.loaded - before))

    def type(self, what: str, place: Locator, text: str, *, by_phone: bool = False) -> None:
        """Type in a field: a tap, and a key each; one tap where the phone fills it in."""
        place.fill(text)
        self.done.append((what, 1, 0 if by_phone else len(text), 0))

    def open(self, what: str, path: str) -> None:
        """Follow a link in a mail, or from the navigation."""
        before = self.loaded
        self.page.goto(path)
        self.done.append((what, 1, 0, max(1, self.loaded - before)))

    @property
    def actions(self) -> int:
        """Everything that was done."""
        return sum(taps + keys + pages for _what, taps, keys, pages in self.done)

    def table(self, title: str) -> str:
        """What was done, as a table."""
        rows = [f"{what:48} {taps:5} {keys:5} {pages:7}" for what, taps, keys, pages in self.done]
        head = f"{title:48} {'taps':>5} {'keys':>5} {'pages':>7}"
        return "\n".join(["", head, "-" * len(head), *rows, f"{'all actions':48} {self.actions:19}"])
