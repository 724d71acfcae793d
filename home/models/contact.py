"""The contact page and the messages that come through it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.compat import HTTPMethod
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from cms.blocks import BodyBlock
from cms.models.base import BasePage, IntroducedPage


class ContactPage(RoutablePageMixin, IntroducedPage):
    """A form that reaches staff, and the other ways to reach them."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    thanks = RichTextField(_("shown after sending"), blank=True, features=["bold", "italic", "link"])

    template = "pages/contact_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    allowed_http_methods = [*BasePage.allowed_http_methods, HTTPMethod.POST]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("thanks"),
    ]
    override_translatable_fields = [
        *BasePage.base_translatable_fields,
        *(TranslatableField(name) for name in ("introduction", "body", "thanks")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    @path("")
    def form(self, request: HttpRequest) -> HttpResponse:
        """Show the form; store, hold or refuse what was sent."""
        from home.forms import ContactForm
        from home.services import TooManyMessagesError, receive_message

        form = ContactForm(request.POST or None)
        status = 200
        if request.method == "POST":
            if form.is_valid():
                try:
                    receive_message(form=form, request=request)
                except TooManyMessagesError:
                    form.add_error(None, _("Too many messages came from here. Wait an hour, or write to us by e-mail."))
                    status = 429
                else:
                    return redirect(f"{request.path.rstrip('/')}/{self.reverse_subpage('sent')}")
            else:
                status = 422
        context = {**self.get_context(request), "form": form}
        return TemplateResponse(request, self.get_template(request), context, status=status)

    @path(_("sent/"), name="sent")
    def sent(self, request: HttpRequest) -> HttpResponse:
        return TemplateResponse(request, self.get_template(request), {**self.get_context(request), "sent": True})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "sent": False}


class ContactMessage(models.Model):
    """What somebody wrote through the contact form; deleted a year after it was received."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        HELD = "held", _("Held as possible spam")
        HANDLED = "handled", _("Handled")

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    subject = models.CharField(_("subject"), max_length=150)
    message = models.TextField(_("message"), max_length=5000)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.NEW)
    held_because = models.CharField(_("held because"), max_length=120, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["status", "-received_at"])]

    def __str__(self) -> str:
        return self.subject
