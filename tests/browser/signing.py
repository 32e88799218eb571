"""Signing in and out at a real provider, as people do it in a browser."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.waiting import settled


def go(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    settled(page)
    return page


def sign_in(page: Page, person: str) -> None:
    page.get_by_role("button", name="Đăng nhập").first.click()
    page.get_by_role("button", name=person, exact=True).first.click()
    expect(page.get_by_role("button", name="Đăng xuất", include_hidden=True)).to_be_attached()  # a phone folds it away
    settled(page)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="End session").click()  # the provider asks too
    expect(page.get_by_role("button", name="Đăng nhập").first).to_be_visible()
