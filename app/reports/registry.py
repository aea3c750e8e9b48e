"""All printed forms by their code. A new form is one module in `forms` and one line here."""

from __future__ import annotations

from app.reports.forms import (
    hardship_roster,
    member_roster,
    public_notice,
    register_list,
    sign_off_sheet,
    visit_list,
)
from app.reports.paper import PaperForm

FORMS: dict[str, PaperForm] = {
    form.code: form
    for form in (
        member_roster.FORM,
        public_notice.FORM,
        hardship_roster.FORM,
        visit_list.FORM,
        sign_off_sheet.FORM,
        register_list.FORM,
    )
}


def form_of(data: object) -> PaperForm:
    """The form that is filled from data of this class."""
    return next(form for form in FORMS.values() if form.data_type is type(data))
