import base64

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.db import connection
from freezegun import freeze_time

from stories import sealed, vault
from stories.models import SealedPage

pytestmark = pytest.mark.django_db
SECRET = "words that nobody else may read"


def test_a_sealed_page_opens_at_its_address_only():
    token = sealed.seal({"page": "share", "text": SECRET})

    assert sealed.unseal(token)["text"] == SECRET
    assert sealed.unseal(token[:-2] + "xx") is None


def test_one_changed_character_opens_nothing():
    token = sealed.seal({"page": "share"})
    other = ("b" if token[5] == "a" else "a").join([token[:5], token[6:]])

    assert sealed.unseal(other) is None


def test_the_first_view_must_come_within_15_minutes():
    with freeze_time("2026-01-01 12:00:00"):
        token = sealed.seal({"page": "share"})
    with freeze_time("2026-01-01 12:15:01"):
        assert sealed.unseal(token) is None


def test_a_reload_works_for_two_minutes_after_the_first_view():
    with freeze_time("2026-01-01 12:00:00"):
        token = sealed.seal({"page": "share"})
    with freeze_time("2026-01-01 12:14:00"):
        assert sealed.unseal(token)
    with freeze_time("2026-01-01 12:15:59"):
        assert sealed.unseal(token)
    with freeze_time("2026-01-01 12:16:01"):
        assert sealed.unseal(token) is None


def test_the_database_holds_neither_the_text_nor_the_token():
    token = sealed.seal({"page": "share", "text": SECRET})

    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, payload FROM stories_sealedpage")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert SECRET.encode() not in stored
    assert token.encode() not in stored


def test_another_payload_in_the_row_opens_nothing():
    token, other = sealed.seal({"text": SECRET}), sealed.seal({"text": "another page"})
    first, second = SealedPage.objects.order_by("id")
    SealedPage.objects.filter(pk=first.pk).update(payload=second.payload)

    assert sealed.unseal(token) is None
    assert sealed.unseal(other)


def test_a_changed_payload_opens_nothing():
    token = sealed.seal({"text": SECRET})
    page = SealedPage.objects.get()
    payload = bytes(page.payload)
    SealedPage.objects.update(payload=payload[:40] + bytes([payload[40] ^ 1]) + payload[41:])

    assert sealed.unseal(token) is None


def test_no_key_of_the_site_opens_a_payload(settings):
    sealed.seal({"text": SECRET})
    page = SealedPage.objects.get()

    with pytest.raises(InvalidToken):
        vault.unseal(page.payload)
    for key in (base64.urlsafe_b64encode(bytes(page.digest)), *settings.TEXT_KEYS):
        with pytest.raises(InvalidToken):
            Fernet(key).decrypt(bytes(page.payload))


def test_expired_pages_are_erased():
    with freeze_time("2026-01-01 12:00:00"):
        sealed.seal({"page": "share"})
        seen = sealed.seal({"page": "share"})
        sealed.unseal(seen)
    with freeze_time("2026-01-01 12:10:00"):
        assert sealed.erase_expired() == 1
    with freeze_time("2026-01-01 12:20:00"):
        assert sealed.erase_expired() == 1
    assert not SealedPage.objects.exists()
