"""Elections and congresses: from planned to elected, against targets, and what the next one takes."""

from presentation import elections_choice, elections_page

choice = elections_choice.chosen()
if choice is None:
    elections_page.empty()
else:
    elections_page.summary(choice)
    elections_page.targets(choice)
    elections_page.official_lists(choice)
    elections_page.stages(choice)
    elections_page.steps(choice)
    elections_page.gap(choice)
    plan = elections_page.chances(choice)
    elections_page.units(choice, plan)
    elections_page.assumptions()
