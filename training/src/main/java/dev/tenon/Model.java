package dev.tenon;

import dev.tenon.callbacks.TrainedModel;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Interruptions;
import dev.tenon.formats.LoadLimits;
import dev.tenon.formats.PendingFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.WholeFile;
import dev.tenon.formats.image.ImageSpec;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.keras.layers.CustomLayers;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.BackingClaim;
import dev.tenon.internal.backing.keras.DeferredBacking;
import dev.tenon.internal.backing.keras.KerasBacking;
import dev.tenon.internal.backing.keras.ModelBuilding;
import dev.tenon.internal.backing.onnx.OnnxBacking;
import dev.tenon.internal.backing.stored.StoredBacking;
import dev.tenon.internal.run.Engines;
import dev.tenon.internal.saving.ImageNotes;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.Member;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.RunLimits;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
 * <pre>{@code
 * try (Model model = Model.load(Path.of("model.h5"))) {
 *   float[][] scores = model.predict(new float[][] {{5.1f, 3.5f, 1.4f, 0.2f}});
 * }
 * }</pre>
 */
public final class Model extends SavableModel implements TrainedModel, AutoCloseable {
  private static final long STREAM_LIMIT = Integer.MAX_VALUE - 8L;

  private volatile Backing backing;
  private final String engine;
  private volatile BackingClaim claim;

  /** Shared by the same model on other engines. */
  private final AtomicReference<@Nullable ImageSpec> images;

  /** Shared by the same model on other engines. */
  private final AtomicReference<RunLimits> limits;

  Model(Backing backing, String engine) {
    this(
        backing,
        engine,
        BackingClaim.of(backing),
        new AtomicReference<>(),
        new AtomicReference<>(RunLimits.DEFAULTS));
  }

  private Model(
      Backing backing,
      String engine,
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
    RequiredArguments.check(path, "path");
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
    RequiredArguments.check(path, "path");
    RequiredArguments.check(customLayers, "customLayers");
    RequiredArguments.check(limits, "limits");
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
    if (ContentType.isSavedModel(path)) {
      Model model = new Model(StoredBacking.open(path, limits), Engines.TENSORFLOW);
      Path notes = ImageNotes.file(path);
      if (Files.isRegularFile(notes)) {
        model.images.set(ImageNotes.read(notes.toString(), WholeFile.text(notes)));
      }
      return model;
    }
    try (Source source = Source.of(path, limits)) {
      return load(source, customLayers);
    }
  }

  /** Loads a model from bytes; see {@link #load(Path)}. */
  public static Model load(byte[] bytes) throws IOException {
    RequiredArguments.check(bytes, "bytes");
    return load(bytes, CustomLayers.none());
  }

  /** Loads a model of a stranger from bytes; see {@link #load(Path, LoadLimits)}. */
  public static Model load(byte[] bytes, LoadLimits limits) throws IOException {
    RequiredArguments.check(bytes, "bytes");
    RequiredArguments.check(limits, "limits");
    try (Source source = Source.of("bytes", bytes).within(limits)) {
      return load(source, CustomLayers.none());
    }
  }

  /** Loads a model from bytes, with Java for layers that Tenon does not know. */
  public static Model load(byte[] bytes, CustomLayers customLayers) throws IOException {
    RequiredArguments.check(bytes, "bytes");
    RequiredArguments.check(customLayers, "customLayers");
    try (Source source = Source.of("bytes", bytes)) {
      return load(source, customLayers);
    }
  }

  /** Loads a model from a stream, which is read to its end; see {@link #load(Path)}. */
  public static Model load(InputStream stream) throws IOException {
    RequiredArguments.check(stream, "stream");
    return load(stream, CustomLayers.none());
  }

  /**
   * Loads a model of a stranger from a stream, of which no more is read than the limits allow; see
   * {@link #load(Path, LoadLimits)}.
   */
  public static Model load(InputStream stream, LoadLimits limits) throws IOException {
    RequiredArguments.check(stream, "stream");
    RequiredArguments.check(limits, "limits");
    try (Source source = Source.of("stream", stream, limits)) {
      return load(source, CustomLayers.none());
    }
  }

  /**
   * Loads a model from a stream, which is read to its end, with Java for layers that Tenon does not
   * know.
   */
  public static Model load(InputStream stream, CustomLayers customLayers) throws IOException {
    RequiredArguments.check(stream, "stream");
    RequiredArguments.check(customLayers, "customLayers");
    try (Source source = Source.of("stream", stream, STREAM_LIMIT)) {
      return load(source, customLayers);
    }
  }

