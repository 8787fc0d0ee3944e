package dev.tenon.zoo;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;

import dev.tenon.Model;
import dev.tenon.ModelLayer;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Dataset;
import dev.tenon.initializers.Initializers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.functional.Functional;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.training.FitOptions;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keras' transfer learning: trains a new head on a frozen network, then also its last block with a
 * lower learning rate.
 *
 * <pre>{@code
 * FeatureExtraction backbone =
 *     FeatureExtraction.of(Applications.mobileNetV2(), ApplicationOptions.withoutTop());
 * try (FineTuning tuning = FineTuning.of(backbone, 3, FineTuningOptions.DEFAULTS)) {
 *   tuning.fit(training, validation);
 *   tuning.model().save(Path.of("pets.keras"));
 * }
 * }</pre>
 *
 * <p>Batch normalizations stay frozen in both parts and keep the statistics of pretraining. Without
 * augmentation, the features of the frozen network are constant and computed once.
 *
 * @see <a href="https://keras.io/guides/transfer_learning/">Keras: transfer learning</a>
 */
public final class FineTuning implements AutoCloseable {
  private static final String LOSS = "sparse_categorical_crossentropy";

  private final FeatureExtraction features;
  private final FineTuningOptions options;
  private final List<LayerNode> head;
  private final Model model;

  private FineTuning(FeatureExtraction features, int classes, FineTuningOptions options) {
    this.features = features;
    this.options = options;
    this.head =
        List.of(
            dropout(options.dropout()).seed(options.seed()).name("top_dropout").member(),
            dense(classes)
                .activation("softmax")
                .kernelInitializer(Initializers.glorotUniform(options.seed()))
                .name("predictions")
                .member());
    features.backbone().layers().freeze();
    KerasTensor pixels = features.pixels();
    this.model = Model.of("fine_tuned", List.of(pixels), List.of(scores(features.through(pixels))));
  }

