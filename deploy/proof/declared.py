"""What is declared, held to what was published: the Compose specification and Kubernetes' schemas."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deploy.local.layout import ROOT
from deploy.proof.tools import prepare_tools, run_tool

COMPOSE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / "deploy" / ".env.example"
MANIFESTS = ROOT / "deploy" / "kubernetes"
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}")

READ_COMPOSE = """
import sys
from compose_spec import PyOptions
options = PyOptions()
options.apply_merge = True
read = options.from_yaml(sys.argv[1])
read.validate()
read.to_spec()
"""
READ_MANIFEST = """
import json, sys
import kubernetes_validate
for manifest in json.loads(sys.argv[1]):
    kubernetes_validate.validate(manifest, "1.37", strict=True)
"""


def example() -> dict[str, str]:
    lines = EXAMPLE.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@cache
def services() -> dict[str, Any]:
    """As Compose sees them with the variables of the example."""
    found: dict[str, Any] = yaml.safe_load(with_variables(COMPOSE.read_text()))["services"]
    return found


def with_variables(text: str) -> str:
    values = example()
    return VARIABLE.sub(lambda match: values[match[1]], text).replace("$$", "$")


def demand_compose_is_valid(text: str | None = None) -> None:
    run_tool(READ_COMPOSE, with_variables(text or COMPOSE.read_text()))


def demand_manifests_are_valid(folder: Path = MANIFESTS) -> int:
    """Their number. Each file that the kustomization names is there, and no other."""
    named = set(yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"])
    there = {file.name for file in folder.glob("*.yaml")} - {"kustomization.yaml"}
    assert named == there, f"named: {sorted(named)}, there: {sorted(there)}"
    manifests = [doc for name in sorted(named) for doc in yaml.safe_load_all((folder / name).read_text())]
    run_tool(READ_MANIFEST, json.dumps(manifests))
    return len(manifests)


def main() -> None:
    prepare_tools()
    demand_compose_is_valid()
    demand_manifests_are_valid()


if __name__ == "__main__":
    main()
