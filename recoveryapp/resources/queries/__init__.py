from recoveryapp.resources.queries.directory import (
    crisis_countries,
    current_mapping,
    directory_marks,
    directory_version,
    resource_visible_to,
    resources_to_suggest,
    resources_visible_to,
    worldwide_contacts,
)

__all__ = [
    "crisis_countries",
    "current_mapping",
    "directory_marks",
    "directory_version",
    "resource_visible_to",
    "resources_to_suggest",
    "resources_visible_to",
    "worldwide_contacts",
]
