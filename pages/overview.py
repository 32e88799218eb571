"""Overview: where women stand, what changed, what needs attention, how complete the data are."""

from presentation import overview

overview.cards()
overview.attention()
overview.bodies()
overview.lowest()
overview.completeness()
