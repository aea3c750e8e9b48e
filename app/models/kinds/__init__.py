"""The closed vocabulary of field kinds.

A kind knows how a value is stored, read from what a person or a spreadsheet wrote, shown, written for a file,
masked, and turned into JSON for the journal. The editor of a kind is one row of a table in `views`, its width on
paper one row of a table in `reports`.
"""

from app.models.kinds.amounts import Money, Number
from app.models.kinds.base import Kind, Words
from app.models.kinds.choices import AttachmentLink, Code, Codes, Link, YesNo
from app.models.kinds.texts import CreditCode, Json, LongText, PersonName, Phone, ResidentId, ShortText
from app.models.kinds.times import Day, Moment, PartialDay, show_moment

__all__ = [
    "AttachmentLink",
    "Code",
    "Codes",
    "CreditCode",
    "Day",
    "Json",
    "Kind",
    "Link",
    "LongText",
    "Moment",
    "Money",
    "Number",
    "PartialDay",
    "PersonName",
    "Phone",
    "ResidentId",
    "ShortText",
    "Words",
    "YesNo",
    "show_moment",
]
