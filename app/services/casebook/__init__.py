"""Hardship files as a workbook with the sheets 档案 家庭 收入 支出, joined by the worker's resident ID (`cli.md`).

* `columns`  which columns each sheet has
* `writing`  files out, and the blank workbook
* `reading`  the sheets of a workbook as rows by column
* `trial`    every file judged, nothing written; then the same in one deed
"""
