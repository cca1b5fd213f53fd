"""Polars: ranks within each class by a shuffle, sizes by a window, lines by its own JSON writer."""

import polars as pl

from usage import read_arguments

source, out, minimum, maximum, seed = read_arguments()
if source.endswith(".csv"):
    frame = pl.read_csv(source, infer_schema=False)
elif source.endswith(".parquet"):
    frame = pl.read_parquet(source)
elif source.endswith(".jsonl"):
    frame = pl.read_ndjson(source)
else:
    frame = pl.read_json(source)

content = "messages" if "messages" in frame.columns else "text"
target, field = ("tags", "tags") if "tags" in frame.columns else ("intent", "label")
stratum = pl.col(field).list.join("|") if field == "tags" else pl.col(field)

size = pl.len().over("stratum")
kept = pl.min_horizontal(pl.col("size"), pl.lit(maximum))
splits = {
    "train": (0.0, 0.8),
    "validation": (0.8, 0.9),
    "test": (0.9, 1.0),
}
ranked = (
    frame.select(pl.col(content), pl.col(field), stratum.alias("stratum"))
    .with_columns(pl.int_range(pl.len()).shuffle(seed).over("stratum").alias("rank"), size.alias("size"))
    .filter((pl.col("size") >= minimum) & (pl.col("rank") < maximum))
    .with_columns(kept.alias("kept"))
)
for name, (start, end) in splits.items():
    first = (pl.col("kept") * start).round()
    after = (pl.col("kept") * end).round()
    part = ranked.filter((pl.col("rank") >= first) & (pl.col("rank") < after))
    part.select(content, pl.struct(pl.col(field).alias(target)).alias("labels")).write_ndjson(f"{out}/{name}.jsonl")
