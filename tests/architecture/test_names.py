"""Files are named for their job and stand where they are looked for."""

import re

from portal.settings.env import BASE_DIR
from tests.architecture import PRODUCT, modules, named

SAY_NOTHING = re.compile(r"(utils?|helpers?|common|misc|managers?|base_utils)")
READS_ENVIRONMENT = re.compile(r"\bos\.environ\b|\bgetenv\b|\benviron\.(Path)?Env\(")
NAMES_SETTINGS = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE"'  # how Django is started


def test_no_module_has_a_name_that_says_nothing():
    assert [named(path) for path in modules(*PRODUCT, "tests") if SAY_NOTHING.fullmatch(path.stem)] == []


def test_every_folder_of_tests_is_a_package():
    folders = {path.parent for path in modules("tests")}

    assert [named(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_migration_has_a_name():
    migrations = [path for folder in PRODUCT for path in (BASE_DIR / folder).rglob("migrations/0*.py")]

    assert [named(path) for path in migrations if not re.fullmatch(r"\d{4}_(?!auto_)[a-z0-9_]+", path.stem)] == []


def test_env_is_the_only_reader_of_the_environment():
    texts = {named(path): path.read_text().replace(NAMES_SETTINGS, "") for path in modules(*PRODUCT)}

    assert [name for name, text in texts.items() if READS_ENVIRONMENT.search(text)] == ["portal/settings/env.py"]
