"""The official report: who is in, build and download it, verify a delivered one."""

from presentation import report_page

SHOW = {"lap": report_page.building, "kiem-tra": report_page.verifying}

SHOW[report_page.section()]()
