"""The accounts, for whoever manages them: finding, making, suspending."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from workspace.accounts import changes, queries
from workspace.accounts.changes import Newcomer
from workspace.accounts.current import current_admin
from workspace.accounts.models import Purpose, User
from workspace.administration.forms import NewcomerForm
from workspace.core import mail, web
from workspace.core.errors import Missing

INVALID = 422
LAST_PAGE = web.LARGEST_ID // queries.PAGE

bp = Blueprint("administration", __name__, url_prefix="/admin/accounts")


@bp.get("/")
def people() -> Response:
    """Show the accounts."""
    current_admin()
    return _people(NewcomerForm())


@bp.post("/")
def create() -> Response:
    """Make an account, and send its owner a link to choose a password."""
    admin, form = current_admin(), NewcomerForm(request.form)
    if not form.validate() or not _is_new(form):
        return _people(form, status=INVALID)
    newcomer = Newcomer(form.email.data, form.name.data, is_trainer=form.is_trainer.data)
    person = changes.create_account(web.session(), newcomer, author_id=admin.id)
    letter = _welcome(person, changes.ask_reset(web.session(), person, purpose=Purpose.WELCOME))
    answer = web.see(people)
    mail.send(web.part("settings"), letter)
    return answer


@bp.post("/<int:user_id>/disable")
def disable(user_id: int) -> Response:
    """Keep a person out."""
    admin = current_admin()
    changes.disable_account(web.session(), _person(user_id), author_id=admin.id)
    return web.see(people)


@bp.post("/<int:user_id>/enable")
def enable(user_id: int) -> Response:
    """Let a person in again."""
    admin = current_admin()
    changes.enable_account(web.session(), _person(user_id), author_id=admin.id)
    return web.see(people)


def _people(form: NewcomerForm, *, status: int = web.OK) -> Response:
    words, number = request.args.get("q", "").strip(), request.args.get("page", 1, type=int)
    page = queries.people(web.session(), words, max(1, min(number, LAST_PAGE)))
    return web.render("administration/people", status=status, people=page, words=words, form=form)


def _is_new(form: NewcomerForm) -> bool:
    if not queries.by_email(web.session(), form.email.data):
        return True
    form.email.errors = [_("Un compte a déjà cette adresse.")]
    return False


def _welcome(person: User, secret: str) -> mail.Letter:
    link = web.part("settings").base_url + url_for("accounts.new_password", token=secret)
    return mail.Letter(
        person.email or "",
        _("Votre compte sur Maillage"),
        _(
            "Bonjour %(name)s,\n\n"
            "Un compte vous attend sur Maillage. Pour choisir votre mot de passe, ouvrez ce lien"
            " dans les trois jours. Il ne sert qu’une fois :\n\n%(link)s\n",
            name=person.name,
            link=link,
        ),
    )


def _person(user_id: int) -> User:
    person = queries.find(web.session(), user_id)
    if person is None:
        raise Missing
    return person
