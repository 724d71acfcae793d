"""Resources by the thousand, for the benchmark: terms, files, what is written in them, and what was fetched."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cms import access, caching, search_index
from cms.models import Audience, PortalDocument, ResourceType, Topic
from cms.storage import private_storage
from resources.models import DocumentText, DownloadCount, PresetListing, Resource, ResourceFile, Setting
from resources.search import KIND as SEARCH_KIND

KEY = "bench-resource-"
AT_ONCE = 1000
FILE = "documents/bench.txt"


def _pool(words: str) -> list[str]:
    return words.split()


def chance_of(seed: Any) -> random.Random:
    """Return chance that falls the same way at each run."""
    return random.Random(seed)  # noqa: S311 - invented rows, no secrets


FRENCH_WORDS = _pool(
    "logement emploi famille école santé accueil formation bénévole locataire entrevue réfugié langue "
    "transport hiver jeunesse aînés femmes municipalité partenaire quartier services établissement "
    "intégration intervenante soutien budget demande entente ressource outil projet conseil gestion "
    "équipe évaluation besoin région collectivité"
)
ENGLISH_WORDS = _pool(
    "housing employment family school health welcome training volunteer tenant interview refugee language "
    "transport winter youth seniors women municipality partner neighbourhood services settlement "
    "integration worker support budget application agreement resource tool project council management "
    "team evaluation need region community"
)
MEMBERS_ONLY = 20  # one resource in so many


def fill() -> str:
    """Make settings.BENCH_RESOURCES resources, once; return what was made, for the log."""
    made = Resource.objects.filter(key__startswith=KEY).count()
    if made >= settings.BENCH_RESOURCES:
        return f"Resources: as they were ({made})"
    with transaction.atomic():
        maker = _Maker()
        for start in range(made, settings.BENCH_RESOURCES, AT_ONCE):
            maker.make(range(start, min(start + AT_ONCE, settings.BENCH_RESOURCES)))
        _preset()
        caching.raise_stamp(area=SEARCH_KIND)
    search_index.write(SEARCH_KIND)
    return f"Resources: {settings.BENCH_RESOURCES}"


SYLLABLES = _pool(
    "ba be bi bo ca ce ci co da de di do fa fe fi ga go la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro"
)
RARE = 1500  # words of the pool that mean nothing, so that those that mean something stand where they would
FIRST_KNOWN = 200  # so many come before the first of these


def _vocabulary(known: list[str], ending: str) -> list[str]:
    """Return words in the order of how often texts hold them; every ninth of the first is one of `known`."""
    chance = chance_of(ending)
    invented = [f"{''.join(chance.choices(SYLLABLES, k=3))}{ending}" for _ in range(RARE)]
    for number, word in enumerate(known):
        invented.insert(FIRST_KNOWN + 9 * number, word)
    return invented


FRENCH, ENGLISH = _vocabulary(FRENCH_WORDS, "x"), _vocabulary(ENGLISH_WORDS, "k")


def words(chance: random.Random, pool: list[str], count: int) -> str:
    """Return `count` words as texts have them: few of them often, most of them seldom."""
    return " ".join(pool[int(len(pool) * chance.random() ** 2)] for _ in range(count))


class _Maker:
    """Makes rows that differ as real ones do, the same at each run."""

    def __init__(self) -> None:
        self.types, self.topics, self.audiences = (
            list(model.objects.values_list("pk", flat=True)) for model in (ResourceType, Topic, Audience)
        )
        self.members = access.access_group(access.MEMBERS)
        self.now = timezone.now()
        if not private_storage().exists(FILE):
            private_storage().save(FILE, ContentFile(b"A file of the benchmark.\n"))

    def make(self, numbers: range) -> None:
        rows = Resource.objects.bulk_create([self.row(number) for number in numbers])
        by_number = dict(zip(numbers, rows, strict=True))
        link(Resource.topics.through, by_number, lambda n: some_of(self.topics, n, 1 + n % 3), "topic_id")
        link(Resource.audiences.through, by_number, lambda n: some_of(self.audiences, n, 1 + n % 2), "audience_id")
        link(Resource.access.through, by_number, lambda n: [self.members.pk] * (n % MEMBERS_ONLY == 0), "group_id")
        documents = PortalDocument.objects.bulk_create(
            PortalDocument(title=f"{KEY}{number}", file=FILE, file_size=240_000, language="fr") for number in numbers
        )
        DocumentText.objects.bulk_create(
            DocumentText(
                document=document,
                file_name=DocumentText.read_as(document),
                state=DocumentText.State.READ,
                pages=4 + number % 30,
                text=words(chance_of(f"file{number}"), FRENCH if number % 2 else ENGLISH, 250),
                read_at=self.now,
            )
            for number, document in zip(numbers, documents, strict=True)
        )
        ResourceFile.objects.bulk_create(
            ResourceFile(
                resource=by_number[number],
                document=document,
                language=("fr" if number % 2 else "en") if number % 7 else "both",
                setting=Setting.values[number % 3],
                sort_order=0,
            )
            for number, document in zip(numbers, documents, strict=True)
        )
        DownloadCount.objects.bulk_create(self.downloads(by_number))

    def row(self, number: int) -> Resource:
        chance = chance_of(number)
        french, english = number % 10 != 8, number % 10 != 9  # eight in ten in both languages
        at = self.now - datetime.timedelta(hours=3 * number + 1)
        fields: dict[str, Any] = {}
        for language, pool, written in (("fr", FRENCH, french), ("en", ENGLISH, english)):
            if not written:
                continue
            title = f"{words(chance, pool, 4).capitalize()} {number}"
            fields |= {
                f"title_{language}": title,
                f"slug_{language}": f"{'banc' if language == 'fr' else 'bench'}-{number}",
                f"summary_{language}": f"{words(chance, pool, 24).capitalize()}.",
                f"body_{language}": [
                    {"type": "rich_text", "value": f"<p>{words(chance, pool, 60).capitalize()}.</p>"} for _ in range(3)
                ],
            }
        return Resource(
            key=f"{KEY}{number}",
            resource_type_id=self.types[number % len(self.types)],
            setting=Setting.values[number % 3],
            year=2010 + number % 17,
            live=True,
            first_published_at=at,
            last_published_at=at,
            **fields,
        )

    def downloads(self, resources: dict[int, Resource]) -> Iterator[DownloadCount]:
        today = timezone.localdate()
        files = dict(ResourceFile.objects.filter(resource__in=resources.values()).values_list("resource_id", "uid"))
        for number, row in resources.items():
            if number % 3 == 0:
                day = today - datetime.timedelta(days=number % 360)
                yield DownloadCount(resource=row, file_uid=files[row.pk], day=day, count=1 + number * 7 % 300)


def some_of(keys: list[int], number: int, count: int) -> list[int]:
    """Return `count` of `keys`, the first ones more often."""
    chance = chance_of(f"terms{number}")
    return list({keys[min(int(chance.expovariate(0.25)), len(keys) - 1)] for _ in range(count)})


def link(through: Any, rows: dict[int, Any], keys: Any, column: str, of: str = "resource_id") -> None:
    """Have each row hold the keys that `keys` gives for its number."""
    through.objects.bulk_create(
        through(**{of: row.pk, column: key}) for number, row in rows.items() for key in keys(number)
    )


def _preset() -> None:
    preset, made = PresetListing.objects.get_or_create(
        slug_en="bench",
        defaults={"slug_fr": "banc", "title_fr": "Banc d’essai", "title_en": "Bench", "setting": "small-centre"},
    )
    if made:
        preset.audiences.set(Audience.objects.filter(key="front-line-staff"))
