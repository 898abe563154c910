"""Our JavaScript modules: which others a module imports, and how they are stored under hashed names."""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+)["'];""", re.MULTILINE)


def imported_by(path: str, text: str) -> list[str]:
    """The modules that this module imports itself, in the order of its lines. All paths are relative to static/."""
    return [normpath(join(dirname(path), relative)) for relative in IMPORT.findall(text)]


@cache
def with_imports(path: str) -> tuple[str, ...]:
    """A module and all modules that it needs, each once and after those that it imports, in the order in which they
    run."""
    found = finders.find(path)
    if not found:
        raise FileNotFoundError(f"There is no script {path} under static/.")
    needed = (each for imported in imported_by(path, Path(found).read_text()) for each in with_imports(imported))
    return tuple(dict.fromkeys([*needed, path]))


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Compressed files with a hash in their names. Modules import each other by those names."""

    support_js_module_import_aggregation = True
