"""One's own mandates, and the page of an institution."""

from collections.abc import Sequence

from flask import Blueprint, Response, request

from workspace.accounts.current import current_person
from workspace.accounts.models import User
from workspace.core import clock, journal, web
from workspace.core.errors import Missing, Refused
from workspace.core.journal import Hand
from workspace.institutions import changes, policy, queries
from workspace.institutions.forms import NEW, EndForm, InstitutionForm, MandateForm
from workspace.institutions.models import Card, Institution
from workspace.territories import queries as territories

INVALID = 422
COMMUNE = "commune"

bp = Blueprint("institutions", __name__)


@bp.get("/account/mandates/")
def mandates() -> Response:
    """Show for which institutions one speaks, and look for another."""
    typed = _typed()
    return _mandates(MandateForm(), InstitutionForm(prefix="new-", name=typed))


@bp.post("/account/mandates/")
def add() -> Response:
    """Declare a mandate, for an institution that is known or that is declared with it."""
    form, card = MandateForm(request.form), InstitutionForm(request.form, prefix="new-")
    hand = _hand(current_person())
    is_new = form.institution.data == NEW
    if not all([form.validate(), not is_new or card.validate()]):
        return _mandates(form, card, status=INVALID)
    doubts = _doubts(form, card) if is_new else ()
    if doubts:
        return _mandates(form, card, doubts=doubts, status=INVALID)
    institution = (
        changes.declare_institution(web.session(), hand, _card(card))
        if is_new
        else _found(form.institution.data)
    )
    changes.give_mandate(web.session(), hand, institution, form.term(), user_id=current_person().id)
    return web.see(mandates)


@bp.post("/account/mandates/<int:mandate_id>/end")
def end(mandate_id: int) -> Response:
    """End one of one's mandates."""
    person, form = current_person(), EndForm(request.form)
    hand, mandate = _hand(person), queries.mandate(web.session(), person.id, mandate_id)
    if mandate is None:
        raise Missing
    if not form.validate():
        return _mandates(MandateForm(), InstitutionForm(prefix="new-"), ending=form, status=INVALID)
    changes.end_mandate(web.session(), hand, mandate, last_day=form.last_day.data or clock.today())
    return web.see(mandates)


@bp.get("/institutions/<int:institution_id>/")
def institution(institution_id: int) -> Response:
    """Show what is known of an institution."""
    found = _found(institution_id)
    form = InstitutionForm(obj=found, territory={"ids": filter(None, [found.territory_id])})
    return _institution(found, form)


@bp.post("/institutions/<int:institution_id>/")
def correct(institution_id: int) -> Response:
    """Correct what is known of an institution."""
    found, form, hand = _found(institution_id), InstitutionForm(request.form), _hand(_person())
    if not _may_correct(found):
        raise Refused
    twin = form.validate() and queries.twin(web.session(), _card(form), but=found.id)
    if form.errors or twin:
        return _institution(found, form, twin=twin or None, status=INVALID)
    changes.correct_institution(
        web.session(), hand, found, _card(form), version=form.version.data or 0
    )
    return web.see(institution, institution_id=institution_id)
