"""Rules for one outlet's pages."""

import json

import pytest
from lxml import etree

from sources.addresses import domain
from sources.outlet_rules import FILE, NO_RULE, rule_for

RULES = json.loads(FILE.read_text(encoding="utf-8"))


def test_a_rule_holds_for_a_domain_and_those_below_it():
    rule = rule_for("deltaledger.example")

    assert rule.drop and rule is not NO_RULE
    assert rule_for("www.DeltaLedger.example") == rule
    assert rule_for("en.news.deltaledger.example") == rule


@pytest.mark.parametrize("host", ["otherdeltaledger.example", "example", "", "127.0.0.1"])
def test_other_hosts_have_no_rule(host):
    assert rule_for(host) is NO_RULE


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_well_formed_and_says_why(name):
    rule = RULES[name]

    assert set(rule) <= {"article", "drop", "tracking", "why"}
    assert rule["why"].endswith(".")
    assert name == domain(f"https://{name}/")
    assert all(parameter == parameter.lower() for parameter in rule.get("tracking", []))
    for path in [rule.get("article") or "/", *rule.get("drop", [])]:
        etree.XPath(path)
