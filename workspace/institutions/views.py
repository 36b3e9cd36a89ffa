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
from workspace.institutions.models import Card, Institution, Mandate
from workspace.territories.forms import TerritoryForm

INVALID = 422

bp = Blueprint("institutions", __name__)


@bp.get("/account/mandates/")
def mandates() -> Response:
    """Show for which institutions one speaks, and look for another."""
    return _mandates(MandateForm(), InstitutionForm(prefix="new-", name=_typed()))


@bp.post("/account/mandates/")
def add() -> Response:
    """Declare a mandate, for an institution that is known or that is declared with it."""
    person, hand = current_person(), _hand()
    form, card = MandateForm(request.form), InstitutionForm(request.form, prefix="new-")
    is_new = form.institution.data == NEW
    if not all([form.validate(), not is_new or card.validate()]):
        return _mandates(form, card, status=INVALID)
    doubts = _doubts(form, card) if is_new else ()
    if doubts:
        return _mandates(form, card, doubts=doubts, status=INVALID)
    found = (
        changes.declare_institution(web.session(), hand, _card(card))
        if is_new
        else _found(form.institution.data or NEW)
    )
    changes.give_mandate(web.session(), hand, found, form.term(), user_id=person.id)
    return web.see(mandates)


@bp.post("/account/mandates/<int:mandate_id>/end")
def end(mandate_id: int) -> Response:
    """End one of one's mandates."""
    person, form = current_person(), EndForm(request.form)
    mandate = queries.mandate(web.session(), person.id, mandate_id)
    if mandate is None:
        raise Missing
    form.starts_on = mandate.starts_on
    if not form.validate():
        return _mandates(
            MandateForm(),
            InstitutionForm(prefix="new-"),
            ending=(mandate, form),
            status=INVALID,
        )
    last_day = form.last_day.data or clock.today()
    changes.end_mandate(web.session(), _hand(), mandate, last_day=last_day)
    return web.see(mandates)


@bp.get("/institutions/<int:institution_id>/")
def institution(institution_id: int) -> Response:
    """Show what is known of an institution."""
    current_person()
    found = _found(institution_id)
    form = InstitutionForm(obj=found, territory={"ids": filter(None, [found.territory_id])})
    return _institution(found, form)


@bp.post("/institutions/<int:institution_id>/")
def correct(institution_id: int) -> Response:
    """Correct what is known of an institution."""
    person, hand = current_person(), _hand()
    found, form = _found(institution_id), InstitutionForm(request.form)
    if not _may_correct(person, found):
        raise Refused
    if not form.validate():
        return _institution(found, form, status=INVALID)
    twin = queries.twin(web.session(), _card(form), but=found.id)
    if twin:
        return _institution(found, form, twin=twin, status=INVALID)
    version = form.version.data or 0
    changes.correct_institution(web.session(), hand, found, _card(form), version=version)
    return web.see(institution, institution_id=institution_id)


def _mandates(
    form: MandateForm,
    card: InstitutionForm,
    *,
    doubts: Sequence[Institution] = (),
    ending: tuple[Mandate, EndForm] | None = None,
    status: int = web.OK,
) -> Response:
    person, session, typed = current_person(), web.session(), _typed()
    proposed = doubts or (queries.proposed(session, typed) if typed else ())
    _filled(card)
    return web.render(
        "institutions/mandates",
        status=status,
        mandates=queries.mandates_of(session, person.id),
        today=clock.today(),
        form=form,
        card=card,
        typed=typed,
        proposed=proposed,
        doubts=doubts,
        ending=ending,
        end_form=EndForm(last_day=clock.today()),
    )


def _institution(
    found: Institution,
    form: InstitutionForm,
    *,
    twin: Institution | None = None,
    status: int = web.OK,
) -> Response:
    person, session = current_person(), web.session()
    is_ours = _may_correct(person, found)
    _filled(form)
    return web.render(
        "institutions/institution",
        status=status,
        institution=found,
        form=form,
        twin=twin,
        is_ours=is_ours,
        speakers=queries.speakers(session, found.id, clock.today()) if is_ours else (),
    )


def _doubts(form: MandateForm, card: InstitutionForm) -> Sequence[Institution]:
    # The same institution is never declared twice; one that looks like it only knowingly.
    twin = queries.twin(web.session(), _card(card))
    if twin:
        return [twin]
    return () if form.is_another.data else queries.look_alikes(web.session(), card.name.data)


def _card(form: InstitutionForm) -> Card:
    chosen = _filled(form).chosen
    return form.card(chosen[0].id if chosen else None)


def _filled(form: InstitutionForm) -> TerritoryForm:
    territory: TerritoryForm = form.territory.form
    territory.fill(web.session())
    return territory


def _may_correct(person: User, found: Institution) -> bool:
    speaks = queries.may_act_for(web.session(), person.id, found.id, clock.today())
    return policy.may_correct(person, speaks_for_it=speaks)


def _found(institution_id: int) -> Institution:
    found = queries.find(web.session(), institution_id) if institution_id > 0 else None
    if found is None:
        raise Missing
    return found


def _hand() -> Hand:
    # One at a time: what is found of twins stays true until it is written.
    person, space_id = current_person(), journal.accounts_space(web.session())
    journal.take_turn(web.session(), space_id)
    return Hand(space_id, person.id)


def _typed() -> str:
    return request.values.get("q", "").strip()[: queries.LONGEST]
