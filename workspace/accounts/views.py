"""Signing in and out, one's own account, and the accounts of others for who manages them."""

from time import monotonic, sleep
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request, url_for
from flask import session as cookie
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import TooManyRequests
from wtforms import Form

from workspace.accounts import changes, current, policy, queries
from workspace.accounts.forms import (
    ChangePasswordForm,
    ChoiceForm,
    ForgottenForm,
    NameForm,
    NewPasswordForm,
    ProofForm,
    SignInForm,
)
from workspace.accounts.models import Language, Scheme, User
from workspace.core import addresses, clock, mail, passwords, web

if TYPE_CHECKING:
    from workspace.settings import Settings

EXPIRED, MISSING, INVALID, TOO_MANY = 400, 404, 422, 429
NOTICEABLE = 0.25  # seconds after which every request for a link is answered, whoever asks
OWN_DATA = "own_data"  # what the other slices keep of a person: functions that read it
TIES = "ties"  # what else is undone when a person leaves, by functions that may refuse it

bp = Blueprint("accounts", __name__)


@bp.get("/login")
def sign_in() -> Response:
    """Show the door."""
    form = SignInForm(request.args)
    if current.person_or_none():
        return Response(status=303, headers={"Location": addresses.inside(form.next.data)})
    return _door(form)


@bp.post("/login")
def come_in() -> Response:
    """Open the door to whoever proves who they are."""
    form = SignInForm(request.form)
    if not form.validate():
        return _door(form, status=INVALID)
    proof = current.prove(form.email.data, form.password.data or "")
    if proof.wait:
        return _wait(form, proof.wait)
    person = queries.find(web.session(), proof.person_id or 0)
    if person is None:
        return _door(form, status=INVALID, is_wrong=True)
    current.enter(person, password_hash=proof.password_hash)
    return web.go(addresses.inside(form.next.data))


@bp.errorhandler(CSRFError)
def _forgotten_page(_error: CSRFError) -> Response:
    # A door left open overnight is no attack: it is shown again, with the name already typed.
    if request.endpoint == "accounts.come_in":
        return _door(SignInForm(request.form), status=EXPIRED, is_old=True)
    return web.render("errors/expired", status=EXPIRED, typed=web.typed(), back="/account/")


@bp.get("/logout")
def leaving() -> Response:
    """Ask whether to sign out: an address alone changes nothing."""
    return web.render("accounts/leaving")


@bp.post("/logout")
def sign_out() -> Response:
    """Sign out; what the browser kept is cleared too."""
    current.leave()
    answer = web.go(url_for(".sign_in"))
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@bp.get("/account/")
def account() -> Response:
    """Show one's own account."""
    return _account()


@bp.post("/account/name")
def rename() -> Response:
    """Change one's name."""
    person, form = current.current_person(), NameForm(request.form)
    if not form.validate():
        return _account(status=INVALID, name=form)
    changes.rename(web.session(), person, name=form.name.data)
    return _back("name")


@bp.post("/account/choose")
def choose() -> Response:
    """Choose one's language and scheme, here or everywhere once signed in."""
    language = request.form.get("language", type=Language)
    scheme = request.form.get("scheme", type=Scheme)
    person = current.person_or_none()
    if person:
        changes.choose(web.session(), person, language or person.language, scheme or person.scheme)
    else:
        cookie.update({"language": language} if language else {})
        cookie.update({"scheme": scheme} if scheme else {})
    return web.go(addresses.inside(request.form.get("next")))


@bp.post("/account/password")
def change_password() -> Response:
    """Change one's password; every browser but this one is signed out."""
    person, form = current.current_person(), ChangePasswordForm(request.form)
    form.own_words = _words_of(person)
    if not form.validate() or not _proves(person, form):
        return _account(status=INVALID, password=form)
    kept = passwords.kept(form.password.data or "")
    person = web.session().get_one(User, person.id)
    changes.change_password(web.session(), person, kept)
    current.enter(person)
    return _back("password")


@bp.get("/account/export.json")
def export() -> Response:
    """Hand over everything the product knows of a person."""
    person = current.current_person()
    elsewhere = {name: read(web.session(), person.id) for name, read in web.part(OWN_DATA).items()}
    answer = jsonify(queries.own_data(web.session(), person, clock.now()) | elsewhere)
    answer.headers["Content-Disposition"] = "attachment; filename=maillage.json"
    return answer


@bp.post("/account/removal")
def remove() -> Response:
    """Remove one's own account."""
    person, form = current.current_person(), ProofForm(request.form)
    if not form.validate() or not _proves(person, form):
        return _account(status=INVALID, removal=form)
    person = web.session().get_one(User, person.id)
    for untie in web.part(TIES):
        untie(web.session(), person)
    changes.remove_account(web.session(), person, author_id=person.id)
    current.leave()
    return web.go("/")


