package dev.tenon.importers.keras;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.FileStamp;
import dev.tenon.formats.Source;
import dev.tenon.importers.keras.container.ContainerReader;
import dev.tenon.importers.keras.container.KerasConfiguration;
import dev.tenon.importers.keras.container.KerasFile;
import dev.tenon.importers.keras.layers.ModelReader;
import dev.tenon.importers.keras.weights.BuiltModel;
import dev.tenon.importers.keras.weights.FreshStates;
import dev.tenon.importers.keras.weights.StoredWeights;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.calls.ConnectedModel;
import dev.tenon.keras.config.AdaptedBins;
import dev.tenon.keras.config.DialectGuess;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.LayerUpgrade;
import dev.tenon.limits.LoadLimits;
import dev.tenon.loading.CustomLayers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Keras models: {@code .h5} of Keras 1, 2, tf.keras, tf_keras and Keras 3, {@code .keras},
 * and JSON configurations.
 *
 * <p>The content of a file decides its kind, not its suffix. Python code in a file is never run.
 * Weights are read when an engine or an exporter needs them.
 *
 * @see <a href="https://keras.io/guides/serialization_and_saving/">Keras: saving</a>
 */
public final class KerasImporter {
  private KerasImporter() {}

  /**
   * Options of reading.
   *
   * @param customLayers implementations of unknown layers
   */
  public record Options(CustomLayers customLayers) {
    /** No custom layers. */
    public static final Options DEFAULT = new Options(CustomLayers.none());
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be opened
   * @throws MalformedModelException if it is damaged
   * @throws UnsupportedModelException if it has unsupported layers; the message lists all of them
   */
  public static KerasModel read(Path path) throws IOException {
    return read(path, Options.DEFAULT);
  }

  /** Reads a file; see {@link #read(Path)}. */
  public static KerasModel read(Path path, Options options) throws IOException {
    try (Source source = Source.of(path)) {
      return read(source, options);
    }
  }

  /**
   * Reads the configuration of a file unchanged, without building a model.
   *
   * @throws MalformedModelException if the file is not a Keras model
   * @throws IOException if the file cannot be read
   */
  public static KerasConfiguration configuration(Path path) throws IOException {
    try (Source source = Source.of(path)) {
      KerasFile file = ContainerReader.model(source);
      Map<String, ?> training = file.training().config();
      return new KerasConfiguration(
          file.config(), training.isEmpty() ? null : new ObjectMapper().valueToTree(training));
    }
  }

  /** Reads a source; see {@link #read(Path)}. The caller closes the source. */
  public static KerasModel read(Source source, Options options) {
    FileStamp stamp = FileStamp.of(source);
    return FileErrors.in(
        source.name(), () -> build(ContainerReader.model(source), options, source.limits(), stamp));
  }

  /**
   * Builds a model without weights from the JSON of {@code model.to_json()}.
   *
   * @throws MalformedModelException if the text is malformed
   * @throws UnsupportedModelException if it has unsupported layers; the message lists all of them
   */
  public static KerasModel fromJson(String config, Options options) {
    String name = "configuration";
    return FileErrors.in(
        name, () -> build(ContainerReader.json(name, config), options, LoadLimits.DEFAULTS, null));
  }

  /**
   * Returns a model with the weights of a file: a weights-only {@code .h5}, a {@code .weights.h5},
   * or a whole model.
   *
   * @param model the model, such as one of {@link #fromJson}
   * @param weights the file
   * @throws MalformedModelException if the weights do not fit the model; the message names the
   *     layer
   */
  public static KerasModel loadWeights(KerasModel model, Source weights) {
    return FileErrors.in(
        weights.name(),
        () -> {
          ParameterStore store = stored(model, weights);
          FreshStates.fill(model.lowered(), store);
          return model.withParameters(store);
        });
  }

  /**
   * Sets the weights of a model to those of a file, as {@link #loadWeights}. Values that the file
   * lacks, such as states of stateful layers, stay.
   *
   * @throws MalformedModelException if the weights do not fit the model; the message names the
   *     layer, and nothing changes
   */
  public static void fill(KerasModel model, Source weights) {
    ParameterStore read = FileErrors.in(weights.name(), () -> stored(model, weights));
    for (Parameter parameter : model.lowered().parameters()) {
      if (read.has(parameter)) {
        ParameterStore.Stored content = read.stored(parameter);
        model.parameters().put(parameter, content.tensor(), content.view());
      }
    }
    FreshStates.fill(model.lowered(), model.parameters());
  }

  private static ParameterStore stored(KerasModel model, Source weights) {
    BuiltModel built = new BuiltModel(model.model(), model.lowered(), model.recorded());
    return ContainerReader.weights(weights).of(built, model.source().dialect());
  }

  /**
   * Returns a note beside the model of a file: an attribute of an {@code .h5}, or an entry of a
   * {@code .keras}; null for none.
   */
  public static @Nullable String note(Source source, String name) {
    return ContainerReader.note(source, name);
  }

  /** Container, configuration, layers, calls, weights: each step takes what the one before gave. */
  private static KerasModel build(
      KerasFile file, Options options, LoadLimits limits, @Nullable FileStamp stamp) {
    String version = file.version();
    KerasDialect dialect =
        version == null ? DialectGuess.of(file.config()) : KerasDialect.of(version);
    LayerConfig config = LayerUpgrade.model(entry(file.config()), dialect);
    StoredWeights weights = file.weights();
    AdaptedBins.complete(config, weights::summaryOf);
    ModelReader.Read read =
        ModelReader.read(config, dialect, options.customLayers(), limits, weights::shapesOf);
    read.refusals().throwIfAny(file.name());
    ConnectedModel model = read.connected();
    Lowered lowered = Lowering.lower(model.model(), Mode.INFERENCE).keep();
    ParameterStore store =
        weights.of(new BuiltModel(model.model(), lowered, read.recorded()), dialect);
    if (weights.isPresent()) {
      FreshStates.fill(lowered, store);
      checkComplete(lowered, store);
    }
    return new KerasModel(
        model.model().graph().name(),
        model.model(),
        lowered,
        store,
        model.inputs(),
        model.outputs(),
        file.training(),
        new KerasModel.SourceInfo(
            file.name(), dialect, file.version(), file.backend(), stamp, Map.of()),
        read.warnings(),
        read.recorded());
  }

  private static void checkComplete(Lowered lowered, ParameterStore store) {
    for (Parameter parameter : lowered.parameters()) {
      if (!store.has(parameter)) {
        throw new MalformedModelException(
            "", "holds no values of the weight '" + parameter.path() + "': it is incomplete");
      }
    }
  }

  /** Returns the entry of the model, which some tools wrap once more, beside its version. */
  private static ObjectNode entry(ObjectNode config) {
    ObjectNode entry = unwrapped(config);
    String className = entry.path("class_name").asText();
    if (className.equals("Graph")) {
      throw new UnsupportedModelException(
          "", "is a Graph model of Keras 0.x; Tenon reads Keras 1 and newer");
    }
    if (!entry.has("class_name")) {
      throw new MalformedModelException("", "the configuration has no 'class_name'");
    }
    return entry;
  }

  private static ObjectNode unwrapped(ObjectNode config) {
    return config.get("config") instanceof ObjectNode inner
            && inner.has("class_name")
            && inner.has("config")
            && !config.has("class_name")
        ? inner
        : config;
  }
}
