"""The published notebook's way: groupby and sample, train_test_split twice, iterrows and json.dumps."""

import json

import pandas as pd
from sklearn.model_selection import train_test_split

from usage import read_arguments

source, out, minimum, maximum, seed = read_arguments()
if source.endswith(".csv"):
    frame = pd.read_csv(source, dtype=str, keep_default_na=False)
elif source.endswith(".parquet"):
    frame = pd.read_parquet(source)
else:
    frame = pd.read_json(source, lines=source.endswith(".jsonl"), dtype=False)

frame["text"] = frame["text"].str.strip()
frame["label"] = frame["label"].str.strip()
frame = frame[(frame["text"] != "") & (frame["label"] != "")]

counts = frame["label"].value_counts()
frame = frame[frame["label"].isin(counts[counts >= minimum].index)]
frame = pd.concat(rows.sample(n=min(len(rows), maximum), random_state=seed) for _, rows in frame.groupby("label"))

train, rest = train_test_split(frame, test_size=0.2, stratify=frame["label"], random_state=seed)
validation, test = train_test_split(rest, test_size=0.5, stratify=rest["label"], random_state=seed)

for name, part in (("train", train), ("validation", validation), ("test", test)):
    with open(f"{out}/{name}.jsonl", "w", encoding="utf-8") as file:
        for _, row in part.iterrows():
            file.write(json.dumps({"text": row["text"], "labels": {"intent": row["label"]}}, ensure_ascii=False) + "\n")
