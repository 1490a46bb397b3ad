"""What differs between two recordings of one tree, and means nothing: tokens, random names and tabs of static files."""

import re

MASKS = [
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1CSRF"),
    (re.compile(r'((?:X-CSRFToken|x-csrftoken)(?:&quot;|"|&#x27;|\')?: ?(?:&quot;|"|&#x27;|\')?)\w{20,}'), r"\1CSRF"),
    (re.compile(r'(\bnonce=")[^"]*'), r"\1NONCE"),
    (re.compile(r"(/static/[\w./@-]+?)\.[0-9a-f]{12}(\.\w+)"), r"\1\2"),
    (re.compile(r"(/agenda/)[\w-]{43}(\.ics)"), r"\1TOKEN\2"),
    (re.compile(r"\brdp_[0-9a-f]{8}(_[\w-]{43})?"), "rdp_TOKEN"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])"), "HEX32"),
    (re.compile(r"(koppelingen[/~]\d+[/~])[0-9a-f]{8}\b"), r"\1TOKEN"),
    (re.compile(r"(token=|visually-hidden\">: )[0-9a-f]{8}\b"), r"\1TOKEN"),
    (re.compile(r"silent for \d+ s"), "silent for a while"),
    (re.compile(r'("seconds": )\d+'), r"\1SECONDS"),
]


def masked(text: str) -> str:
    """The text without what is random in it."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text
