"""What stands around the pages: menus, contact details, and a notice bar that waits for its day."""

from __future__ import annotations

from django.utils import timezone
from wagtail.models import Page

from cms.models import FooterLink, MenuLink, Navigation, NoticeBar, PortalSettings
from home.demo.ledger import Ledger
from home.demo.pages import PageLoader
from home.demo.plan import FOOTER, MENU, PAGES, MenuEntry

SETTINGS = {
    "about_fr": "Un service de l’Alberta Association of Immigrant Serving Agencies (AAISA) pour les organismes d’aide"
    " aux nouveaux arrivants établis hors de Calgary et d’Edmonton. Contenu de démonstration.",
    "about_en": "A service of the Alberta Association of Immigrant Serving Agencies (AAISA) for settlement"
    " organizations outside Calgary and Edmonton. Demo content.",
    "address_fr": "Adresse inventée pour la démonstration\n100, rue de l’Exemple\nRed Deer (Alberta) T0T 0T0",
    "address_en": "Address invented for the demo\n100 Example Street\nRed Deer, Alberta T0T 0T0",
    "email": "petits-centres@example.org",
    "phone": "403-555-0100",
    "contact_recipients": "petits-centres@example.org",
    "linkedin_url": "https://www.example.org/linkedin",
    "youtube_url": "https://www.example.org/youtube",
}
NOTICE = {
    "tone": NoticeBar.Tone.WARNING,
    "text_fr": "Tempête de neige : les rencontres en personne de cette semaine se tiendront en ligne.",
    "text_en": "Snowstorm: this week’s in-person meetings will be held online.",
}


def load_portal(loader: PageLoader, ledger: Ledger) -> list[str]:
    """Fill menus, settings and notice bar where no load did before; return what was filled."""
    filled = []
    for name, fill in (("menus", _menus), ("settings", _settings), ("notice", _notice)):
        if f"portal/{name}" not in ledger:
            ledger.note(f"portal/{name}", fill(loader))
            filled.append(name)
    return filled


def _menus(loader: PageLoader) -> Navigation:
    navigation = Navigation.load()
    if navigation.menu_links.exists() or navigation.footer_links.exists():
        return navigation
    for relation, model, entries in (("menu_links", MenuLink, MENU), ("footer_links", FooterLink, FOOTER)):
        links = [_link(model, entry, number, loader) for number, entry in enumerate(entries)]
        setattr(navigation, relation, [link for link in links if link is not None])
    navigation.save()
    return navigation


def _link(model: type, entry: MenuEntry, number: int, loader: PageLoader) -> MenuLink | FooterLink | None:
    spec = next((spec for spec in PAGES if spec.key == entry.key), None)
    page = loader.find_named(entry.key, spec.source if spec else "fr")
    if page is None:
        return None
    target = Page.objects.get(pk=page.pk)
    return model(page=target, label_fr=entry.label_fr, label_en=entry.label_en, sort_order=number)


def _settings(loader: PageLoader) -> PortalSettings:
    settings = PortalSettings.load()
    for name, value in SETTINGS.items():
        if not getattr(settings, name):
            setattr(settings, name, value)
    if settings.social_image_id is None:
        settings.social_image_id = loader.files.images.get("horizon")
    settings.save()
    return settings


def _notice(loader: PageLoader) -> NoticeBar:
    """A notice in both languages, over before it could be seen: an editor only changes its dates."""
    notice = NoticeBar.load()
    if not (notice.text_fr or notice.text_en):
        for name, value in NOTICE.items():
            setattr(notice, name, value)
        notice.shown_until = timezone.now().replace(microsecond=0)
        notice.save()
    return notice
