from recoveryapp.resources.models.crisis import CrisisContact, CrisisCountry
from recoveryapp.resources.models.directory import (
    ImportedRow,
    Location,
    Organisation,
    Resource,
    Service,
    imported_id,
)
from recoveryapp.resources.models.imports import DirectoryImport, Term, term_id

__all__ = [
    "CrisisContact",
    "CrisisCountry",
    "DirectoryImport",
    "ImportedRow",
    "Location",
    "Organisation",
    "Resource",
    "Service",
    "Term",
    "imported_id",
    "term_id",
]
