"""Norms that another covenant may have, said in its deal file: per area, with a ceiling, rising, of several places."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from pillars.agreed.models import Target
from pillars.progress.deal_progress import deal_progress
from pillars.status.status import Status
from regiodeal.deal_file.document import read_deal_file
from regiodeal.deal_file.faults import DealFileFaultsError
from regiodeal.deal_file.load import load
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.pages import carried
from tests.plugins.amending import drafted
from tests.plugins.deal import Enter, person
from tests.plugins.figures import measure, target_on

VEENLAND = Path("tests/deals/veenland.yaml")
AREAS = ("oostveen", "langevaart", "turfdorp")


def written(tmp_path: Path, *targets: dict[str, object], **changes: dict[str, object]) -> Path:
    """Veenland's deal file with targets more, and other values in those it has."""
    content = yaml.safe_load(VEENLAND.read_text(encoding="utf-8"))
    like = next(row for row in content["targets"] if row["code"] == "W1.1")
    content["targets"] += [like | row for row in targets]
    for row in content["targets"]:
        row.update(changes.get(row["code"].replace(".", "_").replace("-", "_"), {}))
    path = tmp_path / "deal.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def loaded(path: Path) -> Deal:
    """The deal of that file."""
    deal, _changes = load(read_deal_file(path.read_bytes(), path.name))
    return deal


@pytest.fixture
def figures_by(db: None) -> User:
    """Who enters figures in the deal of the file."""
    return person(None, "Veenbureau", None)


def per_area(area: str, minimum: str) -> dict[str, object]:
    """One village hall of an area, as a norm of its own."""
    return {
        "code": f"W2.1-{area}",
        "result": "W2.1",
        "indicator": "dorpshuizen",
        "reads": [area],
        "minimum": minimum,
        "operator": "at_least",
        "title": f"Dorpshuis in {area}",
    }


def test_each_area_has_a_number_of_its_own(db: None, tmp_path: Path, figures_by: User) -> None:
    """Any deal 19: "a result per municipality with its own number" could not be said; reading one item can."""
    deal = loaded(written(tmp_path, *(per_area(area, "1") for area in AREAS)))
    reviewer = person(deal, "Lezer", Role.REVIEWER)
    measure(deal, "dorpshuizen", 1, "2024-05-01", by=figures_by, item="oostveen", approved_by=reviewer)
    stands = {area: target_on(deal, f"W2.1-{area}", "2024-06-01").status for area in AREAS}
    assert stands["oostveen"] == Status.ACHIEVED
    assert Status.ACHIEVED not in {stands["langevaart"], stands["turfdorp"]}
    result = deal_progress(deal, on=date(2024, 6, 1)).of_result("W2.1")
    assert len(result.targets) == 4
    assert result.status != Status.ACHIEVED


def test_a_ceiling_and_a_rising_trend_are_data_and_can_be_amended(db: None, tmp_path: Path) -> None:
    """Any deal 15 and 16."""
    path = written(tmp_path, O1_1_2={"is_ceiling": True}, N2_1={"operator": "increases"})
    deal = loaded(path)
    assert Target.objects.get(deal=deal, code="O1.1-2").ceiling == 15
    assert Target.objects.get(deal=deal, code="N2.1").operator == Target.Operator.INCREASES
    assert Target.objects.filter(deal=deal, is_ceiling=True).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"W1_1": {"is_ceiling": True}}, {"W1_1": {"operator": "increases", "kind": "trend"}}],
    ids=["a ceiling without a maximum", "a trend with a minimum"],
)
def test_a_norm_that_says_nothing_is_refused(db: None, tmp_path: Path, wrong: dict[str, dict[str, object]]) -> None:
    with pytest.raises(DealFileFaultsError):
        loaded(written(tmp_path, **wrong))


def test_a_ceiling_is_proposed_on_the_page_of_an_amendment(deal: Deal, bureau: User, enter: Enter) -> None:
    """Any deal 15: what can be agreed can be amended, with words that people read."""
    amendment, client = drafted(deal, bureau), enter(bureau)
    address = f"/deals/{deal.slug}/wijzigingen/{amendment.number}/voorstel/targets/1.3.1/"
    form = client.get(address).context["form"]
    assert "is_ceiling" in form.fields
    assert form.fields["is_ceiling"].label == "Maximum is een plafond"
    values = {
        name: "" if value is None else value for name in form.fields if (value := form[name].value()) is not False
    }
    assert client.post(address, carried(client, address) | values | {"is_ceiling": "on"}).status_code == 302
    [change] = [row for row in amendment.changes.all() if row.field == "is_ceiling"]
    assert (change.old_value, change.new_value) == (False, True)
    page = client.get(f"/deals/{deal.slug}/wijzigingen/{amendment.number}/").content.decode()
    assert "plafond" in page
    assert "True" not in page
