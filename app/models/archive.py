"""What is kept for good: numbers given out, forms printed, scans and photos."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.i18n import Label
from app.models.declare import HIDDEN, READ_ONLY, Base, Face, Record, field
from app.models.kinds import Json, Moment, Number, ShortText

LISTED = READ_ONLY | Face.SEARCH


class Blob(Base):
    """The bytes of a scan, a photo or a print, once per content; the journal knows only the hash."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    mime: Mapped[str] = mapped_column(String)
    size: Mapped[int] = mapped_column()
    bytes: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Record, label=Label("附件")):
    """A file put beside a record, known by its content's hash."""

    name: Mapped[str] = field(ShortText(), Label("名称"), required=True, faces=READ_ONLY)
    sha256: Mapped[str] = field(ShortText(), Label("内容"), required=True, faces=HIDDEN)
    mime: Mapped[str | None] = field(ShortText(), Label("类型"), faces=READ_ONLY)
    of_type: Mapped[str | None] = field(ShortText(), Label("属于"), faces=HIDDEN)
    of_uid: Mapped[str | None] = field(ShortText(), Label("属于哪一份"), faces=HIDDEN)


class NumberSequence(Record, label=Label("编号")):
    """The last number given out under a pattern such as 困字〔2026〕; never used twice, gaps are allowed."""

    undoable = False
    key_paths = ("name",)

    name: Mapped[str] = field(ShortText(), Label("编号名称"), required=True, faces=READ_ONLY)
    last: Mapped[int] = field(Number(adds=False), Label("已用到"), required=True, default=0, faces=READ_ONLY)


class PrintedForm(Record, label=Label("打印存档")):
    """A form as it was printed: number, what went in, and the pages themselves."""

    undoable = False
    title_path = "number"
    key_paths = ("number",)
    default_sort = ("id:desc",)

    number: Mapped[str] = field(ShortText(), Label("编号"), required=True, faces=LISTED, derived=True)
    form: Mapped[str] = field(ShortText(), Label("表号"), required=True, faces=READ_ONLY, derived=True)
    form_version: Mapped[str] = field(ShortText(), Label("版式"), required=True, faces=HIDDEN, derived=True)
    title: Mapped[str] = field(ShortText(), Label("标题"), required=True, faces=LISTED, derived=True)
    parameters: Mapped[str | None] = field(Json(), Label("打印设置"), faces=HIDDEN, derived=True)
    snapshot: Mapped[str | None] = field(Json(), Label("当时内容"), faces=HIDDEN, derived=True)
    sha256: Mapped[str] = field(ShortText(), Label("内容"), required=True, faces=HIDDEN, derived=True)
    pages: Mapped[int] = field(Number(), Label("页数"), required=True, faces=READ_ONLY, derived=True)
    rows: Mapped[int] = field(Number(), Label("行数"), required=True, faces=READ_ONLY, derived=True)
    printed_by: Mapped[str | None] = field(ShortText(), Label("打印人"), faces=LISTED, derived=True)
    printed_at: Mapped[int] = field(Moment(), Label("打印时间"), required=True, faces=READ_ONLY, derived=True)
    reason: Mapped[str | None] = field(ShortText(200), Label("说明"), faces=READ_ONLY, derived=True)
