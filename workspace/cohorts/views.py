"""Pages of the certification sessions."""

from collections.abc import Sequence
from typing import cast

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from workspace.accounts import changes as accounts
from workspace.accounts import queries as people
from workspace.accounts.current import current_person
from workspace.accounts.models import Purpose, User
from workspace.cohorts import changes, policy, queries
from workspace.cohorts.changes import Enrolled, Plan, Seat, templates
from workspace.cohorts.forms import (
    CohortForm,
    Line,
    ListForm,
    TrainerForm,
    by_group,
    elsewhere,
    pasted,
    read_list,
)
from workspace.cohorts.models import Cohort
from workspace.core import clock, journal, mail, web, words
from workspace.core.errors import Missing, Refused
from workspace.institutions import queries as institutions
from workspace.institutions.models import Card, Institution
from workspace.projects.queries import projects_of
from workspace.settings import Settings

INVALID = 422

bp = Blueprint("cohorts", __name__, url_prefix="/cohorts")


@bp.get("/")
def cohorts() -> Response:
    """Show the sessions that concern a person."""
    person = current_person()
    found = queries.cohorts_of(web.session(), person)
    return web.render("cohorts/cohorts", cohorts=found, may_organise=policy.may_organise(person))


@bp.get("/new/")
def new() -> Response:
    """Show the form that opens a session."""
    _organiser()
    return web.render("cohorts/form", form=_offered(CohortForm()), cohort=None)


@bp.post("/new/")
def open_() -> Response:
    """Open a session."""
    organiser, form = _organiser(), _offered(CohortForm(request.form))
    if not form.validate():
        return web.render("cohorts/form", status=INVALID, form=form, cohort=None)
    cohort = changes.open_cohort(web.session(), organiser, _plan(form))
    return web.go(f"/cohorts/{cohort.id}/")


@bp.get("/<int:cohort_id>/settings/")
def settings(cohort_id: int) -> Response:
    """Show what a session says of itself, to be corrected."""
    found = _organised(cohort_id)
    return web.render("cohorts/form", form=_offered(CohortForm(obj=found)), cohort=found)


@bp.post("/<int:cohort_id>/settings/")
def correct(cohort_id: int) -> Response:
    """Correct what a session says of itself."""
    found, form = _organised(cohort_id), _offered(CohortForm(request.form))
    if not form.validate():
        return web.render("cohorts/form", status=INVALID, form=form, cohort=found)
    journal.take_turn(web.session(), found.id)
    changes.correct_cohort(
        web.session(), current_person(), found, _plan(form), version=form.version.data or 0
    )
    return web.go(f"/cohorts/{found.id}/")


@bp.get("/<int:cohort_id>/")
def cohort(cohort_id: int) -> Response:
    """Show where the groups of a session stand."""
    return _page(_seen(cohort_id))


@bp.post("/<int:cohort_id>/groups/")
def enrol(cohort_id: int) -> Response:
    """Check a list of candidates, then give each group its space and each person their place."""
    found, form = _organised(cohort_id), ListForm(request.form)
    journal.take_turn(web.session(), found.id)
    lines, faults = _read(form)
    faults += elsewhere(lines, queries.seats(web.session(), found.id))
    if faults or "confirmed" not in request.form:
        known = {line.institution: bool(_institution(line.institution)) for line in lines}
        status = INVALID if faults else web.OK
        return _page(found, form, read=by_group(lines), faults=faults, known=known, status=status)
    letters: list[mail.Letter] = []
    enrolled = [
        Enrolled(name, [Seat(_person(one, found, letters), _institution(one.institution))
                        for one in group])
        for name, group in by_group(lines).items()
    ]  # fmt: skip
    changes.enrol(web.session(), current_person(), found, enrolled)
    return _sent(found, letters)


@bp.post("/<int:cohort_id>/trainers/")
def assign_trainer(cohort_id: int) -> Response:
    """Let a trainer follow the groups."""
    found, form = _organised(cohort_id), TrainerForm(request.form)
    is_valid = form.validate()
    known = people.by_email(web.session(), form.email.data) if is_valid else None
    if is_valid and known is None and not form.name.data:
        form.name.errors = [_("Personne n’a de compte à cette adresse : donnez aussi le nom.")]
    if form.errors:
        return _page(found, trainer_form=form, status=INVALID)
    letters: list[mail.Letter] = []
    person = known or _person(Line("", form.name.data, form.email.data), found, letters)
    changes.assign_trainer(web.session(), current_person(), found, person)
    return _sent(found, letters)


