"""Records models made under a global dtype policy: `policies.json`, and ten steps of one in mixed_float16.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_policies.py

`policies.json` has a row a policy: the policies of the layers of one model as Keras makes it, and the element types of its
weights. `policy_map.json` has a row a layer of a model with a DTypePolicyMap. `scaled_float16.npz` has the weights before and after ten steps of a model of Dense layers with SGD and a loss scale
(`w0` …, `after0` …), the data (`x`, `y`) and the losses; its scale starts so high that the first steps are left out.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

L = keras.layers


def layers():
    return [keras.Input((6, 4)), L.LayerNormalization(), L.GRU(3), L.Dense(2, dtype="float32"), L.Dropout(0.5), L.Dense(2)]


def row(policy):
    keras.config.set_dtype_policy(policy)
    model = keras.Sequential(layers())
    keras.config.set_dtype_policy("float32")
    return {
        "policy": policy,
        "layers": [layer.dtype_policy.name for layer in model.layers],
        "weights": [w.dtype for w in model.weights if "seed" not in w.path],
        "output": model.outputs[0].dtype,
    }


def scaled():
    keras.utils.set_random_seed(5)
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(8, 5)).astype("float32"), rng.normal(size=(8, 2)).astype("float32")
    keras.config.set_dtype_policy("mixed_float16")
    model = keras.Sequential([keras.Input((5,)), L.Dense(6, activation="tanh"), L.Dense(2, dtype="float32")])
    before = model.get_weights()
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1), initial_scale=2.0**20, dynamic_growth_steps=3)
    model.compile(optimizer, "mse", jit_compile=False)
    losses, scales = [], []
    for _ in range(10):
        losses.append(float(model.train_on_batch(x, y)))
        scales.append(float(optimizer.dynamic_scale.numpy()))
    keras.config.set_dtype_policy("float32")
    arrays = {"x": x, "y": y, "losses": np.array(losses), "scales": np.array(scales)}
    arrays |= {f"w{i}": w for i, w in enumerate(before)} | {f"after{i}": w for i, w in enumerate(model.get_weights())}
    np.savez_compressed(HERE / "scaled_float16.npz", **arrays)
    print(losses, scales)


def mapped():
    """A model whose layers have one map: what each computes in and stores."""
    policies = keras.dtype_policies.DTypePolicyMap("bfloat16")
    policies["first"] = keras.dtype_policies.DTypePolicy("float32")
    policies["block_.*"] = keras.dtype_policies.DTypePolicy("mixed_bfloat16")
    x = keras.Input((4,))
    y = x
    for name in ("first", "block_1", "block_2", "other", "last"):
        y = L.Dense(3, name=name, dtype=policies)(y)
    model = keras.Model(x, y)
    rows = [{"name": layer.name, "stored": layer.kernel.dtype, "output": layer.output.dtype} for layer in model.layers[1:]]
    (HERE / "policy_map.json").write_text(json.dumps(rows, indent=1) + "\n")


def main():
    mapped()
    rows = [row(policy) for policy in ("float32", "mixed_float16", "mixed_bfloat16", "float64", "float16")]
    (HERE / "policies.json").write_text(json.dumps(rows, indent=1) + "\n")
    scaled()


if __name__ == "__main__":
    main()
