"""Items of the chapter on money, to the cent."""

from collections.abc import Iterator

from regiodeal.base.dutch import capital
from regiodeal.base.templatetags.dutch_filters import exact_percent
from reporting.content.money_lines import AmountName, money_lines, money_sum
from reporting.differences.items import Item, amount, on, short, text
from reporting.snapshot.schema import Snapshot

AMOUNTS: tuple[tuple[AmountName, str], ...] = (
    ("agreed", "afgesproken"),
    ("received", "ontvangen"),
    ("committed", "verplicht"),
    ("spent", "besteed"),
    ("room", "ruimte"),
    ("forecast", "prognose"),
)


def money_items(snapshot: Snapshot) -> Iterator[Item]:
    """Budget lines, totals, caps, and who brings in what."""
    money = snapshot["money"]
    for line in [*money_lines(money), money_sum(money)]:
        says = {title: amount(line[name]) for name, title in AMOUNTS}
        says["toelichting bij de prognose"] = text(line["forecast_reason"])
        yield Item(line["code"] or line["label"], line["label"], says)
    for cap in money["caps"]:
        says = {
            "deel": short(exact_percent(cap["rate"])),
            "grondslag": amount(cap["base"]),
            "hoogstens": amount(cap["amount"]),
            "besteed": amount(cap["spent"]),
            "ruimte": amount(cap["room"]),
        }
        yield Item(f"grens {cap['code']}", cap["title"], says)
    for total in money["agreed_totals"]:
        title = f"{capital(total['contributor_label'])}, {total['kind_label']}"
        says = {"afgesproken": amount(total["amount"]), "ontvangen": amount(total["received"])}
        yield Item(f"inbreng {total['code']}", title, says)


def contribution_items(snapshot: Snapshot) -> Iterator[Item]:
    """List the contributions of partners."""
    for row in snapshot["money"]["contributions"]:
        says = {
            "stand": short(row["state_label"]),
            "toegezegd op": on(row["pledged_on"]),
            "toegezegd": amount(row["amount"]),
            "bevestigd": amount(row["confirmed_amount"]),
            "gerealiseerd": amount(row["realised_amount"]),
        }
        yield Item(f"{row['partner']}: {row['description']}", f"{row['partner']}: {row['description']}", says)