  /**
   * Loads a model from the class path; see {@link #load(Path)}.
   *
   * @param owner the class beside which it lies, or any class where the name starts with a slash
   * @param name the name of the resource
   * @throws FileNotFoundException where there is no such resource
   */
  public static Model loadResource(Class<?> owner, String name) throws IOException {
    RequiredArguments.check(owner, "owner");
    RequiredArguments.check(name, "name");
    return loadResource(owner, name, CustomLayers.none());
  }

  /**
   * Loads a model from the class path, with Java for layers that Tenon does not know; see {@link
   * #loadResource(Class, String)}.
   */
  public static Model loadResource(Class<?> owner, String name, CustomLayers customLayers)
      throws IOException {
    RequiredArguments.check(owner, "owner");
    RequiredArguments.check(name, "name");
    RequiredArguments.check(customLayers, "customLayers");
    try (InputStream stream = owner.getResourceAsStream(name)) {
      if (stream == null) {
        throw new FileNotFoundException(
            "no resource '" + name + "' on the class path beside " + owner.getName());
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
    RequiredArguments.check(json, "json");
    return fromJson(json, CustomLayers.none());
  }

  /** Returns a model without weights, with Java for layers that Tenon does not know. */
  public static Model fromJson(String json, CustomLayers customLayers) {
    RequiredArguments.check(json, "json");
    RequiredArguments.check(customLayers, "customLayers");
    return of(KerasImporter.fromJson(json, new KerasImporter.Options(customLayers)));
  }

  /** Returns a model that was read by the Keras importer. */
  public static Model of(KerasModel keras) {
    RequiredArguments.check(keras, "keras");
    return new Model(new KerasBacking(keras), Engines.preferred());
  }

  /**
   * Returns a chain of layers with new weights: Keras' {@code Sequential}.
   *
   * <p>Where the first layer says what it takes, with {@code inputShape(…)}, the model is built at
   * once; else by its first data.
   */
  public static Model sequential(Member... layers) {
    RequiredArguments.check(layers, "layers");
    return sequential(null, List.of(layers));
  }

  /** Returns a chain of layers under a name; see {@link #sequential(Member...)}. */
  public static Model sequential(@Nullable String name, List<? extends Member> layers) {
    RequiredArguments.check(layers, "layers");
    List<LayerNode> nodes = layers.stream().map(Member::member).toList();
    Value input = nodes.isEmpty() ? null : ModelBuilding.input(nodes);
    return input == null
        ? new Model(new DeferredBacking(name, nodes), Engines.preferred())
        : of(ModelBuilding.sequential(name, input, nodes));
  }

  /** Returns a chain of layers from an input: Keras' {@code Sequential} with an {@code Input}. */
  public static Model sequential(KerasTensor input, Member... layers) {
    RequiredArguments.check(input, "input");
    RequiredArguments.check(layers, "layers");
    List<LayerNode> nodes = List.of(layers).stream().map(Member::member).toList();
    return of(ModelBuilding.sequential(null, input.value(), nodes));
  }

  /** Returns the model from one tensor to another: Keras' {@code Model(inputs, outputs)}. */
  public static Model of(KerasTensor input, KerasTensor output) {
    RequiredArguments.check(input, "input");
    RequiredArguments.check(output, "output");
    return of(List.of(input), List.of(output));
  }

  /**
   * Returns the model that a function makes of an input, such as the {@code call} method of a class
   * that owns layers: a subclassed model of Keras, seen as the layers that the call goes through.
   */
  public static Model of(KerasTensor input, UnaryOperator<KerasTensor> call) {
    RequiredArguments.check(input, "input");
    RequiredArguments.check(call, "call");
    return of(input, call.apply(input));
  }

  /** Returns the model from some tensors to others: Keras' {@code Model(inputs, outputs)}. */
  public static Model of(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    RequiredArguments.check(inputs, "inputs");
    RequiredArguments.check(outputs, "outputs");
    return of(null, inputs, outputs);
  }

  /** Returns the model from some tensors to others under a name. */
  public static Model of(
      @Nullable String name, List<KerasTensor> inputs, List<KerasTensor> outputs) {
    RequiredArguments.check(inputs, "inputs");
    RequiredArguments.check(outputs, "outputs");
    return of(ModelBuilding.functional(name, inputs, outputs));
  }

  /**
   * Adds a layer at the end of a Sequential; layers that are there keep their weights.
   *
   * @throws IllegalStateException for a model that is no Sequential
   */
  public synchronized Model add(Member layer) {
    RequiredArguments.check(layer, "layer");
    become(ModelBuilding.longer(backing, layer.member()));
    return this;
  }

  @Override
  synchronized void build(TensorType batch) {
    if (backing instanceof DeferredBacking deferred) {
      become(ModelBuilding.built(deferred, ModelBuilding.input(batch)));
    }
  }

  private void become(Backing other) {
    claim.leave();
    other.setLimits(runLimits());
    backing = other;
    claim = BackingClaim.of(other);
    claim.reportWith(this);
  }

  private static Model load(Source source, CustomLayers customLayers) throws IOException {
    try {
      return read(source, customLayers);
    } catch (RuntimeException e) {
      throw Faults.named(source.path() == null ? source.name() : source.path(), e);
    }
  }

  private static Model read(Source source, CustomLayers customLayers) throws IOException {
    ContentType type = ContentType.of(source);
    if (type == ContentType.ONNX) {
      OnnxBacking onnx = OnnxBacking.open(source);
      Model model = new Model(onnx, Engines.ONNXRUNTIME);
      String text = onnx.structure().metadata().get(ImageNotes.KEY);
      model.images.set(ImageNotes.read(source.name(), text));
      return model;
    }
    Path path = source.path();
    if (path != null && type == ContentType.FROZEN_GRAPH) {
      return new Model(StoredBacking.open(path, source.limits()), Engines.TENSORFLOW);
    }
    Model model = of(KerasImporter.read(source, new KerasImporter.Options(customLayers)));
    String text = KerasImporter.note(source, ImageNotes.KEY);
    model.images.set(ImageNotes.read(source.name(), text));
    return model;
  }

  /** Returns a model of a changed ONNX network, on the same engine. */
  Model with(OnnxBacking changed) {
    Model model = new Model(changed, engine);
    model.images.set(images.get());
    return model.setRunLimits(runLimits());
  }

  @Override
  public @Nullable ImageSpec images() {
    return images.get();
  }

  @Override
  public Model setImages(@Nullable ImageSpec spec) {
    images.set(spec);
    return this;
  }

  @Override
  public RunLimits runLimits() {
    return Objects.requireNonNull(limits.get());
  }

  @Override
  public Model setRunLimits(RunLimits chosen) {
    RequiredArguments.check(chosen, "limits");
    refuseClosed();
    limits.set(chosen);
    backing.setLimits(chosen);
    return this;
  }

  @Override
  Backing backing() {
    return backing;
  }

  @Override
  public String engine() {
    return engine;
  }

  /**
   * Returns the same model run by another engine, {@code tensorflow} or {@code onnxruntime}.
   *
   * <p>Both share the weights. Closing one leaves the other open: native memory is freed with the
   * last of them.
   *
   * @throws IllegalStateException where this model is closed
   */
  public Model on(String otherEngine) {
    RequiredArguments.check(otherEngine, "otherEngine");
    return view(Engines.check(otherEngine));
  }

  @Override
  synchronized Model view(String otherEngine) {
    BackingClaim other = claim.another();
    Model view = new Model(backing, otherEngine, other, images, limits);
    // Of two that have memory in common, one is easily forgotten.
    other.endWith(view);
    claim.endWith(this);
    return view;
  }

  @Override
  void refuseClosed() {
    claim.refuseEnded();
  }

  @Override
  public KerasModel keras() {
    if (backing instanceof KerasBacking keras) {
      keras.keras().parameters().hold(null);
      return keras.keras();
    }
    if (backing instanceof StoredBacking stored) {
      throw stored.noLayers("changed or written in another format");
    }
    if (backing instanceof OnnxBacking onnx) {
      throw onnx.noLayers("looked up");
    }
    throw backing instanceof DeferredBacking deferred
        ? deferred.unbuilt()
        : new IllegalStateException("this model has no layers of Keras");
  }

  /**
   * Frees native memory, where no other model has it in common; see {@link #on}. A second call does
   * nothing.
   */
  @Override
  public void close() {
    claim.end();
  }
}
