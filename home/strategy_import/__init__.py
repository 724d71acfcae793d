"""From an existing document to a draft strategy: reading, structure, writing.

`reading` turns a file into neutral lines and tables; `structure` makes a document with parts and sections of them;
both are free of Django. `writing` turns that document into draft pages. docs/import-strategy.md explains the rules.
"""
