package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.internal.figures.ScoreRows;
import dev.tenon.internal.train.step.GradientStops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.GradientEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gradients of a value of a model with respect to inputs and outputs of layers, as of {@code
 * tf.GradientTape}.
 *
 * <p>The differentiated scalar is {@code sum(seed target)}: a seed of ones gives the sum, 1/n the
 * mean, and a one at a class its score. Names of an ONNX file are its values or nodes. Layers
 * behave as in inference. The object keeps the weights of its creation and runs on TensorFlow, on
 * whichever engine the model runs.
 */
public final class Gradient implements AutoCloseable {
  private final Values values;
  private final Value target;
  private final List<String> sources;
  private final List<Value> sourceValues;
  private final GradientEngine.Differentiated compiled;

  private Gradient(Values values, String named, Value target, List<String> sources) {
    this.values = values;
    this.target = target;
    this.sources = List.copyOf(sources);
    this.sourceValues = sources.stream().map(values::computed).toList();
    refuseUnread(named, values.uses().behind(List.of(target)));
    this.compiled =
        GradientEngine.of(Engine.TENSORFLOW)
            .differentiate(
                GradientStops.apply(values.graph()), values.parameters(), target, sourceValues);
  }

  /** Checks that the target depends on every source. */
  private void refuseUnread(String named, Set<Value> behind) {
    for (int i = 0; i < sources.size(); i++) {
      if (!behind.contains(sourceValues.get(i))) {
        throw new IllegalArgumentException(
            named
                + " is not computed from '"
                + sources.get(i)
                + "', so there is no gradient: name a layer that comes before it");
      }
    }
  }

  /**
   * Compiles the gradients of a value.
   *
   * @param model the model
   * @param target the name of a layer or an output; in an ONNX file of a value or a node
   * @param sources the names of inputs and layers
   * @throws IllegalArgumentException if a name is unknown, or the target does not depend on a
   *     source
   * @throws dev.tenon.error.UnsupportedModelException if an operator has no gradient, such as If
   *     and Loop, or an ONNX file cannot be read as a graph of operators
   */
  public static Gradient of(Model model, String target, List<String> sources) {
    Values values = Values.of(model);
    return new Gradient(values, "'" + target + "'", values.computed(target), sources);
  }

  /**
   * Compiles the gradients of the logits before a final Softmax or Sigmoid of a value; see {@link
   * #of}.
   *
   * @param model the model
   * @param target the name of a layer or an output
   * @param sources the names of inputs and layers
   */
  public static Gradient ofLogits(Model model, String target, List<String> sources) {
    Values values = Values.of(model);
    Value scores = values.logits(values.computed(target));
    return new Gradient(values, "what '" + target + "' is computed from", scores, sources);
  }

  /**
   * Compiles the gradients of the logits of the model's first output, whose name a layer can have
   * too.
   */
  static Gradient ofScores(Model model, List<String> sources) {
    Values values = Values.of(model);
    Value output = values.graph().outputs().get(0);
    return new Gradient(values, "the model's score", values.logits(output), sources);
  }

  /**
   * The result of a run.
   *
   * @param target the differentiated value
   * @param sources the values of the sources by name
   * @param gradients the gradients by name, each of the shape of its source
   */
  public record Result(Tensor target, Map<String, Tensor> sources, Map<String, Tensor> gradients) {}

  /**
   * Computes the gradients for a batch; samples are independent.
   *
   * @param batch a tensor for each input of the model, by name
   * @param seed the weight of each element of the target, of its shape
   */
  public Result run(Map<String, Tensor> batch, Tensor seed) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (Value input : values.graph().inputs()) {
      Tensor tensor = batch.get(input.name());
      if (tensor != null) {
        fed.put(input.name(), tensor.cast(input.dtype()));
      }
    }
    fed.put(compiled.seed().name(), seed.cast(target.dtype()));
    List<Value> wanted = new ArrayList<>(List.of(target));
    wanted.addAll(sourceValues);
    wanted.addAll(compiled.gradients());
    List<Tensor> found = compiled.executable().run(fed, wanted);
    Map<String, Tensor> values = new LinkedHashMap<>();
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      values.put(sources.get(i), found.get(1 + i));
      gradients.put(sources.get(i), found.get(1 + sources.size() + i));
    }
    return new Result(found.get(0), values, gradients);
  }

  /**
   * Computes the gradients of the score of a class, for a target of (batch, classes) or with
   * further axes of length 1.
   *
   * @param batch a tensor for each input of the model, by name
   * @param index the class
   * @throws IllegalArgumentException if the class is out of range
   */
  public Result ofClass(Map<String, Tensor> batch, int index) {
    Shape shape = target.shape();
    long classes = ScoreRows.classes(shape);
    if (index < 0 || index >= classes) {
      throw new IllegalArgumentException(
          "there is no class " + index + ": the scores have shape " + shape);
    }
    int samples = (int) batch.values().iterator().next().dim(0);
    Tensor.Writer seed = new Tensor.Writer(DType.FLOAT32, Math.toIntExact(samples * classes));
    for (int i = 0; i < samples; i++) {
      seed.set((int) (i * classes + index), 1.0);
    }
    long[] lengths = shape.toLongs();
    lengths[0] = samples;
    return run(batch, seed.build(lengths));
  }

  /** Frees native memory; a second call has no effect. */
  @Override
  public void close() {
    compiled.executable().close();
  }
}
