from django.db import models

from recoveryapp.common.models import BaseModel
from recoveryapp.resources.enums import UploadState
from recoveryapp.resources.models.imports import DirectoryImport


class DirectoryUpload(BaseModel):
    """A file that a manager gave, until a worker has read it. Its id is also that of its import."""

    source = models.CharField(max_length=100)
    licence = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=UploadState.choices, default=UploadState.WAITING)
    begun_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    run = models.ForeignKey(DirectoryImport, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=UploadState.values), name="directory_upload_state_known"
            )
        ]
        indexes = [models.Index(fields=["state", "created_at", "id"], name="directory_upload_waiting")]

    def __str__(self) -> str:
        return self.file_name


class UploadPiece(models.Model):
    """In the database, so that any worker on any machine can read the file. Gone once it was read."""

    upload = models.ForeignKey(DirectoryUpload, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="upload_piece_once")]

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.number}"
