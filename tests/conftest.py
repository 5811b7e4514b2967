import pytest
from django.conf import settings
from django.core.cache import cache

settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
