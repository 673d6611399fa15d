from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "recoveryapp.today"
