"""Records ten training steps of Keras 3, so that another engine can repeat them number by number.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/interop/training_spike.py

Writes into tests/goldens/training, for each run, NAME.keras and NAME.h5 (the compiled model before the first step) and
NAME.npz (the data, and what happened). The runs:

    spike               Dense(16, relu), BatchNormalization, Dropout(0.4, seed=1337), Dense(3, softmax)
    spike_regularized   the same with L2 on both kernels and L1L2 on a bias; the loss includes the penalties
    spike_weighted      the same with a sample weight for each sample
    spike_masked        the same for each step of padded sequences, behind a Masking layer, with a weight for each step
    spike_frozen        the same with the normalisation frozen (trainable=False): it normalises by its moving statistics

Sparse categorical crossentropy, SGD(0.1), batch of 8, one thread, no XLA.

Keys of an npz: `x`, `y`, `sample_weight` (where there is one), a row a step; `loss`, what train_on_batch returns at each
step; `keep`, the dropout mask of each step, 1 where a value is kept;
`seed_state`, the state of the dropout's generator before each step and after the last; and `wN:LAYER/VARIABLE`, every
weight after N steps, N from 0 to 10.

What was measured, and is checked below on every run:

- The state of `keras.random.SeedGenerator` is a variable [seed, counter] (int64 on TensorFlow), born as [1337, 0]. Each draw
  uses the state as it is and then adds 1 to the counter: step N draws with [1337, N]. Inference does not advance it, nor
  does a rate of 0. No file holds it: after loading, a layer starts again from the `seed` of its configuration, or from a
  random one if that is null.
- The draw is `tf.nn.experimental.stateless_dropout`: u = uniform [0, 1) of the input's shape and type from the seed pair, cast
  to int32 (each number modulo 2^31 - 2); a value is kept where u >= rate, and then multiplied by 1 / (1 - rate).
- In the graph this is StatelessRandomGetKeyCounter(seed), then StatelessRandomUniformV2(shape, key, counter, alg = 3), where
  3 lets the device choose. On a CPU it chooses 1 (Philox), and the older op StatelessRandomUniform(shape, seed) gives the same
  numbers. Under XLA all of them are others, Philox too; Keras itself turns XLA on (`jit_compile="auto"`) where there is an
  accelerator and not on a CPU alone.
- The moving statistics move by `moving * 0.99 + batch * 0.01` with the biased variance of the batch (divided by n, not by
  n - 1), and behind a mask both are weighted means over the steps that the mask keeps.
- train_on_batch resets the metrics first: it returns this step's loss, penalties included, from the weights before the update.
- A mask becomes part of the sample weights: mask * (elements / kept elements), times the sample weight, and the loss is the
  sum of weighted losses over ALL elements, divided by their number. (Beside a mask of [batch, time] the weights must have
  that shape too: Keras fails on weights of [batch].)
"""

import pathlib

import quiet  # noqa: F401
import keras
import numpy as np
import tensorflow as tf

OUT = pathlib.Path(__file__).resolve().parents[1] / "goldens" / "training"
STEPS, BATCH, FEATURES, CLASSES, UNITS, TIME = 10, 8, 6, 3, 16, 5
RATE, SEED = 0.4, 1337


def build(name):
    layers, regularizers = keras.layers, keras.regularizers
    penalties = name == "spike_regularized"
    masked = name == "spike_masked"
    l2 = (lambda amount: regularizers.L2(amount)) if penalties else (lambda amount: None)
    return keras.Sequential(
        [
            keras.Input((TIME, FEATURES) if masked else (FEATURES,)),
            *([layers.Masking(name="mask")] if masked else []),
            layers.Dense(UNITS, activation="relu", kernel_regularizer=l2(0.02), name="hidden"),
            layers.BatchNormalization(trainable=name != "spike_frozen", name="norm"),
            layers.Dropout(RATE, seed=SEED, name="dropout"),
            layers.Dense(
                CLASSES,
                activation="softmax",
                kernel_regularizer=l2(0.01),
                bias_regularizer=regularizers.L1L2(0.01, 0.03) if penalties else None,
                name="out",
            ),
        ],
        name=name,
    )


