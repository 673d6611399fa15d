from recoveryapp.outcomes.models.check_ins import CheckIn, CheckInAnswer
from recoveryapp.outcomes.models.items import ItemChoice, OwnItem
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
from recoveryapp.outcomes.models.milestones import Milestone

__all__ = [
    "Barrier",
    "BarrierLevel",
    "CheckIn",
    "CheckInAnswer",
    "EvidenceStatus",
    "ItemChoice",
    "LogicModel",
    "LogicModelLink",
    "LogicModelSource",
    "Measure",
    "MeasureItem",
    "Mechanism",
    "Milestone",
    "OutcomeArea",
    "OutcomeDomain",
    "OwnItem",
    "ResourceKind",
]
