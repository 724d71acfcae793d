"""Every component on one page, those without a page of their own too: to look at, and for the accessibility tests."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from cms.bilingual import active_language, other_language

#: The words of the samples: in French, in English. They are samples, not interface, and so in no catalogue.
WORDS = {
    "guide": ("Logement abordable : démarrer une table locale", "Affordable housing: starting a local table"),
    "guide_text": (
        "Qui inviter, quoi demander à la municipalité, et un calendrier de douze mois.",
        "Whom to invite, what to ask of the municipality, and a calendar of twelve months.",
    ),
    "letter": ("Lettre au propriétaire", "Letter to a landlord"),
    "costs": ("Coût d’une installation dans neuf villes", "What settling costs in nine towns"),
    "topic": ("Sujet", "Topic"),
    "housing": ("Logement", "Housing"),
    "health": ("Santé mentale", "Mental health"),
    "setting": ("Milieu", "Setting"),
    "small": ("Petit centre", "Small centre"),
    "urban": ("Urbain", "Urban"),
    "session": ("Interprétation à distance : ce qui marche", "Remote interpretation: what works"),
    "step_1": ("Votre organisme", "Your organization"),
    "step_2": ("Le code de conduite", "The code of conduct"),
    "step_3": ("La signature", "The signature"),
    "notice": ("La séance de jeudi se tiendra en ligne.", "Thursday’s session will be held online."),
    "name": ("Votre nom", "Your name"),
    "why": ("Pourquoi cette ressource", "Why this resource"),
    "why_help": ("Deux ou trois phrases suffisent.", "Two or three sentences are enough."),
    "missing": ("Écrivez votre nom.", "Write your name."),
    "way": ("Comment vous répondre", "How to answer you"),
    "mail": ("Par courriel", "By e-mail"),
    "phone": ("Par téléphone", "By telephone"),
    "agree": ("J’accepte que mon nom soit affiché.", "I agree that my name is shown."),
    "empty": ("Aucune ressource ne répond à ces choix", "No resource matches these choices"),
    "empty_text": ("Enlevez un filtre, ou demandez ce qui manque.", "Remove a filter, or ask for what is missing."),
    "empty_way": ("Tout effacer", "Clear all"),
    "month": ("DÉC.", "DEC."),
    "when": ("Jeudi 3 décembre 2026, 13 h 30 à 15 h", "Thursday, December 3, 2026, 1:30 to 3 p.m."),
    "free": ("12 places libres", "12 places left"),
    "full": ("Complet, liste d’attente ouverte", "Full, waiting list open"),
    "cancelled": ("Annulé", "Cancelled"),
    "private": ("Réservé aux membres", "Members only"),
    "loading": ("Chargement…", "Loading…"),
    "town": ("Ville", "Town"),
    "people": ("Population", "Population"),
    "towns": ("Trois petits centres", "Three small centres"),
    "figures": ("organismes", "organizations"),
}


class SampleForm(forms.Form):
    """One field of each kind; nothing is ever sent."""

    name = forms.CharField()
    why = forms.CharField(required=False, widget=forms.Textarea)
    way = forms.ChoiceField(widget=forms.RadioSelect)
    agree = forms.BooleanField(required=False)

    def __init__(self, words: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("name", "why", "way", "agree"):
            self.fields[field].label = words[field]
        self.fields["name"].error_messages["required"] = words["missing"]
        self.fields["why"].help_text = words["why_help"]
        self.fields["way"].choices = [("mail", words["mail"]), ("phone", words["phone"])]  # type: ignore[attr-defined]


def node(title: str, summary: str, language: str) -> SimpleNamespace:
    """Return what a card reads of a page."""
    return SimpleNamespace(
        url="#content",
        title=title,
        summary=summary,
        kind="guide",
        language=language,
        is_other_language=language != active_language(),
    )


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components in the language of the address."""
    language = active_language()
    words = {key: texts[0] if language == "fr" else texts[1] for key, texts in WORDS.items()}
    others = {key: texts[1] if language == "fr" else texts[0] for key, texts in WORDS.items()}
    messages.success(request, words["notice"])
    options = [
        {"value": "housing", "label": words["housing"], "count": 38, "is_chosen": True},
        {"value": "health", "label": words["health"], "count": 4, "is_chosen": False},
    ]
    settings = [
        {"value": "small", "label": words["small"], "count": 31, "is_chosen": True},
        {"value": "urban", "label": words["urban"], "count": 7, "is_chosen": False},
    ]
    context = {
        "words": words,
        "nodes": [
            node(words["guide"], words["guide_text"], language),
            node(words["letter"], "", language),
            node(others["costs"], others["guide_text"], other_language(language)),
        ],
        "panel": {
            "action": request.path,
            "query": words["housing"].lower(),
            "chosen_count": 2,
            "groups": [
                {"legend": words["topic"], "name": "topic", "options": options},
                {"legend": words["setting"], "name": "setting", "options": settings},
            ],
        },
        "chips": [{"label": words["housing"], "url": "?"}, {"label": words["small"], "url": "?"}],
        "clear_url": "?",
        "results": {
            "previous_url": "?page=1",
            "next_url": "?page=3",
            "items": [
                {"number": 1, "url": "?page=1"},
                {"number": 2, "url": "?page=2", "is_current": True},
                {"number": 3, "url": "?page=3"},
                {"number": None},
                {"number": 12, "url": "?page=12"},
            ],
        },
        "steps": [
            {"title": words["step_1"], "state": "done"},
            {"title": words["step_2"], "state": "current"},
            {"title": words["step_3"], "state": "ahead"},
        ],
        "form": SampleForm(words),
        "wrong_form": SampleForm(words, {"why": words["guide_text"], "way": "mail"}, auto_id="wrong_%s"),
        "towns": [("Brooks", 14451), ("Camrose", 20405), ("Hinton", 9889)],
        "robots": "noindex",
    }
    return render(request, "pages/component_gallery.html", context)


urlpatterns = [path("", gallery, name="component_gallery")]
