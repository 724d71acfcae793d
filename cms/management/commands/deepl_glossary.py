"""Give DeepL the portal's words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from wagtail_localize.machine_translators import get_machine_translator

from cms.translation import PortalDeepLTranslator, TranslationServiceError, renew_glossaries


class Command(BaseCommand):
    help = "Make the glossaries of the portal's words at DeepL, and delete those of earlier words."

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "WAGTAILLOCALIZE_MACHINE_TRANSLATOR", None):
            raise CommandError("Set DEEPL_API_KEY first.")
        translator = get_machine_translator()
        if not isinstance(translator, PortalDeepLTranslator):
            raise CommandError("The portal's machine translator is not DeepL.")
        try:
            for line in renew_glossaries(translator.service()):
                self.stdout.write(line)
        except TranslationServiceError as error:
            raise CommandError(str(error)) from None
