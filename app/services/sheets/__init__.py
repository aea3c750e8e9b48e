"""Spreadsheets in and out: read in a child process, find the header, match the columns, write tables.

Pure: no database, no window. The modules, in the order of an import:

* `reading`  the parent's half: `read_workbook(path)` → `RawBook`; `child` and its helpers are the other half
* `headers`  which sheet, which row holds the headings, which rows are people
* `columns`  which heading is which field; the synonyms are data (`app/resources/synonyms.json`)
* `writing`  tables out, as .xlsx or .csv, and wrong rows as a sheet to mend

Everything in `child`, `package`, `ooxml`, `opendocument`, `biff` and `textfile` runs only in the child: it meets the
foreign bytes, knows no path, no key and no database, and is ended when it wants too much (reliability §3E).
"""
