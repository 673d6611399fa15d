from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "recoveryapp.arrivals"
