"""Languages in which organizations serve newcomers: a vocabulary of its own."""

from django.utils.translation import gettext_lazy as _

from cms.models import Term


class ServiceLanguage(Term):
    """A language of service, such as French, Arabic or Tagalog."""

    class Meta(Term.Meta):
        verbose_name = _("language of service")
        verbose_name_plural = _("languages of service")
