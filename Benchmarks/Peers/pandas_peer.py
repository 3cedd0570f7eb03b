"""pandas: the whole table (`read`), and a network's answers for it piece by piece (`stream`)."""

import numpy as np
import pandas as pd

import common
import csv_work


def predict(workload):
    network = csv_work.network(workload)
    rows = 0
    with csv_work.output("w") as output:
        for piece in pd.read_csv(workload["folder"], chunksize=workload["batch"]):
            first, second = csv_work.scores(network, piece.iloc[:, :20].to_numpy(np.float32))
            answers = pd.DataFrame({"prediction": np.where(second > first, "yes", "no"), "no": first, "yes": second})
            answers.to_csv(output, index=False, header=rows == 0)
            rows += len(piece)
    return rows


def make_job(workload):
    if workload["kind"] == "csvTable" and workload["variant"] == "read":
        return csv_work.job(lambda: len(pd.read_csv(workload["folder"])))
    if workload["kind"] == "csvPrediction" and workload["variant"] == "stream":
        return csv_work.job(lambda: predict(workload))
    raise common.unknown(workload)


common.serve(make_job, {"pandas": pd.__version__})
