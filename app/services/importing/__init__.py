"""Importing lists: a trial that writes nothing, then the same rows in one deed that can be taken back whole.

* `plan`      what is imported: record type, columns, the user's choices; which fields a sheet may fill
* `source`    from a file on disk to a plan
* `rows`      one row read by the kinds of its fields
* `repeats`   the same number twice in the sheet
* `known`     whom a row may be: by number, never by name alone
* `planner`   what a row will write, old against new; `children` and `joining` know events and memberships again
* `review`    what is doubtful or against the rules, seen with what the file holds
* `trial`     every row judged: new, changed, unchanged, wrong, doubtful, ambiguous
* `telling`   a trial in words, for the window
* `mending`   the rows left out, as a sheet to mend
* `apply`     the rows of a trial written as one deed
"""
