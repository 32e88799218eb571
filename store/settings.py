"""What the store remembers about itself: the definitions, tables and snapshot it was last brought up to."""

from sqlalchemy import Connection, delete, insert, select

from store.schema import setting


def read_setting(connection: Connection, name: str) -> str | None:
    return connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()


def save_setting(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=value))
