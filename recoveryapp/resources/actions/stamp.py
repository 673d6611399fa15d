from recoveryapp.common.ids import new_id
from recoveryapp.resources.models import DirectoryStamp


def stamp_directory() -> None:
    """Tell whatever is kept of the directory that it is no longer so."""
    DirectoryStamp.objects.update_or_create(pk=1, defaults={"version": new_id()})
