"""Pages of the certification sessions."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from workspace.accounts import changes as accounts
from workspace.accounts import queries as people
from workspace.accounts.current import current_person
from workspace.accounts.models import Purpose, User
from workspace.cohorts import changes, policy, queries
from workspace.cohorts.changes import Enrolled, Plan, templates
from workspace.cohorts.forms import CohortForm, Line, ListForm, TrainerForm, by_group, read_list
from workspace.cohorts.models import Cohort
from workspace.core import mail, web, words
from workspace.core.errors import Missing, Refused
from workspace.projects.queries import projects_of
from workspace.settings import Settings

bp = Blueprint("cohorts", __name__, url_prefix="/cohorts")


@bp.get("/")
def cohorts() -> Response:
    """Show the sessions that concern a person."""
    found = queries.cohorts_of(web.session(), current_person())
    return web.render("cohorts/cohorts", cohorts=found)


@bp.get("/new/")
def new() -> Response:
    """Show the form that opens a session."""
    _organiser()
    return web.render("cohorts/form", form=_form())


@bp.post("/new/")
def open_() -> Response:
    """Open a session."""
    organiser, form = _organiser(), _form()
    if not form.validate():
        return web.render("cohorts/form", status=422, form=form)
    plan = Plan(**{name: form[name].data for name in Plan.__dataclass_fields__})
    cohort = changes.open_cohort(web.session(), organiser, plan)
    return web.go(f"/cohorts/{cohort.id}/")


@bp.get("/<int:cohort_id>/")
def cohort(cohort_id: int) -> Response:
    """Show where the groups of a session stand."""
    return _page(_followed(cohort_id))


@bp.post("/<int:cohort_id>/groups/")
def make_groups(cohort_id: int) -> Response:
    """Check a list of candidates, then make the space of each group."""
    organiser, found = _organiser(), _followed(cohort_id)
    form = ListForm(request.form)
    lines, faults = read_list(_content(form))
    if faults or not lines or "confirmed" not in request.form:
        faults = faults or ([] if lines else [_("La liste est vide.")])
        status = 422 if faults else web.OK
        return _page(found, form, read=by_group(lines), faults=faults, status=status)
    letters: list[mail.Letter] = []
    enrolled = [
        Enrolled(name, [_person(line, organiser, found, letters) for line in people])
        for name, people in by_group(lines).items()
    ]
    changes.make_groups(web.session(), organiser, found, enrolled)
    answer = web.go(f"/cohorts/{found.id}/")
    for letter in letters:
        mail.send(_settings(), letter)
    return answer


@bp.post("/<int:cohort_id>/trainers/")
def assign_trainer(cohort_id: int) -> Response:
    """Let a trainer follow the groups."""
    organiser, found = _organiser(), _followed(cohort_id)
    form = TrainerForm(request.form)
    person = people.by_email(web.session(), form.email.data) if form.validate() else None
    if person is None:
        if not form.email.errors:
            form.email.errors = [_("Personne n’a de compte à cette adresse. Créez-le d’abord.")]
        return _page(found, trainer_form=form, status=422)
    changes.assign_trainer(web.session(), organiser, found, person)
    return web.go(f"/cohorts/{found.id}/")


@bp.post("/<int:cohort_id>/trainers/<int:user_id>/removal")
def withdraw_trainer(cohort_id: int, user_id: int) -> Response:
    """Take a trainer out of the session."""
    organiser, found = _organiser(), _followed(cohort_id)
    person = people.find(web.session(), user_id)
    if person is None:
        raise Missing
    changes.withdraw_trainer(web.session(), organiser, found, person)
    return web.go(f"/cohorts/{found.id}/")


def _organiser() -> User:
    person = current_person()
    if not policy.may_organise(person):
        raise Refused
    return person


def _followed(cohort_id: int) -> Cohort:
    person, found = current_person(), queries.find(web.session(), cohort_id)
    is_trainer = queries.follows(web.session(), cohort_id, person.id)
    if found is None or not policy.may_follow(person, is_trainer=is_trainer):
        raise Missing
    return found


def _page(
    found: Cohort,
    form: ListForm | None = None,
    *,
    trainer_form: TrainerForm | None = None,
    read: Mapping[str, list[Line]] | None = None,
    faults: Sequence[str] = (),
    status: int = web.OK,
) -> Response:
    person = current_person()
    return web.render(
        "cohorts/cohort",
        status=status,
        cohort=found,
        standings=queries.standings(web.session(), found.id),
        mine={project.id for project in projects_of(web.session(), person.id)},
        trainers=queries.trainers(web.session(), found.id),
        may_organise=policy.may_organise(person),
        form=form or ListForm(),
        trainer_form=trainer_form or TrainerForm(),
        read=read or {},
        faults=faults,
        stream_url=f"/live/cohort-{found.id}?after={found.seq}",
    )


def _form() -> CohortForm:
    form = CohortForm(request.form)
    form.template.choices = [
        SelectChoice(code, str(template[f"label_{words.language()}"]))
        for code, template in templates().items()
    ]
    return form


def _content(form: ListForm) -> bytes:
    sent = request.files.get("file")
    content = sent.read() if sent and sent.filename else form.people.data.encode()
    if sent and sent.filename:
        # What was read from the file stays in the page, so that it is confirmed as it was checked.
        lines, _faults = read_list(content)
        form.people.data = "\n".join(f"{one.group};{one.name};{one.email}" for one in lines)
    return content


def _person(line: Line, organiser: User, found: Cohort, letters: list[mail.Letter]) -> User:
    known = people.by_email(web.session(), line.email)
    if known is not None:
        return known
    newcomer = accounts.Newcomer(email=line.email, name=line.name)
    person = accounts.create_account(web.session(), newcomer, author_id=organiser.id)
    secret = accounts.ask_reset(web.session(), person, purpose=Purpose.WELCOME)
    link = f"{_settings().base_url}/account/reset/{secret}"
    body = _(
        "Bonjour %(name)s,\n\nUn espace de travail vous attend pour « %(title)s ».\n"
        "Choisissez votre mot de passe avec ce lien, valable trois jours :\n%(link)s\n",
        name=person.name,
        title=found.title,
        link=link,
    )
    letters.append(mail.Letter(line.email, _("Votre espace de travail"), body))
    return person


def _settings() -> Settings:
    settings: Settings = web.part("settings")
    return settings
