"""What import-linter cannot see: relations between models point downwards too."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS: list[str] = CONTRACTS[0]["layers"]
HEIGHT = {
    app.strip(" ()"): height for height, layer in enumerate(reversed(LAYERS)) for app in layer.split("|")
}
OUR_MODELS = [m for m in apps.get_models() if m.__module__.startswith("recoveryapp.")]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_every_relation_points_to_its_own_app_or_a_lower_one(model: type[models.Model]) -> None:
    own = model._meta.app_label
    for field in model._meta.get_fields():
        if field.auto_created or not isinstance(field.related_model, type):
            continue
        other = field.related_model._meta.app_label
        assert other == own or HEIGHT[other] < HEIGHT[own], f"{model._meta.label}.{field.name} -> {other}"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_every_app_with_models_has_its_line_in_the_layers(model: type[models.Model]) -> None:
    assert model._meta.app_label in HEIGHT