def draw_weights(model):
    rng = np.random.default_rng(11)
    for w in numbers_of(model).values():
        role = w.path.split("/")[-1]
        if role in ("gamma", "moving_variance"):
            w.assign(rng.uniform(0.6, 1.4, w.shape))
        else:
            w.assign(rng.normal(0, 0.3, w.shape))


def numbers_of(model):
    """layer/variable -> variable, without the states of random generators."""
    return {"/".join(w.path.split("/")[-2:]): w for w in model.weights if "seed_generator" not in w.path}


def data(name):
    rng = np.random.default_rng(5)
    shape = (STEPS, BATCH, TIME) if name == "spike_masked" else (STEPS, BATCH)
    x = rng.normal(0, 1, (*shape, FEATURES)).astype("float32")
    y = rng.integers(0, CLASSES, shape).astype("int32")
    if name == "spike_masked":
        lengths = rng.integers(1, TIME + 1, (STEPS, BATCH))
        x[np.arange(TIME)[None, None] >= lengths[..., None]] = 0
    weighted = name in ("spike_weighted", "spike_masked")
    weight = rng.uniform(0.2, 2, shape).astype("float32") if weighted else None
    return x, y, weight


# --- the step by hand, as the docstring tells it -------------------------------------------------------------------------


def keep_mask(shape, step):
    seed = tf.constant([SEED % (2**31 - 2), step], "int32")
    return (tf.random.stateless_uniform(shape, seed=seed).numpy() >= RATE).astype("float32")


