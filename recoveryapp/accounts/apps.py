from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "recoveryapp.accounts"

    def ready(self) -> None:
        """Models and DRF load after apps, hence the imports here."""
        from recoveryapp.accounts import receivers, schema  # noqa: F401
        from recoveryapp.accounts.keys import SOURCE
        from recoveryapp.common.encryption import use_key_source

        use_key_source(SOURCE)
