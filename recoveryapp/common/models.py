from django.db import models

from recoveryapp.common.ids import new_id


class BaseModel(models.Model):
    """`created_at` and `updated_at` are the server's time, for audit; a person's time is its own field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
