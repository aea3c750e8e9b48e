"""What holds for the declaration of every record type."""

from __future__ import annotations

import pytest

from app.models import kinds
from app.models.declare import (
    Record,
    children_of,
    default_of,
    field_named,
    fields_of,
    record_type,
    record_types,
    table_of,
)
from app.models.paths import Joined, UnknownPath, field_at, record_at
from app.models.values.codes_data import shipped_code_lists
from app.services import listing
from app.services.listing import View

TYPES = list(record_types().values())
OWN_NAMES = {"uid", "id", "deleted_at", "search_text"}


@pytest.fixture(params=TYPES, ids=lambda record: record.type_name)
def record(request: pytest.FixtureRequest) -> type[Record]:
    found: type[Record] = request.param
    return found


def test_every_name_means_one_thing(record: type[Record]) -> None:
    keys = [spec.key for spec in fields_of(record).values()]
    others = [*children_of(record), *record.facets, *OWN_NAMES]

    assert len(set(keys)) == len(keys)
    assert not set(keys) & set(others)
    for name, spec in fields_of(record).items():
        assert field_named(record, spec.key) == field_named(record, name) == spec


def test_no_two_fields_are_called_the_same(record: type[Record]) -> None:
    labels = [str(spec.label) for spec in fields_of(record).values()]

    assert sorted(set(labels)) == sorted(labels)


def test_every_path_leads_to_a_field(record: type[Record]) -> None:
    for path in (record.title_path, *record.key_paths, *record.match_paths, *record.list_columns):
        assert field_at(record, path)
    for path in record.default_sort:
        assert field_at(record, path.partition(":")[0]) or path.startswith("id")
    for spec in fields_of(record).values():
        assert not spec.sort_by or spec.sort_by in fields_of(record)
    assert listing.columns_of(View(record))


def test_links_and_facets_lead_to_record_types(record: type[Record]) -> None:
    for spec in fields_of(record).values():
        if isinstance(spec.kind, kinds.Link):
            assert record_type(spec.kind.target)
            assert table_of(record).c[spec.name].index, "a link without an index makes every deletion slow"
    for name, facet in record.facets.items():
        child = record_at(record, (name,))
        assert child is record_type(facet.target)
        assert isinstance(fields_of(child)[facet.flag].kind, kinds.YesNo)
        assert any(kind is child for kind, _ in children_of(record).values())
        assert all(field_named(child, key) for key in facet.key)


def test_every_code_list_is_shipped_and_every_default_is_one_of_its_codes(record: type[Record]) -> None:
    for name, spec in fields_of(record).items():
        if isinstance(spec.kind, kinds.Code | kinds.Codes):
            codes = {item["code"] for item in shipped_code_lists()[spec.kind.list_name]["items"]}
            assert default_of(record, name) in codes | {None}


def test_a_path_that_leads_nowhere_is_named(record: type[Record]) -> None:
    for path in ("nothing", "nothing.name", "remark.name", "", "."):
        with pytest.raises(UnknownPath):
            Joined(record).column(path)


def test_a_type_is_known_by_its_name_on_the_command_line_and_by_its_class(record: type[Record]) -> None:
    assert record_type(record.type_name) is record_type(record.__name__) is record
