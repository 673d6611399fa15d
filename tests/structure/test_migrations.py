"""The release step runs while the old code serves: what that code reads and writes stays possible."""

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

BREAKS_OLD_CODE = (
    migrations.DeleteModel,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
BEFORE_THE_FIRST_RELEASE = frozenset(
    {
        ("resources", "0002_place_terms_and_keep_refusals"),
        ("resources", "0003_keep_the_directory_true"),
    }
)
"""Nothing ran then that could break. Never longer: from the first release on, take away in two releases."""

LOADER = MigrationLoader(None)
OURS = sorted(
    key
    for key, migration in LOADER.disk_migrations.items()
    if type(migration).__module__.startswith("recoveryapp.") and not migration.initial
)


@pytest.mark.parametrize("key", OURS, ids=".".join)
def test_old_code_works_with_the_new_database(key: tuple[str, str]) -> None:
    trouble = list(troubles(LOADER.disk_migrations[key]))
    assert not trouble or key in BEFORE_THE_FIRST_RELEASE, trouble


def troubles(migration: migrations.Migration) -> Iterator[str]:
    made_here = {op.name_lower for op in migration.operations if isinstance(op, migrations.CreateModel)}
    for operation in migration.operations:
        if getattr(operation, "model_name_lower", "") in made_here:
            continue
        if isinstance(operation, BREAKS_OLD_CODE):
            yield operation.describe()
        if isinstance(operation, migrations.AddField) and not is_left_out_by_old_code(operation.field):
            yield f"{operation.describe()}: null or db_default, or old code cannot add a row"


def is_left_out_by_old_code(field: "models.Field[object, object]") -> bool:
    has_default = field.db_default is not models.NOT_PROVIDED
    return field.null or has_default or field.many_to_many is True
