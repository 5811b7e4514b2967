"""Staff accounts, for administrators. Second factors are made in the shell alone: `manage.py staff factor NAME`."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from metoo_wall.models import StaffAccount
from metoo_wall.staff import OthersPasswordForm

for theirs in (Group, StaticDevice, TOTPDevice):  # registered by the imports above
    admin.site.unregister(theirs)


@admin.register(StaffAccount)
class StaffAccountAdmin(UserAdmin):
    change_password_form = OthersPasswordForm
    list_display = ["username", "is_active", "roles", "has_temporary_password"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username"]
    ordering = ["username"]
    filter_horizontal = ["groups"]
    readonly_fields = ["has_temporary_password"]
    fieldsets = [
        (None, {"fields": ["username", "password", "has_temporary_password"]}),
        (_("Roles"), {"fields": ["is_active", "groups"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, account):
        return ", ".join(group.name for group in account.groups.all())

    def save_model(self, request, account, form, change):
        account.has_temporary_password |= not change
        super().save_model(request, account, form, change)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles are written in the code; here they can be read."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
