"""Matching the headings of real sheets to fields."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.services.sheets.columns import ColumnMatch, How, heading_forms, load_synonyms, match_columns

FIELDS = [
    ("name", Label("姓名")), ("former_name", Label("曾用名")), ("sex", Label("性别")),
    ("birth_date", Label("出生日期")), ("ethnic", Label("民族")), ("id_type", Label("证件类别")),
    ("id_no", Label("证件号码")), ("education", Label("学历")), ("political", Label("政治面貌")),
    ("native_place", Label("籍贯")), ("hukou_type", Label("户籍类型")), ("hukou_place", Label("户籍所在地")),
    ("phone", Label("移动电话")), ("phone2", Label("其他电话")), ("address", Label("住址")),
    ("email", Label("电子邮箱")), ("postcode", Label("邮政编码")), ("employer_name", Label("工作单位")),
    ("department", Label("部门")), ("post", Label("岗位")), ("employment_form", Label("用工形式")),
    ("employment_status", Label("就业状况")), ("work_start", Label("参加工作时间")),
    ("hired_on", Label("入职日期")), ("job_title", Label("职务")), ("technical_title", Label("职称")),
    ("skill_level", Label("技术等级")), ("is_migrant", Label("农民工")), ("is_dispatched", Label("劳务派遣工")),
    ("is_model_worker", Label("劳模")), ("is_disabled", Label("残疾")), ("is_veteran", Label("退役军人")),
    ("remark", Label("备注")), ("membership.member_no", Label("会员编号")),
    ("membership.card_no", Label("会员证（卡）号")), ("membership.org_unit", Label("所在分会（小组）")),
    ("membership.joined_on", Label("入会日期")), ("membership.change.type", Label("类型")),
    ("membership.change.on", Label("日期")), ("membership.change.reason", Label("原因")),
]  # fmt: skip

PROVINCE = {
    "序号": None, "姓名": "name", "性别": "sex", "出生日期（格式：yyyy/MM/dd）": "birth_date", "民族": "ethnic",
    "就业状况": "employment_status", "有效证件类别": "id_type", "证件号码\n(填写18位身份证)": "id_no",
    "学历": "education", "技术等级": "skill_level", "移动电话": "phone", "户籍类型": "hukou_type",
    "户籍所在地": "hukou_place", "会籍变化类型": "membership.change.type",
    "会籍变化日期（格式：yyyy/MM/dd）": "membership.change.on", "会籍变化原因": "membership.change.reason",
    "政治面貌": "political", "工作单位": "employer_name", "籍贯": "native_place",
    "是否农民工会员\n填写“是”或“否”": "is_migrant",
}  # fmt: skip
ENTERPRISE = {
    "姓名": "name", "性别": "sex", "手机号码": "phone", "用工形式": "employment_form", "是否临时人员": None,
    "是否会员": None, "所属机构": None, "工会小组划分": "membership.org_unit", "是否禁用": None, "困难员工": None,
    "出生日期": "birth_date", "民族": "ethnic", "身份证号": "id_no", "账号": None, "邮箱": "email",
    "政治面貌": "political", "最高学历": "education", "最高学位": None, "工作单位": "employer_name",
    "部门": "department", "党内职务": None, "荣誉": None, "参加工作时间": "work_start", "岗位": "post",
    "专业模块": None, "技术职称": "technical_title", "重大疾病互助会会员": None, "职工代表": None,
    "工会内职务": None, "党群机构": None, "户口所在地": "hukou_place", "居住地址": "address",
    "特长（兴趣爱好）": None, "个人荣誉": None, "致困原因": None, "慰问记录": None, "备注": "remark",
}  # fmt: skip
ROSTER = {
    "警号": "membership.member_no", "姓名": "name", "性别": "sex", "身份证号": "id_no", "出生日期": "birth_date",
    "注册时间": "membership.joined_on", "所在工会支部": "membership.org_unit", "工会内职务": None, "备注": "remark",
    "排序": None,
}  # fmt: skip
PRINTED_ROSTER = {
    "序号": None, "会员证号": "membership.card_no", "姓名": "name", "性别": "sex", "民族": "ethnic",
    "出生年月": "birth_date", "文化程度": "education", "政治面貌": "political",
    "部门(分会/小组)": "membership.org_unit", "岗位(职务)": "post", "参加工作时间": "work_start",
    "入会时间": "membership.joined_on", "农民工": "is_migrant", "联系电话": "phone", "备注": "remark",
}  # fmt: skip


def match(*headings: str, told: dict[str, str] | None = None) -> dict[str, ColumnMatch]:
    letters = [chr(ord("A") + at) if at < 26 else f"A{chr(ord('A') + at - 26)}" for at in range(len(headings))]
    found = match_columns([*zip(letters, headings, strict=True)], FIELDS, load_synonyms("person"), told)
    assert [one.column for one in found] == letters
    return {one.heading: one for one in found}


@pytest.mark.parametrize("form", [PROVINCE, ENTERPRISE, ROSTER, PRINTED_ROSTER])
def test_every_column_of_the_real_forms_finds_its_field(form: dict[str, str | None]) -> None:
    found = match(*form)

    assert {heading: one.field for heading, one in found.items()} == form
    assert all((one.how == How.NONE) == (one.field is None) for one in found.values())


@pytest.mark.parametrize(
    ("type_name", "headings", "fields"),
    [
        (
            "hardship-case",
            ["时间", "单位", "姓名", "职务", "出生年月日", "困难原因", "备注"],
            [
                "filed_on", "person.employer_name", "person.name", "person.job_title", "person.birth_date",
                "main_cause", "remark",
            ],
        ),
        (
            "round-record",
            ["单位", "慰问时间", "帮扶人姓名", "被帮扶姓名", "被帮扶人情况", "被帮扶住址", "帮扶金额", "联系电话"],
            [
                "person.employer_name", "planned_on", None, "person", "proposal_reason", "person.address", "cash",
                "person.phone",
            ],
        ),
        (
            "organization",
            ["单位名称", "单位法人和其他组织统一社会信用代码", "工会名称", "工会法人和其他组织统一社会信用代码"],
            ["employer_name", "employer_credit_code", "name", "credit_code"],
        ),
    ],
)  # fmt: skip
def test_other_record_types_have_their_own_synonyms(
    type_name: str, headings: list[str], fields: list[str | None]
) -> None:
    synonyms = load_synonyms(type_name)

    found = match_columns([("A", heading) for heading in headings], [(name, name) for name in synonyms], synonyms)

    assert [one.field for one in found] == fields


@pytest.mark.parametrize(
    "heading",
    [
        "身份证号", " 身 份 证 号 ", "*身份证号", "身份证号*", "身份证\n号码", "身份证号（必填）", "身份证号码【18位】",
        "身份证号：", "公民身份号码", "身份证号码 填写18位", "身份证号(文本格式)", "身份证号码（如：460…）",
    ],
)  # fmt: skip
def test_decorations_and_hints_do_not_hide_a_heading(heading: str) -> None:
    assert match(heading)[heading].field == "id_no"


def test_full_width_letters_and_field_names_are_understood() -> None:
    found = match("Ｅ－ｍａｉｌ", "name", "membership.card_no")

    assert [one.field for one in found.values()] == ["email", "name", "membership.card_no"]


def test_how_a_column_was_matched_is_told() -> None:
    found = match("姓名", "手机号", "本单位职工移动电话", "家庭情况", told={"家庭情况": "备注"})

    assert [one.how for one in found.values()] == [How.EXACT, How.SYNONYM, How.NONE, How.MAP]
    assert match("会员手机号码").popitem()[1].how == How.GUESS


@pytest.mark.parametrize(
    "heading",
    ["配偶姓名", "子女姓名", "联系人电话", "紧急联系电话", "帮扶人姓名", "工会内职务", "原工作单位", "人数"],
)
def test_other_peoples_names_and_numbers_are_never_guessed_to_be_the_persons(heading: str) -> None:
    assert match(heading)[heading].field is None


def test_a_field_takes_the_nearest_of_several_columns_and_the_rest_find_another() -> None:
    found = match("联系电话", "手机号码", "单位", "工作单位", "所在部门", "工会小组")

    assert [one.field for one in found.values()] == [
        "phone2", "phone", None, "employer_name", "department", "membership.org_unit",
    ]  # fmt: skip
    assert found["单位"].others == ("employer_name",)


def test_a_department_alone_is_the_branch_and_may_be_the_department_as_well() -> None:
    found = match("姓名", "部门")["部门"]

    assert found.field == "membership.org_unit" and found.others == ("department",)


def test_the_columns_of_an_export_come_back_to_their_own_fields() -> None:
    labels = [str(label) for _, label in FIELDS]

    found = match(*labels)

    assert [one.field for one in found.values()] == [name for name, _ in FIELDS]


def test_figures_in_ten_thousands_are_not_taken_for_yuan() -> None:
    synonyms = load_synonyms("round-record")
    fields = [("cash", "慰问金（元）")]

    plain, large = match_columns([("A", "慰问金额(元)"), ("B", "慰问金额（万元）")], fields, synonyms)

    assert plain.field == "cash" and large.field is None


def test_a_person_can_say_which_column_is_what_and_leave_columns_out() -> None:
    found = match("姓名", "大名", "手机号码", told={"大名": "name", "手机号码": "", "姓名": "曾用名"})

    assert [(one.field, one.how) for one in found.values()] == [
        ("former_name", How.MAP),
        ("name", How.MAP),
        (None, How.MAP),
    ]


@pytest.mark.parametrize(
    "told",
    [{"没有的列": "name"}, {"姓名": "没有的项"}, {"姓名": "name", "大名": "name"}],
    ids=["column", "field", "twice"],
)
def test_what_a_person_says_wrongly_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(KnownError) as refused:
        match("姓名", "大名", told=told)

    assert refused.value.code == ErrorCode.BAD_INPUT and len(refused.value.problems) == 1


def test_headings_fold_to_themselves_and_to_themselves_without_hints() -> None:
    assert heading_forms("证件号码\n（填写18位身份证）") == ("证件号码(填写18位身份证)", "证件号码")
    assert heading_forms(" 姓　名 ") == ("姓名",)
    assert heading_forms("——") == ()


def test_no_synonym_stands_twice_for_one_field_and_types_without_any_have_none() -> None:
    text = resources.files("app.resources").joinpath("synonyms.json").read_text(encoding="utf-8")

    for fields in json.loads(text).values():
        for words in fields.values():
            assert len(words) == len(set(words))
    assert load_synonyms("no-such-type") == {}
