"""Entries of the record in words an officer reads."""

from catalogue.definitions import Definitions
from presentation import audit_words


def test_subjects_are_named() -> None:
    assert audit_words.subject("returned", "sending/4") == "báo cáo số 4"
    assert audit_words.subject("publish", "publication") == "bản công bố"
    assert audit_words.subject("refused", "administer –") == "quản trị người dùng"
    assert audit_words.subject("refused", "report 218@2020") == "gửi báo cáo · Huyện Lục Nam (218@2020)"
    assert audit_words.subject("people", "people.csv") == "people.csv"


def test_states_are_words_with_their_revision() -> None:
    assert audit_words.state("submitted 3") == "Đã nộp, chờ cán bộ (lần 3)"
    assert audit_words.state("signed_out") == "Đăng xuất"
    assert audit_words.state("f8" * 32) == "f8f8f8f8f8f8"
    assert audit_words.state("20261123T124812388021") == "20261123T124812388021"


def test_details_are_told_and_what_is_empty_is_not() -> None:
    told = audit_words.detail({"error": 0, "note": "", "period": "2024-S1", "unit_id": "218@2020", "correction": False})
    assert told == "số lỗi: 0; kỳ: 6 tháng đầu năm 2024; đơn vị: Huyện Lục Nam (218@2020); đính chính: không"
    assert audit_words.detail({"sha256": "ab" * 32}) == "SHA-256: abababababab"
    assert audit_words.detail({"of another kind": 1}) == "of another kind: 1"


def test_every_permission_has_a_word(known: Definitions) -> None:
    permissions = {one for role in known.roles.values() for one in role.permissions}
    assert {f"audit_may_{one}" for one in permissions} <= set(known.words.words)
