"""pandas at its best: two columns read by Arrow, one permutation, ranks by NumPy, lines put together from JSON's own encoder."""

import json

import numpy as np
import pandas as pd
from pyarrow import csv

from usage import read_arguments

source, out, minimum, maximum, seed = read_arguments()
COLUMNS = ["text", "label"]
if source.endswith(".csv"):
    # pandas' own door to Arrow refuses line breaks in cells
    frame = csv.read_csv(
        source,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(include_columns=COLUMNS, column_types=dict.fromkeys(COLUMNS, "string")),
    ).to_pandas()
elif source.endswith(".parquet"):
    frame = pd.read_parquet(source, columns=COLUMNS)
else:
    frame = pd.read_json(source, lines=source.endswith(".jsonl"), dtype=False)

label = frame["label"].astype("category").cat
codes = label.codes.to_numpy()
counts = np.bincount(codes)
order = np.random.default_rng(seed).permutation(len(codes))
order = order[np.argsort(codes[order], kind="stable")]
ordered = codes[order]
rank = np.arange(len(codes)) - (np.cumsum(counts) - counts)[ordered]
kept = np.where(counts < minimum, 0, np.minimum(counts, maximum))[ordered]
train = np.floor(kept * 0.8 + 0.5)
validation = train + np.floor(kept * 0.1 + 0.5)
split = np.where(rank < train, 0, np.where(rank < validation, 1, np.where(rank < kept, 2, 3)))

quote = json.encoder.encode_basestring
tails = [',"labels":{"intent":' + quote(name) + "}}\n" for name in label.categories]
texts = frame["text"].to_numpy()
for number, name in enumerate(("train", "validation", "test")):
    rows = np.sort(order[split == number])
    with open(f"{out}/{name}.jsonl", "w", encoding="utf-8") as file:
        file.writelines('{"text":' + quote(text) + tails[code] for text, code in zip(texts[rows], codes[rows]))
