package dev.tenon.importers.keras;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.InternalErrorException;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.FileStamp;
import dev.tenon.formats.LoadLimits;
import dev.tenon.formats.Source;
import dev.tenon.importers.keras.config.DialectGuess;
import dev.tenon.importers.keras.config.KerasDialect;
import dev.tenon.importers.keras.container.ContainerReader;
import dev.tenon.importers.keras.container.KerasConfiguration;
import dev.tenon.importers.keras.container.KerasFile;
import dev.tenon.importers.keras.layers.BuiltModel;
import dev.tenon.importers.keras.layers.CustomLayers;
import dev.tenon.importers.keras.layers.ModelReader;
import dev.tenon.importers.keras.layers.StoredWeights;
import dev.tenon.importers.keras.weights.FreshStates;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Keras models: {@code .h5} of Keras 1, 2, tf.keras, tf_keras and Keras 3, {@code .keras},
 * and JSON configurations; what a file is, its content decides and not its suffix.
 *
 * <p>Python code in a file is never run. Weights are mapped, not copied, where the source is a
 * file.
 *
 * @see <a href="https://keras.io/guides/serialization_and_saving/">Keras: saving</a>
 */
public final class KerasImporter {
  private static final int LONGEST = 2_000;

  private KerasImporter() {}

  /**
   * What a caller may choose.
   *
   * @param customLayers Java for layers that Tenon does not know
   */
  public record Options(CustomLayers customLayers) {
    /** No custom layers. */
    public static final Options DEFAULT = new Options(CustomLayers.none());
  }

  /**
   * Reads a file.
   *
   * @throws IOException where it cannot be opened
   * @throws MalformedModelException where it is wrong
   * @throws UnsupportedModelException where it holds layers beyond Tenon; lists all of them
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
   * Reads the configuration of a file as it stands there, without making a model of it.
   *
   * @throws MalformedModelException where the file is no Keras model
   * @throws IOException where the file cannot be read
   */
  public static KerasConfiguration configuration(Path path) throws IOException {
    try (Source source = Source.of(path)) {
      KerasFile file = ContainerReader.model(source);
      Map<String, ?> training = file.training().config();
      return new KerasConfiguration(
          file.config(), training.isEmpty() ? null : new ObjectMapper().valueToTree(training));
    }
  }

  /** Reads a source; see {@link #read(Path)}. The source stays the caller's to close. */
  public static KerasModel read(Source source, Options options) {
    FileStamp stamp = FileStamp.of(source);
    KerasFile file = guarded(source.name(), () -> ContainerReader.model(source));
    return build(file, options, source.limits(), stamp);
  }

  /**
   * Builds a model without weights from what {@code model.to_json()} gives.
   *
   * @throws MalformedModelException where the text is wrong
   * @throws UnsupportedModelException where it names layers beyond Tenon; lists all of them
   */
  public static KerasModel fromJson(String config, Options options) {
    String name = "configuration";
    KerasFile file = guarded(name, () -> ContainerReader.json(name, config));
    return build(file, options, LoadLimits.DEFAULTS, null);
  }

  /**
   * Returns a model with the weights of a file: a weights-only {@code .h5}, a {@code .weights.h5},
   * or a whole model.
   *
   * @param model what it is for, such as one that {@link #fromJson} gave
   * @param weights the file
   * @throws MalformedModelException where the weights do not fit the model; names the layer
   */
  public static KerasModel loadWeights(KerasModel model, Source weights) {
    ParameterStore store = new ParameterStore();
    BuiltModel built =
        new BuiltModel(weights.name(), model.model(), model.lowered(), model.recorded());
    StoredWeights stored = guarded(weights.name(), () -> ContainerReader.weights(weights));
    load(stored, built, model.source().dialect(), store);
    return new KerasModel(
        model.name(),
        model.model(),
        model.lowered(),
        store,
        model.inputStructure(),
        model.outputStructure(),
        model.training(),
        model.source(),
        model.warnings(),
        model.recorded());
  }

