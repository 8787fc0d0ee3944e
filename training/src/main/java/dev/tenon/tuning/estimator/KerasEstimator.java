package dev.tenon.tuning.estimator;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.error.RunStoppedException;
import dev.tenon.initializers.Seeds;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import dev.tenon.tuning.memory.Batches;
import dev.tenon.tuning.memory.FitMemory;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Keras model as an estimator, built anew from hyperparameters for each training.
 *
 * <p>The hyperparameters are those of the build function with their defaults, and those of {@code
 * fit}: {@code epochs}, {@code batchSize}, {@code verbose}, {@code validationSplit}, {@code
 * shuffle}, {@code classWeight} and {@code stepsPerEpoch}. {@code randomState} is one once it is
 * set. Python's form {@code batch_size} works too. Unlike {@code Model.fit}, an estimator is silent
 * by default. Java's serialization writes what an estimator is made of, and no trained model.
 *
 * @param <E> the class itself
 * @see <a href="https://keras.io/api/utils/sklearn_wrappers/">Keras: scikit-learn API wrappers</a>
 */
public abstract class KerasEstimator<E extends KerasEstimator<E>>
    implements Estimator<E>, Serializable {
  private static final String RANDOM_STATE = "randomState";
  private static final int SMALLEST_PREDICTED_BATCH = 32;

  private final ModelFunction function;
  private final TreeMap<String, Object> own;
  private FitOptions options = FitOptions.DEFAULTS.verbose(0);
  private Supplier<? extends List<? extends Callback>> callbacks = noCallbacks();
  private @Nullable Long randomState;
  private transient @Nullable Prepared prepared;
  private transient @Nullable List<Tensor> start;
  private int initialEpoch;
  private transient @Nullable Model model;
  private transient @Nullable History history;

  /** A model that was built early for an estimate of its memory. */
  private record Prepared(Model model, long seed) {}

  KerasEstimator(ModelFunction function, Map<String, ?> defaults) {
    this.function = function;
    this.own = new TreeMap<>(defaults);
    for (String name : own.keySet()) {
      if (FitSettings.NAMES.contains(name) || name.equals(RANDOM_STATE)) {
        throw new IllegalArgumentException(
            "'" + name + "' is a hyperparameter of every estimator: set it with setParams");
      }
    }
  }

  private static Supplier<List<Callback>> noCallbacks() {
    return (Supplier<List<Callback>> & Serializable) List::of;
  }

  abstract E self();

  abstract E copy(ModelFunction sameFunction, Map<String, ?> sameDefaults);

  /** Converts targets to the form of the model's loss. */
  abstract Tensor targets(Model built, Tensor y);

  /**
   * Sets the options of {@code fit}.
   *
   * @param chosen options without callbacks, which trainings would share (see {@link #callbacks}),
   *     and without sample weights; validation data reach the model without a conversion of labels
   * @return this
   * @throws IllegalArgumentException if the options have callbacks or sample weights
   */
  public E fitOptions(FitOptions chosen) {
    if (!chosen.callbacks().isEmpty() || chosen.sampleWeight() != null) {
      throw new IllegalArgumentException(
          "fitOptions are for many fits and take no "
              + (chosen.sampleWeight() == null
                  ? "callbacks: give callbacks(() -> List.of(…)), which makes new ones each time"
                  : "sampleWeight: the samples of each fit are others"));
    }
    options = chosen;
    return self();
  }

  /**
   * Sets the source of callbacks, which creates new ones for each training.
   *
   * @param perFit creates the callbacks; it must be serializable for a search on a cluster
   * @return this
   */
  public E callbacks(Supplier<? extends List<? extends Callback>> perFit) {
    callbacks = perFit;
    return self();
  }

  /**
   * Sets the seed of initial weights, dropout and shuffle; random for each training by default.
   *
   * @param seed the seed
   * @return this
   */
  public E randomState(long seed) {
    discardPrepared();
    randomState = seed;
    return self();
  }

  @Override
  public E unfitted() {
    E copy = copy(function, own);
    KerasEstimator<E> base = copy;
    base.options = options;
    base.callbacks = callbacks;
    base.randomState = randomState;
    return copy;
  }

  @Override
  public Map<String, Object> getParams() {
    TreeMap<String, Object> all = new TreeMap<>(own);
    all.putAll(FitSettings.of(options));
    if (randomState != null) {
      all.put(RANDOM_STATE, randomState);
    }
    return Collections.unmodifiableMap(all);
  }

  @Override
  public E setParams(Map<String, ?> params) {
    discardPrepared();
    params.forEach(
        (name, value) -> {
          String known = FitSettings.known(name, own.keySet(), RANDOM_STATE);
          if (own.containsKey(known)) {
            own.put(known, value);
          } else if (known.equals(RANDOM_STATE)) {
            randomState = Params.value(name, value, Number.class).longValue();
          } else {
            options = FitSettings.with(options, known, value);
          }
        });
    return self();
  }

  private Prepared prepare() {
    Prepared ready = prepared;
    if (ready == null) {
      long seed = randomState == null ? Seeds.next() : randomState;
      Model built = Seeds.with(seed, () -> function.build(new Params(getParams())));
      ready = new Prepared(built, seed);
      prepared = ready;
    }
    return ready;
  }

  private void discardPrepared() {
    if (prepared != null) {
      prepared.model().close();
      prepared = null;
    }
  }

  @Override
  public long memory(Tensor x, Tensor y) {
    Prepared ready = prepare();
    // Under the seed of the fit: a model that waits for its data draws its weights now.
    return Seeds.with(
        ready.seed() + 1,
        () -> {
          ready.model().build(x);
          return FitMemory.of(ready.model(), options.batchSize(), x, y);
        });
  }

  /**
   * Builds and trains a new model; an earlier one is closed.
   *
   * <p>An interrupt of the thread stops training after the current batch.
   *
   * @throws CancellationException if the thread was interrupted
   */
  @Override
  public E fit(Tensor x, Tensor y) {
    closeFitted();
    Prepared ready = prepare();
    prepared = null;
    Model fresh = ready.model();
    try {
      Seeds.with(ready.seed() + 1, () -> build(fresh, x));
      history = Seeds.with(ready.seed() + 2, () -> train(fresh, x, y));
      model = fresh;
    } finally {
      if (model == null) {
        fresh.close();
      }
    }
    return self();
  }

  private Model build(Model fresh, Tensor x) {
    fresh.build(x);
    if (start != null) {
      Map<String, Tensor> weights = new LinkedHashMap<>();
      fresh.weights().keySet().forEach(path -> weights.put(path, start.get(weights.size())));
      fresh.setWeights(weights);
    }
    return fresh;
  }

  /**
   * Makes the next training start from given weights instead of new ones.
   *
   * @param weights the weights in the order of the model
   * @param epoch the number of epochs already trained, from which training continues
   */
  public final void startFrom(List<Tensor> weights, int epoch) {
    start = weights;
    initialEpoch = epoch;
  }

  private History train(Model fresh, Tensor x, Tensor y) {
    Long seed = options.seed();
    FitOptions chosen =
        options
            .callbacks(List.copyOf(callbacks.get()))
            .initialEpoch(start == null ? options.initialEpoch() : initialEpoch)
            .seed(seed == null ? Seeds.next() : seed);
    History result;
    try {
      result = fresh.fit(x, targets(fresh, y), chosen);
    } catch (RunStoppedException e) {
      if (e.reason() != RunStoppedException.Reason.INTERRUPT) {
        throw e;
      }
      throw (CancellationException) cancelled().initCause(e);
    }
    if (Thread.currentThread().isInterrupted()) {
      // It came after the last batch, when nothing was left to stop.
      throw cancelled();
    }
    return result;
  }

  private static CancellationException cancelled() {
    return new CancellationException("the fit was interrupted");
  }

  /** Returns the outputs of the model for samples, in batches. */
  final Tensor outputs(Tensor x) {
    return Batches.predict(model(), x, Math.max(SMALLEST_PREDICTED_BATCH, options.batchSize()));
  }

  /**
   * Returns the trained model; {@link #close} closes it.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public Model model() {
    return fitted(model);
  }

  /**
   * Returns the loss and the metrics of every epoch of the last training.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public History history() {
    return fitted(history);
  }

  static <T> T fitted(@Nullable T learned) {
    if (learned == null) {
      throw new IllegalStateException("the estimator has learned nothing: call fit(x, y) first");
    }
    return learned;
  }

  private void closeFitted() {
    if (model != null) {
      model.close();
      model = null;
      history = null;
    }
  }

  @Override
  public void close() {
    discardPrepared();
    closeFitted();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + getParams();
  }
}
