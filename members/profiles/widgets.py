"""Who sees which field: one choice for each, instead of the JSON that is kept."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from members.models.organizations import FIELD_VISIBILITY, Visibility
from members.services.profile_fields import clean_visibility, visibility_labels


class VisibilityWidget(forms.MultiWidget):
    """A select for each field of FIELD_VISIBILITY; reads and gives the JSON of a JSONField."""

    template_name = "members/visibility_widget.html"
    use_fieldset = True

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({name: forms.Select(choices=Visibility.choices) for name in FIELD_VISIBILITY}, attrs)

    def decompress(self, value: Any) -> list[str]:
        chosen = json.loads(value) if isinstance(value, str) and value else (value or {})
        chosen = clean_visibility(chosen) if isinstance(chosen, dict) else {}
        return [chosen.get(name, str(default)) for name, default in FIELD_VISIBILITY.items()]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for (_field, label), part in zip(visibility_labels(), context["widget"]["subwidgets"], strict=True):
            part["label"] = label[:1].upper() + label[1:]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        return json.dumps(clean_visibility(dict(zip(FIELD_VISIBILITY, chosen, strict=True))))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{field}" not in data for field in FIELD_VISIBILITY)