def step_by_hand(name, model, x, y, weight, keep):
    """Loss, and the moving statistics after the step, in float64 from the weights before it."""
    w = {k: np.array(v, "float64") for k, v in numbers_of(model).items()}
    mask = (x != 0).any(-1) if name == "spike_masked" else np.ones(y.shape)
    hidden = np.maximum(x @ w["hidden/kernel"] + w["hidden/bias"], 0)
    if name == "spike_frozen":
        mean, variance = w["norm/moving_mean"], w["norm/moving_variance"]
        moved = mean, variance
    else:
        axes, share = tuple(range(hidden.ndim - 1)), (mask / mask.sum())[..., None]
        mean = (hidden * share).sum(axes)
        variance = ((hidden - mean) ** 2 * share).sum(axes)
        moved = w["norm/moving_mean"] * 0.99 + mean * 0.01, w["norm/moving_variance"] * 0.99 + variance * 0.01
    normal = (hidden - mean) / np.sqrt(variance + 1e-3) * w["norm/gamma"] + w["norm/beta"]
    logits = (normal * keep / (1 - RATE)) @ w["out/kernel"] + w["out/bias"]
    p = np.exp(logits - logits.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    each = -np.log(np.take_along_axis(p, y[..., None], -1)[..., 0])
    share = mask * (mask.size / mask.sum())
    if weight is not None:
        share = share * weight
    loss = (each * share).sum() / each.size
    if name == "spike_regularized":
        loss += 0.02 * (w["hidden/kernel"] ** 2).sum() + 0.01 * (w["out/kernel"] ** 2).sum()
        loss += 0.01 * abs(w["out/bias"]).sum() + 0.03 * (w["out/bias"] ** 2).sum()
    return loss, moved


def record(name):
    keras.backend.clear_session()
    keras.utils.set_random_seed(3)
    model = build(name)
    draw_weights(model)
    model.compile(keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy", jit_compile=False)
    for suffix in ("keras", "h5"):
        model.save(OUT / f"{name}.{suffix}")

    x, y, weight = data(name)
    generator = model.get_layer("dropout").seed_generator
    found = {"x": x, "y": y} | ({} if weight is None else {"sample_weight": weight})
    found |= {f"w0:{key}": np.array(w) for key, w in numbers_of(model).items()}
    losses, keeps, states = [], [], [np.array(generator.state)]
    worst = 0.0
    for step in range(STEPS):
        keep = keep_mask((*y.shape[1:], UNITS), step)
        sample_weight = None if weight is None else weight[step]
        by_hand, moved = step_by_hand(name, model, x[step].astype("float64"), y[step], sample_weight, keep)
        loss = model.train_on_batch(x[step], y[step], sample_weight=sample_weight)
        worst = max(worst, abs(float(loss) - by_hand) / abs(by_hand))
        for key, value in zip(("norm/moving_mean", "norm/moving_variance"), moved):
            now = np.array(numbers_of(model)[key])
            worst = max(worst, float(abs(now - value).max() / abs(value).max()))
        losses.append(loss)
        keeps.append(keep)
        states.append(np.array(generator.state))
        found |= {f"w{step + 1}:{key}": np.array(w) for key, w in numbers_of(model).items()}
    expected = [[SEED, n] for n in range(STEPS + 1)]
    assert np.array_equal(states, expected), f"the seed states are {states}"
    assert worst < 1e-5, f"{name}: the docstring's account of a step is off by {worst:.1e}"
    found |= {"loss": np.array(losses, "float32"), "keep": np.array(keeps), "seed_state": np.array(states)}
    np.savez_compressed(OUT / f"{name}.npz", **found)
    print(f"{name}: loss {found['loss'][0]:.6f} -> {found['loss'][-1]:.6f}; by hand within {worst:.1e}")
    return model


def print_graph(model):
    """The operations that draw a dropout mask, as Keras' own training function holds them."""
    x, y, _ = data("spike")
    graph = tf.function(lambda a: model(a, training=True)).get_concrete_function(tf.TensorSpec(x[0].shape)).graph
    drawn = [op for op in graph.get_operations() if "dropout" in op.name.lower() or "Stateless" in op.type]
    for op in drawn:
        value = f" = {tf.make_ndarray(op.get_attr('value')).tolist()}" if op.type == "Const" else ""
        print(f"  {op.type:32}{op.name}{value} <- {[i.op.name.split('/')[-1] for i in op.inputs]}")


def compare_generators():
    """Which ways to draw agree, on this CPU."""
    seed, shape = tf.constant([SEED, 4], "int32"), (BATCH, UNITS)
    raw = tf.raw_ops
    key, counter = raw.StatelessRandomGetKeyCounter(seed=seed)
    wanted = tf.random.stateless_uniform(shape, seed=seed).numpy()
    ways = {f"V2, alg {a}": raw.StatelessRandomUniformV2(shape=shape, key=key, counter=counter, alg=a) for a in (1, 3)}
    ways["StatelessRandomUniform"] = raw.StatelessRandomUniform(shape=shape, seed=seed)
    ways["under XLA"] = tf.function(lambda: tf.random.stateless_uniform(shape, seed=seed), jit_compile=True)()
    try:
        ways["V2, alg 2"] = raw.StatelessRandomUniformV2(shape=shape, key=key, counter=counter[:1], alg=2)
    except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError) as e:
        print(f"  V2, alg 2: {str(e).splitlines()[0][:150]}")
    for label, value in ways.items():
        print(f"  {label}: {'equal' if np.array_equal(value, wanted) else 'different'}")
    print("  key", key.numpy(), "counter", counter.numpy(), "alg", raw.StatelessRandomGetAlg().numpy())


def main():
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    model = None
    for name in ("spike", "spike_regularized", "spike_weighted", "spike_masked", "spike_frozen"):
        made = record(name)
        model = model or made
    print("operations of the dropout:")
    print_graph(model)
    print("the same numbers from other operations:")
    compare_generators()


if __name__ == "__main__":
    main()
