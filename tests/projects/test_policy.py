import pytest

from workspace.projects.models import Membership, Role
from workspace.projects.policy import Permission, allows

READ, CONTRIBUTE, MANAGE = Permission


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        (Role.LEAD, {READ, CONTRIBUTE, MANAGE}),
        (Role.CONTRIBUTOR, {READ, CONTRIBUTE}),
        (Role.READER, {READ}),
    ],
)
def test_each_role_may_do_what_it_says(role: Role, permissions: set[Permission]) -> None:
    member = Membership(role=role)

    assert {one for one in Permission if allows(member, one)} == permissions
