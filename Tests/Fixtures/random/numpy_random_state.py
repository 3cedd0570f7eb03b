"""Writes numpy_random_state.json: numbers of numpy.random.RandomState, one stream of calls for each seed."""
import json
import pathlib

import numpy as np

results = []
for seed in (0, 1, 42, 4294967295, [1, 2, 3]):
    r = np.random.RandomState(seed)
    calls = {}
    calls["rand"] = r.rand(5).tolist()
    calls["randn"] = r.randn(5).tolist()
    calls["uniform"] = r.uniform(-2.5, 7, 4).tolist()
    calls["normal"] = r.normal(3, 0.5, 4).tolist()
    calls["exponential"] = r.exponential(2.0, 3).tolist()
    calls["randint"] = r.randint(-5, 100, 6).tolist()
    calls["large"] = r.randint(0, 2**40, 4).tolist()
    calls["bytes"] = r.randint(0, 200, 7, dtype=np.uint8).tolist()
    calls["shorts"] = r.randint(-300, 300, 5, dtype=np.int16).tolist()
    calls["words"] = r.randint(-7, 70000, 5, dtype=np.int32).tolist()
    calls["booleans"] = [bool(b) for b in r.randint(0, 2, 9, dtype=bool)]
    calls["permutation"] = r.permutation(13).tolist()
    letters = list("abcdefgh")
    r.shuffle(letters)
    calls["shuffle"] = letters
    calls["rows"] = r.permutation(np.arange(8).reshape(4, 2)).ravel().tolist()
    calls["choice"] = r.choice(10, 6).tolist()
    calls["distinct"] = r.choice(10, 6, replace=False).tolist()
    calls["weighted"] = r.choice(4, 8, p=[0.1, 0.2, 0.3, 0.4]).tolist()
    calls["distinctWeighted"] = r.choice(5, 3, replace=False, p=[0.1, 0.2, 0.3, 0.15, 0.25]).tolist()
    calls["odd"] = r.randn(1).tolist()
    state = r.get_state()
    results.append(dict(
        seeds=seed if isinstance(seed, list) else [seed], isList=isinstance(seed, list), calls=calls,
        position=int(state[2]), cached=float(state[4]) if state[3] else None, checksum=int(sum(int(w) for w in state[1])),
        after=r.rand(2).tolist()))

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(r) for r in results) + "\n]\n")
