package dev.tenon;

import dev.tenon.data.Dataset;
import dev.tenon.error.PlainText;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.KerasExporter;
import dev.tenon.exporters.keras.KerasOptions;
import dev.tenon.exporters.keras.plan.KerasFormat;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.formats.Source;
import dev.tenon.formats.TemporaryNames;
import dev.tenon.formats.image.ImageSpec;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.structure.OnnxDetails;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.backing.keras.DeferredBacking;
import dev.tenon.internal.backing.keras.KerasBacking;
import dev.tenon.internal.backing.keras.KerasWeights;
import dev.tenon.internal.backing.onnx.OnnxBacking;
import dev.tenon.internal.backing.stored.StoredBacking;
import dev.tenon.internal.run.Engines;
import dev.tenon.internal.saving.GraphSaving;
import dev.tenon.internal.saving.ImageNotes;
import dev.tenon.internal.saving.KerasSaving;
import dev.tenon.internal.saving.OnnxSaving;
import dev.tenon.internal.saving.StateNotes;
import dev.tenon.model.SummaryOptions;
import dev.tenon.model.SummaryOptionsBuilder;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Model} holds: its weights, the facts about it, and the files that it is saved to.
 */
public abstract sealed class SavableModel extends TrainableModel permits Model {
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  SavableModel() {}

  /** Writes, and logs what a reader should know of the file. */
  private List<String> written(Path target, TemporaryNames.Action<List<String>> writing)
      throws IOException {
    List<String> notes;
    try {
      notes = TemporaryNames.hidden(target, writing);
    } catch (RuntimeException e) {
      throw Faults.named(target, e);
    }
    for (String note : notes) {
      // A checkpoint after each epoch has the same to say each time.
      if (logged.add(note)) {
        // Not a constant: to set up logging takes longer than to read a small model.
        System.getLogger("dev.tenon.Model")
            .log(System.Logger.Level.WARNING, PlainText.lines(target.getFileName() + ": " + note));
      }
    }
    return notes;
  }

  /**
   * Returns the present value of every weight and state, by path such as {@code
   * encoder/dense_1/kernel}, in Keras' order; of an ONNX file, of every initializer that is read
   * where a weight belongs, by its name.
   */
  public Map<String, Tensor> weights() {
    if (backing() instanceof OnnxBacking onnx) {
      return onnx.weights();
    }
    if (backing() instanceof StoredBacking stored) {
      return stored.weights();
    }
    return KerasWeights.of(keras());
  }

  /**
   * Gives weights and states other values; those that are not named stay.
   *
   * @throws IllegalArgumentException for a path that is none, or another shape
   */
  public void setWeights(Map<String, Tensor> values) {
    RequiredArguments.check(values, "values");
    if (backing() instanceof OnnxBacking onnx) {
      onnx.setWeights(values);
      return;
    }
    KerasWeights.set(keras(), values);
  }

  /**
   * Gives the model the weights of a file: a {@code .weights.h5}, a legacy {@code .h5} of weights
   * only, or those of a whole Keras model; Keras' {@code model.load_weights(path)}.
   *
   * @param path the file; what it is, the content decides
   * @return this model
   * @throws IOException where it cannot be read
   * @throws dev.tenon.error.MalformedModelException where the weights are of another model; names
   *     the layer, and the model keeps what it had
   */
  public Model loadWeights(Path path) throws IOException {
    RequiredArguments.check(path, "path");
    try (Source source = Source.of(path)) {
      KerasImporter.fill(keras(), source);
    }
    return self();
  }

  /**
   * Returns an ONNX network as the Keras layers that compute the same, with weights of its own: it
   * then trains, changes and is saved as every Keras model. Of a Keras model it is a view: the same
   * layers, weights and training. In both cases each model is closed by itself.
   *
   * <p>Inputs and outputs keep their axes; the batch is open, also where the file fixes it, unless
   * the network mixes its samples. What no layer says becomes a function of {@code keras.ops},
   * which a {@code .keras} file holds and an {@code .h5} does not.
   *
   * @throws UnsupportedModelException where parts of the network are no layers of Keras; lists
   *     their nodes
   */
  public Model toKeras() {
    return backing() instanceof OnnxBacking onnx
        ? Model.of(onnx.layers()).setImages(images())
        : view(engine());
  }

