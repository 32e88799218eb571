"""Who acts, and what they may do: roles.yaml as models, and the principal that every protected function asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from catalogue.errors import UserError
from catalogue.models import Definition, YesNo

Permission = Literal[
    "read", "report", "read_submissions", "decide", "publish", "run_round", "confirm_figures", "read_hot_issues",
    "read_unsuppressed", "read_audit", "administer",
]  # fmt: skip
READER, OFFICER = "reader", "officer"  # the roles of who has not signed in: anywhere, and at the office's own machine


class Role(Definition):
    """A role and its permissions: roles.yaml."""

    id: str
    name_vi: str
    name_en: str
    own_units: YesNo = False  # permissions to report and to see submissions hold for the person's own units only
    permissions: tuple[Permission, ...]


class DeniedError(UserError):
    """Someone asked for what their role does not allow. Nothing was read or changed."""


@dataclass(frozen=True)
class Principal:
    """Who acts. `person` is how the sign-in names them; empty for who has not signed in."""

    person: str
    name: str
    role: Role
    units: frozenset[str] = field(default_factory=frozenset)  # unit versions that they report for
    local: bool = False  # sits at the server's own machine, where nobody signs in

    @property
    def signed_in(self) -> bool:
        return bool(self.person)

    def may(self, permission: Permission, unit_id: str | None = None) -> bool:
        """Whether the role has a permission; where it holds for own units only, for this unit."""
        if permission not in self.role.permissions:
            return False
        return not self.role.own_units or unit_id is None or unit_id in self.units

    def require(self, permission: Permission, unit_id: str | None = None) -> None:
        """Let only those pass who may.

        Raises:
            DeniedError: naming the role and what it lacks.
        """
        if not self.may(permission, unit_id):
            raise DeniedError("denied", role=self.role.name_vi, person=self.name or "–", permission=permission,
                              unit=unit_id or "–")  # fmt: skip

    def may_see(self, unit_id: str) -> bool:
        """Whether they may see what a unit sent: their own, or all."""
        return "read_submissions" in self.role.permissions or (
            "report" in self.role.permissions and self.may("report", unit_id)
        )

    def require_sight(self, unit_id: str) -> None:
        """Let only those pass who may see what a unit sent.

        Raises:
            DeniedError: it is another unit's.
        """
        if not self.may_see(unit_id):
            raise DeniedError("denied_sight", role=self.role.name_vi, person=self.name or "–", unit=unit_id)


def roles_by_id(roles: Iterable[Role]) -> dict[str, Role]:
    return {role.id: role for role in roles}
