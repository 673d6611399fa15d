from tests.matching.conftest import directory, imported, new_goal

__all__ = ["directory", "imported", "new_goal"]
