"""Importing lists: a trial that writes nothing, then the same rows in one deed that can be taken back whole.

* `plan`   what is imported: record type, columns, the user's choices
* `rows`   one row read by the kinds of its fields
* `known`  whom a row may be: by number, never by name alone
* `trial`  every row judged: new, changed, unchanged, wrong, doubtful, ambiguous
* `apply`  the rows of a trial written as one deed
"""