  /**
   * Gives a model the weights of a file, as {@link #loadWeights}; what the file does not hold, such
   * as what a stateful layer remembers, stays.
   *
   * @throws MalformedModelException where the weights do not fit the model; names the layer, and
   *     nothing is changed
   */
  public static void fill(KerasModel model, Source weights) {
    ParameterStore read = new ParameterStore();
    StoredWeights stored = guarded(weights.name(), () -> ContainerReader.weights(weights));
    BuiltModel built =
        new BuiltModel(weights.name(), model.model(), model.lowered(), model.recorded());
    guarded(
        weights.name(),
        () -> {
          stored.load(built, model.source().dialect(), read);
          return read;
        });
    for (Parameter parameter : model.lowered().parameters()) {
      if (read.has(parameter)) {
        ParameterStore.Stored content = read.stored(parameter);
        model.parameters().put(parameter, content.tensor(), content.view());
      }
    }
    FreshStates.fill(model.lowered(), model.parameters());
  }

  /**
   * Returns a text that lies beside the model of a file: an attribute of an {@code .h5}, or an
   * entry of a {@code .keras}; null for none.
   */
  public static @Nullable String note(Source source, String name) {
    return ContainerReader.note(source, name);
  }

  private static KerasModel build(
      KerasFile file, Options options, LoadLimits limits, @Nullable FileStamp stamp) {
    KerasDialect dialect = KerasDialect.of(file.version(), DialectGuess.of(file.config()));
    ModelReader reader =
        new ModelReader(file.name(), limits, dialect, options.customLayers(), file.weights());
    ModelReader.Read read = guarded(file.name(), () -> reader.root(root(file.config())));
    Lowered lowered =
        guarded(file.name(), () -> Lowering.lower(read.model(), Mode.INFERENCE).keep());
    ParameterStore store = new ParameterStore();
    if (file.weights() != null) {
      load(
          file.weights(),
          new BuiltModel(file.name(), read.model(), lowered, reader.recorded()),
          dialect,
          store);
      checkComplete(file.name(), lowered, store);
    }
    return new KerasModel(
        read.model().graph().name(),
        read.model(),
        lowered,
        store,
        read.inputs(),
        read.outputs(),
        file.training(),
        new KerasModel.SourceInfo(file.name(), dialect, file.version(), file.backend(), stamp),
        reader.warnings(),
        reader.recorded());
  }

  private static void checkComplete(String file, Lowered lowered, ParameterStore store) {
    for (Parameter parameter : lowered.parameters()) {
      if (!store.has(parameter)) {
        throw new MalformedModelException(
            file, "holds no values of the weight '" + parameter.path() + "': it is incomplete");
      }
    }
  }

  /** Some tools wrap the model once more, beside its version. */
  private static ObjectNode root(ObjectNode config) {
    return config.get("config") instanceof ObjectNode inner
            && inner.has("class_name")
            && inner.has("config")
            && !config.has("class_name")
        ? inner
        : config;
  }

  private static void load(
      StoredWeights weights, BuiltModel model, KerasDialect dialect, ParameterStore store) {
    guarded(
        model.file(),
        () -> {
          weights.load(model, dialect, store);
          FreshStates.fill(model.lowered(), store);
          return store;
        });
  }

  private interface Step<T> {
    T run();
  }

  /** Names the file in what goes wrong deeper down. */
  private static <T> T guarded(String file, Step<T> step) {
    try {
      return step.run();
    } catch (ModelException e) {
      throw named(file, e);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      // How layers and operators say that a configuration or a shape contradicts itself.
      throw new MalformedModelException(file, shortened(e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw new UnsupportedModelException(
          file,
          "nests too deeply for the stack of this thread: give it more, by -Xss or its own size",
          List.of(),
          e);
    } catch (RuntimeException e) {
      // No check foresaw it; HostileFilesTest fails where it gets here.
      throw new InternalErrorException(file, e);
    }
  }

  /** A sentence that shows what a file holds can be as long as the file. */
  private static String shortened(@Nullable String sentence) {
    String text = String.valueOf(sentence);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Puts the file's name in front of a sentence that a layer wrote without knowing it. */
  private static ModelException named(String file, ModelException e) {
    boolean lists = e instanceof UnsupportedModelException said && !said.unsupported().isEmpty();
    return lists && !e.isIn(file)
        ? e.within("this cannot be imported").within(file)
        : e.within(file);
  }
}
