"""DuckDB, exactly: the rows of each class numbered in the order of a hash."""

from duckdb_job import connect, rows_of, write_splits
from usage import read_arguments

source, out, minimum, maximum, seed = read_arguments()
connection = connect()
connection.execute(f"""
    CREATE TEMP TABLE dealt AS
    WITH numbered AS (
        SELECT text, label, count(*) OVER (PARTITION BY label) AS size,
            row_number() OVER (PARTITION BY label ORDER BY hash(id, {seed})) AS rank
        FROM {rows_of(source)} WHERE trim(text) <> '' AND trim(label) <> ''
    ), kept AS (
        SELECT text, label, rank, least(size, {maximum}) AS kept
        FROM numbered WHERE size >= {minimum} AND rank <= {maximum}
    )
    SELECT text, label, CASE WHEN rank <= round(kept * 0.8) THEN 0
        WHEN rank <= round(kept * 0.8) + round(kept * 0.1) THEN 1 ELSE 2 END AS split
    FROM kept
""")
write_splits(connection, out)
