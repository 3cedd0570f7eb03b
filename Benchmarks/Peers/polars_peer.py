"""Polars: the whole table (`read`), and a network's answers for it (`read`: it is read at once, then predicted piece by
piece)."""

import numpy as np
import polars as pl

import common
import csv_work


def predict(workload):
    network = csv_work.network(workload)
    table = pl.read_csv(workload["folder"])
    with csv_work.output("wb") as output:
        for start in range(0, len(table), workload["batch"]):
            piece = table[start : start + workload["batch"]]
            first, second = csv_work.scores(network, piece[:, :20].to_numpy().astype(np.float32))
            answers = pl.DataFrame({"prediction": np.where(second > first, "yes", "no"), "no": first, "yes": second})
            answers.write_csv(output, include_header=start == 0)
    return len(table)


def make_job(workload):
    if workload["kind"] == "csvTable" and workload["variant"] == "read":
        return csv_work.job(lambda: len(pl.read_csv(workload["folder"])))
    if workload["kind"] == "csvPrediction" and workload["variant"] == "read":
        return csv_work.job(lambda: predict(workload))
    raise common.unknown(workload)


common.serve(make_job, {"Polars": pl.__version__})
