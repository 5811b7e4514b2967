"""Registers what `resources/desk/` shows to resource editors."""

from django.contrib import admin

from resources import models
from resources.desk import helplines, statements

admin.site.register(models.Helpline, helplines.HelplineAdmin)
admin.site.register(models.Change, helplines.ChangeAdmin)
admin.site.register(models.EmergencyNumber, helplines.EmergencyNumberAdmin)
admin.site.register(models.Document, statements.DocumentAdmin)
admin.site.register(
    [models.Purpose, models.Criticism, models.AllyAdvice], statements.StatementAdmin
)
admin.site.register(models.Milestone, statements.MilestoneAdmin)
admin.site.register(models.Option, statements.OptionAdmin)
admin.site.register(models.Edit, statements.EditAdmin)
