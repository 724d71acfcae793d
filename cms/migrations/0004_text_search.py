"""Make the text search configurations: stop words first, then accents folded, then the language's stemmer."""

from django.db import migrations

KINDS_OF_WORDS = "asciihword, asciiword, hword, hword_asciipart, hword_part, word"

FORWARD = """
CREATE TEXT SEARCH DICTIONARY portal_stop_{code} (TEMPLATE = pg_catalog.simple, STOPWORDS = {name}, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY portal_stem_{code} (TEMPLATE = pg_catalog.snowball, LANGUAGE = {name});
CREATE TEXT SEARCH CONFIGURATION portal_{code} (COPY = pg_catalog.{name});
ALTER TEXT SEARCH CONFIGURATION portal_{code}
    ALTER MAPPING FOR {words} WITH portal_stop_{code}, unaccent, portal_stem_{code};
"""
BACKWARD = """
DROP TEXT SEARCH CONFIGURATION portal_{code};
DROP TEXT SEARCH DICTIONARY portal_stem_{code};
DROP TEXT SEARCH DICTIONARY portal_stop_{code};
"""
SIMPLE = """
CREATE TEXT SEARCH CONFIGURATION portal_simple (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION portal_simple ALTER MAPPING FOR {words} WITH unaccent, simple;
"""


class Migration(migrations.Migration):
    dependencies = [("cms", "0003_cache_table")]

    operations = [
        *(
            migrations.RunSQL(FORWARD.format(code=code, name=name, words=KINDS_OF_WORDS), BACKWARD.format(code=code))
            for code, name in (("fr", "french"), ("en", "english"))
        ),
        migrations.RunSQL(SIMPLE.format(words=KINDS_OF_WORDS), "DROP TEXT SEARCH CONFIGURATION portal_simple"),
    ]
