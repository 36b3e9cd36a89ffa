"""Inviting, and the page behind the link of an invitation."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer

from workspace.accounts.current import current_person, person_or_none
from workspace.core import clock, mail, web
from workspace.core.errors import Missing
from workspace.institutions import queries as institutions
from workspace.invitations import changes, queries
from workspace.invitations.forms import InvitationForm
from workspace.invitations.models import Invitation
from workspace.projects.door import for_members
from workspace.projects.models import Membership, Role
from workspace.projects.policy import Permission
from workspace.settings import Settings

PERSONALLY = 0


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
    if not form.validate():
        return _page(member, form, status=422)
    sent = changes.invite(web.session(), member, email=form.email.data, role=Role(form.role.data))
    token = _signer().dumps([sent.invitation.id, sent.nonce])
    letter = mail.Letter(
        to=form.email.data,
        subject=_("Invitation au projet « %(title)s »", title=member.project.title),
        body=_(
            "%(name)s vous invite à rejoindre le projet « %(title)s ».\n\n"
            "Ouvrez ce lien dans les quatorze jours, il ne sert qu’une fois :\n%(link)s\n",
            name=member.user.name,
            title=member.project.title,
            link=f"{_settings().base_url}/invitations/{token}/",
        ),
    )
    answer = web.see(invitations, project_id=member.project_id)
    mail.send(_settings(), letter)
    return answer


@bp.post("/projects/<int:project_id>/members/invitations/<int:invitation_id>/withdrawal")
@for_members(Permission.MANAGE)
def withdraw(member: Membership, invitation_id: int) -> Response:
    """Take an invitation back."""
    invitation = queries.invitation(web.session(), invitation_id)
    if invitation is None or invitation.project_id != member.project_id:
        raise Missing
    changes.withdraw(web.session(), member, invitation)
    return web.see(invitations, project_id=member.project_id)


@bp.get("/invitations/<token>/")
def door(token: str) -> Response:
    """Show what a link opens."""
    invitation, person = _invitation(token), person_or_none()
    speaking = _choices(person.id) if person else []
    return web.render(
        "invitations/door",
        invitation=invitation,
        is_open=invitation.is_open(clock.now()),
        is_mine=person is not None and changes.is_for(invitation, person),
        speaking=speaking,
        token=token,
    )


@bp.post("/invitations/<token>/")
def accept(token: str) -> Response:
    """Join the project."""
    invitation, person = _invitation(token), current_person()
    chosen = request.form.get("institution", PERSONALLY, type=int)
    if chosen not in dict(_choices(person.id)):
        raise Missing
    changes.accept(web.session(), invitation, person, institution_id=chosen or None)
    return web.go(f"/projects/{invitation.project_id}/")


def _invitation(token: str) -> Invitation:
    try:
        invitation_id, nonce = _signer().loads(token)
    except (BadData, ValueError, TypeError):
        raise Missing from None
    found = queries.invitation(web.session(), invitation_id)
    if found is None or found.nonce_hash != changes.digest(nonce):
        raise Missing
    return found


def _settings() -> Settings:
    settings: Settings = web.part("settings")
    return settings


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_settings().secret_key, salt="invitation")


def _page(member: Membership, form: InvitationForm, *, status: int = web.OK) -> Response:
    return web.render(
        "invitations/invitations",
        status=status,
        form=form,
        invitations=queries.open_invitations(web.session(), member.project_id),
    )


def _choices(user_id: int) -> list[tuple[int, str]]:
    found = institutions.acting_for(web.session(), user_id, clock.today())
    return [*((one.id, one.name) for one in found), (PERSONALLY, _("à titre personnel"))]
