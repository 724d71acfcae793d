"""Access groups: Django groups that rules and editors know by name."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.bilingual import Bilingual, Localized


class AccessGroup(Bilingual):
    """What the portal knows of a Django group whose people may see restricted things (DOMAIN.md, "Access")."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="access_group", verbose_name=_("group"))
    code = models.SlugField(_("code"), unique=True, help_text=_("The name by which the portal's rules know the group."))
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    name = Localized("name")

    required_pairs = ("name",)

    class Meta:
        verbose_name = _("access group")
        verbose_name_plural = _("access groups")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
