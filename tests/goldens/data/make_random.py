"""Records what NumPy's RandomState gives. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_random.py

Writes random.json beside itself.
"""

import json
import pathlib

import numpy as np


def calls(seed):
    """One generator, asked for everything in turn: an error in one answer shifts all that follow."""
    rng = np.random.RandomState(seed)
    shuffled = np.arange(40)
    record = {"seed": seed}
    record["bits"] = [int(v) for v in rng.randint(0, 2**32, 5, dtype=np.uint64)]
    record["random_sample"] = rng.random_sample(5).tolist()
    record["randint_7_1000"] = rng.randint(7, 1000, 20).tolist()
    record["randint_power"] = rng.randint(0, 64, 5).tolist()
    record["randint_negative"] = rng.randint(-5, 6, 5).tolist()
    record["randint_one"] = rng.randint(3, 4, 2).tolist()
    record["randint_wide"] = rng.randint(-(2**62), 2**62, 5, dtype=np.int64).tolist()
    record["randint_all"] = rng.randint(-(2**63), 2**63 - 1, 3, dtype=np.int64).tolist()
    rng.shuffle(shuffled)
    record["shuffle"] = shuffled.tolist()
    words = [chr(ord("a") + i) for i in range(13)]
    rng.shuffle(words)
    record["shuffle_words"] = words
    record["permutation"] = rng.permutation(150).tolist()
    record["permutation_of"] = rng.permutation(np.array([5, 5, 9, 1])).tolist()
    record["normal"] = [rng.standard_normal() for _ in range(5)]
    record["uniform"] = rng.uniform(-3, 12, 3).tolist()
    record["choice"] = rng.choice(30, 12, replace=False).tolist()
    record["choice_replace"] = rng.choice(30, 12).tolist()
    # More than the 624 words of the state, several times over.
    record["last_of_many"] = int(rng.randint(0, 1000000, 5000)[-1])
    return record


def main():
    records = [calls(seed) for seed in (0, 7, 42, 113, 2**31, 2**32 - 1)]
    path = pathlib.Path(__file__).with_name("random.json")
    path.write_text("[\n" + ",\n".join(json.dumps(r) for r in records) + "\n]\n")


if __name__ == "__main__":
    main()
