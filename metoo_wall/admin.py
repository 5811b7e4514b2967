"""Staff accounts, for administrators. Roles, and whether an account is open, change on a page of their own, by two people."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from metoo_wall.models import StaffAccount
from metoo_wall.staff_accounts import changes, changes_page
from metoo_wall.staff_accounts.forms import OthersPasswordForm
from metoo_wall.staff_accounts.freshness import fresh_factor_required
from metoo_wall.staff_accounts.record import Kind

admin.site.unregister(Group)  # registered by an import above


@admin.register(StaffAccount)
class StaffAccountAdmin(UserAdmin):
    change_password_form = OthersPasswordForm
    change_form_template = "staff/account_form.html"
    list_display = ["username", "is_active", "roles", "has_temporary_password"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username"]
    ordering = ["username"]
    filter_horizontal = []
    readonly_fields = ["has_temporary_password", "is_active", "roles"]
    fieldsets = [
        (None, {"fields": ["username", "password", "has_temporary_password"]}),
        (_("Roles"), {"fields": ["is_active", "roles"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, account):
        return ", ".join(group.name for group in account.groups.all()) or "–"

    def get_readonly_fields(self, request, obj=None):
        """A name stays: the record knows people by it."""
        return [*self.readonly_fields, "username"] if obj else self.readonly_fields

    def save_model(self, request, account, form, change):
        account.has_temporary_password |= not change
        super().save_model(request, account, form, change)
        if not change:
            changes.record("add", account, by=request.user)

    @method_decorator(fresh_factor_required)
    def user_change_password(self, request, id, form_url=""):
        """Whoever has a role gets another password by two people: one alone could work in their name."""
        account = self.get_object(request, unquote(id))
        if request.method == "POST" and account and account.groups.exists():
            form = OthersPasswordForm(account, request.POST)
            if form.is_valid():
                return self._ask_for_password(request, account, form)
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            changes.record("new-password", account, by=request.user)
        return answer

    def _ask_for_password(self, request, account, form):
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account == request.user:
            return redirect("admin:password_change")
        if not form.cleaned_data.get("password1"):  # none at all: that is to close the account
            return redirect("admin:staff_changes")
        return changes_page.ask(
            request,
            account=account,
            kind=Kind.PASSWORD,
            password=make_password(form.cleaned_data["password1"]),
        )


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles are written in the code; here they can be read."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
