"""Households: who lives together and shares what there is (domain 02 §2.2, `file.md` People)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.i18n import Label
from app.models.declare import FOUND, READ_ONLY, Record, field
from app.models.kinds import Code, Link, LongText, Money, Number, PartialDay, PersonName, ResidentId, ShortText, YesNo


class Household(Record, label=Label("家庭（户）")):
    """One household; named after the worker through whom the union knows it."""

    key_paths = ("name",)

    name: Mapped[str] = field(ShortText(), Label("户名"), required=True, faces=FOUND)
    address: Mapped[str | None] = field(ShortText(200), Label("家庭住址"), sensitive=True)
    housing: Mapped[str | None] = field(Code("housing"), Label("住房类型"))
    floor_area: Mapped[int | None] = field(Number(0, 10_000), Label("建筑面积（平方米）"))
    phone: Mapped[str | None] = field(ShortText(40), Label("联系电话"), sensitive=True)
    size: Mapped[int | None] = field(Number(), Label("家庭人口"), faces=READ_ONLY, derived=True)
    remark: Mapped[str | None] = field(LongText(), Label("备注"))

    def gather(self, session: Session) -> None:
        """The head count: the rows of the household (02 §2.2)."""
        rows = session.scalars(
            select(HouseholdMember.id).where(
                HouseholdMember.household_id == self.id, HouseholdMember.deleted_at.is_(None)
            )
        ).all()
        self.put(size=len(rows))


class HouseholdMember(Record, label=Label("家庭成员")):
    """One person of a household; linked to the register where the person is in it.

    The worker is a row too (关系 本人), made by itself. `relation` is to the worker (02 §2.2).
    Children under 14: name, relation and school only (08 §8.1, art. 28–31).
    """

    list_columns = ("household", "name", "relation", "birth_date", "identity", "workplace", "monthly_income", "health")

    household_id: Mapped[int] = field(Link("Household", owner="members"), Label("家庭"), required=True)
    person_id: Mapped[int | None] = field(Link("Person"), Label("名册中的人"))
    name: Mapped[str] = field(PersonName(), Label("姓名"), required=True, faces=FOUND)
    relation: Mapped[str] = field(Code("family_relation_gbt4761"), Label("关系"), required=True)
    is_head: Mapped[bool | None] = field(YesNo(), Label("户主"))
    sex: Mapped[str | None] = field(Code("sex_gbt2261_1"), Label("性别"))
    birth_date: Mapped[str | None] = field(PartialDay(), Label("出生日期"), external="born")
    id_no: Mapped[str | None] = field(ResidentId(), Label("身份证号"), faces=FOUND, sensitive=True)
    identity: Mapped[str | None] = field(Code("member_identity"), Label("身份"))
    workplace: Mapped[str | None] = field(ShortText(), Label("单位或学校"))
    monthly_income: Mapped[int | None] = field(Money(), Label("月收入（元）"), sensitive=True)
    health: Mapped[str | None] = field(Code("health"), Label("健康状况"), sensitive=True)
    medical_insurance: Mapped[str | None] = field(Code("medical_insurance"), Label("医保状况"))
    idle_able: Mapped[bool | None] = field(YesNo(), Label("有劳动能力而未就业"))
    remark: Mapped[str | None] = field(LongText(), Label("备注"))
