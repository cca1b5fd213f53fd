"""DuckDB, approximately: a row stays, and goes to a split, by where its hash falls. No sort; the counts are near what is asked for."""

from duckdb_job import connect, rows_of, write_splits
from usage import read_arguments

source, out, minimum, maximum, seed = read_arguments()
connection = connect()
connection.execute(f"""
    CREATE TEMP TABLE rows AS
    SELECT text, label, hash(id, {seed}) / 18446744073709551616.0::DOUBLE AS place
    FROM {rows_of(source)} WHERE trim(text) <> '' AND trim(label) <> ''
""")
connection.execute(f"""
    CREATE TEMP TABLE dealt AS
    WITH shares AS (
        SELECT label, least(1.0, {maximum} / count(*)) AS share FROM rows GROUP BY label HAVING count(*) >= {minimum}
    )
    SELECT text, label, CASE WHEN place < share * 0.8 THEN 0 WHEN place < share * 0.9 THEN 1 ELSE 2 END AS split
    FROM rows JOIN shares USING (label) WHERE place < share
""")
write_splits(connection, out)
