from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "recoveryapp.demo"

    def ready(self) -> None:
        from recoveryapp.demo import second_step  # noqa: F401 - listens