  /**
   * Returns how the images are read that the model learned from, or that its file tells of; null
   * where nothing is known. It is saved with the model in all formats but {@code .weights.h5} and
   * {@code .pb}.
   */
  public abstract @Nullable ImageSpec images();

  /**
   * Says how images are read for the model; {@code fit} does so where its data are an {@link
   * dev.tenon.data.ImageFolder}.
   *
   * @return this model
   */
  public abstract Model setImages(@Nullable ImageSpec spec);

  @Override
  final void learnsFrom(Dataset data) {
    ImageSpec spec = data.images();
    if (spec != null) {
      setImages(spec);
    }
  }

  /** Returns the table that Keras' {@code model.summary()} prints. */
  public String summary() {
    return summary(SummaryOptions.DEFAULTS);
  }

  /**
   * Returns the table that Keras' {@code model.summary()} prints; that of an ONNX file or a
   * SavedModel has no options.
   */
  public String summary(SummaryOptions options) {
    RequiredArguments.check(options, "options");
    return backing().summary(options);
  }

  /** Returns the table, with options still in their builder. */
  public String summary(SummaryOptionsBuilder options) {
    RequiredArguments.check(options, "options");
    return summary(options.build());
  }

  /**
   * Writes the model; the suffix says the format.
   *
   * <p>{@code .onnx}, {@code .keras} (an archive of Keras 3), {@code .weights.h5} (its weights
   * alone), {@code .h5} in the spelling that tf_keras and Keras 3 both open or, where there is
   * none, in that of the generation that the model comes from, {@code .savedmodel} (a folder that
   * TensorFlow serves), or {@code .pb} (a frozen graph); for an {@code .h5} of one generation see
   * {@link #save(Path, KerasOptions)}. Keras files carry the optimizer's state and the training
   * configuration, where the model has them. Where both generations have no common words for an
   * optimizer, as for AdamW, weight decay or moving averages, an {@code .h5} has those of tf_keras;
   * for accumulated gradients, those of Keras 3, and tf_keras opens it with {@code compile=False}
   * only. An ONNX file is written as it was read, names, opset and metadata included, with the
   * weights of now; with options, see {@link #save(Path, OnnxOptions)}, it is written anew, and as
   * a Keras file through {@link #toKeras()}.
   *
   * <p>What a reader should know of the file is returned, and also logged by the {@link
   * System.Logger} {@code dev.tenon.Model} as a warning, once for a model and sentence. The same
   * holds for {@link #export} and {@link #saveFrozenGraph}.
   *
   * @param target the file; it appears only when it is complete
   * @return what a reader should know of the file, such as classes that Python needs; often empty
   * @throws UnsupportedModelException where the format cannot say what the model computes
   * @throws IOException where the file cannot be written
   */
  public List<String> save(Path target) throws IOException {
    RequiredArguments.check(target, "target");
    if (KerasSaving.format(target) != null) {
      return written(target, () -> writeKeras(target, null));
    }
    if (GraphSaving.isSavedModel(target)) {
      return export(target);
    }
    if (GraphSaving.isFrozenGraph(target)) {
      return saveFrozenGraph(target);
    }
    if (backing() instanceof OnnxBacking onnx) {
      onnx.save(onnxName(target), ImageNotes.of(images()));
      return List.of();
    }
    return save(target, OnnxOptions.DEFAULTS);
  }

  /**
   * Returns the kind of Keras file that a name asks for, null where it ends in none of Keras'
   * suffixes; for an {@code .h5} it is the one that both generations of Keras open, which {@link
   * #save(Path)} leaves where it cannot say what the model computes: see {@link #writtenFormat}.
   */
  public static @Nullable KerasFormat kerasFormat(Path target) {
    return KerasSaving.format(target);
  }

