"""Sets up Django with the settings that ship, for the measurements."""

import os
from pathlib import Path


def set_up(folder: str, *, collected: bool = False) -> None:
    """Make an empty database in `folder`. With `collected`, also collect the static files as they ship."""
    os.environ["ENV_FILE"] = str(Path(__file__).parent.parent / "tests" / "test.env")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "classroom.settings"
    os.environ["STATIC_AS_IS"] = str(not collected)
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ROOT_URLCONF = "bench.room"
    settings.STATIC_ROOT = Path(folder, "static")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if collected:
        call_command("collectstatic", interactive=False, verbosity=0)
