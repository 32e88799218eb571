"""Kinds of columns, each with a comment that says what it holds."""

import datetime as dt

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Double, Integer, MetaData, String

metadata = MetaData()


def text(name: str, comment: str, nullable: bool = False) -> Column[str]:
    return Column(name, String, nullable=nullable, comment=comment)


def flag(name: str, comment: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, comment=comment)


def time(name: str, comment: str, nullable: bool = False) -> Column[dt.datetime]:
    return Column(name, DateTime, nullable=nullable, comment=comment)


def count(name: str, comment: str, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable, comment=comment)


def mark(name: str, comment: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, comment=comment)


def number(name: str, comment: str) -> Column[float]:
    return Column(name, Double, nullable=True, comment=comment)


def dimensions(comment: str = "dimension of the element") -> list[Column[str]]:
    return [text(name, comment) for name in ("measure", "sex", "ethnicity", "age")]