@bp.post("/<int:cohort_id>/trainers/<int:user_id>/removal")
def withdraw_trainer(cohort_id: int, user_id: int) -> Response:
    """Take a trainer out of the session."""
    found, person = _organised(cohort_id), people.find(web.session(), user_id)
    if person is None:
        raise Missing
    changes.withdraw_trainer(web.session(), current_person(), found, person)
    return web.go(f"/cohorts/{found.id}/")


def _organiser() -> User:
    person = current_person()
    if not policy.may_organise(person):
        raise Refused
    return person


def _organised(cohort_id: int) -> Cohort:
    found = _seen(cohort_id)
    _organiser()
    return found


def _seen(cohort_id: int) -> Cohort:
    person, found = current_person(), queries.find(web.session(), cohort_id)
    if found is None or not queries.may_listen(web.session(), cohort_id, person.id):
        raise Missing
    return found


def _page(
    found: Cohort,
    form: ListForm | None = None,
    *,
    trainer_form: TrainerForm | None = None,
    status: int = web.OK,
    **checked: object,
) -> Response:
    session, person = web.session(), current_person()
    is_trainer = queries.follows(session, found.id, person.id)
    sees_all = policy.may_follow(person, is_trainer=is_trainer)
    mine = queries.own_groups(session, found.id, person.id)
    return web.render(
        "cohorts/cohort",
        status=status,
        cohort=found,
        standings=queries.standings(
            session, found.id, clock.today(), only=None if sees_all else mine
        ),
        mine={project.id for project in projects_of(session, person.id)},
        trainers=queries.trainers(session, found.id),
        may_organise=policy.may_organise(person),
        form=form or ListForm(),
        trainer_form=trainer_form or TrainerForm(),
        stream_url=f"/live/cohort-{found.id}?after={found.seq}",
        **checked,
    )


def _offered(form: CohortForm) -> CohortForm:
    form.template.choices = [
        (code, cast("str", template[f"label_{words.language()}"]))
        for code, template in templates().items()
    ]
    return form


def _plan(form: CohortForm) -> Plan:
    return Plan(**{name: form[name].data for name in Plan.__dataclass_fields__})


def _read(form: ListForm) -> tuple[list[Line], list[str]]:
    sent = request.files.get("file")
    has_file = sent is not None and bool(sent.filename)
    content = sent.read() if sent and has_file else form.people.data.encode(errors="replace")
    if not content.strip():
        return [], [_("La liste est vide.")]
    lines, faults = read_list(content)
    if has_file and lines:
        form.people.data = pasted(lines)
    return lines, faults


def _institution(name: str) -> Institution | None:
    return institutions.twin(web.session(), Card(name, "")) if name else None


def _person(line: Line, found: Cohort, letters: list[mail.Letter]) -> User:
    known = people.by_email(web.session(), line.email)
    if known is not None:
        letters.append(_invitation(found, line.email, known.name))
        return known
    newcomer = accounts.Newcomer(email=line.email, name=line.name)
    person = accounts.create_account(web.session(), newcomer, author_id=current_person().id)
    secret = accounts.ask_reset(web.session(), person, purpose=Purpose.WELCOME)
    letters.append(_invitation(found, line.email, person.name, secret))
    return person


def _invitation(found: Cohort, email: str, name: str, secret: str | None = None) -> mail.Letter:
    base = _settings().base_url
    told = {"name": name, "title": found.title, "site": f"{base}/projects/"}
    body = _(
        "Bonjour %(name)s,\n\nUn espace de travail vous attend pour « %(title)s » :\n%(site)s\n",
        **told,
    )
    if secret:
        body = _(
            "Bonjour %(name)s,\n\nUn espace de travail vous attend pour « %(title)s ».\n"
            "Choisissez votre mot de passe avec ce lien, valable trois jours :\n%(link)s\n\n"
            "Passé ce délai, demandez-en un autre avec « Mot de passe oublié » sur %(site)s\n",
            link=f"{base}/account/reset/{secret}",
            **told,
        )
    return mail.Letter(email, _("Votre espace de travail"), body)


def _sent(found: Cohort, letters: Sequence[mail.Letter]) -> Response:
    answer = web.go(f"/cohorts/{found.id}/")
    for letter in letters:
        mail.send(_settings(), letter)
    return answer


def _settings() -> Settings:
    settings: Settings = web.part("settings")
    return settings
