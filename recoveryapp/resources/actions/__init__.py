from recoveryapp.resources.actions.crisis import load_crisis_contacts
from recoveryapp.resources.actions.imports import import_directory, import_file

__all__ = ["import_directory", "import_file", "load_crisis_contacts"]
