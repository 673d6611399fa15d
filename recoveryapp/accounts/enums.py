from django.db import models


class Role(models.TextChoices):
    SERVICE_USER = "service_user"
    PEER_WORKER = "peer_worker"
    CLINICIAN = "clinician"
    SERVICE_MANAGER = "service_manager"


class Theme(models.TextChoices):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class TextSize(models.TextChoices):
    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"
