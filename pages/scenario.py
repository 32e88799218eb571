"""Scenarios: what if n of the next m places go to women, and the fewest more that meet the targets."""

from presentation import notes, scenario_page

choice = scenario_page.choose()
if choice is None:
    notes.empty()
else:
    scenario_page.what_if_section(choice)
    scenario_page.fewest_section(choice)
    scenario_page.assumptions()
    scenario_page.share()
