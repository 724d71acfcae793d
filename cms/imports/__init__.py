"""Records from a file, and into one: what the imports of every app share.

An app says what its columns are (`columns`) and what its rules are (`importer.Importer`); reading makes a plan without
writing anything, writing carries out all of it or nothing, views and the command show it.
"""
