"""A person's conversations with staff. Another's conversation is not there: 404, whoever's colleague they are."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import StaffConversation
from members.portal.forms import ConversationForm, MessageForm
from members.services import conversations
from members.standing import signed_in

EACH_PAGE = 20


@require_safe
@signed_in
def conversation_list(request: HttpRequest) -> HttpResponse:
    """List the reader's conversations, the one that changed last first."""
    own = StaffConversation.objects.of(request.user).with_unread(from_staff=True)
    page = Paginator(own, EACH_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/conversations.html", {"page_of_conversations": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_conversation(request: HttpRequest) -> HttpResponse:
    """Write to staff about something new."""
    form = ConversationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            conversation = conversations.start_conversation(
                person=request.user,  # type: ignore[arg-type]
                subject=form.cleaned_data["subject"],
                text=form.cleaned_data["text"],
            )
        except conversations.TooManyMessagesError:
            form.add_error(None, _too_many())
        else:
            messages.success(request, _("Your message has been sent. You find the answer here; we tell you by mail."))
            return redirect("conversation", conversation.pk)
    status = 422 if form.is_bound else 200
    return render(request, "portal/new_conversation.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def conversation(request: HttpRequest, number: int) -> HttpResponse:
    """Read a conversation of one's own, and go on with it."""
    found = _own(request, number)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            conversations.write_to_staff(conversation=found, text=form.cleaned_data["text"])
        except conversations.TooManyMessagesError:
            form.add_error(None, _too_many())
        else:
            messages.success(request, _("Your message has been sent."))
            return redirect("conversation", found.pk)
    written = list(found.messages.select_related("author"))
    if any(message.is_from_staff and message.read_at is None for message in written):
        conversations.mark_read(found, by_staff=False)
    context = {"conversation": found, "written": written, "form": form}
    return render(request, "portal/conversation.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def close_conversation(request: HttpRequest, number: int) -> HttpResponse:
    """Close a conversation of one's own."""
    conversations.close(_own(request, number))
    messages.success(request, _("The conversation is closed. Write in it again to open it."))
    return redirect("conversations")


def _own(request: HttpRequest, number: int) -> StaffConversation:
    return get_object_or_404(StaffConversation.objects.of(request.user).select_related("person"), pk=number)


def _too_many() -> str:
    return _("You have written several messages within the hour. Please wait a little before the next one.")
