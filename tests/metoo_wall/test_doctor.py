from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from metoo_wall.management.commands.doctor import findings
from stories.models import Submission
from tests.factories import make_phrase
from tests.metoo_wall.staff import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_site_in_order(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    tmp_path.chmod(0o700)
    make_phrase()
    for name in ("rosa", "noor"):
        make_account("moderator", username=name)


def found() -> set[str]:
    return {finding.id for finding in findings()}


def test_a_site_in_order_is_well():
    out = StringIO()

    call_command("doctor", stdout=out)

    assert out.getvalue() == "All is well.\n"


def test_keys_that_others_can_read_are_serious(tmp_path):
    keys = tmp_path / "keys.env"
    keys.touch()
    keys.chmod(0o644)
    out = StringIO()

    with pytest.raises(CommandError, match="1 of 1"):
        call_command("doctor", stdout=out)

    assert out.getvalue().startswith("wall.D004")


def test_one_moderator_is_a_warning_and_none_is_serious(django_user_model):
    accounts = django_user_model.objects

    accounts.filter(username="noor").update(is_active=False)
    assert found() == {"wall.D006"}
    accounts.update(is_active=False)
    assert found() == {"wall.D005"}


def test_a_post_that_waits_too_long_is_found():
    Submission.objects.create(
        receipt_digest=b"d" * 32,
        receipt_key="k1",
        state="waiting",
        kind="story",
        asks_before_publishing=False,
        received_at=timezone.now() - timedelta(days=8),
    )

    assert found() == {"wall.D009"}
