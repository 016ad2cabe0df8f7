"""What is known of one outlet's pages that holds for no others.

General reading gets nearly every page right. Where an outlet's pages come out wrong, a rule in
``outlet_rules.json`` helps, keyed by domain; docs/how-to/outlet-rule.md says how to add one.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("outlet_rules.json")


@dataclass(frozen=True)
class Rule:
    """How to read the pages of a domain and of those below it."""

    article: str | None = None  # XPath of the element that holds the article
    drop: tuple[str, ...] = ()  # XPaths of elements that do not belong to it
    tracking: frozenset[str] = frozenset()  # parameters that name no article
    why: str = ""


NO_RULE = Rule()


def rule_for(host: str) -> Rule:
    """The rule of the host or of the nearest domain above it; an empty one where there is none."""
    rules, labels = _rules(), host.lower().split(".")
    names = (".".join(labels[at:]) for at in range(len(labels)))
    return next((rules[name] for name in names if name in rules), NO_RULE)


@cache
def _rules() -> dict[str, Rule]:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Rule(
            article=rule.get("article"),
            drop=tuple(rule.get("drop", ())),
            tracking=frozenset(rule.get("tracking", ())),
            why=rule["why"],
        )
        for name, rule in found.items()
    }
