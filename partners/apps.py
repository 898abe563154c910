from django.apps import AppConfig


class Partners(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from . import receivers  # noqa: F401
