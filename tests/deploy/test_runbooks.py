import re

import yaml

from deploy.local.layout import ROOT
from recoveryapp.common.tally import FIELDS, lines
from recoveryapp.reminders.open_doors import METRICS

RUNBOOKS = (ROOT / "deploy" / "RUNBOOKS.md").read_text()
RULES = yaml.safe_load((ROOT / "deploy" / "monitoring" / "alerts.yml").read_text())["groups"][0]["rules"]
OF_OTHERS = ("up", "node_", "probe_", "recoveryapp_backup_seconds")
"""By Prometheus itself, by its exporters and by backup.sh."""


def test_each_alert_has_its_runbook_that_says_what_to_do() -> None:
    parts = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", RUNBOOKS, re.MULTILINE | re.DOTALL))
    for rule in RULES:
        assert "**Means:**" in parts[rule["alert"]], rule["alert"]
        assert "**Do:**" in parts[rule["alert"]], rule["alert"]


def test_alerts_ask_for_figures_that_are_told() -> None:
    told = METRICS + "\n".join(lines(dict.fromkeys(FIELDS, 0.0)))
    names = set(re.findall(r"^(\w+)[ {]", told, re.MULTILINE))
    for rule in RULES:
        asked = set(re.findall(r"\b((?:app|reminders|node|probe|recoveryapp)_\w+)", rule["expr"]))
        assert asked or "up{" in rule["expr"]
        assert {name for name in asked if not name.startswith(OF_OTHERS)} <= names, rule["alert"]