  /**
   * Freezes a network and adds a head of dropout and a softmax layer.
   *
   * @param features the network, which is closed with the result
   * @param classes the number of classes, at least 2
   * @param options the options
   * @throws IllegalArgumentException if there are fewer than 2 classes
   */
  public static FineTuning of(FeatureExtraction features, int classes, FineTuningOptions options) {
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, received " + classes);
    }
    return new FineTuning(features, classes, options);
  }

  private KerasTensor scores(KerasTensor x) {
    KerasTensor y = x;
    for (LayerNode layer : head) {
      y = y.then(layer);
    }
    return y;
  }

  /** Returns the model from pixels, 0 to 255, to class probabilities. */
  public Model model() {
    return model;
  }

  /**
   * Trains the model; see {@link #fit(Dataset, Dataset, FineTuningListener)}.
   *
   * @param training images from 0 to 255 of the network's size, with class indices as targets
   * @param validation the data that are evaluated after each epoch; null for none
   */
  public History fit(Dataset training, @Nullable Dataset validation) {
    return fit(training, validation, FineTuningListener.NONE);
  }

  /**
   * Trains the head, then also the last block.
   *
   * @param training images from 0 to 255 of the network's size, with class indices as targets
   * @param validation the data that are evaluated after each epoch; null for none
   * @param listener the listener, which can stop the training
   * @return the loss and the accuracy of the epochs of both parts
   */
  public History fit(Dataset training, @Nullable Dataset validation, FineTuningListener listener) {
    History history = new History();
    ListenerCallback callback = new ListenerCallback(model, listener);
    model.images(training.images());
    if (options.epochs() > 0) {
      boolean once = options.augmentation().isEmpty();
      listener.onPhase(
          "the head on the frozen network, at a rate of "
              + number(options.rate())
              + (once ? "; the features do not change, so they are computed once" : ""));
      if (once) {
        fitHead(training, validation, fit(history, callback, 0, options.epochs()), listener);
      } else {
        fitWhole(training, validation, fit(history, callback, 0, options.epochs()), options.rate());
      }
    }
    if (options.fineTuneEpochs() > 0 && !callback.isStopped()) {
      listener.onPhase(unfreeze() + ", at a rate of " + number(options.fineTuneRate()));
      int all = options.epochs() + options.fineTuneEpochs();
      fitWhole(
          training,
          validation,
          fit(history, callback, options.epochs(), all),
          options.fineTuneRate());
    }
    return history;
  }

  /** Returns the options of one part; printed epochs count over both parts. */
  private FitOptions fit(History history, ListenerCallback callback, int from, int to) {
    return FitOptions.DEFAULTS
        .initialEpoch(from)
        .epochs(options.epochs() + options.fineTuneEpochs())
        .verbose(options.verbose())
        .seed(options.seed())
        .callbacks(List.of(history, new LastEpoch(to), callback));
  }

  /**
   * A callback that stops training before its last epoch.
   *
   * @param number the last epoch, from 1
   */
  private record LastEpoch(int number) implements Callback {
    @Override
    public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
      if (epoch + 1 >= number) {
        fitting.stopTraining();
      }
    }
  }

  private static FitOptions validated(FitOptions fit, @Nullable Dataset validation) {
    return validation == null ? fit : fit.validationData(validation);
  }

  private void fitHead(
      Dataset training, @Nullable Dataset validation, FitOptions fit, FineTuningListener listener) {
    ArrayDataset rows = features.of(training, listener::onFeatures);
    ArrayDataset held =
        validation == null
            ? null
            : features.of(validation, done -> listener.onFeatures(rows.size() + done));
    KerasTensor input = Functional.input("features", features.size());
    try (Model alone = Model.of(input, scores(input))) {
      alone.compile(Optimizers.adam(options.rate()), LOSS, "accuracy");
      alone.fit(rows.batch(options.batchSize()).shuffle(options.seed()), validated(fit, held));
      // What was learned lies with the layers, which the whole model has too.
      alone.info().keras();
    }
    model.compile(Optimizers.adam(options.rate()), LOSS, "accuracy");
  }

  private void fitWhole(
      Dataset training, @Nullable Dataset validation, FitOptions fit, double rate) {
    FitOptions chosen = validated(fit, validation);
    model.compile(Optimizers.adam(rate), LOSS, "accuracy");
    if (options.augmentation().isEmpty()) {
      model.fit(training, chosen);
      return;
    }
    KerasTensor pixels = features.pixels();
    KerasTensor x = pixels;
    for (LayerLike layer : options.augmentation()) {
      x = x.then(layer);
    }
    // The augmentation is of this model alone: the one that is saved does without it.
    try (Model augmented = Model.of(pixels, scores(features.through(x)))) {
      augmented.compile(Optimizers.adam(rate), LOSS, "accuracy");
      augmented.fit(training, chosen);
      augmented.info().keras();
    }
  }

  /** Makes layers trainable and returns a description of them. */
  private String unfreeze() {
    Model backbone = features.backbone();
    String pattern = options.unfreeze();
    List<LayerNode> layers = backbone.info().keras().model().layers();
    Stream<LayerNode> chosen =
        pattern == null
            ? LastBlock.of(layers).stream()
            : backbone.layers().matching(pattern).values().stream().map(ModelLayer::member);
    List<LayerNode> thawed = chosen.filter(FineTuning::learns).toList();
    thawed.forEach(layer -> layer.setTrainable(true));
    return thawed.isEmpty()
        ? "no layer of the network that can learn is thawed"
        : "thawed " + thawed.size() + " layers, the first of them '" + thawed.get(0).name() + "'";
  }

  private static boolean learns(LayerNode layer) {
    SubLayer<?> built = layer.state().built();
    return built != null
        && !built.scope().all().isEmpty()
        && !(layer.layer() instanceof BatchNormalization);
  }

  private static String number(double rate) {
    return new BigDecimal(rate, new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** Frees native memory, including that of the network. */
  @Override
  public void close() {
    model.close();
    features.close();
  }
}
