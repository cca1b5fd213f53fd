"""What both peers on DuckDB share: how a source is read and a table `dealt(text, label, split)` is written."""

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order=false")
    return connection


def rows_of(source: str) -> str:
    """The table function for a source, with its columns id, text and label."""
    if source.endswith(".csv"):
        return f"read_csv('{source}', header=true, all_varchar=true, delim=',', quote='\"', escape='\"')"
    if source.endswith(".parquet"):
        return f"read_parquet('{source}')"
    return f"read_json('{source}', columns={{id: 'BIGINT', text: 'VARCHAR', label: 'VARCHAR'}})"


def write_splits(connection: duckdb.DuckDBPyConnection, out: str) -> None:
    for number, name in enumerate(("train", "validation", "test")):
        rows = f"SELECT text, {{'intent': label}} AS labels FROM dealt WHERE split = {number}"
        connection.execute(f"COPY ({rows}) TO '{out}/{name}.jsonl' (FORMAT json, ARRAY false)")
