"""What a draft may still lack: errors that say "not yet" are held back until it is published."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

#: The code of an error that only says that something is still to be written.
INCOMPLETE = "incomplete"


def beyond_incomplete(error: ValidationError) -> ValidationError | None:
    """Return `error` without what is only incomplete, or None where nothing is left."""
    fields = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    left = {name: [one for one in errors if one.code != INCOMPLETE] for name, errors in fields.items()}
    kept = {name: errors for name, errors in left.items() if errors}
    if not kept:
        return None
    return ValidationError(kept) if hasattr(error, "error_dict") else ValidationError(kept[NON_FIELD_ERRORS])


class DraftForm(WagtailAdminModelForm):
    """The form of a record, or of a row of one: saved as a draft, it may be incomplete."""

    def add_error(self, field: str | None, error: Any) -> None:
        if self.is_deferred_validation and isinstance(error, ValidationError):
            error = beyond_incomplete(error)
        if error is not None:
            super().add_error(field, error)
