"""The demo content: what `manage.py load_demo` puts into an empty portal.

- `plan.py` says which pages there are, where they stand, and what stands once for both languages.
- `content/fr` and `content/en` hold their words, one file for each page and language (`texts.py` explains the form).
- `drawings.py`, `film.py` and `files.py` draw the pictures and make the files.
- `organizations` and `toolkit` hold the records: organizations with their people, resources with their files.
- `load.py` puts it all in place, and changes nothing that is already there.
"""
