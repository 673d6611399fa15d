from django.db import models

from recoveryapp.resources.models.directory import codes


class CrisisCountry(models.Model):
    code = models.CharField(max_length=2, primary_key=True)
    """ISO 3166-1 alpha-2."""
    name = models.CharField(max_length=100)
    note = models.CharField(max_length=500, blank=True)
    emergency_number = models.CharField(max_length=20)
    emergency_text = models.CharField(max_length=300)
    emergency_source = models.CharField(max_length=2000)
    emergency_verified_on = models.DateField()
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.code


class CrisisContact(models.Model):
    """A helpline. Without a country it is for the whole world."""

    country = models.ForeignKey(CrisisCountry, on_delete=models.CASCADE, null=True, related_name="contacts")
    name = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    number = models.CharField(max_length=30, blank=True)
    sms = models.CharField(max_length=30, blank=True)
    sms_word = models.CharField(max_length=20, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    languages = codes()
    source = models.CharField(max_length=2000)
    """Where the number was read."""
    verified_on = models.DateField()
    verified_how = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(number="", sms="", url=""), name="crisis_contact_can_be_reached"
            )
        ]

    def __str__(self) -> str:
        return self.name
