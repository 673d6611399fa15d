import pytest

from recoveryapp.outcomes.seeds import LogicModelSeed, MeasureSeed, read_logic_model, read_measures


@pytest.fixture
def seed() -> LogicModelSeed:
    return read_logic_model()


@pytest.fixture
def own_measure() -> MeasureSeed:
    return read_measures()[0]


@pytest.fixture
def licensed_measure(own_measure: MeasureSeed) -> MeasureSeed:
    """A pack somebody else holds, with no permission on record."""
    return own_measure.model_copy(
        update={"code": "licensed_pack", "holder": "A publisher", "licence": "On request", "is_own": False}
    )
