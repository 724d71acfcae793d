"""Mail: written in the recipient's language, put in the outbox, sent by `manage.py run_due`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from post_office import mail
from post_office.models import Attachment as KeptAttachment


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail; `kind` is its MIME type, with parameters where it has any."""

    name: str
    content: bytes
    kind: str


class KeptMailBackend(BaseEmailBackend):
    """Sends nothing: what the outbox holds is read at /demo/mail/."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        return len(email_messages)


def send(
    template: str,
    *,
    to: Sequence[str],
    language: str,
    context: Mapping[str, Any],
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> None:
    """Put a mail in the outbox, in `language`; `headers` are added to its own.

    `template` names `emails/<template>_subject.txt` and `emails/<template>.txt`. The mail leaves with the running
    transaction's commit; one that cannot be sent is tried again and then shown as failed.
    """
    with translation.override(language):
        subject = " ".join(_words(f"emails/{template}_subject.txt", context).split())
        message = _words(f"emails/{template}.txt", context)
    own_headers = {"Content-Language": language}
    if reply_to:
        own_headers["Reply-To"] = reply_to
    mail.send(
        recipients=list(to),
        subject=subject,
        message=message,
        headers={**(headers or {}), **own_headers},
        attachments={each.name: {"file": ContentFile(each.content), "mimetype": each.kind} for each in attachments},
    )


def forget_attachments() -> str | None:
    """Delete the files of mails that are not kept any more (a timed job). Returns a sentence for the log, or None."""
    left = list(KeptAttachment.objects.filter(emails=None)[:1000])
    for attachment in left:
        attachment.file.delete(save=False)
        attachment.delete()
    return f"{len(left)} files of old mails deleted" if left else None


def _words(name: str, context: Mapping[str, Any]) -> str:
    """Render a template of plain text: an ampersand in it stays an ampersand."""
    template: Any = get_template(name)
    return template.template.render(Context(dict(context), autoescape=False))