@bp.get("/account/sessions/")
def sign_ins() -> Response:
    """Show where one is signed in."""
    held = current.ticket()
    found = queries.sign_ins(web.session(), held.person.id, clock.now())
    return web.render("accounts/sign_ins", sign_ins=found, here=held.sign_in_id)


@bp.post("/account/sessions/<int:sign_in_id>/end")
def end_sign_in(sign_in_id: int) -> Response:
    """Sign out of one browser."""
    changes.end_sign_in(web.session(), current.current_person(), sign_in_id)
    return web.see(sign_ins)


@bp.post("/account/sessions/end-others")
def end_others() -> Response:
    """Sign out of every other browser."""
    held = current.ticket()
    changes.end_other_sign_ins(web.session(), held.person, kept_id=held.sign_in_id)
    return web.see(sign_ins)


@bp.get("/account/forgotten")
def forgotten() -> Response:
    """Ask where to send a link."""
    return web.render("accounts/forgotten", form=ForgottenForm(request.args))


@bp.post("/account/forgotten")
def ask_reset() -> Response:
    """Send a link to the owner of an account; the answer does not say whether there is one."""
    began, form = monotonic(), ForgottenForm(request.form)
    if not form.validate():
        return web.render("accounts/forgotten", status=INVALID, form=form)
    letter = _letter(form.email.data)
    answer = web.see(sent)
    if letter:
        mail.send(web.part("settings"), letter)
    sleep(max(0.0, NOTICEABLE - (monotonic() - began)))
    return answer


@bp.get("/account/forgotten/sent")
def sent() -> Response:
    """Say where to look."""
    return web.render("accounts/sent")


@bp.get("/account/reset/<token>")
def new_password(token: str) -> Response:
    """Let the holder of a link choose a password."""
    return _reset(NewPasswordForm(), _holder(token))


@bp.post("/account/reset/<token>")
def reset_password(token: str) -> Response:
    """Use a link to choose a password, and come in."""
    form, person = NewPasswordForm(request.form), _holder(token)
    if person is None:
        return _reset(form, None)
    form.own_words = _words_of(person)
    if not form.validate():
        return _reset(form, person, status=INVALID)
    kept = passwords.kept(form.password.data or "")
    owner = changes.reset_password(web.session(), token, kept)
    if owner is None:
        return _reset(form, None)
    current.enter(owner)
    return web.go("/")


def _door(form: SignInForm, *, status: int = web.OK, **trouble: object) -> Response:
    return web.render("accounts/sign_in", status=status, form=form, **trouble)


def _wait(form: SignInForm, seconds: int) -> Response:
    answer = _door(form, status=TOO_MANY, wait=seconds)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _account(*, status: int = web.OK, **forms: Form) -> Response:
    person = current.current_person()
    opened = {
        "name": NameForm(name=person.name),
        "choice": ChoiceForm(language=person.language, scheme=person.scheme),
        "password": ChangePasswordForm(),
        "removal": ProofForm(),
    }
    done = request.args.get("done")
    return web.render("accounts/account", status=status, forms=opened | forms, done=done)


def _back(done: str) -> Response:
    return web.go(url_for(".account", done=done))


def _proves(person: User, form: ProofForm | ChangePasswordForm) -> bool:
    proof = current.prove(person.email or "", form.current_password.data or "")
    if proof.wait:
        raise TooManyRequests(retry_after=proof.wait)
    if proof.person_id != person.id:
        form.current_password.errors = [_("Ce n’est pas votre mot de passe actuel.")]
    return proof.person_id == person.id


def _words_of(person: User) -> list[str]:
    return [person.name, (person.email or "").partition("@")[0]]


def _letter(email: str) -> mail.Letter | None:
    session, now = web.session(), clock.now()
    person = queries.by_email(session, email)
    if person is None or not person.is_active:
        return None
    if queries.resets_asked(session, person.id, now) >= policy.MOST_RESETS:
        return None
    link = _link(changes.ask_reset(session, person))
    with force_locale(person.language):
        return mail.Letter(
            person.email or "",
            _("Choisir un nouveau mot de passe"),
            _(
                "Bonjour,\n\n"
                "Pour choisir un nouveau mot de passe, ouvrez ce lien dans l’heure. Il ne sert"
                " qu’une fois :\n\n%(link)s\n\n"
                "Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.\n",
                link=link,
            ),
        )


def _link(secret: str) -> str:
    settings: Settings = web.part("settings")
    return settings.base_url + url_for(".new_password", token=secret)


def _holder(token: str) -> User | None:
    with web.database().reading() as session:
        link = queries.reset(session, token, clock.now())
    return link.user if link else None


def _reset(form: NewPasswordForm, person: User | None, *, status: int = web.OK) -> Response:
    status = status if person else MISSING
    return web.render("accounts/new_password", status=status, form=form, person=person)
