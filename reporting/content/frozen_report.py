"""A snapshot with what several of its files need of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from regiodeal.base.map_drawing import MapDrawing
from regiodeal.deals.words import DealWords, speaking
from reporting.content.report_map import report_map
from reporting.content.svg import Drawing, charts
from reporting.snapshot.schema import Snapshot
from reporting.snapshot.spoken_words import words_of
from reporting.snapshot.take import canonical, digest_of


@dataclass(frozen=True)
class FrozenReport:
    """A snapshot with its JSON, its hash and its charts: each made once, by the first file that needs it.

    `kept_photos` and `kept_pictures` tell where the photos of projects and the pictures in texts are kept, of a copy
    that does not say so itself.
    """

    snapshot: Snapshot
    kept_photos: Mapping[int, str] = field(default_factory=dict)
    kept_pictures: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def canonical(self) -> bytes:
        """The snapshot as JSON in one fixed form: the file inside the PDF."""
        return canonical(self.snapshot)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of that JSON."""
        return digest_of(self.canonical)

    @cached_property
    def charts(self) -> dict[str, Drawing | MapDrawing]:
        """Its charts by name, with the map where it has one."""
        with speaking(self.words):
            drawn = report_map(self.snapshot, is_printed=True)
            return {**charts(self.snapshot), **({drawn.name: drawn} if drawn else {})}

    @cached_property
    def photos(self) -> Mapping[int, str]:
        """Where each of its photos is kept, by number."""
        told = [photo for row in self.snapshot.get("projects", []) for photo in row.get("photos", [])]
        return {each["number"]: self.kept_photos.get(each["number"], each["file"]) for each in told}

    @cached_property
    def pictures(self) -> Mapping[int, str]:
        """Where each picture in its texts is kept, by number."""
        told = self.snapshot.get("text_pictures", [])
        return {each["number"]: self.kept_pictures.get(each["number"], each["file"]) for each in told}

    @cached_property
    def words(self) -> DealWords:
        """The words and articles of the deal, as they were on its day."""
        return words_of(self.snapshot)
