import pytest
from django.core.checks import run_checks

WRONG = [
    ("wall.E001", {"SECRET_KEY": ""}),
    ("wall.E002", {"TEXT_KEYS": []}),
    ("wall.E003", {"RECEIPT_KEYS": {}}),
    ("wall.E004", {"DEBUG": True, "ALLOWED_HOSTS": ["wall.example"]}),
    ("wall.E004", {"DEBUG": True, "ALLOWED_HOSTS": ["*"]}),
    ("wall.E005", {"EXIT_URL": "http://elsewhere.example/"}),
    ("wall.E005", {"EXIT_URL": "https://"}),
    ("wall.E005", {"EXIT_URL": "javascript:alert(1)"}),
    ("wall.E005", {"EXIT_URL": "https://wall.example/", "ALLOWED_HOSTS": ["wall.example"]}),
    ("wall.E006", {"ADMIN_PATH": ""}),
    ("wall.E006", {"ADMIN_PATH": "share"}),
    ("wall.E006", {"ADMIN_PATH": "stories/admin"}),
    ("wall.E006", {"ADMIN_PATH": "a b("}),
    ("wall.E007", {"DEFAULT_COUNTRY": "Germany"}),
    ("wall.E008", {"MIDDLEWARE": ["django.middleware.common.CommonMiddleware"]}),
    ("wall.E009", {"FORM_MIN_SECONDS": -1}),
    ("wall.E009", {"FORM_MIN_SECONDS": 3600}),
    (
        "wall.E010",
        {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}}},
    ),
]


def ids_of(**kwargs) -> list[str]:
    return [message.id for message in run_checks(tags=["wall"], **kwargs)]


def test_the_defaults_are_right():
    assert ids_of() == []


@pytest.mark.parametrize(("check_id", "wrong"), WRONG)
def test_a_wrong_setting_is_found(settings, check_id, wrong):
    for name, value in wrong.items():
        setattr(settings, name, value)

    assert ids_of() == [check_id]


def test_every_finding_has_a_hint(settings):
    settings.TEXT_KEYS = settings.RECEIPT_KEYS = settings.ADMIN_PATH = settings.EXIT_URL = ""

    assert all(message.hint for message in run_checks(tags=["wall"]))


def test_a_public_site_without_https_is_warned(settings):
    def deployed():
        checks = run_checks(tags=["security"], include_deployment_checks=True)
        return [message.id for message in checks]

    assert "wall.W001" in deployed()
    settings.HTTPS = True
    assert "wall.W001" not in deployed()