  /**
   * Says whether a Keras or ONNX file can be written, without writing it; a SavedModel or frozen
   * graph can be of every model that TensorFlow runs.
   *
   * @param target as for {@link #save(Path)}
   * @throws UnsupportedModelException where the name asks for no format, or the format cannot say
   *     what the model computes; lists everything
   */
  public void checkSavable(Path target) {
    if (KerasSaving.format(target) != null) {
      checkKeras(target, null);
    } else if (!GraphSaving.isSavedModel(target) && !GraphSaving.isFrozenGraph(target)) {
      onnxName(target);
      if (!(backing() instanceof OnnxBacking)) {
        OnnxSaving.check(keras());
      }
    }
  }

  /** Says whether a kind of Keras file can be written; see {@link #checkSavable(Path)}. */
  public void checkSavable(Path target, KerasOptions options) {
    checkKeras(target, options);
  }

  private void checkKeras(Path target, @Nullable KerasOptions asked) {
    withLayers(
        layers -> {
          layers.exporter(target, asked).check(target);
          return layers;
        });
  }

  /** Writes a Keras file with options; see {@link #save(Path)}. */
  public List<String> save(Path target, KerasOptions options) throws IOException {
    RequiredArguments.check(target, "target");
    RequiredArguments.check(options, "options");
    return written(target, () -> writeKeras(target, options));
  }

  /**
   * Returns the kind of Keras file that {@link #save(Path)} writes of this model under a name; see
   * {@link #kerasFormat}.
   *
   * @throws UnsupportedModelException where the name ends in none of Keras' suffixes, or an ONNX
   *     network has no layers
   */
  public KerasFormat writtenFormat(Path target) {
    return withLayers(layers -> layers.exporter(target, null).format());
  }

  /** Writes with options; without them, the kind that the name and the model ask for. */
  private List<String> writeKeras(Path target, @Nullable KerasOptions asked) throws IOException {
    return this.<List<String>, IOException>withLayers(
        layers -> layers.exporter(target, asked).write(target));
  }

  private KerasExporter exporter(Path target, @Nullable KerasOptions asked) {
    return KerasSaving.exporter(
        keras(), training().written(), target, asked, ImageNotes.of(images()));
  }

  /** What is done with a model of Keras' layers. */
  @FunctionalInterface
  private interface OnLayers<T, E extends Exception> {
    T apply(SavableModel layers) throws E;
  }

  /** Hands on this model, or the layers of an ONNX network, which are there that long. */
  private <T, E extends Exception> T withLayers(OnLayers<T, E> action) throws E {
    if (backing() instanceof OnnxBacking) {
      try (Model layers = toKeras()) {
        return action.apply(layers);
      }
    }
    return action.apply(this);
  }

  /**
   * Writes the model as ONNX with options; see {@link #save(Path)}.
   *
   * <p>The states of stateful layers are inputs and outputs there, behind the model's own: the
   * output {@code lstm/rnn_state/next} of a run is the input {@code lstm/rnn_state} of the next
   * one, and the first run gets zeros. A model that Tenon loads from such a file does that by
   * itself.
   *
   * @return what a reader should know of the file; often empty
   */
  public List<String> save(Path target, OnnxOptions options) throws IOException {
    RequiredArguments.check(target, "target");
    RequiredArguments.check(options, "options");
    Path named = onnxName(target);
    Map<String, String> metadata = new LinkedHashMap<>(ImageNotes.of(images()));
    metadata.putAll(options.metadata());
    OnnxOptions all = options.withMetadata(metadata);
    if (backing() instanceof OnnxBacking onnx) {
      onnx.write(named, all);
      return List.of();
    }
    return written(named, () -> OnnxSaving.write(keras(), named, all));
  }

  /**
   * Writes the model as the folder of a TensorFlow SavedModel: Keras' {@code export}.
   *
   * <p>Its signature {@code serving_default} takes and returns the model's inputs and outputs under
   * their names; weights are variables, and inner operations carry the names of the layers. The
   * states of stateful layers start at zero in each run: such a file remembers nothing.
   *
   * @param folder a folder that is new, or holds an older SavedModel, which is then replaced
   * @return what a reader should know of it; often empty
   * @throws UnsupportedModelException where TensorFlow cannot compute the model
   * @throws IOException where the folder cannot be written
   */
  public List<String> export(Path folder) throws IOException {
    RequiredArguments.check(folder, "folder");
    return written(
        folder,
        () -> {
          GraphSaving.savedModel(content(), folder, ImageNotes.of(images()));
          return lostStates();
        });
  }

