"""Brings a store up to this release's tables, new or written by an earlier release."""

from sqlalchemy import Boolean, Connection, Table, inspect, update

from store import schema
from store.settings import read_setting, save_setting


def create_tables(connection: Connection) -> None:
    """Create what the store does not have yet; bring a store of an earlier release up to this one.

    Tables that follow from the definitions are made anew; others get the columns they lack.
    """
    schema.setting.create(connection, checkfirst=True)
    if read_setting(connection, "schema") == schema.fingerprint():
        return
    found = inspect(connection)
    held = {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}
    for table in schema.STORE:
        if table.name in held and held[table.name] != {column.name for column in table.columns}:
            _bring_up(connection, table, held[table.name])
    schema.metadata.create_all(connection, tables=schema.STORE, checkfirst=True)
    save_setting(connection, "definitions", "")  # what follows from them is filled anew, new tables too
    save_setting(connection, "schema", schema.fingerprint())


def _bring_up(connection: Connection, table: Table, held: set[str]) -> None:
    if table in schema.DERIVED:
        table.drop(connection)
        return
    for column in table.columns:
        if column.name not in held:
            kind = column.type.compile(connection.dialect)
            connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN "{column.name}" {kind}')
    for column in table.columns:
        if column.name not in held and isinstance(column.type, Boolean):  # a flag of an earlier release was not raised
            connection.execute(update(table).values({column.name: False}))
