from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    recorded_at = models.DateTimeField()
    level = models.SmallIntegerField(default=0)
    words = models.TextField(default="")
    tags = ArrayField(models.TextField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["owner", "-recorded_at", "-id"], name="floor_newest")]

    def __str__(self) -> str:
        return str(self.pk)
