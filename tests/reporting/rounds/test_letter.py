"""The letter to the minister: what the report says in short, and the words that were given."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import money_sentence, state_sentence
from reporting.snapshot.take import digest
from reporting.word.letter import LetterWords, cover_letter
from tests.reporting.example_reports import Row

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database

WORDS = LetterWords(
    sender="Gemeente Den Haag\nProgrammabureau Zuidwest",
    place="Den Haag",
    on=date(2026, 7, 10),
    reference="ZW/2026/12",
    signed_by="A. de Vries",
)


def lines(content: bytes) -> list[str]:
    """The paragraphs of a letter."""
    return [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]


def test_it_says_what_the_report_says_to_whom_it_goes(snapshot: Row) -> None:
    told = lines(cover_letter(FrozenReport(snapshot), WORDS))
    assert told[0] == "Gemeente Den Haag\nProgrammabureau Zuidwest"
    assert told[1].startswith("Aan de Minister van Binnenlandse Zaken en Koninkrijksrelaties")
    assert told[2] == "Den Haag, 10 juli 2026\nKenmerk: ZW/2026/12"
    assert told[3] == "Onderwerp: voortgangsrapportage 2026 Regio Deal Den Haag Zuidwest II"
    assert state_sentence(snapshot) in told
    assert any(line.startswith(money_sentence(snapshot)) and "16 resultaten lopen achter" in line for line in told)
    assert any("A. de Vries" in line for line in told)
    assert digest(snapshot) in told[-1]
    assert any(line.startswith("VOORBEELD.") for line in told)


def test_another_deal_has_its_own_names_and_an_addressee_can_be_given(bare_snapshot: Row) -> None:
    words = LetterWords(sender="", place="Veen", on=date(2026, 7, 10), addressee="Aan het ministerie\nPostbus 1")
    told = lines(cover_letter(FrozenReport(bare_snapshot), words))
    assert told[1] == "Aan het ministerie\nPostbus 1"
    assert "Regio Deal Veenland" in " ".join(told)
    assert "Zuidwest" not in " ".join(told)
    assert not any("Kenmerk" in line for line in told)


def test_hostile_words_stay_words_and_the_bytes_are_the_same(snapshot: Row) -> None:
    words = LetterWords(sender="<b>&\x00x", place="\x1b[31m", on=date(2026, 7, 10), signed_by="'; DROP")
    content = cover_letter(FrozenReport(snapshot), words)
    assert content == cover_letter(FrozenReport(snapshot), words)
    assert lines(content)[0] == "<b>&x"
    properties = Document(BytesIO(content)).core_properties
    assert (properties.author, properties.created.date() if properties.created else None) == ("<b>&x", words.on)