  /**
   * Writes the model as a frozen TensorFlow graph: one file with the weights as constants. The
   * states of stateful layers start at zero in each run.
   *
   * @return what a reader should know of the file; often empty
   * @throws UnsupportedModelException where TensorFlow cannot compute the model
   * @throws IOException where the file cannot be written
   */
  public List<String> saveFrozenGraph(Path file) throws IOException {
    RequiredArguments.check(file, "file");
    return written(
        file,
        () -> {
          GraphSaving.frozenGraph(content(), file);
          return lostStates();
        });
  }

  private List<String> lostStates() {
    return backing() instanceof KerasBacking ? StateNotes.lost(keras()) : List.of();
  }

  private GraphSaving.Content content() {
    return backing() instanceof OnnxBacking onnx ? onnx.content() : GraphSaving.of(keras());
  }

  /**
   * Says whether an engine can run the model: one of TensorFlow's own graphs runs on it alone, an
   * ONNX file with operators that Tenon only carries along on ONNX Runtime.
   */
  public boolean runsOn(String engine) {
    if (backing() instanceof OnnxBacking onnx) {
      return onnx.runsOn(engine);
    }
    return !(backing() instanceof StoredBacking) || engine.equals(Engines.TENSORFLOW);
  }

  private static Path onnxName(Path target) {
    if (!String.valueOf(target.getFileName()).endsWith(".onnx")) {
      throw new UnsupportedModelException(
          "cannot write '"
              + target
              + "': the name must end in .onnx, .keras, .h5, .weights.h5,"
              + " .savedmodel or .pb");
    }
    return target;
  }

  /** Returns facts such as the format and the version that wrote it, by name, in order. */
  public Map<String, String> description() {
    return backing().description();
  }

  /** Returns how often each class of layer, or for an ONNX file each operator, occurs. */
  public Map<String, Integer> kinds() {
    return backing().kinds();
  }

  /**
   * Returns how many layers an ONNX file has as several operators each, by name: normalizations,
   * GELU, attention. They are what {@link #toKeras()} finds; the model itself keeps the file's own
   * nodes. Empty for every other model.
   */
  public Map<String, Integer> recognised() {
    return backing() instanceof OnnxBacking onnx ? onnx.recognised() : Map.of();
  }

  /** Returns sentences about what was read and set aside; empty in the normal case. */
  public List<String> warnings() {
    return backing().warnings();
  }

  /**
   * Returns the nodes and weights of an ONNX file, by name.
   *
   * @throws IllegalStateException for a model that was not read from one
   */
  public OnnxStructure onnx() {
    if (backing() instanceof OnnxBacking onnx) {
      return onnx.structure();
    }
    if (backing() instanceof StoredBacking stored) {
      throw stored.noLayers("taken apart");
    }
    throw notOnnx();
  }

  /**
   * Returns all that an ONNX file says, the values of every tensor and the insides of nodes
   * included, with the weights of now. Operators and types that Tenon has not are no hindrance.
   *
   * @throws IllegalStateException for a model that was not read from one
   */
  public OnnxDetails onnxDetails() {
    if (backing() instanceof OnnxBacking onnx) {
      return onnx.details();
    }
    throw notOnnx();
  }

  private IllegalStateException notOnnx() {
    return backing() instanceof DeferredBacking deferred
        ? deferred.unbuilt()
        : new IllegalStateException("this model was not read from an ONNX file");
  }

  /**
   * Returns an ONNX file as a graph of operators, with the weights of now.
   *
   * @throws IllegalStateException for a model that was not read from one
   * @throws UnsupportedModelException where it holds what the graphs of Tenon have not
   */
  public OnnxGraph onnxGraph() {
    if (backing() instanceof OnnxBacking onnx) {
      return onnx.graph();
    }
    throw notOnnx();
  }

  /** Returns the opset of an ONNX file; 0 for every other model. */
  public long onnxOpset() {
    return backing() instanceof OnnxBacking onnx ? onnx.opset() : 0;
  }

  /** Says whether the model was read from a Keras file. */
  public boolean isKeras() {
    return backing() instanceof KerasBacking;
  }
}
