"""Pages of the library: searching it, reading a case, citing it in a project."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from workspace.accounts import current
from workspace.accounts.models import User
from workspace.core import grammar, reprint, web, words
from workspace.core.errors import Missing, Refused
from workspace.core.kept import Kept
from workspace.core.pace import Pace
from workspace.library import changes, policy, queries, search
from workspace.library.changes import Quote
from workspace.library.forms import CitationForm
from workspace.library.models import SECTIONS, Case, Use, is_link
from workspace.library.search import FACETS, Asked
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import GRANTS, Permission
from workspace.projects.queries import projects_of

# Where a passage may be cited in a project: the objects of a kind, by id and title.
Offered = Callable[[Session, int], Sequence[tuple[int, str]]]

PAGE = 10
DEEPEST = 10_000
MOST_CODES = 30
PACE = Pace(rate=60, burst=120)  # searches a second, for each person or address and process

KEPT = Kept[Markup](most=500)  # what is the same for every reader of a case; two parts take 8 kB

bp = Blueprint("library", __name__, url_prefix="/library")
citing = Blueprint("citations", __name__, url_prefix="/projects/<int:project_id>/citations")


@bp.get("/")
def results() -> Response:
    """Show the cases that answer a question."""
    person = current.person_or_none()
    _keep_pace(person)
    asked, session = _asked(), web.session()
    return web.render(
        "library/results",
        asked=asked,
        page=search.page(session, web.part("index"), asked, person),
        number=queries.count(session, policy.statuses(person)),
        seq=queries.seq(session),
        address=lambda **changed: _address(asked, **changed),
        is_part=web.wants_fragment(),
    )


@bp.get("/search.json")
def answers() -> Response:
    """Return the published cases that answer a question: names, titles and scores."""
    _keep_pace(current.person_or_none())
    number = min(max(1, request.args.get("limit", PAGE, type=int)), search.MOST)
    asked = Asked(_typed(), number=number)
    return jsonify(search.results(web.session(), web.part("index"), asked, None))


@bp.get("/<slug>/")
def case(slug: str) -> Response:
    """Show a case, and who cites it among the projects of the reader."""
    person = current.person_or_none()
    if person:
        return _shown(slug, person)
    return reprint.of(current.since_for_visitors(), lambda: _shown(slug, None))


@bp.post("/<slug>/status")
def give_status(slug: str) -> Response:
    """Publish a case, or take it back among the drafts."""
    person = current.current_person()
    if not policy.may_keep(person):
        raise Refused
    change = changes.publish if "publish" in request.form else changes.withdraw
    change(web.session(), person, _case(slug, person))
    return web.see(case, slug=slug)


@bp.get("/<slug>/cite/")
def choose_project(slug: str) -> Response:
    """Show the projects in which the person may cite a case."""
    person = current.current_person()
    found, section = _case(slug, person), _section()
    mine = [
        project
        for project in projects_of(web.session(), person.id)
        if Permission.CONTRIBUTE in GRANTS[project.role]
    ]
    if len(mine) == 1:
        return Response(status=303, headers={"Location": _citing(mine[0].id, slug, section)})
    return web.render(
        "library/cite",
        case=found,
        projects=[(project.title, _citing(project.id, slug, section)) for project in mine],
    )


@citing.get("/<slug>/")
@for_members(Permission.CONTRIBUTE)
def new(member: Membership, slug: str) -> Response:
    """Show the form that cites a passage of a case."""
    found = _case(slug, member.user)
    form = CitationForm(passage=str(getattr(found, _section() or SECTIONS[-1])))
    return _form(member, found, form)


@citing.post("/<slug>/")
@for_members(Permission.CONTRIBUTE)
def add(member: Membership, slug: str) -> Response:
    """Cite a passage of a case."""
    found, form = _case(slug, member.user), CitationForm(request.form)
    titles = _offer(member, form)
    if not form.validate() or not _says(found, form):
        return _form(member, found, form, status=422)
    kind, _sign, subject_id = form.target.data.partition(":")
    quote = Quote(
        kind=kind,
        subject_id=int(subject_id),
        title=titles[form.target.data],
        passage=form.passage.data,
        use=Use(form.use.data),
        line=form.line.data,
    )
    changes.cite(web.session(), member, found, quote)
    return web.go(f"/library/{found.slug}/#citing")


@citing.post("/<int:citation_id>/removal")
@for_members(Permission.CONTRIBUTE)
def remove(member: Membership, citation_id: int) -> Response:
    """Take a citation back."""
    citation = queries.citation(web.session(), member.project_id, citation_id)
    if citation is None:
        raise Missing
    changes.withdraw_citation(web.session(), member, citation)
    return web.go(f"/library/{citation.case.slug}/#citing")


def _shown(slug: str, person: User | None) -> Response:
    found = _case(slug, person)
    citing = queries.citing(web.session(), found.id, person.id if person else None)
    return web.render(
        "library/case",
        case=found,
        q=_typed(),
        citing=citing,
        keeps=policy.may_keep(person),
        text=_drawn("library/_text.html", found),
        facts=_drawn("library/_facts.html", found),
    )


def _drawn(name: str, found: Case) -> Markup:
    key = (name, found.id, found.updated_at, words.language())
    return KEPT.get(key, lambda: web.draw(name, case=found, is_link=is_link))


def _case(slug: str, person: User | None) -> Case:
    found = queries.find(web.session(), slug)
    if found is None or not policy.may_read(person, found):
        raise Missing
    return found


def _form(member: Membership, found: Case, form: CitationForm, *, status: int = web.OK) -> Response:
    _offer(member, form)
    return web.render("library/citation", status=status, case=found, form=form)


def _offer(member: Membership, form: CitationForm) -> dict[str, str]:
    offered: Mapping[str, Offered] = web.part("citable")
    names = {"statement": _("Problématique"), "actions": _("Actions")}
    targets = {
        f"{kind}:{id_}": (names[kind], title)
        for kind, offer in offered.items()
        for id_, title in offer(web.session(), member.project_id)
    }
    form.offer(targets)
    return {value: title for value, (_kind, title) in targets.items()}


def _says(found: Case, form: CitationForm) -> bool:
    if changes.says(found, form.passage.data):
        return True
    form.passage.errors = [
        _("Ces mots ne se suivent pas ainsi dans le cas. Recopiez le passage tel quel.")
    ]
    return False


def _asked() -> Asked:
    return Asked(
        text=_typed(),
        chosen={name: set(request.args.getlist(name)[:MOST_CODES]) for name in FACETS},
        start=min(max(0, request.args.get("start", 0, type=int)), DEEPEST),
        number=PAGE,
        as_typed="as_typed" in request.args,
    )


def _address(asked: Asked, **changed: object) -> str:
    # Where a question is answered: what is typed and chosen stands in the address.
    chosen = [(name, code) for name in FACETS for code in sorted(asked.chosen.get(name, ()))]
    state = {"q": asked.text, "as_typed": asked.as_typed and 1} | changed
    pairs = [*chosen, *state.items()] if changed.get("keeps", True) else [*state.items()]
    return "/library/?" + urlencode([(k, v) for k, v in pairs if v and k != "keeps"])


def _typed() -> str:
    return request.args.get("q", "")[: grammar.LONGEST + 1]


def _section() -> str:
    section = request.args.get("section", "")
    return section if section in SECTIONS else ""


def _citing(project_id: int, slug: str, section: str) -> str:
    return f"/projects/{project_id}/citations/{slug}/{section and f'?section={section}'}"


def _keep_pace(person: User | None) -> None:
    if not PACE.allows(str(person.id) if person else f"from {current.origin()}"):
        raise TooManyRequests(retry_after=1)
