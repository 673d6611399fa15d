from recoveryapp.outcomes.models.logic_model import (
    Barrier,
    BarrierLevel,
    EvidenceStatus,
    LogicModel,
    LogicModelLink,
    LogicModelSource,
    Mechanism,
    OutcomeArea,
    OutcomeDomain,
    ResourceKind,
)
from recoveryapp.outcomes.models.measures import Measure, MeasureItem

__all__ = [
    "Barrier",
    "BarrierLevel",
    "EvidenceStatus",
    "LogicModel",
    "LogicModelLink",
    "LogicModelSource",
    "Measure",
    "MeasureItem",
    "Mechanism",
    "OutcomeArea",
    "OutcomeDomain",
    "ResourceKind",
]
