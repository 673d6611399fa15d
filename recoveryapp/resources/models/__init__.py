from recoveryapp.resources.models.crisis import CrisisContact, CrisisCountry
from recoveryapp.resources.models.directory import (
    BY_HAND,
    ImportedRow,
    Location,
    Organisation,
    Resource,
    Service,
    imported_id,
)
from recoveryapp.resources.models.imports import DirectoryImport, Term, term_id
from recoveryapp.resources.models.stories import STORIES, Story, StoryConsent, StoryReading
from recoveryapp.resources.models.upkeep import (
    DifferentPair,
    DirectorySource,
    DirectoryStamp,
    Link,
    ResourceReport,
)
from recoveryapp.resources.models.uploads import DirectoryUpload, UploadPiece

__all__ = [
    "BY_HAND",
    "STORIES",
    "CrisisContact",
    "CrisisCountry",
    "DifferentPair",
    "DirectoryImport",
    "DirectorySource",
    "DirectoryStamp",
    "DirectoryUpload",
    "ImportedRow",
    "Link",
    "Location",
    "Organisation",
    "Resource",
    "ResourceReport",
    "Service",
    "Story",
    "StoryConsent",
    "StoryReading",
    "Term",
    "UploadPiece",
    "imported_id",
    "term_id",
]
