import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory

from metoo_wall.models import StaffAccount
from resources import models
from resources.admin import HelplineAdmin
from tests.resources.factories import make_helpline

pytestmark = pytest.mark.django_db


def make_request():
    request = RequestFactory().post("/")
    request.user = StaffAccount.objects.create_superuser("robin", "a long enough password")
    return request


@pytest.mark.parametrize(
    "model",
    [
        models.Helpline,
        models.EmergencyNumber,
        models.Document,
        models.Purpose,
        models.Milestone,
        models.Criticism,
        models.AllyAdvice,
    ],
)
def test_admin_offers_a_form_for_every_model(model):
    request, registered = make_request(), admin.site._registry[model]

    form = registered.get_form(request)()

    assert form.as_p()
    assert "slug" in flatten_fieldsets(registered.get_fieldsets(request))


def test_admin_signs_a_verification_and_moves_the_dates():
    helpline, request = make_helpline(verified_on=None, next_due_on=None), make_request()
    desk = HelplineAdmin(models.Helpline, admin.site)
    inline = desk.get_inline_instances(request, helpline)[-1]
    data = {
        "verifications-TOTAL_FORMS": 1,
        "verifications-INITIAL_FORMS": 0,
        "verifications-0-verified_on": "2026-03-01",
        "verifications-0-how": "called",
    }
    formset = inline.get_formset(request, helpline)(data, instance=helpline)
    assert formset.is_valid()

    form = desk.get_form(request, helpline)(instance=helpline)
    form.save_m2m = lambda: None
    desk.save_related(request, form, [formset], change=True)

    assert helpline.verifications.get().by == "robin"
    assert str(helpline.next_due_on) == "2026-09-01"
