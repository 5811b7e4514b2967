import os

import pytest
from django.core.checks import run_checks

WRONG = [
    ("wall.E001", {"SECRET_KEY": ""}),
    ("wall.E002", {"TEXT_KEYS": []}),
    ("wall.E003", {"RECEIPT_KEYS": {}}),
    ("wall.E012", {"LOG_KEYS": {}}),
    ("wall.E020", {"METRICS_PORT": 8000, "PORT": 8000}),
    ("wall.E020", {"METRICS_PORT": 80}),
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
    ("wall.E007", {"COUNTRIES_FIRST": ["DE", "Austria"]}),
    ("wall.E008", {"MIDDLEWARE": ["django.middleware.common.CommonMiddleware"]}),
    ("wall.E009", {"FORM_MIN_SECONDS": -1}),
    ("wall.E009", {"FORM_MIN_SECONDS": 3600}),
    ("wall.E011", {"TRUSTED_PROXIES": -1}),
    ("wall.E011", {"TRUSTED_PROXIES": 1000}),
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


def deployed() -> list[str]:
    checks = run_checks(tags=["security"], include_deployment_checks=True)
    return [message.id for message in checks]


def test_a_public_site_without_https_is_warned(settings):
    assert "wall.W001" in deployed()
    settings.HTTPS = True
    assert "wall.W001" not in deployed()


def test_a_proxy_that_nobody_counted_is_warned(settings):
    settings.HTTPS = True
    assert "wall.W003" in deployed()
    settings.TRUSTED_PROXIES = 1
    assert "wall.W003" not in deployed()


def test_workers_that_cannot_count_together_are_warned(settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    monkeypatch.delattr(os, "memfd_create")
    assert ids_of() == ["wall.W002"]

    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:6379/1",
        }
    }
    assert ids_of() == []


BEFORE_ALL = "tests.metoo_wall.test_checks.sets_a_cookie"


def sets_a_cookie(get_response):
    def middleware(request):
        answer = get_response(request)
        answer.set_cookie("seen", "1")
        return answer

    return middleware


def test_a_deployment_in_order_has_nothing_to_say(settings):
    settings.HTTPS, settings.TRUSTED_PROXIES, settings.ALLOWED_HOSTS = True, 1, ["wall.example"]

    assert [found for found in deployed() if found.startswith("wall.")] == []


def test_a_cookie_on_a_public_page_fails(settings):
    settings.MIDDLEWARE = [BEFORE_ALL, *settings.MIDDLEWARE]

    assert "wall.E015" in deployed()


def test_a_page_without_its_policy_fails(settings):
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]

    assert "wall.E014" in deployed()


def test_a_log_that_could_name_somebody_fails(settings):
    settings.LOGGING = settings.LOGGING | {"handlers": {"file": {"class": "logging.StreamHandler"}}}

    assert "wall.E013" in deployed()


def test_an_access_log_of_the_server_fails(monkeypatch):
    monkeypatch.setenv("GRANIAN_LOG_ACCESS_ENABLED", "1")

    assert "wall.E013" in deployed()


def test_stories_that_may_be_indexed_fail(monkeypatch):
    monkeypatch.setattr("stories.wall.views.NOT_FOR_MACHINES", "noarchive")

    assert "wall.E016" in deployed()
