package dev.tenon;

import dev.tenon.callbacks.History;
import dev.tenon.callbacks.TrainedModel;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Interruptions;
import dev.tenon.formats.PendingFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.TemporaryNames;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.image.ImageSpec;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.assets.AssetsBeside;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.BackingClaim;
import dev.tenon.internal.backing.EmptyBatch;
import dev.tenon.internal.backing.keras.DeferredBacking;
import dev.tenon.internal.backing.keras.KerasBacking;
import dev.tenon.internal.backing.keras.ModelBuilding;
import dev.tenon.internal.format.FileFormat;
import dev.tenon.internal.format.FileFormats;
import dev.tenon.internal.run.Inputs;
import dev.tenon.internal.saving.ImageNotes;
import dev.tenon.internal.saving.KerasSaving;
import dev.tenon.internal.saving.NpzWeights;
import dev.tenon.internal.saving.OnnxSaving;
import dev.tenon.internal.saving.SafetensorsWeights;
import dev.tenon.internal.text.PlainText;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.internal.train.loop.FitData;
import dev.tenon.internal.train.loop.PredictLoop;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.limits.LoadLimits;
import dev.tenon.limits.RunLimits;
import dev.tenon.loading.CustomLayers;
import dev.tenon.model.SaveReport;
import dev.tenon.model.SummaryOptions;
import dev.tenon.model.TensorSpec;
import dev.tenon.runtime.Deadline;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.BatchLogs;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.EvaluateOptions;
import dev.tenon.training.FitOptions;
import dev.tenon.training.PredictOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A neural network that can be loaded, built, run, trained, edited and saved.
 *
 * <pre>{@code
 * try (Model model = Model.load(Path.of("model.h5"))) {
 *   float[][] scores = model.predict(new float[][] {{5.1f, 3.5f, 1.4f, 0.2f}});
 * }
 * }</pre>
 *
 * <p><b>Threads and memory.</b> A model is thread-safe for predictions; one instance serves a whole
 * server. The first prediction allocates native memory and {@link #close()} frees it. Views of one
 * model, see {@link #on}, are closed one by one. A model that is not closed is freed after its
 * garbage collection. With the system property {@code tenon.leaks=true}, the logger {@code
 * dev.tenon.Model} then warns with the place where it was opened.
 *
 * <p><b>States.</b> A model with {@code stateful} layers keeps its states, as in Keras. Each {@link
 * #predict}, {@link #run}, {@code fit} and {@code evaluate} starts from the states of the call
 * before, on every engine. Such a model serves one thread at a time, in the order of calls. See
 * {@link #resetStates()}.
 *
 * <p><b>Training.</b> A model from a file with a training configuration needs no {@link #compile};
 * it continues with that optimizer and its state.
 *
 * <p><b>Names.</b> A layer is named by its path: {@code dense_1}, or {@code encoder/dense_1} inside
 * a nested model. An unknown name causes an {@link IllegalArgumentException} with the nearest
 * names.
 *
 * <p><b>Editing.</b> The results of {@link ModelEditor#cut}, {@link ModelEditor#append}, {@link
 * ModelEditor#insertAfter}, {@link ModelEditor#replace} and {@link ModelEditor#rename} share layers
 * and weights with this model, as in Keras, and are not compiled. Only {@link #copy} creates new
 * weights.
 *
 * <p><b>ONNX.</b> An ONNX network is one layer with the name of its file. Its nodes and values have
 * their own names. {@link ModelEditor#cut} and {@link ModelEditor#rename} create networks with
 * weights of their own. Layers can follow it but not enter it, unless {@link ModelEditor#toKeras()}
 * has converted it to layers.
 *
 * @see <a href="https://keras.io/api/models/model/">Keras: the Model class</a>
 */
public final class Model
    implements TrainedModel, LayerLike, AutoCloseable, TrainingOverloads, SavingOverloads {
  private static final long STREAM_LIMIT = Integer.MAX_VALUE - 8L;

  private volatile Backing backing;
  private final Engine engine;
  private volatile BackingClaim claim;

  /** Shared by the same model on other engines. */
  private final AtomicReference<@Nullable ImageSpec> images;

  private final @Nullable TextAssets text;

  /** Shared by the same model on other engines. */
  private final AtomicReference<RunLimits> limits;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private volatile @Nullable LayerNode member;
  private @Nullable Map<Value, KerasTensor> symbolic;

  Model(Backing backing, Engine engine) {
    this(backing, engine, ModelAssets.NONE);
  }

  private Model(Backing backing, Engine engine, ModelAssets assets) {
    this(
        backing,
        engine,
        BackingClaim.of(backing),
        new AtomicReference<>(assets.images()),
        assets.text(),
        new AtomicReference<>(RunLimits.DEFAULTS));
  }

  private Model(
      Backing backing,
      Engine engine,
      BackingClaim claim,
      AtomicReference<@Nullable ImageSpec> images,
      @Nullable TextAssets text,
      AtomicReference<RunLimits> limits) {
    this.backing = backing;
    this.engine = engine;
    this.claim = claim;
    this.images = images;
    this.text = text;
    this.limits = limits;
    claim.reportWith(this);
  }

  /**
   * Loads a model from a file or folder, whose format is detected by its content.
   *
   * @param path a Keras {@code .h5} or {@code .keras} of any version, an ONNX file, a folder of
   *     Hugging Face's transformers, the folder of a TensorFlow SavedModel, or a frozen TensorFlow
   *     graph. The last two run without conversion
   * @throws IOException if the file cannot be read
   * @throws dev.tenon.error.MalformedModelException if the file is damaged
   * @throws dev.tenon.error.UnsupportedModelException if the file has operators, layers or types
   *     that Tenon cannot run
   * @throws dev.tenon.error.FileChangedException if the file changes during the call; later changes
   *     do not affect the model
   */
  public static Model load(Path path) throws IOException {
    return load(path, CustomLayers.none());
  }

  /**
   * Loads a model from a file with implementations of custom layers; see {@link #load(Path)}.
   *
   * @param path the file or folder
   * @param customLayers Java implementations of layers that Tenon does not know
   * @throws IOException if the file cannot be read
   */
  public static Model load(Path path, CustomLayers customLayers) throws IOException {
    return load(path, customLayers, LoadLimits.DEFAULTS);
  }

  /**
   * Loads an untrusted model from a file; see {@link #load(Path)}.
   *
   * @param path the file or folder
   * @param limits the limits of its size
   * @throws IOException if the file cannot be read
   * @throws dev.tenon.error.UnsupportedModelException also if a limit is exceeded; the message
   *     names it
   */
  public static Model load(Path path, LoadLimits limits) throws IOException {
    return load(path, CustomLayers.none(), limits);
  }

  /**
   * Loads an untrusted model from a file with implementations of custom layers; see {@link
   * #load(Path, LoadLimits)}.
   *
   * @param path the file or folder
   * @param customLayers Java implementations of layers that Tenon does not know
   * @param limits the limits of its size
   * @throws IOException if the file cannot be read
   */
  public static Model load(Path path, CustomLayers customLayers, LoadLimits limits)
      throws IOException {
    RequiredArguments.check(path, "path", customLayers, "customLayers", limits, "limits");
    try {
      return opened(path, customLayers, limits);
    } catch (IOException e) {
      throw Interruptions.named(path, e);
    } catch (RuntimeException e) {
      throw Faults.named(path, e);
    }
  }

  private static Model opened(Path path, CustomLayers customLayers, LoadLimits limits)
      throws IOException {
    if (!Files.exists(path)) {
      PendingFolder.recover(path);
    }
    FileFormat folder = FileFormats.ofFolder(path);
    if (folder != null) {
      return of(folder.open(path, limits));
    }
    try (Source source = Source.of(path, limits)) {
      return load(source, customLayers);
    }
  }

  private static Model load(Source source, CustomLayers customLayers) throws IOException {
    try {
      return of(FileFormats.of(source).open(source, customLayers));
    } catch (RuntimeException e) {
      throw Faults.named(source.path() == null ? source.name() : source.path(), e);
    }
  }

  private static Model of(FileFormat.Opened opened) {
    return new Model(opened.backing(), opened.engine(), opened.assets());
  }

  /**
   * Loads a model from a file or folder by name; see {@link #load(Path)}.
   *
   * @param path the file or folder
   * @throws IOException if the file cannot be read
   */
  public static Model load(String path) throws IOException {
    RequiredArguments.check(path, "path");
    return load(Path.of(path));
  }

  /**
   * Loads a model from bytes; see {@link #load(Path)}.
   *
   * @param bytes the content of a file
   * @throws IOException if the bytes cannot be read
   */
  public static Model load(byte[] bytes) throws IOException {
    return load(bytes, CustomLayers.none());
  }

  /**
   * Loads an untrusted model from bytes; see {@link #load(Path, LoadLimits)}.
   *
   * @param bytes the content of a file
   * @param limits the limits of its size
   * @throws IOException if the bytes cannot be read
   */
  public static Model load(byte[] bytes, LoadLimits limits) throws IOException {
    RequiredArguments.check(bytes, "bytes", limits, "limits");
    try (Source source = Source.of("bytes", bytes).within(limits)) {
      return load(source, CustomLayers.none());
    }
  }

  /**
   * Loads a model from bytes with implementations of custom layers; see {@link #load(Path)}.
   *
   * @param bytes the content of a file
   * @param customLayers Java implementations of layers that Tenon does not know
   * @throws IOException if the bytes cannot be read
   */
  public static Model load(byte[] bytes, CustomLayers customLayers) throws IOException {
    RequiredArguments.check(bytes, "bytes", customLayers, "customLayers");
    try (Source source = Source.of("bytes", bytes)) {
      return load(source, customLayers);
    }
  }

  /**
   * Loads a model from a stream, which is read to its end; see {@link #load(Path)}.
   *
   * @param stream the content of a file; the caller closes it
   * @throws IOException if the stream cannot be read
   */
  public static Model load(InputStream stream) throws IOException {
    return load(stream, CustomLayers.none());
  }

  /**
   * Loads an untrusted model from a stream, which is read up to the limits; see {@link #load(Path,
   * LoadLimits)}.
   *
   * @param stream the content of a file; the caller closes it
   * @param limits the limits of its size
   * @throws IOException if the stream cannot be read
   */
  public static Model load(InputStream stream, LoadLimits limits) throws IOException {
    RequiredArguments.check(stream, "stream", limits, "limits");
    try (Source source = Source.of("stream", stream, limits)) {
      return load(source, CustomLayers.none());
    }
  }

  /**
   * Loads a model from a stream with implementations of custom layers; see {@link #load(Path)}.
   *
   * @param stream the content of a file, which is read to its end; the caller closes it
   * @param customLayers Java implementations of layers that Tenon does not know
   * @throws IOException if the stream cannot be read
   */
  public static Model load(InputStream stream, CustomLayers customLayers) throws IOException {
    RequiredArguments.check(stream, "stream", customLayers, "customLayers");
    try (Source source = Source.of("stream", stream, STREAM_LIMIT)) {
      return load(source, customLayers);
    }
  }

  /**
   * Loads a model from a resource of the class path; see {@link #load(Path)}.
   *
   * @param owner the class whose package has the resource, or any class for a name with a leading
   *     slash
   * @param resource the name of the resource
   * @throws FileNotFoundException if the resource is missing
   * @throws IOException if the resource cannot be read
   */
  public static Model load(Class<?> owner, String resource) throws IOException {
    return load(owner, resource, CustomLayers.none());
  }

  /**
   * Loads a model from a resource with implementations of custom layers; see {@link #load(Class,
   * String)}.
   *
   * @param owner the class whose package has the resource, or any class for a name with a leading
   *     slash
   * @param resource the name of the resource
   * @param customLayers Java implementations of layers that Tenon does not know
   * @throws FileNotFoundException if the resource is missing
   * @throws IOException if the resource cannot be read
   */
  public static Model load(Class<?> owner, String resource, CustomLayers customLayers)
      throws IOException {
    RequiredArguments.check(owner, "owner", resource, "resource", customLayers, "customLayers");
    try (InputStream stream = owner.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new FileNotFoundException(
            "no resource '" + resource + "' on the class path beside " + owner.getName());
      }
      return load(stream, customLayers);
    }
  }

  /**
   * Creates a model without weights from the JSON of Python's {@code model.to_json()}; {@link
   * #loadWeights} reads them.
   *
   * <pre>{@code
   * Model model = Model.fromJson(Files.readString(Path.of("model.json")));
   * model.loadWeights(Path.of("model.weights.h5"));
   * }</pre>
   *
   * @param json the JSON
   * @throws dev.tenon.error.MalformedModelException if the text is not the JSON of a model
   * @throws dev.tenon.error.UnsupportedModelException if it has unknown layers; the message lists
   *     all of them
   */
  public static Model fromJson(String json) {
    return fromJson(json, CustomLayers.none());
  }

  /**
   * Creates a model from JSON with implementations of custom layers; see {@link #fromJson(String)}.
   *
   * @param json the JSON
   * @param customLayers Java implementations of layers that Tenon does not know
   */
  public static Model fromJson(String json, CustomLayers customLayers) {
    RequiredArguments.check(json, "json", customLayers, "customLayers");
    return of(KerasImporter.fromJson(json, new KerasImporter.Options(customLayers)));
  }

  /**
   * Creates a model from the result of the Keras importer.
   *
   * @param keras the result
   * @hidden for the modules of Tenon
   */
  @SuppressWarnings("exports")
  public static Model of(KerasModel keras) {
    RequiredArguments.check(keras, "keras");
    return of(keras, ModelAssets.NONE);
  }

  /**
   * Creates a model from the result of a reader, with what belongs to it.
   *
   * @param keras the result
   * @param assets what belongs to it
   * @hidden for the modules of Tenon
   */
  @SuppressWarnings("exports")
  public static Model of(KerasModel keras, ModelAssets assets) {
    RequiredArguments.check(keras, "keras", assets, "assets");
    return new Model(new KerasBacking(keras), Engine.preferred(), assets);
  }

  /**
   * Creates a model from a sequence of layers with new weights: Keras' {@code Sequential}.
   *
   * <p>The model is built at once if the first layer has {@code inputShape(…)}, otherwise by its
   * first data.
   *
   * @param layers the layers
   * @see <a href="https://keras.io/api/models/sequential/">Keras: the Sequential class</a>
   */
  public static Model sequential(LayerLike... layers) {
    RequiredArguments.check(layers, "layers");
    return sequential(null, List.of(layers));
  }

  /**
   * Creates a named model from a sequence of layers; see {@link #sequential(LayerLike...)}.
   *
   * @param name the name; null for a generated one
   * @param layers the layers
   */
  public static Model sequential(@Nullable String name, List<? extends LayerLike> layers) {
    RequiredArguments.check(layers, "layers");
    List<LayerNode> nodes = layers.stream().map(LayerLike::member).toList();
    Value input = nodes.isEmpty() ? null : ModelBuilding.input(nodes);
    return input == null
        ? new Model(new DeferredBacking(name, nodes), Engine.preferred())
        : of(ModelBuilding.sequential(name, input, nodes));
  }

  /**
   * Creates a model from an input and a sequence of layers: Keras' {@code Sequential} with an
   * {@code Input}.
   *
   * @param input the input
   * @param layers the layers
   */
  public static Model sequential(KerasTensor input, LayerLike... layers) {
    RequiredArguments.check(input, "input", layers, "layers");
    if (layers.length == 0) {
      return sequential().add(input);
    }
    List<LayerNode> nodes = List.of(layers).stream().map(LayerLike::member).toList();
    return of(ModelBuilding.sequential(null, input.value(), nodes));
  }

  /**
   * Creates a model from one tensor to another: Keras' {@code Model(inputs, outputs)}.
   *
   * @param input the input
   * @param output a tensor computed from the input
   */
  public static Model of(KerasTensor input, KerasTensor output) {
    RequiredArguments.check(input, "input", output, "output");
    return of(List.of(input), List.of(output));
  }

  /**
   * Creates a model from an input and a function, such as the {@code call} method of a class with
   * layers.
   *
   * <p>It corresponds to a subclassed model of Keras, as the layers that the call applies.
   *
   * @param input the input
   * @param call the function from the input to the output
   */
  public static Model of(KerasTensor input, UnaryOperator<KerasTensor> call) {
    RequiredArguments.check(input, "input", call, "call");
    return of(input, call.apply(input));
  }

  /**
   * Creates a model from inputs to outputs: Keras' {@code Model(inputs, outputs)}.
   *
   * @param inputs the inputs
   * @param outputs tensors computed from the inputs
   */
  public static Model of(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return of(null, inputs, outputs);
  }

  /**
   * Creates a named model from inputs to outputs: Keras' {@code Model(inputs, outputs, name)}.
   *
   * @param name the name; null for a generated one
   * @param inputs the inputs
   * @param outputs tensors computed from the inputs
   */
  public static Model of(
      @Nullable String name, List<KerasTensor> inputs, List<KerasTensor> outputs) {
    RequiredArguments.check(inputs, "inputs", outputs, "outputs");
    return of(ModelBuilding.functional(name, inputs, outputs));
  }

  /**
   * Appends a layer to a Sequential model; existing layers keep their weights.
   *
   * @param layer the layer
   * @return this model
   * @throws IllegalStateException if the model is not Sequential
   */
  public synchronized Model add(LayerLike layer) {
    RequiredArguments.check(layer, "layer");
    become(backing.add(layer.member()));
    return this;
  }

  /**
   * Sets the input of a Sequential model without layers: Keras' {@code model.add(Input(shape))}.
   *
   * @param input the input
   * @return this model
   * @throws IllegalStateException if the model is not Sequential, or has layers or an input
   */
  public synchronized Model add(KerasTensor input) {
    RequiredArguments.check(input, "input");
    become(backing.withInput(input.value()));
    return this;
  }

  /**
   * Builds an unbuilt model for samples of a shape; a built model does not change.
   *
   * @param batch samples, with the batch along the first axis
   */
  public void build(Tensor batch) {
    RequiredArguments.check(batch, "batch");
    if (!backing.isBuilt()) {
      build(new TensorType(batch.dtype(), Shape.of(batch.shape())));
    }
  }

  private synchronized void build(TensorType batch) {
    Backing built = backing.built(batch);
    if (built != backing) {
      become(built);
    }
  }

  private void become(Backing other) {
    claim.leave();
    other.setLimits(runLimits());
    backing = other;
    claim = BackingClaim.of(other);
    claim.reportWith(this);
  }

  /** Returns a model of another network: one of layers on the engine that those run on. */
  Model with(Backing changed) {
    if (changed.isKeras()) {
      return new Model(changed, Engine.preferred(), assets());
    }
    return new Model(changed, engine, assets()).runLimits(runLimits());
  }

  /** Returns the name of the model's engine: {@code tensorflow} or {@code onnxruntime}. */
  public Engine engine() {
    return engine;
  }

  /**
   * Returns a view of the model on another engine, with shared weights.
   *
   * <p>Each view is closed separately; native memory is freed with the last one.
   *
   * @param otherEngine {@code tensorflow} or {@code onnxruntime}
   * @throws IllegalArgumentException if the engine is unknown
   * @throws IllegalStateException if this model is closed
   */
  public Model on(Engine otherEngine) {
    RequiredArguments.check(otherEngine, "otherEngine");
    return view(otherEngine);
  }

  /**
   * Returns the same model run by another engine, {@code tensorflow} or {@code onnxruntime}; see
   * {@link #on(Engine)}.
   *
   * @throws IllegalArgumentException for another name
   * @throws IllegalStateException where this model is closed
   */
  public Model on(String otherEngine) {
    RequiredArguments.check(otherEngine, "otherEngine");
    return on(Engine.of(otherEngine));
  }

  private synchronized Model view(Engine otherEngine) {
    BackingClaim other = claim.another();
    Model view = new Model(backing, otherEngine, other, images, text, limits);
    // Of two that have memory in common, one is easily forgotten.
    other.endWith(view);
    claim.endWith(this);
    return view;
  }

  /**
   * Frees native memory unless another view uses it, see {@link #on}; a second call has no effect.
   */
  @Override
  public void close() {
    claim.end();
  }

  /** Returns the names, types and shapes of the inputs, in order. */
  public List<TensorSpec> inputs() {
    return backing.inputs();
  }

  /** Returns the names, types and shapes of the outputs, in order. */
  public List<TensorSpec> outputs() {
    return backing.outputs();
  }

  /**
   * Returns the only input as a symbolic tensor, for {@code Model.of(model.input(),
   * model.layer("dense").output())}.
   *
   * @throws IllegalStateException if the model has several inputs
   */
  public KerasTensor input() {
    List<KerasTensor> all = symbolicInputs();
    if (all.size() != 1) {
      throw new IllegalStateException("the model has " + all.size() + " inputs: use inputs()");
    }
    return all.get(0);
  }

  private List<KerasTensor> symbolicInputs() {
    return keras().model().graph().inputs().stream().map(this::symbolic).toList();
  }

  /**
   * Returns the only output as a symbolic tensor.
   *
   * @throws IllegalStateException if the model has several outputs
   */
  public KerasTensor output() {
    List<Value> all = keras().model().graph().outputs();
    if (all.size() != 1) {
      throw new IllegalStateException("the model has " + all.size() + " outputs: use outputs()");
    }
    return symbolic(all.get(0));
  }

  synchronized KerasTensor symbolic(Value value) {
    if (symbolic == null || !symbolic.containsKey(value)) {
      symbolic = ModelBuilding.tensors(keras());
    }
    return Objects.requireNonNull(symbolic.get(value));
  }

  /** Returns the layers: look-up, iteration, and freeze by pattern. */
  public ModelLayers layers() {
    return new ModelLayers(this);
  }

  /**
   * Returns a layer by its path: Keras' {@code get_layer}; see {@link ModelLayers#get(String)}.
   *
   * @param path the path, such as {@code encoder/dense_1}
   */
  public ModelLayer layer(String path) {
    return layers().get(path);
  }

  /**
   * Returns a layer by its index; see {@link ModelLayers#get(int)}.
   *
   * @param index the index, from 0; negative values count from the end
   */
  public ModelLayer layer(int index) {
    return layers().get(index);
  }

  /** Returns an editor that derives other models: parts, additional layers, other names. */
  public ModelEditor edit() {
    return new ModelEditor(this);
  }

  /** Returns the ONNX file behind the model. */
  public OnnxView onnx() {
    return new OnnxView(this);
  }

  /** Returns facts about the model, such as its format and its inner names. */
  public ModelInfo info() {
    return new ModelInfo(this);
  }

  Backing backing() {
    return backing;
  }

  ModelAssets assets() {
    return new ModelAssets(images(), text);
  }

  Model asLayers() {
    Backing layers = backing.toKeras();
    return layers == backing ? view(engine) : with(layers);
  }

  /**
   * Returns the output of a model with one input and one output for a batch.
   *
   * @param batch the samples along the first axis; numbers are converted to the input's type
   * @throws IllegalArgumentException if the shape does not fit, or there are several inputs or
   *     outputs
   */
  @Override
  public Tensor predict(Tensor batch) {
    build(batch);
    String input = one(inputs(), "inputs");
    String output = one(outputs(), "outputs");
    Map<String, Tensor> results = run(Map.of(input, batch), List.of(output));
    return Objects.requireNonNull(results.get(output));
  }

  /**
   * Returns the outputs of a model with one flat input and one flat output for rows.
   *
   * @param rows a sample in each row
   */
  @Override
  public float[][] predict(float[][] rows) {
    RequiredArguments.check(rows, "rows");
    if (rows.length == 0) {
      // Without a row nothing says how long one is.
      refuseClosed();
      return new float[0][];
    }
    Tensor scores = predict(Tensor.of(rows));
    float[][] result = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      result[i] = scores.get(i).toFloatArray();
    }
    return result;
  }

  /**
   * Returns the output for a single sample, both without the batch axis.
   *
   * @param sample the sample
   */
  public Tensor predictOne(Tensor sample) {
    RequiredArguments.check(sample, "sample");
    return predict(sample.expandDims(0)).get(0);
  }

  private List<String> outputNames() {
    return outputs().stream().map(TensorSpec::name).toList();
  }

  /**
   * Returns the outputs of a model with any number of inputs and outputs for a batch.
   *
   * @param batch a tensor for each input, by name
   * @return a tensor for each output, by name and in order
   * @throws IllegalArgumentException if an input is missing, unknown or has another shape
   */
  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> batch) {
    RequiredArguments.check(batch, "batch");
    return run(batch, outputNames());
  }

  /**
   * Returns the outputs of a model with a tokenizer for texts, such as one from a folder of Hugging
   * Face.
   *
   * <pre>{@code
   * Model model = Model.load("encoder.keras");
   * Tensor states = model.predict("How are you?").get("last_hidden_state");
   * }</pre>
   *
   * <p>Texts are padded to the longest of them, and {@code attention_mask} is 0 at the padding. A
   * long text is cut as the tokenizer's files say. A model whose only input is of strings gets the
   * texts themselves. The artifact {@code dev.tenon:tenon-text} must be on the class path or module
   * path.
   *
   * @param texts the texts, a sample each
   * @return a tensor for each output, by name and in order
   * @throws IllegalStateException if the model has no tokenizer
   * @throws UnsupportedModelException if {@code tenon-text} is missing, or the model has other
   *     inputs than tokens
   */
  public Map<String, Tensor> predict(String... texts) {
    RequiredArguments.check(texts, "texts");
    return predict(TextAssets.inputs(text, inputs(), List.of(texts)));
  }

  /**
   * Returns outputs and inner values of a model with one input.
   *
   * @param batch the samples along the first axis
   * @param wanted the names of outputs or layers
   * @return a tensor for each name, in order
   */
  public Map<String, Tensor> run(Tensor batch, String... wanted) {
    RequiredArguments.check(batch, "batch", wanted, "wanted");
    build(batch);
    return run(Map.of(one(inputs(), "inputs"), batch), List.of(wanted));
  }

  /**
   * Returns outputs and inner values of the model.
   *
   * @param batch a tensor for each input, by name
   * @param wanted the names of outputs or layers, such as {@code encoder/dense_1}; see {@link
   *     ModelInfo#innerNames()}
   * @return a tensor for each name, in order
   */
  public Map<String, Tensor> run(Map<String, Tensor> batch, List<String> wanted) {
    RequiredArguments.check(batch, "batch", wanted, "wanted");
    return run(batch, wanted, Deadline.after(runLimits().time()));
  }

  /** Runs the model until a deadline. */
  private Map<String, Tensor> run(
      Map<String, Tensor> batch, List<String> wanted, Deadline deadline) {
    List<TensorSpec> inputs = inputs();
    Map<String, Tensor> checked = Inputs.check(inputs, batch);
    refuseClosed();
    List<Tensor> results;
    try {
      List<Tensor> empty = EmptyBatch.answer(backing, inputs, checked, wanted);
      results = empty == null ? backing.run(engine, checked, wanted, deadline) : empty;
    } finally {
      // Garbage ends a model, and this one may have no other use than this call.
      Reference.reachabilityFence(this);
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      named.put(wanted.get(i), results.get(i));
    }
    return named;
  }

  /**
   * Resets the states of stateful layers: Keras' {@code reset_states}. Other models do not change.
   *
   * <p>The states are part of {@link #weights()}, as {@code lstm/rnn_state}.
   */
  public void resetStates() {
    backing.resetStates();
  }

  /** Returns the limits of time and memory of a run. */
  public RunLimits runLimits() {
    return Objects.requireNonNull(limits.get());
  }

  /**
   * Sets the limits of time and memory of a run, for untrusted models; see {@link RunLimits}. Views
   * on other engines share them.
   *
   * @param chosen the limits
   * @return this model
   */
  public Model runLimits(RunLimits chosen) {
    RequiredArguments.check(chosen, "limits");
    refuseClosed();
    limits.set(chosen);
    backing.setLimits(chosen);
    return this;
  }

  private void refuseClosed() {
    claim.refuseEnded();
  }

  /** Returns the name of the only input or output. */
  private static String one(List<TensorSpec> list, String what) {
    if (list.size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + list.size() + " " + what + ": use predict(Map), with " + list);
    }
    return list.get(0).name();
  }

  /** Returns the training, after a deferred model is built for its first data. */
  private ModelTraining training(Tensor first) {
    refuseClosed();
    build(first);
    return backing.training();
  }

  private ModelTraining training(Dataset data) {
    refuseClosed();
    return backing.isBuilt()
        ? backing.training()
        : training(data.iterator().next().features().get(0));
  }

  /**
   * Sets the optimizer, losses and metrics of training: Keras' {@code compile}.
   *
   * <p>The weights of an ONNX file are its trainable initializers, or those that {@link
   * ModelLayers#trainOnly} selects.
   *
   * @param options the options
   */
  @Override
  public void compile(CompileOptions options) {
    RequiredArguments.check(options, "options");
    backing.compile(options);
  }

  /**
   * Replaces the step of {@code fit} and {@code trainOnBatch} by a custom one: Keras' {@code
   * train_step} of a model class.
   *
   * <p>The step gets the data without changes and reports the metrics. The arguments of {@code
   * compile} then apply to {@code evaluate} and validation only.
   *
   * @param step the step, which the caller closes; null for that of {@code compile}
   * @return this model
   */
  public Model trainStep(@Nullable TrainingStep step) {
    refuseClosed();
    backing.training().setStep(step == null ? null : step.session());
    return this;
  }

  /**
   * Trains a model with one input and one output on arrays: Keras' {@code fit}.
   *
   * @param x the features, with samples along the first axis
   * @param y the targets, with samples along the first axis
   * @param options the options
   * @return the loss and the metrics of every epoch
   * @throws IllegalArgumentException if the data do not fit the model; the message names the
   *     argument
   * @throws IllegalStateException if the model is not compiled
   * @see <a href="https://keras.io/api/models/model_training_apis/#fit-method">Keras: fit</a>
   */
  @Override
  public History fit(Tensor x, Tensor y, FitOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return training(x).fit(this, Batch.of(List.of(x), List.of(y)), options);
  }

  /**
   * Trains a model with any number of inputs and outputs on named arrays; see {@link #fit(Tensor,
   * Tensor, FitOptions)}.
   *
   * @param x the features by input
   * @param y the targets by output; those of outputs without loss and metrics are optional
   * @param options the options
   * @return the loss and the metrics of every epoch
   */
  @Override
  public History fit(Map<String, Tensor> x, Map<String, Tensor> y, FitOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return backing.training().fit(this, batch(x, y), options);
  }

  /**
   * Trains on arrays of any number of inputs and outputs, with sample weights; see {@link
   * #fit(Tensor, Tensor, FitOptions)}.
   *
   * @param samples all samples, in the order of the model's inputs and outputs
   * @param options the options
   * @return the loss and the metrics of every epoch
   */
  @Override
  public History fit(Batch samples, FitOptions options) {
    RequiredArguments.check(samples, "samples", options, "options");
    return training(samples.features().get(0)).fit(this, samples, options);
  }

  /**
   * Trains on batches; see {@link #fit(Tensor, Tensor, FitOptions)}.
   *
   * @param data the batches
   * @param options the options
   * @return the loss and the metrics of every epoch
   */
  @Override
  public History fit(Dataset data, FitOptions options) {
    RequiredArguments.check(data, "data", options, "options");
    ModelTraining training = training(data);
    ImageSpec read = data.images();
    if (read != null) {
      images(read);
    }
    return training.fit(this, data, options);
  }

  /** Returns the loss and the metrics on arrays, in batches of 32: Keras' {@code evaluate}. */
  @Override
  public Map<String, Double> evaluate(Tensor x, Tensor y) {
    return evaluate(x, y, EvaluateOptions.DEFAULTS);
  }

  /**
   * Returns the loss and the metrics of a model with one input and one output on arrays: Keras'
   * {@code evaluate}.
   *
   * @param x the features, with samples along the first axis
   * @param y the targets, with samples along the first axis
   * @param options the options
   * @return the values by name in alphabetical order, as with Keras' {@code return_dict=True}
   * @throws IllegalArgumentException if the data do not fit the model
   * @throws IllegalStateException if the model is not compiled
   * @see <a href="https://keras.io/api/models/model_training_apis/#evaluate-method">Keras:
   *     evaluate</a>
   */
  public Map<String, Double> evaluate(Tensor x, Tensor y, EvaluateOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return evaluate(Batch.of(List.of(x), List.of(y)), options);
  }

  /**
   * Returns the loss and the metrics on named arrays; see {@link #evaluate(Tensor, Tensor,
   * EvaluateOptions)}.
   *
   * @param x the features by input
   * @param y the targets by output; those of outputs without loss and metrics are optional
   * @param options the options
   */
  @Override
  public Map<String, Double> evaluate(
      Map<String, Tensor> x, Map<String, Tensor> y, EvaluateOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return evaluate(batch(x, y), options);
  }

  /**
   * Returns the loss and the metrics on arrays, optionally with sample weights; see {@link
   * #evaluate(Tensor, Tensor, EvaluateOptions)}.
   *
   * @param samples all samples, in the order of the model's inputs and outputs
   * @param options the options
   */
  @Override
  public Map<String, Double> evaluate(Batch samples, EvaluateOptions options) {
    RequiredArguments.check(samples, "samples", options, "options");
    Tensor weight = options.sampleWeight();
    Batch weighted = weight == null ? samples : FitData.weighted(samples, weight);
    return evaluate(Dataset.of(weighted).batch(options.batchSize()), options.sampleWeight(null));
  }

  /** Returns the loss and the metrics on batches. */
  @Override
  public Map<String, Double> evaluate(Dataset data) {
    return evaluate(data, EvaluateOptions.DEFAULTS);
  }

  /**
   * Returns the loss and the metrics on batches: Keras' {@code evaluate}.
   *
   * @param data the batches
   * @param options the options, whose {@code batchSize} is ignored
   * @throws IllegalArgumentException if {@code sampleWeight} is set, since batches have their own
   *     weights
   */
  public Map<String, Double> evaluate(Dataset data, EvaluateOptions options) {
    RequiredArguments.check(data, "data", options, "options");
    if (options.sampleWeight() != null) {
      throw new IllegalArgumentException(
          "sampleWeight is for arrays: a Dataset gives the weights of its samples in its batches");
    }
    return training(data).evaluate(this, data, options.toFit());
  }

  /**
   * Returns the outputs for all batches of a data set: Keras' {@code predict}.
   *
   * @param data the batches; targets are ignored
   * @return a tensor for each output, by name, with the samples of all batches
   */
  @Override
  public Map<String, Tensor> predict(Dataset data) {
    RequiredArguments.check(data, "data");
    return predict(data, PredictOptions.DEFAULTS);
  }

  /**
   * Returns the outputs for all batches of a data set, with options such as callbacks; see {@link
   * #predict(Dataset)}.
   *
   * @param data the batches; targets are ignored
   * @param options the options, whose {@code batchSize} is ignored
   * @return a tensor for each output, by name, with the samples of all batches
   */
  public Map<String, Tensor> predict(Dataset data, PredictOptions options) {
    RequiredArguments.check(data, "data", options, "options");
    return predict(data, options, deadline(options));
  }

  private Deadline deadline(PredictOptions options) {
    Duration timeout = options.timeout();
    return Deadline.after(timeout == null ? runLimits().time() : timeout);
  }

  private Map<String, Tensor> predict(Dataset data, PredictOptions options, Deadline deadline) {
    return new PredictLoop(this, () -> keras().lowered().graph(), data, options)
        .run(batch(deadline));
  }

  /** Returns what predicts a batch. */
  private Function<Batch, Map<String, Tensor>> batch(Deadline deadline) {
    List<String> names = outputNames();
    List<TensorSpec> wanted = inputs();
    return batch -> {
      Map<String, Tensor> features = new LinkedHashMap<>();
      for (int i = 0; i < wanted.size(); i++) {
        features.put(wanted.get(i).name(), batch.features().get(i));
      }
      return run(features, names, deadline);
    };
  }

  /**
   * Returns the output of a model with one input and one output, in batches; see {@link
   * #predict(Dataset)}.
   *
   * @param x the samples along the first axis
   * @param batchSize the number of samples of a batch, at least 1
   */
  public Tensor predict(Tensor x, int batchSize) {
    return predict(x, PredictOptions.DEFAULTS.batchSize(batchSize));
  }

  /**
   * Returns the output of a model with one input and one output, with options.
   *
   * <pre>{@code
   * Tensor scores = model.predict(x, predict().timeout(Duration.ofSeconds(2)));
   * }</pre>
   *
   * @param x the samples along the first axis
   * @param options the options
   * @throws dev.tenon.error.RunStoppedException if the timeout passes or the thread is interrupted
   */
  public Tensor predict(Tensor x, PredictOptions options) {
    RequiredArguments.check(x, "x", options, "options");
    build(x);
    return predict(Map.of(inputs().get(0).name(), x), options).values().iterator().next();
  }

  /**
   * Returns the outputs of a model with any number of inputs and outputs, with options; see {@link
   * #predict(Tensor, PredictOptions)}.
   *
   * @param x the features by input
   * @param options the options
   * @return a tensor for each output, by name
   */
  public Map<String, Tensor> predict(Map<String, Tensor> x, PredictOptions options) {
    RequiredArguments.check(x, "x", options, "options");
    Deadline deadline = deadline(options);
    Integer size = options.batchSize();
    if (size == null && options.watched()) {
      size = FitOptions.DEFAULTS.batchSize();
    }
    List<Tensor> features = new ArrayList<>();
    for (TensorSpec input : inputs()) {
      Tensor tensor = x.get(input.name());
      if (tensor != null && tensor.rank() > 0) {
        features.add(tensor);
      }
    }
    // What does not fit is for the run to say.
    boolean batched =
        !features.isEmpty() && features.size() == inputs().size() && features.size() == x.size();
    if (size == null || !batched || (!options.watched() && features.get(0).dim(0) <= size)) {
      return run(x, outputNames(), deadline);
    }
    Dataset batches = Dataset.of(Batch.of(features, List.of())).batch(size);
    return options.watched() || backing.keepsStates()
        ? predict(batches, options, deadline)
        : PredictLoop.runUnwatched(batches, batch(deadline));
  }

  /**
   * Trains on one batch: Keras' {@code train_on_batch}.
   *
   * @param batch the samples, optionally with weights
   * @return the loss before the step and the metrics, of this batch alone
   */
  @Override
  public BatchLogs trainOnBatch(Batch batch) {
    RequiredArguments.check(batch, "batch");
    return training(batch.features().get(0)).trainOnBatch(batch);
  }

  /**
   * Returns the loss and the metrics of one batch: Keras' {@code test_on_batch}.
   *
   * @param batch the samples, optionally with weights
   * @return the values of this batch alone
   */
  @Override
  public BatchLogs testOnBatch(Batch batch) {
    RequiredArguments.check(batch, "batch");
    return training(batch.features().get(0)).testOnBatch(batch);
  }

  /**
   * Returns the output for one batch of a model with one input and one output: Keras' {@code
   * predict_on_batch}.
   *
   * @param x the features, with samples along the first axis
   */
  public Tensor predictOnBatch(Tensor x) {
    RequiredArguments.check(x, "x");
    return predict(x);
  }

  /**
   * Returns the outputs for one batch: Keras' {@code predict_on_batch}; see {@link #predict(Map)}.
   *
   * @param x the features by input
   */
  public Map<String, Tensor> predictOnBatch(Map<String, Tensor> x) {
    RequiredArguments.check(x, "x");
    return predict(x);
  }

  private Batch batch(Map<String, Tensor> x, Map<String, Tensor> y) {
    refuseClosed();
    List<Tensor> features = new ArrayList<>();
    for (TensorSpec input : inputs()) {
      Tensor tensor = x.get(input.name());
      if (tensor == null) {
        throw missing("the features of input", input, x);
      }
      features.add(tensor);
    }
    ModelTraining training = backing.training();
    List<@Nullable Tensor> targets = new ArrayList<>();
    for (TensorSpec output : outputs()) {
      Tensor tensor = y.get(output.name());
      if (tensor == null && training.needsTarget(output.name())) {
        throw missing("the targets of output", output, y);
      }
      targets.add(tensor);
    }
    return Batch.of(features, targets);
  }

  private static IllegalArgumentException missing(
      String what, TensorSpec name, Map<String, Tensor> given) {
    return new IllegalArgumentException(
        what + " '" + name.name() + "' are missing; received " + given.keySet());
  }

  KerasModel keras() {
    return backing.keras();
  }

  /** Returns the model as a layer of other models, with shared weights. */
  @Override
  public LayerNode member() {
    LayerNode known = member;
    if (known == null) {
      known = backing.editable().asLayer();
      member = known;
    }
    return known;
  }

  @Override
  public List<KerasTensor> applyAll(List<KerasTensor> inputs, Map<String, Object> keywords) {
    build(inputs.get(0).value().type());
    return LayerLike.super.applyAll(inputs, keywords);
  }

  /** Returns a model of the same layers with separate, initially equal weights. */
  public Model copy() {
    return with(backing.editable().copy());
  }

  /** Writes a file and logs its notes. */
  private SaveReport written(Path target, TemporaryNames.Action<List<String>> writing)
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
    return new SaveReport(target, notes);
  }

  /**
   * Returns the current value of each weight and state by path, in Keras' order.
   *
   * <p>A path is {@code encoder/dense_1/kernel}. An ONNX file has each initializer that is a weight
   * of a node, by name.
   */
  @Override
  public Map<String, Tensor> weights() {
    return backing.weights();
  }

  /**
   * Sets weights and states; those that are not named keep their values.
   *
   * @param values the values by path
   * @throws IllegalArgumentException if a path is unknown or a shape differs
   */
  @Override
  public void setWeights(Map<String, Tensor> values) {
    RequiredArguments.check(values, "values");
    backing.editable().setWeights(values);
  }

  /**
   * Loads weights from a file: Keras' {@code model.load_weights(path)}.
   *
   * <p>An ONNX network takes the weights of a {@code .safetensors} or {@code .weights.npz} file
   * only.
   *
   * @param path a {@code .weights.h5}, a {@code .weights.json} with files beside it, a legacy
   *     {@code .h5} of weights, a whole Keras model, or a {@code .safetensors} or {@code
   *     .weights.npz} file with the names of {@link #weights()}; the content decides
   * @return this model
   * @throws IOException if the file cannot be read
   * @throws dev.tenon.error.MalformedModelException if the weights belong to another model; the
   *     message names the layer, and the model does not change
   */
  @Override
  public Model loadWeights(Path path) throws IOException {
    RequiredArguments.check(path, "path");
    try (Source source = Source.of(path)) {
      if (SafetensorsFile.matches(source)) {
        setWeights(SafetensorsWeights.read(source, backing.weightShapes()));
      } else if (ContentType.of(source) == ContentType.NPZ) {
        setWeights(NpzWeights.read(source, backing.weightShapes()));
      } else {
        KerasImporter.fill(keras(), source);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return this;
  }

  /** Returns the number of elements of all weights: Keras' {@code count_params()}. */
  public long countParams() {
    return weights().values().stream().mapToLong(Tensor::size).sum();
  }

  /**
   * Returns the decoding of the images that the model was trained on, from training or from its
   * file; null if unknown.
   *
   * <p>All formats but {@code .weights.h5} and {@code .pb} save it.
   */
  public @Nullable ImageSpec images() {
    return images.get();
  }

  /**
   * Sets the decoding of images; {@code fit} on an {@link dev.tenon.data.ImageFolder} sets it too.
   *
   * @param spec the decoding; null for none
   * @return this model
   */
  public Model images(@Nullable ImageSpec spec) {
    images.set(spec);
    return this;
  }

  /**
   * Returns the configuration of the layers without weights: Keras' {@code model.to_json()}.
   *
   * <p>{@link #fromJson(String)} and Python's {@code model_from_json} read it.
   *
   * @throws UnsupportedModelException if Keras has no equivalent of the model
   */
  public String toJson() {
    return backing
        .editable()
        .exporter(Path.of("model.keras"), new KerasOptions(KerasFormat.KERAS, true), Map.of())
        .json();
  }

  /** Returns the kind of model, its inputs and outputs, and the engine, in one line. */
  @Override
  public String toString() {
    return "Model '" + backing.name() + "' " + inputs() + " -> " + outputs() + " on " + engine;
  }

  /** Returns the layer table of Keras' {@code model.summary()}. */
  @Override
  public String summary() {
    return summary(SummaryOptions.DEFAULTS);
  }

  /**
   * Returns the layer table of Keras' {@code model.summary()}, with options; an ONNX file or a
   * SavedModel ignores them.
   *
   * @param options the options
   */
  public String summary(SummaryOptions options) {
    RequiredArguments.check(options, "options");
    return backing.summary(options);
  }

  /**
   * Saves the model in the format of the file's suffix.
   *
   * <p>The suffixes are {@code .keras} (Keras 3), {@code .h5}, {@code .weights.h5}, {@code
   * .weights.npz} and {@code .safetensors} (weights only), {@code .onnx}, {@code .savedmodel} (a
   * folder for TensorFlow) and {@code .pb} (a frozen graph). Keras files include the training
   * configuration and the optimizer's state. A model from a Hugging Face folder is saved as such a
   * folder under any other name.
   *
   * <p>An {@code .h5} is readable by both tf_keras and Keras 3 if possible, otherwise by the
   * version of the model; {@link #save(Path, KerasOptions)} selects one. For AdamW, weight decay
   * and moving averages, an {@code .h5} has the form of tf_keras. For gradient accumulation it has
   * that of Keras 3, which tf_keras opens with {@code compile=False} only.
   *
   * <p>A model from an ONNX file keeps its names, opset and metadata in an {@code .onnx}, with the
   * current weights. {@link #save(Path, OnnxOptions)} exports it anew. {@link
   * ModelEditor#toKeras()} converts it for a Keras file.
   *
   * <p>The notes of the result are also logged by the {@link System.Logger} {@code dev.tenon.Model}
   * as warnings, each once for a model. The same applies to {@link #export}.
   *
   * @param target the file, which appears only when it is complete
   * @return the file and notes on it, such as classes that Python needs
   * @throws UnsupportedModelException if the format cannot hold the model
   * @throws IOException if the file cannot be written
   */
  @Override
  public SaveReport save(Path target) throws IOException {
    RequiredArguments.check(target, "target");
    FileFormat format = FileFormats.named(target, backing);
    return written(target, () -> format.save(backing, target, assets()));
  }

  /**
   * Checks that the model can be saved as a Keras or ONNX file, without a write.
   *
   * <p>A SavedModel or frozen graph can hold every model that TensorFlow runs.
   *
   * @param target the file, as for {@link #save(Path)}
   * @throws UnsupportedModelException if the suffix is unknown or the format cannot hold the model;
   *     the message lists all reasons
   */
  @Override
  public void checkSavable(Path target) {
    FileFormats.named(target, backing).check(backing, target);
  }

  /**
   * Checks that the model can be saved as a kind of Keras file; see {@link #checkSavable(Path)}.
   *
   * @param target the file
   * @param options the options
   */
  public void checkSavable(Path target, KerasOptions options) {
    backing.editable().exporter(target, options, Map.of()).check(target);
  }

  /**
   * Saves the model as a Keras file with options; see {@link #save(Path)}.
   *
   * @param target the file
   * @param options the options
   * @throws IOException if the file cannot be written
   */
  @Override
  public SaveReport save(Path target, KerasOptions options) throws IOException {
    RequiredArguments.check(target, "target", options, "options");
    return written(
        target,
        () ->
            KerasSaving.write(
                backing.editable().exporter(target, options, ImageNotes.of(images())),
                target,
                text));
  }

  /**
   * Saves the model as an ONNX file with options; see {@link #save(Path)}.
   *
   * <p>The states of stateful layers are additional inputs and outputs. The output {@code
   * lstm/rnn_state/next} of a run is the input {@code lstm/rnn_state} of the next one, and the
   * first input is zero. A model that Tenon loads from such a file passes states by itself.
   *
   * @param target the file, which ends in {@code .onnx}
   * @param options the options
   * @return the file and notes on it
   * @throws UnsupportedModelException if the suffix is another one, or ONNX cannot hold the model
   * @throws IOException if the file cannot be written
   */
  public SaveReport save(Path target, OnnxOptions options) throws IOException {
    RequiredArguments.check(target, "target", options, "options");
    if (!FileFormats.named(target).equals(FileFormats.ONNX)) {
      throw new UnsupportedModelException(
          "cannot write '" + target + "' as ONNX: the name must end in .onnx");
    }
    Map<String, String> metadata = OnnxSaving.metadata(target, assets());
    metadata.putAll(options.metadata());
    OnnxOptions all = options.metadata(metadata);
    return written(
        target,
        () -> {
          AssetsBeside.write(target, text);
          return backing.editable().saveOnnx(target, all);
        });
  }

  /**
   * Exports the model as a TensorFlow SavedModel: Keras' {@code export}.
   *
   * <p>The signature {@code serving_default} has the model's inputs and outputs by name. Weights
   * are variables, and operations have the names of layers. States of stateful layers start at zero
   * in each run.
   *
   * @param folder a new folder, or an older SavedModel, which is replaced
   * @return the folder and notes on it
   * @throws UnsupportedModelException if TensorFlow cannot compute the model
   * @throws IOException if the folder cannot be written
   */
  public SaveReport export(Path folder) throws IOException {
    return export(folder, "tf_saved_model");
  }

  /**
   * Exports the model in an inference format: Keras' {@code export(path, format=…)}.
   *
   * <p>A frozen graph is one TensorFlow file with the weights as constants. In a frozen graph and a
   * SavedModel, states of stateful layers start at zero in each run.
   *
   * @param target the file or folder
   * @param format {@code tf_saved_model}, {@code tf_frozen_graph} or {@code onnx}
   * @return the file and notes on it
   * @throws IllegalArgumentException if the format is unknown; the message has the nearest names
   * @throws UnsupportedModelException if the format cannot hold the model
   * @throws IOException if the file cannot be written
   */
  public SaveReport export(Path target, String format) throws IOException {
    RequiredArguments.check(target, "target", format, "format");
    FileFormat chosen = FileFormats.exported(format);
    return written(target, () -> chosen.save(backing, target, assets()));
  }
}
