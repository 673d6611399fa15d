from django.db import models


class Verb(models.TextChoices):
    READ = "read"
    EXPORT = "export"
    PRINT = "print"
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    SIGN_IN = "sign_in"


READING_VERBS = (Verb.READ, Verb.EXPORT, Verb.PRINT)
"""How content reaches somebody."""
