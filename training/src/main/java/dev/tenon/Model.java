package dev.tenon;

import dev.tenon.callbacks.History;
import dev.tenon.callbacks.TrainedModel;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.engine.Engine;
import dev.tenon.error.PlainText;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Interruptions;
import dev.tenon.formats.PendingFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.TemporaryNames;
import dev.tenon.image.ImageSpec;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
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
import dev.tenon.losses.Loss;
import dev.tenon.model.SaveReport;
import dev.tenon.model.SummaryOptions;
import dev.tenon.model.TensorSpec;
import dev.tenon.optimizers.Optimizer;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A neural network: loaded from a file, run, looked at and saved.
 *
 * <p>Safe for use by any number of threads; one model is enough for a whole server. One with
 * stateful layers remembers, and predicts for one thread after the other; see {@link
 * #resetStates()}. Native memory is taken at the first prediction and freed by {@link #close()}.
 * Models that have it in common, see {@link #on}, are closed one by one. What nobody closes is
 * freed after the garbage collector has found it, which may be late; with the system property
 * {@code tenon.leaks=true} a warning of logger {@code dev.tenon.Model} then says where it was
 * opened.
 *
 * <p>A model with layers that are {@code stateful} remembers, as in Keras: each {@link #predict} or
 * {@link #run} starts from the states that the one before has ended with, on whichever engine, and
 * so do {@code fit} and {@code evaluate}. Predictions of such a model are made one at a time: other
 * threads wait, and the order in which they come counts.
 *
 * <p>A model from a file that says what it was compiled with needs no {@link #compile}: it goes on
 * with that optimizer and its state.
 *
 * <p>Layers are named by their paths: {@code dense_1}, or {@code encoder/dense_1} inside a model.
 * The models that {@link ModelEditor#cut}, {@link ModelEditor#append}, {@link
 * ModelEditor#insertAfter}, {@link ModelEditor#replace} and {@link ModelEditor#rename} return have
 * their layers in common with this one, weights included, as in Keras; only {@link #copy} makes
 * weights of its own. They are not compiled. A name that is not found is an {@link
 * IllegalArgumentException} with the names most like it.
 *
 * <p>An ONNX network is one layer, named after its file. Its inside is named by its own nodes and
 * values, and what {@link ModelEditor#cut} and {@link ModelEditor#rename} make of it are networks
 * with weights of their own; layers can be put behind it but not into it, unless {@link
 * ModelEditor#toKeras()} made it layers.
 *
 * <pre>{@code
 * try (Model model = Model.load(Path.of("model.h5"))) {
 *   float[][] scores = model.predict(new float[][] {{5.1f, 3.5f, 1.4f, 0.2f}});
 * }
 * }</pre>
 */
public final class Model implements TrainedModel, LayerLike, AutoCloseable {
  private static final long STREAM_LIMIT = Integer.MAX_VALUE - 8L;

  private volatile Backing backing;
  private final Engine engine;
  private volatile BackingClaim claim;

  /** Shared by the same model on other engines. */
  private final AtomicReference<@Nullable ImageSpec> images;

  /** Shared by the same model on other engines. */
  private final AtomicReference<RunLimits> limits;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private volatile @Nullable LayerNode member;
  private @Nullable Map<Value, KerasTensor> symbolic;

  Model(Backing backing, Engine engine) {
    this(
        backing,
        engine,
        BackingClaim.of(backing),
        new AtomicReference<>(),
        new AtomicReference<>(RunLimits.DEFAULTS));
  }

  private Model(
      Backing backing,
      Engine engine,
      BackingClaim claim,
      AtomicReference<@Nullable ImageSpec> images,
      AtomicReference<RunLimits> limits) {
    this.backing = backing;
    this.engine = engine;
    this.claim = claim;
    this.images = images;
    this.limits = limits;
    claim.reportWith(this);
  }

  /**
   * Loads a model from a file; what it is, the content decides and not the suffix.
   *
   * @param path a Keras {@code .h5} of any age, a {@code .keras}, an ONNX file, the folder of a
   *     TensorFlow SavedModel, or a frozen TensorFlow graph; the last two are run as they are
   * @throws IOException where the file cannot be read
   * @throws dev.tenon.error.MalformedModelException where it is wrong
   * @throws dev.tenon.error.UnsupportedModelException where it holds what Tenon cannot run
   * @throws dev.tenon.error.FileChangedException where it changes while it is read; once it is
   *     loaded, what happens to the file does not reach the model
   */
  public static Model load(Path path) throws IOException {
    return load(path, CustomLayers.none());
  }

  /** Loads a model from a file, with Java for layers that Tenon does not know. */
  public static Model load(Path path, CustomLayers customLayers) throws IOException {
    return load(path, customLayers, LoadLimits.DEFAULTS);
  }

  /**
   * Loads a model of a stranger from a file; see {@link #load(Path)}.
   *
   * @param limits how large it may be
   * @throws dev.tenon.error.UnsupportedModelException where it is larger too; says which limit
   */
  public static Model load(Path path, LoadLimits limits) throws IOException {
    return load(path, CustomLayers.none(), limits);
  }

  /**
   * Loads a model of a stranger from a file, with Java for layers that Tenon does not know; see
   * {@link #load(Path, LoadLimits)}.
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
    return new Model(opened.backing(), opened.engine()).images(opened.images());
  }

  /** Loads a model from a file or folder of this name; see {@link #load(Path)}. */
  public static Model load(String path) throws IOException {
    RequiredArguments.check(path, "path");
    return load(Path.of(path));
  }

  /** Loads a model from bytes; see {@link #load(Path)}. */
  public static Model load(byte[] bytes) throws IOException {
    return load(bytes, CustomLayers.none());
  }

  /** Loads a model of a stranger from bytes; see {@link #load(Path, LoadLimits)}. */
  public static Model load(byte[] bytes, LoadLimits limits) throws IOException {
    RequiredArguments.check(bytes, "bytes", limits, "limits");
    try (Source source = Source.of("bytes", bytes).within(limits)) {
      return load(source, CustomLayers.none());
    }
  }

  /** Loads a model from bytes, with Java for layers that Tenon does not know. */
  public static Model load(byte[] bytes, CustomLayers customLayers) throws IOException {
    RequiredArguments.check(bytes, "bytes", customLayers, "customLayers");
    try (Source source = Source.of("bytes", bytes)) {
      return load(source, customLayers);
    }
  }

  /** Loads a model from a stream, which is read to its end; see {@link #load(Path)}. */
  public static Model load(InputStream stream) throws IOException {
    return load(stream, CustomLayers.none());
  }

  /**
   * Loads a model of a stranger from a stream, of which no more is read than the limits allow; see
   * {@link #load(Path, LoadLimits)}.
   */
  public static Model load(InputStream stream, LoadLimits limits) throws IOException {
    RequiredArguments.check(stream, "stream", limits, "limits");
    try (Source source = Source.of("stream", stream, limits)) {
      return load(source, CustomLayers.none());
    }
  }

  /**
   * Loads a model from a stream, which is read to its end, with Java for layers that Tenon does not
   * know.
   */
  public static Model load(InputStream stream, CustomLayers customLayers) throws IOException {
    RequiredArguments.check(stream, "stream", customLayers, "customLayers");
    try (Source source = Source.of("stream", stream, STREAM_LIMIT)) {
      return load(source, customLayers);
    }
  }

  /**
   * Loads a model from the class path; see {@link #load(Path)}.
   *
   * @param owner the class beside which it lies, or any class where the name starts with a slash
   * @param resource the name of the resource
   * @throws FileNotFoundException where there is no such resource
   */
  public static Model load(Class<?> owner, String resource) throws IOException {
    return load(owner, resource, CustomLayers.none());
  }

  /**
   * Loads a model from the class path, with Java for layers that Tenon does not know; see {@link
   * #load(Class, String)}.
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
   * Returns a model without weights from what Python's {@code model.to_json()} gives; {@link
   * #loadWeights} reads them from a file of their own.
   *
   * <pre>{@code
   * Model model = Model.fromJson(Files.readString(Path.of("model.json")));
   * model.loadWeights(Path.of("model.weights.h5"));
   * }</pre>
   *
   * @throws dev.tenon.error.MalformedModelException where the text is wrong
   * @throws dev.tenon.error.UnsupportedModelException where it names layers beyond Tenon; lists all
   *     of them
   */
  public static Model fromJson(String json) {
    return fromJson(json, CustomLayers.none());
  }

  /** Returns a model without weights, with Java for layers that Tenon does not know. */
  public static Model fromJson(String json, CustomLayers customLayers) {
    RequiredArguments.check(json, "json", customLayers, "customLayers");
    return of(KerasImporter.fromJson(json, new KerasImporter.Options(customLayers)));
  }

  /** Returns a model that was read by the Keras importer. */
  @SuppressWarnings("exports")
  public static Model of(KerasModel keras) {
    RequiredArguments.check(keras, "keras");
    return new Model(new KerasBacking(keras), Engine.preferred());
  }

  /**
   * Returns a chain of layers with new weights: Keras' {@code Sequential}.
   *
   * <p>Where the first layer says what it takes, with {@code inputShape(…)}, the model is built at
   * once; else by its first data.
   */
  public static Model sequential(LayerLike... layers) {
    RequiredArguments.check(layers, "layers");
    return sequential(null, List.of(layers));
  }

  /** Returns a chain of layers under a name; see {@link #sequential(LayerLike...)}. */
  public static Model sequential(@Nullable String name, List<? extends LayerLike> layers) {
    RequiredArguments.check(layers, "layers");
    List<LayerNode> nodes = layers.stream().map(LayerLike::member).toList();
    Value input = nodes.isEmpty() ? null : ModelBuilding.input(nodes);
    return input == null
        ? new Model(new DeferredBacking(name, nodes), Engine.preferred())
        : of(ModelBuilding.sequential(name, input, nodes));
  }

  /** Returns a chain of layers from an input: Keras' {@code Sequential} with an {@code Input}. */
  public static Model sequential(KerasTensor input, LayerLike... layers) {
    RequiredArguments.check(input, "input", layers, "layers");
    List<LayerNode> nodes = List.of(layers).stream().map(LayerLike::member).toList();
    return of(ModelBuilding.sequential(null, input.value(), nodes));
  }

  /** Returns the model from one tensor to another: Keras' {@code Model(inputs, outputs)}. */
  public static Model of(KerasTensor input, KerasTensor output) {
    RequiredArguments.check(input, "input", output, "output");
    return of(List.of(input), List.of(output));
  }

  /**
   * Returns the model that a function makes of an input, such as the {@code call} method of a class
   * that owns layers: a subclassed model of Keras, seen as the layers that the call goes through.
   */
  public static Model of(KerasTensor input, UnaryOperator<KerasTensor> call) {
    RequiredArguments.check(input, "input", call, "call");
    return of(input, call.apply(input));
  }

  /** Returns the model from some tensors to others: Keras' {@code Model(inputs, outputs)}. */
  public static Model of(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return of(null, inputs, outputs);
  }

  /** Returns the model from some tensors to others under a name. */
  public static Model of(
      @Nullable String name, List<KerasTensor> inputs, List<KerasTensor> outputs) {
    RequiredArguments.check(inputs, "inputs", outputs, "outputs");
    return of(ModelBuilding.functional(name, inputs, outputs));
  }

  /**
   * Adds a layer at the end of a Sequential; layers that are there keep their weights.
   *
   * @throws IllegalStateException for a model that is no Sequential
   */
  public synchronized Model add(LayerLike layer) {
    RequiredArguments.check(layer, "layer");
    become(backing.add(layer.member()));
    return this;
  }

  /** Builds a model that waits for its first data, for samples like these; others stay. */
  public void build(Tensor batch) {
    RequiredArguments.check(batch, "batch");
    build(new TensorType(batch.dtype(), Shape.of(batch.shape())));
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
      return new Model(changed, Engine.preferred()).images(images());
    }
    return new Model(changed, engine).images(images()).runLimits(runLimits());
  }

  /** Returns the engine that the model runs on. */
  public Engine engine() {
    return engine;
  }

  /**
   * Returns the same model run by another engine.
   *
   * <p>Both share the weights. Closing one leaves the other open: native memory is freed with the
   * last of them.
   *
   * @throws IllegalStateException where this model is closed
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
    Model view = new Model(backing, otherEngine, other, images, limits);
    // Of two that have memory in common, one is easily forgotten.
    other.endWith(view);
    claim.endWith(this);
    return view;
  }

  /**
   * Frees native memory, where no other model has it in common; see {@link #on}. A second call does
   * nothing.
   */
  @Override
  public void close() {
    claim.end();
  }

  /** Returns what the model wants, in order. */
  public List<TensorSpec> inputs() {
    return backing.inputs();
  }

  /** Returns what the model gives, in order. */
  public List<TensorSpec> outputs() {
    return backing.outputs();
  }

  /**
   * Returns the only input as a symbolic tensor, for {@code Model.of(model.input(),
   * model.layer("dense").output())}.
   *
   * @throws IllegalStateException for a model of several inputs
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
   * @throws IllegalStateException for a model of several outputs
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

  /** Returns the layers: to look one up, to go through them, to freeze some by a pattern. */
  public ModelLayers layers() {
    return new ModelLayers(this);
  }

  /** Returns a layer by its path: Keras' {@code get_layer}; see {@link ModelLayers#get(String)}. */
  public ModelLayer layer(String path) {
    return layers().get(path);
  }

  /** Returns a layer by its position; see {@link ModelLayers#get(int)}. */
  public ModelLayer layer(int index) {
    return layers().get(index);
  }

  /** Returns what makes other models of this one: parts, more layers, other names. */
  public ModelEditor edit() {
    return new ModelEditor(this);
  }

  /** Returns the ONNX file behind the model. */
  public OnnxView onnx() {
    return new OnnxView(this);
  }

  /** Returns facts about the model. */
  public ModelInfo info() {
    return new ModelInfo(this);
  }

  Backing backing() {
    return backing;
  }

  Model asLayers() {
    Backing layers = backing.toKeras();
    return layers == backing ? view(engine) : with(layers);
  }

  /**
   * Predicts for a batch, for a model of one input and one output.
   *
   * @param batch the first axis counts the samples; numbers are converted to the input's type
   * @throws IllegalArgumentException where the shape does not fit
   */
  @Override
  public Tensor predict(Tensor batch) {
    build(batch);
    one(inputs(), "inputs");
    one(outputs(), "outputs");
    return predict(Map.of(inputs().get(0).name(), batch)).values().iterator().next();
  }

  /** Predicts for a batch of rows, for a model of one flat input and one flat output. */
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

  /** Predicts for a single sample, without the batch axis in or out. */
  public Tensor predictOne(Tensor sample) {
    RequiredArguments.check(sample, "sample");
    return predict(sample.expandDims(0)).get(0);
  }

  private List<String> outputNames() {
    return outputs().stream().map(TensorSpec::name).toList();
  }

  /**
   * Predicts for a batch, for a model of any number of inputs and outputs.
   *
   * @param batch one tensor for each input, by its name
   * @return one tensor for each output, by its name, in order
   */
  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> batch) {
    RequiredArguments.check(batch, "batch");
    return run(batch, outputNames());
  }

  /**
   * Returns outputs and values inside the model, for a model of one input.
   *
   * @param wanted names of outputs or of layers
   * @return one tensor for each name, in order
   */
  public Map<String, Tensor> run(Tensor batch, String... wanted) {
    RequiredArguments.check(batch, "batch", wanted, "wanted");
    build(batch);
    one(inputs(), "inputs");
    return run(Map.of(inputs().get(0).name(), batch), List.of(wanted));
  }

  /**
   * Returns outputs and values inside the model.
   *
   * @param batch one tensor for each input, by its name
   * @param wanted names of outputs or of layers, such as {@code encoder/dense_1}; see {@link
   *     ModelInfo#innerNames()}
   * @return one tensor for each name, in order
   */
  public Map<String, Tensor> run(Map<String, Tensor> batch, List<String> wanted) {
    RequiredArguments.check(batch, "batch", wanted, "wanted");
    return run(batch, wanted, Deadline.after(runLimits().time()));
  }

  /** Runs the model for no longer than a deadline allows. */
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
   * Lets the next prediction start as the first one did: Keras' {@code reset_states}. A model that
   * remembers nothing stays as it is.
   *
   * <p>The states themselves are among {@link #weights()}, as {@code lstm/rnn_state}.
   */
  public void resetStates() {
    backing.resetStates();
  }

  /** Returns what a run of this model may take at most. */
  public RunLimits runLimits() {
    return Objects.requireNonNull(limits.get());
  }

  /**
   * Sets what a run of this model may take at most, for models of strangers: see {@link RunLimits}.
   * The same model on another engine has the same limits.
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

  private static void one(List<TensorSpec> list, String what) {
    if (list.size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + list.size() + " " + what + ": use predict(Map), with " + list);
    }
  }

  /** Returns the training, after a model that waits for its first data was built for these. */
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
   * Chooses what the model is trained with: Keras' {@code compile}.
   *
   * <p>Of an ONNX file it is the initializers in the places of weights that learn, or those that
   * {@link ModelLayers#trainOnly} names.
   */
  public void compile(CompileOptions options) {
    RequiredArguments.check(options, "options");
    backing.compile(options);
  }

  /**
   * Chooses by Keras' names, such as {@code compile("adam", "mse", "mae", auc())}.
   *
   * @param metrics names, {@link dev.tenon.metrics.Metric}s and {@link Loss}es
   * @throws IllegalArgumentException for an unknown name, with the nearest, or another object
   */
  public void compile(String optimizer, String loss, Object... metrics) {
    RequiredArguments.check(optimizer, "optimizer", loss, "loss", metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Chooses an optimizer by name, a loss, and metrics; see {@link #compile(String, String,
   * Object...)}.
   */
  public void compile(String optimizer, Loss loss, Object... metrics) {
    RequiredArguments.check(optimizer, "optimizer", loss, "loss", metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Chooses an optimizer, a loss by name, and metrics; see {@link #compile(String, String,
   * Object...)}.
   */
  public void compile(Optimizer optimizer, String loss, Object... metrics) {
    RequiredArguments.check(optimizer, "optimizer", loss, "loss", metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Chooses an optimizer, a loss, and metrics; see {@link #compile(String, String, Object...)}. */
  public void compile(Optimizer optimizer, Loss loss, Object... metrics) {
    RequiredArguments.check(optimizer, "optimizer", loss, "loss", metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Lets {@code fit} and {@code trainOnBatch} run a step of one's own: Keras' {@code train_step} of
   * a model's class.
   *
   * <p>The data go to the step as they are, and it reports the metrics; what the model is compiled
   * with counts for {@code evaluate} and validation data only.
   *
   * @param step the step, which is closed by who made it; null for that of {@code compile}
   * @return this model
   */
  public Model trainStep(@Nullable TrainingStep step) {
    refuseClosed();
    backing.training().setStep(step == null ? null : step.session());
    return this;
  }

  /** Learns from arrays for one epoch; see {@link #fit(Tensor, Tensor, FitOptions)}. */
  public History fit(Tensor x, Tensor y) {
    return fit(x, y, FitOptions.DEFAULTS);
  }

  /**
   * Learns from rows of numbers and rows of targets; see {@link #fit(Tensor, Tensor, FitOptions)}.
   */
  public History fit(float[][] x, float[][] y, FitOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return fit(Tensor.of(x), Tensor.of(y), options);
  }

  /** Learns from rows for one epoch; see {@link #fit(float[][], float[][], FitOptions)}. */
  public History fit(float[][] x, float[][] y) {
    return fit(x, y, FitOptions.DEFAULTS);
  }

  /** Learns from rows of numbers and a class each; see {@link #fit(Tensor, Tensor, FitOptions)}. */
  public History fit(float[][] x, int[] y, FitOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return fit(Tensor.of(x), Tensor.of(y), options);
  }

  /** Learns from rows and classes for one epoch; see {@link #fit(float[][], int[], FitOptions)}. */
  public History fit(float[][] x, int[] y) {
    return fit(x, y, FitOptions.DEFAULTS);
  }

  /** Learns from named arrays for one epoch; see {@link #fit(Map, Map, FitOptions)}. */
  public History fit(Map<String, Tensor> x, Map<String, Tensor> y) {
    return fit(x, y, FitOptions.DEFAULTS);
  }

  /** Learns from arrays for one epoch; see {@link #fit(Batch, FitOptions)}. */
  public History fit(Batch samples) {
    return fit(samples, FitOptions.DEFAULTS);
  }

  /** Learns from batches for one epoch; see {@link #fit(Dataset, FitOptions)}. */
  public History fit(Dataset data) {
    return fit(data, FitOptions.DEFAULTS);
  }

  /**
   * Learns from arrays: Keras' {@code fit}.
   *
   * @param x the samples, for a model of one input
   * @param y the targets, for a model of one output
   * @return the loss and the metrics of every epoch
   * @throws IllegalArgumentException where the data do not fit; names the argument
   * @throws IllegalStateException where the model is not compiled
   */
  public History fit(Tensor x, Tensor y, FitOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return training(x).fit(this, Batch.of(List.of(x), List.of(y)), options);
  }

  /**
   * Learns from arrays for any number of inputs and outputs, by their names.
   *
   * @param y the targets; of outputs without a loss and metrics they may be missing
   */
  public History fit(Map<String, Tensor> x, Map<String, Tensor> y, FitOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return backing.training().fit(this, batch(x, y), options);
  }

  /**
   * Learns from arrays for any number of inputs and outputs, with sample weights for each output.
   *
   * @param samples all of them, in the order of the model's inputs and outputs
   */
  public History fit(Batch samples, FitOptions options) {
    RequiredArguments.check(samples, "samples", options, "options");
    return training(samples.features().get(0)).fit(this, samples, options);
  }

  /** Learns from batches. */
  public History fit(Dataset data, FitOptions options) {
    RequiredArguments.check(data, "data", options, "options");
    ModelTraining training = training(data);
    ImageSpec read = data.images();
    if (read != null) {
      images(read);
    }
    return training.fit(this, data, options);
  }

  /** Measures loss and metrics on arrays, in batches of 32: Keras' {@code evaluate}. */
  @Override
  public Map<String, Double> evaluate(Tensor x, Tensor y) {
    return evaluate(x, y, EvaluateOptions.DEFAULTS);
  }

  /**
   * Measures loss and metrics on arrays: Keras' {@code evaluate}.
   *
   * @param x the samples, for a model of one input
   * @param y the targets, for a model of one output
   * @return the loss and the metrics by name, in the order of their names, as Keras' {@code
   *     return_dict=True} has them
   */
  public Map<String, Double> evaluate(Tensor x, Tensor y, EvaluateOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return evaluate(Batch.of(List.of(x), List.of(y)), options);
  }

  /**
   * Measures loss and metrics on rows and rows of targets; see {@link #evaluate(Tensor, Tensor)}.
   */
  public Map<String, Double> evaluate(float[][] x, float[][] y) {
    RequiredArguments.check(x, "x", y, "y");
    return evaluate(Tensor.of(x), Tensor.of(y));
  }

  /** Measures loss and metrics on rows and a class each; see {@link #evaluate(Tensor, Tensor)}. */
  public Map<String, Double> evaluate(float[][] x, int[] y) {
    RequiredArguments.check(x, "x", y, "y");
    return evaluate(Tensor.of(x), Tensor.of(y));
  }

  /** Measures loss and metrics on arrays by the names of inputs and outputs. */
  public Map<String, Double> evaluate(Map<String, Tensor> x, Map<String, Tensor> y) {
    return evaluate(x, y, EvaluateOptions.DEFAULTS);
  }

  /**
   * Measures loss and metrics on arrays by the names of inputs and outputs.
   *
   * @param y the targets; of outputs without a loss and metrics they may be missing
   */
  public Map<String, Double> evaluate(
      Map<String, Tensor> x, Map<String, Tensor> y, EvaluateOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return evaluate(batch(x, y), options);
  }

  /** Measures loss and metrics on arrays, in batches of 32. */
  public Map<String, Double> evaluate(Batch samples) {
    return evaluate(samples, EvaluateOptions.DEFAULTS);
  }

  /** Measures loss and metrics on arrays, which may have sample weights. */
  public Map<String, Double> evaluate(Batch samples, EvaluateOptions options) {
    RequiredArguments.check(samples, "samples", options, "options");
    Tensor weight = options.sampleWeight();
    Batch weighted = weight == null ? samples : FitData.weighted(samples, weight);
    return evaluate(Dataset.of(weighted).batch(options.batchSize()), options.sampleWeight(null));
  }

  /** Measures loss and metrics on batches. */
  @Override
  public Map<String, Double> evaluate(Dataset data) {
    return evaluate(data, EvaluateOptions.DEFAULTS);
  }

  /**
   * Measures loss and metrics on batches: Keras' {@code evaluate}.
   *
   * @param options its {@code batchSize} does not count: the data are in batches
   * @throws IllegalArgumentException for {@code sampleWeight}: a data set brings its own
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
   * Predicts batch by batch: Keras' {@code predict}.
   *
   * @param data its targets are not looked at
   * @return one tensor for each output, by its name, with the samples of all batches
   */
  @Override
  public Map<String, Tensor> predict(Dataset data) {
    RequiredArguments.check(data, "data");
    return predict(data, PredictOptions.DEFAULTS);
  }

  /**
   * Predicts batch by batch within the limits that the options give, with their callbacks.
   *
   * @param options its {@code batchSize} does not count: the data are in batches
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
    List<String> names = outputNames();
    List<TensorSpec> wanted = inputs();
    return new PredictLoop(this, () -> keras().lowered().graph(), data, options)
        .run(
            batch -> {
              Map<String, Tensor> features = new LinkedHashMap<>();
              for (int i = 0; i < wanted.size(); i++) {
                features.put(wanted.get(i).name(), batch.features().get(i));
              }
              return run(features, names, deadline);
            });
  }

  /**
   * Predicts for arrays, so many samples at a time; see {@link #predict(Dataset)}.
   *
   * @param x the samples, for a model of one input and one output
   */
  public Tensor predict(Tensor x, int batchSize) {
    return predict(x, PredictOptions.DEFAULTS.batchSize(batchSize));
  }

  /**
   * Predicts for arrays within the limits that the options give.
   *
   * <pre>{@code
   * Tensor scores = model.predict(x, predict().timeout(Duration.ofSeconds(2)));
   * }</pre>
   *
   * @param x the samples, for a model of one input and one output
   * @throws dev.tenon.error.RunStoppedException where the time is over, or the thread is
   *     interrupted
   */
  public Tensor predict(Tensor x, PredictOptions options) {
    RequiredArguments.check(x, "x", options, "options");
    build(x);
    return predict(Map.of(inputs().get(0).name(), x), options).values().iterator().next();
  }

  /**
   * Predicts for arrays of any number of inputs and outputs, by their names; see {@link
   * #predict(Tensor, PredictOptions)}.
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
    return size != null && batched && (options.watched() || features.get(0).dim(0) > size)
        ? predict(Dataset.of(Batch.of(features, List.of())).batch(size), options, deadline)
        : run(x, outputNames(), deadline);
  }

  /**
   * Learns from one batch: Keras' {@code train_on_batch}.
   *
   * @param batch with sample weights, where there are some
   * @return the loss before the step and the metrics, of this batch alone
   */
  public BatchLogs trainOnBatch(Batch batch) {
    RequiredArguments.check(batch, "batch");
    return training(batch.features().get(0)).trainOnBatch(batch);
  }

  /** Learns from one batch of one input and one output; see {@link #trainOnBatch(Batch)}. */
  public BatchLogs trainOnBatch(Tensor x, Tensor y) {
    RequiredArguments.check(x, "x", y, "y");
    return trainOnBatch(Batch.of(List.of(x), List.of(y)));
  }

  /**
   * Learns from one batch of weighted samples; see {@link #trainOnBatch(Batch)}.
   *
   * @param sampleWeight what the loss of each sample is multiplied by
   */
  public BatchLogs trainOnBatch(Tensor x, Tensor y, Tensor sampleWeight) {
    RequiredArguments.check(x, "x", y, "y", sampleWeight, "sampleWeight");
    return trainOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), sampleWeight));
  }

  /**
   * Learns from one batch of weighted classes; see {@link #trainOnBatch(Batch)}.
   *
   * @param classWeight what the loss of the samples of a class is multiplied by; 1 for others
   */
  public BatchLogs trainOnBatch(Tensor x, Tensor y, Map<Integer, Double> classWeight) {
    RequiredArguments.check(x, "x", y, "y", classWeight, "classWeight");
    return trainOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), classWeight));
  }

  /**
   * Measures one batch: Keras' {@code test_on_batch}.
   *
   * @param batch with sample weights, where there are some
   * @return the loss and the metrics, of this batch alone
   */
  public BatchLogs testOnBatch(Batch batch) {
    RequiredArguments.check(batch, "batch");
    return training(batch.features().get(0)).testOnBatch(batch);
  }

  /** Measures one batch of one input and one output; see {@link #testOnBatch(Batch)}. */
  public BatchLogs testOnBatch(Tensor x, Tensor y) {
    RequiredArguments.check(x, "x", y, "y");
    return testOnBatch(Batch.of(List.of(x), List.of(y)));
  }

  /** Measures one batch of weighted samples; see {@link #testOnBatch(Batch)}. */
  public BatchLogs testOnBatch(Tensor x, Tensor y, Tensor sampleWeight) {
    RequiredArguments.check(x, "x", y, "y", sampleWeight, "sampleWeight");
    return testOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), sampleWeight));
  }

  /** Predicts for one batch, for a model of one input and one output. */
  public Tensor predictOnBatch(Tensor x) {
    RequiredArguments.check(x, "x");
    return predict(x);
  }

  /** Predicts for one batch: Keras' {@code predict_on_batch}; see {@link #predict(Map)}. */
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

  /**
   * Returns what the Keras importer read or was built in code, with the newest weights, also in the
   * middle of a training.
   *
   * @throws IllegalStateException for a model that is no Keras model, or is not built yet
   * @throws UnsupportedModelException for an ONNX network, which {@link ModelEditor#toKeras()}
   *     makes layers of
   */
  @SuppressWarnings("exports")
  public KerasModel keras() {
    return backing.keras();
  }

  /** Returns the model as a layer of other models, with the same weights. */
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

  /**
   * Returns a model of the same layers with weights of its own, which begin equal to this one's.
   */
  public Model copy() {
    return with(backing.editable().copy());
  }

  /** Writes, and logs what a reader should know of the file. */
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
   * Returns the present value of every weight and state, by path such as {@code
   * encoder/dense_1/kernel}, in Keras' order; of an ONNX file, of every initializer that is read
   * where a weight belongs, by its name.
   */
  @Override
  public Map<String, Tensor> weights() {
    return backing.weights();
  }

  /**
   * Gives weights and states other values; those that are not named stay.
   *
   * @throws IllegalArgumentException for a path that is none, or another shape
   */
  @Override
  public void setWeights(Map<String, Tensor> values) {
    RequiredArguments.check(values, "values");
    backing.editable().setWeights(values);
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
    return this;
  }

  /** Returns how many numbers all weights have: Keras' {@code count_params()}. */
  public long countParams() {
    return weights().values().stream().mapToLong(Tensor::size).sum();
  }

  /**
   * Returns how the images are read that the model learned from, or that its file tells of; null
   * where nothing is known. It is saved with the model in all formats but {@code .weights.h5} and
   * {@code .pb}.
   */
  public @Nullable ImageSpec images() {
    return images.get();
  }

  /**
   * Says how images are read for the model; {@code fit} does so where its data are an {@link
   * dev.tenon.data.ImageFolder}.
   *
   * @return this model
   */
  public Model images(@Nullable ImageSpec spec) {
    images.set(spec);
    return this;
  }

  /**
   * Returns the configuration of the layers without weights: Keras' {@code model.to_json()}, for
   * {@link #fromJson(String)} and Python's {@code model_from_json}.
   *
   * @throws UnsupportedModelException where Keras cannot say what the model computes
   */
  public String toJson() {
    return backing
        .editable()
        .exporter(Path.of("model.keras"), new KerasOptions(KerasFormat.KERAS, true), Map.of())
        .json();
  }

  /** Returns the kind of model, its inputs and outputs, and the engine, in a line. */
  @Override
  public String toString() {
    return "Model '" + backing.name() + "' " + inputs() + " -> " + outputs() + " on " + engine;
  }

  /** Returns the table that Keras' {@code model.summary()} prints. */
  @Override
  public String summary() {
    return summary(SummaryOptions.DEFAULTS);
  }

  /**
   * Returns the table that Keras' {@code model.summary()} prints; that of an ONNX file or a
   * SavedModel has no options.
   */
  public String summary(SummaryOptions options) {
    RequiredArguments.check(options, "options");
    return backing.summary(options);
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
   * a Keras file through {@link ModelEditor#toKeras()}.
   *
   * <p>What a reader should know of the file is returned, and also logged by the {@link
   * System.Logger} {@code dev.tenon.Model} as a warning, once for a model and sentence. The same
   * holds for {@link #export}.
   *
   * @param target the file; it appears only when it is complete
   * @return what a reader should know of the file, such as classes that Python needs; often empty
   * @throws UnsupportedModelException where the format cannot say what the model computes
   * @throws IOException where the file cannot be written
   */
  @Override
  public SaveReport save(Path target) throws IOException {
    RequiredArguments.check(target, "target");
    FileFormat format = FileFormats.named(target);
    return written(target, () -> format.save(backing, target, images()));
  }

  /** Writes the model into a file or folder of this name; see {@link #save(Path)}. */
  public SaveReport save(String target) throws IOException {
    RequiredArguments.check(target, "target");
    return save(Path.of(target));
  }

  /**
   * Says whether a Keras or ONNX file can be written, without writing it; a SavedModel or frozen
   * graph can be of every model that TensorFlow runs.
   *
   * @param target as for {@link #save(Path)}
   * @throws UnsupportedModelException where the name asks for no format, or the format cannot say
   *     what the model computes; lists everything
   */
  @Override
  public void checkSavable(Path target) {
    FileFormats.named(target).check(backing, target);
  }

  /** Says whether a kind of Keras file can be written; see {@link #checkSavable(Path)}. */
  public void checkSavable(Path target, KerasOptions options) {
    backing.editable().exporter(target, options, Map.of()).check(target);
  }

  /** Writes a Keras file with options; see {@link #save(Path)}. */
  @Override
  public SaveReport save(Path target, KerasOptions options) throws IOException {
    RequiredArguments.check(target, "target", options, "options");
    return written(
        target,
        () -> backing.editable().exporter(target, options, ImageNotes.of(images())).write(target));
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
  public SaveReport save(Path target, OnnxOptions options) throws IOException {
    RequiredArguments.check(target, "target", options, "options");
    if (!FileFormats.named(target).equals(FileFormats.ONNX)) {
      throw new UnsupportedModelException(
          "cannot write '" + target + "' as ONNX: the name must end in .onnx");
    }
    Map<String, String> metadata = new LinkedHashMap<>(ImageNotes.of(images()));
    metadata.putAll(options.metadata());
    OnnxOptions all = options.metadata(metadata);
    return written(target, () -> backing.editable().saveOnnx(target, all));
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
  public SaveReport export(Path folder) throws IOException {
    return export(folder, "tf_saved_model");
  }

  /**
   * Writes the model in a format to run it elsewhere: Keras' {@code export(path, format=…)}.
   *
   * <p>A frozen graph is one TensorFlow file with the weights as constants. In it and in a
   * SavedModel, the states of stateful layers start at zero in each run.
   *
   * @param format {@code tf_saved_model}, {@code tf_frozen_graph} or {@code onnx}
   * @return what was written, and what a reader should know of it
   * @throws IllegalArgumentException for an unknown format, with the nearest
   * @throws UnsupportedModelException where the format cannot say what the model computes
   * @throws IOException where it cannot be written
   */
  public SaveReport export(Path target, String format) throws IOException {
    RequiredArguments.check(target, "target", format, "format");
    FileFormat chosen = FileFormats.exported(format);
    return written(target, () -> chosen.save(backing, target, images()));
  }
}
