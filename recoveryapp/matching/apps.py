from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "recoveryapp.matching"
