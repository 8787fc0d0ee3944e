package dev.tenon;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.KerasFormat;
import dev.tenon.exporters.keras.KerasOptions;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.importers.keras.CustomLayers;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxStructure;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.Member;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A neural network: loaded from a file, run, looked at and saved.
 *
 * <p>Safe for use by any number of threads; one model is enough for a whole server. Native memory
 * is taken at the first prediction and freed by {@link #close()}.
 *
 * <pre>{@code
 * try (Model model = Model.load(Path.of("model.h5"))) {
 *   float[][] scores = model.predict(new float[][] {{5.1f, 3.5f, 1.4f, 0.2f}});
 * }
 * }</pre>
 */
public final class Model extends TrainableModel implements AutoCloseable {
  private static final long STREAM_LIMIT = Integer.MAX_VALUE - 8L;

  private volatile Backing backing;
  private final String engine;

  private Model(Backing backing, String engine) {
    this.backing = backing;
    this.engine = engine;
  }

  /**
   * Loads a model from a file; what it is, the content decides and not the suffix.
   *
   * @param path a Keras {@code .h5} of any age, a {@code .keras}, or an ONNX file
   * @throws IOException where the file cannot be read
   * @throws dev.tenon.error.MalformedModelException where it is wrong
   * @throws dev.tenon.error.UnsupportedModelException where it holds what Tenon cannot run
   */
  public static Model load(Path path) throws IOException {
    return load(path, CustomLayers.none());
  }

  /** Loads a model from a file, with Java for layers that Tenon does not know. */
  public static Model load(Path path, CustomLayers customLayers) throws IOException {
    try (Source source = Source.of(path)) {
      return load(source, customLayers);
    }
  }

  /** Loads a model from bytes; see {@link #load(Path)}. */
  public static Model load(byte[] bytes) throws IOException {
    try (Source source = Source.of("bytes", bytes)) {
      return load(source, CustomLayers.none());
    }
  }

  /** Loads a model from a stream, which is read to its end; see {@link #load(Path)}. */
  public static Model load(InputStream stream) throws IOException {
    try (Source source = Source.of("stream", stream, STREAM_LIMIT)) {
      return load(source, CustomLayers.none());
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
    try (InputStream stream = owner.getResourceAsStream(name)) {
      if (stream == null) {
        throw new FileNotFoundException(
            "no resource '" + name + "' on the class path beside " + owner.getName());
      }
      return load(stream);
    }
  }

  /** Returns a model that was read by the Keras importer. */
  public static Model of(KerasModel keras) {
    return new Model(new KerasBacking(keras), Engines.preferred());
  }

  /**
   * Returns a chain of layers with new weights: Keras' {@code Sequential}.
   *
   * <p>Where the first layer says what it takes, with {@code inputShape(…)}, the model is built at
   * once; else by its first data.
   */
  public static Model sequential(Member... layers) {
    return sequential(null, List.of(layers));
  }

  /** Returns a chain of layers under a name; see {@link #sequential(Member...)}. */
  public static Model sequential(@Nullable String name, List<? extends Member> layers) {
    List<LayerNode> nodes = layers.stream().map(Member::member).toList();
    Value input = nodes.isEmpty() ? null : ModelBuilding.input(nodes);
    return input == null
        ? new Model(new DeferredBacking(name, nodes), Engines.preferred())
        : of(ModelBuilding.sequential(name, input, nodes));
  }

  /** Returns a chain of layers from an input: Keras' {@code Sequential} with an {@code Input}. */
  public static Model sequential(KerasTensor input, Member... layers) {
    List<LayerNode> nodes = List.of(layers).stream().map(Member::member).toList();
    return of(ModelBuilding.sequential(null, input.value(), nodes));
  }

  /** Returns the model from one tensor to another: Keras' {@code Model(inputs, outputs)}. */
  public static Model of(KerasTensor input, KerasTensor output) {
    return of(List.of(input), List.of(output));
  }

  /**
   * Returns the model that a function makes of an input, such as the {@code call} method of a class
   * that owns layers: a subclassed model of Keras, seen as the layers that the call goes through.
   */
  public static Model of(KerasTensor input, UnaryOperator<KerasTensor> call) {
    return of(input, call.apply(input));
  }

  /** Returns the model from some tensors to others: Keras' {@code Model(inputs, outputs)}. */
  public static Model of(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return of(null, inputs, outputs);
  }

  /** Returns the model from some tensors to others under a name. */
  public static Model of(
      @Nullable String name, List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return of(ModelBuilding.functional(name, inputs, outputs));
  }

  /**
   * Adds a layer at the end of a Sequential; layers that are there keep their weights.
   *
   * @throws IllegalStateException for a model that is no Sequential
   */
  public synchronized Model add(Member layer) {
    backing = ModelBuilding.longer(backing, layer.member());
    return this;
  }

  /** Builds a model that waits for its first data, for samples like these; others stay. */
  public void build(Tensor batch) {
    build(new TensorType(batch.dtype(), Shape.of(batch.shape())));
  }

  @Override
  synchronized void build(TensorType batch) {
    if (backing instanceof DeferredBacking deferred) {
      backing = ModelBuilding.built(deferred, ModelBuilding.input(batch));
    }
  }

  private static Model load(Source source, CustomLayers customLayers) throws IOException {
    if (ContentType.of(source) == ContentType.ONNX) {
      return new Model(OnnxBacking.open(source), Engines.ONNXRUNTIME);
    }
    return of(KerasImporter.read(source, new KerasImporter.Options(customLayers)));
  }

  /**
   * Returns the same model run by another engine, {@code tensorflow} or {@code onnxruntime}.
   *
   * <p>Both share the weights; closing either closes both.
   */
  public Model on(String otherEngine) {
    return new Model(backing, Engines.check(otherEngine));
  }

  @Override
  public List<ModelInput> inputs() {
    return backing.inputs();
  }

  @Override
  public List<ModelInput> outputs() {
    return backing.outputs();
  }

  /** Returns the names of everything inside that {@link #run} gives, layer by layer. */
  public List<String> innerNames() {
    return backing.innerNames();
  }

  /**
   * Predicts for a batch, for a model of one input and one output.
   *
   * @param batch the first axis counts the samples; numbers are converted to the input's type
   * @throws IllegalArgumentException where the shape does not fit
   */
  public Tensor predict(Tensor batch) {
    build(batch);
    one(inputs(), "inputs");
    one(outputs(), "outputs");
    return predict(Map.of(inputs().get(0).name(), batch)).values().iterator().next();
  }

  /** Predicts for a batch of rows, for a model of one flat input and one flat output. */
  public float[][] predict(float[][] rows) {
    Tensor scores = predict(Tensor.of(rows));
    float[][] result = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      result[i] = scores.get(i).toFloatArray();
    }
    return result;
  }

  /** Predicts for a single sample, without the batch axis in or out. */
  public Tensor predictOne(Tensor sample) {
    return predict(sample.expandDims(0)).get(0);
  }

  /**
   * Predicts for a batch, for a model of any number of inputs and outputs.
   *
   * @param batch one tensor for each input, by its name
   * @return one tensor for each output, by its name, in order
   */
  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> batch) {
    List<String> names = outputs().stream().map(ModelInput::name).toList();
    return run(batch, names);
  }

  /**
   * Returns outputs and values inside the model.
   *
   * @param batch one tensor for each input, by its name
   * @param wanted names of outputs or of layers, such as {@code encoder/dense_1}; see {@link
   *     #innerNames()}
   * @return one tensor for each name, in order
   */
  public Map<String, Tensor> run(Map<String, Tensor> batch, List<String> wanted) {
    Map<String, Tensor> checked = Inputs.check(inputs(), batch);
    List<Tensor> results = backing.run(engine, checked, wanted);
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      named.put(wanted.get(i), results.get(i));
    }
    return named;
  }

  /** Returns the name of the engine that the model runs on. */
  public String engine() {
    return engine;
  }

  @Override
  public void compile(CompileOptions options) {
    if (backing instanceof DeferredBacking deferred) {
      deferred.compile(options);
    } else {
      training().compile(options);
    }
  }

  @Override
  public @Nullable CompileOptions compiled() {
    if (backing instanceof DeferredBacking deferred) {
      return deferred.options();
    }
    return backing instanceof KerasBacking keras ? keras.training().options() : null;
  }

  @Override
  boolean isDeferred() {
    return backing instanceof DeferredBacking;
  }

  @Override
  ModelTraining training(Tensor first) {
    build(first);
    return training();
  }

  @Override
  ModelTraining training() {
    if (backing instanceof KerasBacking keras) {
      return keras.training();
    }
    if (backing instanceof OnnxBacking onnx) {
      return onnx.training();
    }
    throw new IllegalStateException("the model is not built");
  }

  /**
   * Returns the present value of every weight and state, by path such as {@code
   * encoder/dense_1/kernel}, in Keras' order; of an ONNX file, of every initializer that is read
   * where a weight belongs, by its name.
   */
  public Map<String, Tensor> weights() {
    if (backing instanceof OnnxBacking onnx) {
      return onnx.weights();
    }
    return KerasWeights.of(keras());
  }

  /**
   * Gives weights and states other values; those that are not named stay.
   *
   * @throws IllegalArgumentException for a path that is none, or another shape
   */
  public void setWeights(Map<String, Tensor> values) {
    if (backing instanceof OnnxBacking onnx) {
      onnx.setWeights(values);
      return;
    }
    KerasWeights.set(keras(), values);
  }

  /**
   * Says which initializers of an ONNX file are learned, before it is trained; without it all are
   * that are read where weights belong.
   *
   * @param pattern a regular expression for the whole name, such as {@code "fc\\..*"}
   * @throws IllegalStateException for a model that is no ONNX file, or is in training already
   */
  public Model trainable(String pattern) {
    if (!(backing instanceof OnnxBacking onnx)) {
      throw new IllegalStateException(
          "initializers are chosen by name in an ONNX file only: freeze layers in a Keras model");
    }
    onnx.trainable(pattern);
    return this;
  }

  /**
   * Returns an ONNX network as the Keras layers that compute the same, with weights of its own: it
   * then trains, changes and is saved as every Keras model. A Keras model is returned itself.
   *
   * <p>Inputs and outputs keep their axes; the batch is open, also where the file fixes it.
   *
   * @throws UnsupportedModelException where parts of the network are no layers of Keras; lists
   *     their nodes
   */
  public Model toKeras() {
    return backing instanceof OnnxBacking onnx ? of(onnx.layers()) : this;
  }

  /** Returns the table that Keras' {@code model.summary()} prints. */
  public String summary() {
    return backing.summary();
  }

  /**
   * Writes the model; the suffix says the format.
   *
   * <p>{@code .onnx}, {@code .keras} (an archive of Keras 3), {@code .weights.h5} (its weights
   * alone), or {@code .h5} in the spelling that tf_keras and Keras 3 both open; for an {@code .h5}
   * of one generation see {@link #save(Path, KerasOptions)}. Keras files carry the optimizer's
   * state and the training configuration, where the model has them. An ONNX file is written as it
   * was read, names, opset and metadata included, with the weights of now; with options, see {@link
   * #save(Path, OnnxOptions)}, it is written anew, and as a Keras file through {@link #toKeras()}.
   *
   * @param target the file; it appears only when it is complete
   * @return what a reader should know of the file, such as classes that Python needs; often empty
   * @throws UnsupportedModelException where the format cannot say what the model computes
   * @throws IOException where the file cannot be written
   */
  public List<String> save(Path target) throws IOException {
    KerasFormat format = KerasSaving.format(target);
    if (format != null) {
      return save(target, KerasOptions.of(format));
    }
    if (backing instanceof OnnxBacking onnx) {
      onnx.save(onnxName(target));
      return List.of();
    }
    save(target, OnnxOptions.DEFAULTS);
    return List.of();
  }

  /**
   * Returns the kind of Keras file that a name asks for, null where it ends in none of Keras'
   * suffixes; for an {@code .h5} it is the one that both generations of Keras open.
   */
  public static @Nullable KerasFormat kerasFormat(Path target) {
    return KerasSaving.format(target);
  }

  /** Writes a Keras file with options; see {@link #save(Path)}. */
  public List<String> save(Path target, KerasOptions options) throws IOException {
    if (backing instanceof OnnxBacking) {
      try (Model layers = toKeras()) {
        return layers.save(target, options);
      }
    }
    return KerasSaving.write(keras(), training().written(), target, options);
  }

  /** Writes the model as ONNX with options; see {@link #save(Path)}. */
  public void save(Path target, OnnxOptions options) throws IOException {
    Path named = onnxName(target);
    if (backing instanceof OnnxBacking onnx) {
      onnx.write(named, options);
    } else {
      OnnxSaving.write(keras(), named, options);
    }
  }

  private static Path onnxName(Path target) {
    if (!String.valueOf(target.getFileName()).endsWith(".onnx")) {
      throw new UnsupportedModelException(
          "cannot write '" + target + "': the name must end in .onnx, .keras, .h5 or .weights.h5");
    }
    return target;
  }

  /** Returns facts such as the format and the version that wrote it, by name, in order. */
  public Map<String, String> description() {
    return backing.description();
  }

  /** Returns how often each class of layer, or for an ONNX file each operator, occurs. */
  public Map<String, Integer> kinds() {
    return backing.kinds();
  }

  /** Returns sentences about what was read and set aside; empty in the normal case. */
  public List<String> warnings() {
    return backing.warnings();
  }

  @Override
  public KerasModel keras() {
    if (backing instanceof KerasBacking keras) {
      keras.keras().parameters().hold(null);
      return keras.keras();
    }
    throw backing instanceof DeferredBacking deferred
        ? deferred.unbuilt()
        : new IllegalStateException("this model was not read from a Keras file");
  }

  /**
   * Returns the nodes and weights of an ONNX file, by name.
   *
   * @throws IllegalStateException for a model that was not read from one
   */
  public OnnxStructure onnx() {
    if (backing instanceof OnnxBacking onnx) {
      return onnx.structure();
    }
    throw new IllegalStateException("this model was not read from an ONNX file");
  }

  /** Returns the opset of an ONNX file; 0 for every other model. */
  public long onnxOpset() {
    return backing instanceof OnnxBacking onnx ? onnx.opset() : 0;
  }

  /** Says whether the model was read from a Keras file. */
  public boolean isKeras() {
    return backing instanceof KerasBacking;
  }

  private static void one(List<ModelInput> list, String what) {
    if (list.size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + list.size() + " " + what + ": use predict(Map), with " + list);
    }
  }

  /** Frees native memory; a second call does nothing. */
  @Override
  public void close() {
    backing.close();
  }
}
