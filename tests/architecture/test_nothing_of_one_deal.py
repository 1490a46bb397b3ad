"""Nothing of one deal is in code or templates: no article, name or word that another covenant would make untrue."""

from pathlib import Path

import pytest

from tests.architecture.one_deal import FOLDERS, ROOT, files, hits

READ_BY_PROGRAMS = {  # headings of columns, and the name of a theme, which is that of who made it
    "ook voor pijler",
    "waarvan ook voor die pijler",
    "Gemeente Den Haag",
}


def test_code_and_templates_name_nothing_of_one_deal() -> None:
    """Any deal 10: article numbers and words of Den Haag in 112 texts, the same for every deal."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {kind}: {text}"
        for path in files(FOLDERS)
        for line, kind, text in hits(path)
        if text not in READ_BY_PROGRAMS
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("planted.py", 'REFUSAL = "Artikel 12: dat kan niet."\n'),
        ("planted.py", 'def told() -> str:\n    return "Dat kan niet (art. 12 lid 3)."\n'),
        ("planted.html", "<p>De deal verandert alleen met instemming (art. 12).</p>\n"),
        ("planted.html", '{% alert "warning" title="De regiokassier zegt op" %}x{% endalert %}\n'),
        ("planted.txt", "Beste lid van het Rijk-Regio-overleg,\n"),
        ("planted.py", 'TITLE = "Brief aan de minister van BZK"\n'),
    ],
)
def test_a_new_article_or_name_is_found(tmp_path: Path, name: str, content: str) -> None:
    """Any deal 10: a scan that finds nothing would also pass; this one finds what is planted."""
    planted = tmp_path / name
    planted.write_text(content, encoding="utf-8")
    assert len(list(hits(planted))) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fine.py", '"""What art. 12 asks."""\n\nPLACE = "pijler-a"\nLAW = "AVG art. 5 lid 1"\n'),
        (
            "fine.html",
            '{# art. 12 #}<a href="#pijler-{{ row.code }}">{% word "Pillar" %}{% art "amendment" %}</a>\n',
        ),
    ],
)
def test_a_docstring_a_law_and_a_code_may_stand(tmp_path: Path, name: str, content: str) -> None:
    fine = tmp_path / name
    fine.write_text(content, encoding="utf-8")
    assert list(hits(fine)) == []
