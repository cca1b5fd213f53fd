"""Makes scikit-learn.json: cases with the figures that scikit-learn and scipy give for them.

    python3 -m pip install scikit-learn==1.9.1 scipy==1.17.1 && python3 test/evaluate/make.py > test/evaluate/scikit-learn.json
"""

import json
import warnings

import numpy as np
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, confusion_matrix, jaccard_score, precision_recall_fscore_support
from sklearn.preprocessing import MultiLabelBinarizer

warnings.filterwarnings("ignore")
random = np.random.default_rng(7)
BINS = 15


def scores_of(names, favoured, sharpness):
    logits = random.normal(size=len(names))
    for name in favoured:
        logits[names.index(name)] += sharpness
    exps = np.exp(logits)
    return dict(zip(names, np.round(exps / exps.sum(), 6).tolist()))


def ratios(truth, predicted, average):
    p, r, f, _ = precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)
    j = jaccard_score(truth, predicted, average=average, zero_division=0)
    one = lambda value: value.tolist() if average is None else float(value)
    return {"precision": one(p), "recall": one(r), "f1": one(f), "jaccard": one(j)}


def figures(truth, predicted):
    return {
        "accuracy": float(accuracy_score(truth, predicted)),
        "macro": ratios(truth, predicted, "macro"),
        "micro": ratios(truth, predicted, "micro"),
        "weighted": ratios(truth, predicted, "weighted"),
        "classes": ratios(truth, predicted, None),
    }


def calibration(right, confidence):
    """Guo's error from the bins of calibration_curve, which gives those that are not empty."""
    right, confidence = np.array(right, dtype=float), np.array(confidence)
    accuracies, confidences = calibration_curve(right, confidence, n_bins=BINS)
    counts = np.bincount(np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidence), minlength=BINS)
    counts = counts[counts > 0]
    error = float((counts * np.abs(accuracies - confidences)).sum() / counts.sum())
    return {"error": error, "counts": counts.tolist(), "accuracies": accuracies.tolist(), "confidences": confidences.tolist()}


def single(names, true_names, examples, sharpness):
    truth = random.choice(true_names, size=examples, p=np.arange(1, len(true_names) + 1) / sum(range(1, len(true_names) + 1)))
    scores = [scores_of(names, [label], sharpness) for label in truth]
    predicted = [max(each, key=each.get) for each in scores]
    classes = sorted(set(truth) | set(predicted))
    right = [a == b for a, b in zip(truth, predicted)]
    return {
        "kind": "single",
        "names": classes,
        "truth": truth.tolist(),
        "scores": scores,
        **figures(truth, np.array(predicted)),
        "confusion": confusion_matrix(truth, predicted, labels=classes).tolist(),
        "calibration": calibration(right, [max(each.values()) for each in scores]),
    }


def multi(names, true_names, examples, sharpness, threshold):
    truth = [sorted(random.choice(true_names, size=random.integers(1, 4), replace=False).tolist()) for _ in range(examples)]
    scores = [scores_of(names, labels, sharpness) for labels in truth]
    predicted = [[name for name, score in each.items() if score > threshold] for each in scores]
    binarizer = MultiLabelBinarizer().fit(truth + predicted)
    a, b = binarizer.transform(truth), binarizer.transform(predicted)
    pairs = [(name in labels, score) for labels, each in zip(truth, scores) for name, score in each.items()]
    return {
        "kind": "multi",
        "threshold": threshold,
        "names": binarizer.classes_.tolist(),
        "truth": truth,
        "scores": scores,
        **figures(a, b),
        "jaccard": float(jaccard_score(a, b, average="samples", zero_division=0)),
        "calibration": calibration([right for right, _ in pairs], [score for _, score in pairs]),
    }


five = ["alpha", "beta", "gamma", "delta", "epsilon"]
cases = {
    "single": {
        "five classes": single(five, five, 120, 1.5),
        "a class that is only predicted": single(five[:4] + ["only predicted"], five[:4], 40, 0.6),
        "all right": single(five, five, 30, 60),
    },
    "multi": {
        "six classes": multi(five + ["zeta"], five + ["zeta"], 100, 1.2, 0.2),
        "hardly anything above the threshold": multi(five, five, 40, 1.0, 0.6),
        "a class that is only predicted": multi(five, five[:3], 40, 0.8, 0.25),
    },
    "mcNemar": [
        {"onlyFirst": b, "onlySecond": c, "pValue": float(binomtest(min(b, c), b + c).pvalue) if b + c > 0 else 1.0}
        for b, c in [(0, 0), (1, 0), (5, 5), (10, 3), (3, 10), (0, 20), (37, 61), (400, 480), (2400, 2600)]
    ],
}
print(json.dumps(cases))
