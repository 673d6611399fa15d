from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "recoveryapp.common"
