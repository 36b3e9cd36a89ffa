"""Inviting, and the page behind the link of an invitation."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from workspace.accounts import changes as accounts
from workspace.accounts import current
from workspace.accounts import queries as people
from workspace.accounts.changes import Newcomer
from workspace.core import clock, mail, passwords, web
from workspace.core.errors import Missing, Refused
from workspace.institutions import queries as institutions
from workspace.invitations import changes, queries
from workspace.invitations.changes import Sent
from workspace.invitations.forms import InvitationForm, NewcomerForm
from workspace.invitations.models import Invitation
from workspace.projects.door import for_members
from workspace.projects.models import Membership, Role
from workspace.projects.policy import Permission

if TYPE_CHECKING:
    from workspace.settings import Settings

INVALID = 422
PERSONALLY = 0
MOST_A_DAY = 100  # invitations sent from one project

bp = Blueprint("invitations", __name__)


@bp.get("/projects/<int:project_id>/members/invitations/")
@for_members(Permission.MANAGE)
def invitations(member: Membership) -> Response:
    """Show who is invited, and the form that invites."""
    return _page(member, InvitationForm())


@bp.post("/projects/<int:project_id>/members/invitations/")
@for_members(Permission.MANAGE)
def invite(member: Membership) -> Response:
    """Send an invitation."""
    form = InvitationForm(request.form)
    if not form.validate() or not _may_be_sent(member, form):
        return _page(member, form, status=INVALID)
    sent = changes.invite(web.session(), member, email=form.email.data, role=Role(form.role.data))
    letter = _letter(member, sent)
    answer = web.see(invitations, project_id=member.project_id)
    mail.send(_settings(), letter)
    return answer


@bp.post("/projects/<int:project_id>/members/invitations/<int:invitation_id>/withdrawal")
@for_members(Permission.MANAGE)
def withdraw(member: Membership, invitation_id: int) -> Response:
    """Take an invitation back."""
    invitation = queries.find(web.session(), member.project_id, invitation_id)
    if invitation is None:
        raise Missing
    changes.withdraw(web.session(), member, invitation)
    return web.see(invitations, project_id=member.project_id)


@bp.get("/invitations/<token>/")
def door(token: str) -> Response:
    """Show what a link opens."""
    return _door(token, _invitation(token), NewcomerForm())


@bp.post("/invitations/<token>/")
def accept(token: str) -> Response:
    """Join the project."""
    invitation, person = _invitation(token), current.current_person()
    chosen = request.form.get("institution", PERSONALLY, type=int)
    if chosen not in dict(_speaking(person.id)):
        raise Missing
    joined = changes.accept(web.session(), invitation, person, institution_id=chosen or None)
    return web.go(f"/projects/{joined.project_id}/")


@bp.post("/invitations/<token>/account")
def join(token: str) -> Response:
    """Join the project with an account made there and then, for the address that was invited."""
    form, person = NewcomerForm(request.form), current.person_or_none()
    # A password takes its time: nobody who writes should wait for it.
    with web.database().reading() as session:
        invitation = _read(session, token)
        form.own_words = [form.name.data, invitation.email.partition("@")[0]]
        is_known = people.by_email(session, invitation.email) is not None
    if person or is_known:
        raise Refused("invitation")
    if not invitation.is_open(clock.now()) or not form.validate():
        return _door(token, invitation, form, status=INVALID)
    kept = passwords.kept(form.password.data or "")
    newcomer, invitation = Newcomer(invitation.email, form.name.data, kept), _invitation(token)
    person = accounts.create_account(web.session(), newcomer)
    joined = changes.accept(web.session(), invitation, person, institution_id=None)
    current.enter(person)
    return web.go(f"/projects/{joined.project_id}/")


def _invitation(token: str) -> Invitation:
    return _read(web.session(), token)


def _read(session: Session, token: str) -> Invitation:
    try:
        secret = _signer().loads(token)
    except BadData:
        raise Missing from None
    found = queries.by_secret(session, str(secret))
    if found is None:
        raise Missing
    return found


def _door(
    token: str, invitation: Invitation, form: NewcomerForm, *, status: int = web.OK
) -> Response:
    person = current.person_or_none()
    return web.render(
        "invitations/door",
        status=status,
        token=token,
        invitation=invitation,
        form=form,
        is_open=invitation.is_open(clock.now()),
        is_known=people.by_email(web.session(), invitation.email) is not None,
        is_mine=person is not None and person.email_key == invitation.email_key,
        speaking=_speaking(person.id) if person else [],
    )


def _page(member: Membership, form: InvitationForm, *, status: int = web.OK) -> Response:
    found = queries.open_invitations(web.session(), member.project_id, clock.now())
    return web.render("invitations/invitations", status=status, form=form, invitations=found)


def _may_be_sent(member: Membership, form: InvitationForm) -> bool:
    if queries.is_member(web.session(), member.project_id, form.email.data):
        form.email.errors = [_("Cette personne est déjà dans le projet.")]
    elif queries.sent_lately(web.session(), member.project_id, clock.now()) >= MOST_A_DAY:
        form.email.errors = [_("Ce projet a envoyé cent invitations aujourd’hui. Revenez demain.")]
    return not form.email.errors


def _letter(member: Membership, sent: Sent) -> mail.Letter:
    return mail.Letter(
        to=sent.invitation.email,
        subject=_("Invitation au projet « %(title)s »", title=member.project.title),
        body=_(
            "Bonjour,\n\n"
            "%(name)s vous invite à rejoindre le projet « %(title)s » sur Maillage.\n\n"
            "Ouvrez ce lien dans les quatorze jours. Il ne sert qu’une fois, et pour votre adresse"
            " seulement :\n\n%(link)s\n",
            name=member.user.name,
            title=member.project.title,
            link=f"{_settings().base_url}/invitations/{_signer().dumps(sent.secret)}/",
        ),
    )


def _speaking(user_id: int) -> list[tuple[int, str]]:
    found = institutions.acting_for(web.session(), user_id, clock.today())
    return [*((one.id, one.name) for one in found), (PERSONALLY, _("à titre personnel"))]


def _settings() -> "Settings":
    settings: Settings = web.part("settings")
    return settings


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_settings().secret_key, salt="invitation")
