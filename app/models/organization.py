"""Our own union and its tree of branch unions and groups (domain 01 §1.4.5, §1.6)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.i18n import Label
from app.models.declare import FORM_ONLY, FOUND, Record, field
from app.models.kinds import Code, CreditCode, Link, LongText, Number, Phone, ShortText

SIGNATURES = Label("签名")


class Organization(Record, label=Label("工会")):
    """The union whose file this is; one row."""

    key_paths = ("name",)

    name: Mapped[str] = field(ShortText(), Label("工会名称"), required=True, faces=FOUND)
    credit_code: Mapped[str | None] = field(CreditCode(union=True), Label("工会统一社会信用代码"))
    employer_name: Mapped[str | None] = field(ShortText(), Label("所在单位"))
    employer_credit_code: Mapped[str | None] = field(CreditCode(), Label("单位统一社会信用代码"))
    superior_name: Mapped[str | None] = field(ShortText(), Label("上级工会"))
    region: Mapped[str | None] = field(ShortText(), Label("所在地区"))
    address: Mapped[str | None] = field(ShortText(200), Label("地址"), faces=FORM_ONLY)
    phone: Mapped[str | None] = field(Phone(office=True), Label("联系电话"), faces=FORM_ONLY)
    contact: Mapped[str | None] = field(ShortText(), Label("联系人"), faces=FORM_ONLY)
    audit_phone: Mapped[str | None] = field(Phone(office=True), Label("监督电话（经审委）"), faces=FORM_ONLY)
    chair: Mapped[str | None] = field(ShortText(), Label("工会主席"), faces=FORM_ONLY, group=SIGNATURES)
    preparer: Mapped[str | None] = field(ShortText(), Label("制表人"), faces=FORM_ONLY, group=SIGNATURES)
    handler: Mapped[str | None] = field(ShortText(), Label("经办人"), faces=FORM_ONLY, group=SIGNATURES)
    auditor: Mapped[str | None] = field(ShortText(), Label("审核人（财务）"), faces=FORM_ONLY, group=SIGNATURES)
    witness: Mapped[str | None] = field(ShortText(), Label("证明人"), faces=FORM_ONLY, group=SIGNATURES)


class OrgUnit(Record, label=Label("分会（小组）")):
    """A branch union or a group below the union."""

    key_paths = ("name",)
    default_sort = ("sort_order", "name")

    name: Mapped[str] = field(ShortText(), Label("名称"), required=True, faces=FOUND)
    kind: Mapped[str | None] = field(Code("org_unit_kind"), Label("类别"))
    parent_id: Mapped[int | None] = field(Link("OrgUnit"), Label("上级"))
    leader: Mapped[str | None] = field(ShortText(), Label("负责人"))
    sort_order: Mapped[int | None] = field(Number(adds=False), Label("顺序"))
    remark: Mapped[str | None] = field(LongText(), Label("备注"))
