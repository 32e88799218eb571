"""Overview: where women stand, what changed, what needs attention, how complete the data are."""

from presentation import overview

overview.cards()
overview.bodies()
overview.attention()
overview.completeness()
