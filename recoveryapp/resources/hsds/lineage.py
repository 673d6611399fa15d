"""Rows that stand under one another. A circle of them is a broken file: whoever walks it never arrives."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from recoveryapp.resources.hsds.document import FileRefused
from recoveryapp.resources.hsds.node import Node


def refuse_circles(what: str, pairs: Iterable[tuple[str, str]]) -> None:
    """`pairs` are a row's id and its parent's. Raises FileRefused, naming one row of the circle."""
    parents = dict(pairs)
    arrived: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        at = start
        while at in parents and at not in arrived:
            if at in way:
                raise FileRefused(f"The {what} {at[:100]!r} stands under itself.")
            way[at] = None
            at = parents[at]
        arrived.update(way)


@dataclass
class Lineage:
    """Collects, service by service, which organisation and which term stands under which."""

    organisations: dict[str, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)

    def add(self, service: Node) -> None:
        _add(self.organisations, service["organization"], "parent_organization_id")
        for attribute in service["attributes"]:
            _add(self.terms, attribute["taxonomy_term"], "parent_id")

    def refuse_circles(self) -> None:
        refuse_circles("organization", self.organisations.items())
        refuse_circles("taxonomy term", self.terms.items())


def _add(parents: dict[str, str], node: Node, key: str) -> None:
    child, parent = node["id"].value, node[key].value
    if isinstance(child, str) and isinstance(parent, str) and parent:
        parents[child] = parent
