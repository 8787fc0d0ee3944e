package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.inspect.figures.ScoreRows;
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
 * The gradients of one value of a model, weighted and summed, with respect to inputs and to the
 * outputs of layers, or of an ONNX file's nodes: what {@code tf.GradientTape} gives in Python. It
 * has the weights that the model had when it was made, and runs on TensorFlow, whatever engine the
 * model runs on.
 *
 * <p>The scalar is {@code sum(seed · target)}: ones for the sum, 1/n for the mean, a one at a class
 * for its score. Layers behave as in inference.
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
            .differentiate(values.graph(), values.parameters(), target, sourceValues);
  }

  /** Fails for a source that the target does not depend on: what comes after it, or beside. */
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
   * Compiles gradients.
   *
   * @param target the name of a layer or an output; of an ONNX file, of a value or a node
   * @param sources names of inputs and layers, likewise
   * @throws IllegalArgumentException for an unknown name, and a source that the target does not
   *     depend on
   * @throws dev.tenon.error.UnsupportedModelException where an operator has no gradient, such as If
   *     and Loop, or an ONNX file cannot be read as a graph of operators
   */
  public static Gradient of(Model model, String target, List<String> sources) {
    Values values = Values.of(model);
    return new Gradient(values, "'" + target + "'", values.computed(target), sources);
  }

  /** Compiles gradients of what a Softmax or Sigmoid at the end of the target is computed from. */
  public static Gradient ofLogits(Model model, String target, List<String> sources) {
    Values values = Values.of(model);
    Value scores = values.logits(values.computed(target));
    return new Gradient(values, "what '" + target + "' is computed from", scores, sources);
  }

  /**
   * Compiles gradients of what a Softmax or Sigmoid at the end of the model's first output is
   * computed from; a layer may have the output's name and give something else.
   */
  static Gradient ofScores(Model model, List<String> sources) {
    Values values = Values.of(model);
    Value output = values.graph().outputs().get(0);
    return new Gradient(values, "the model's score", values.logits(output), sources);
  }

  /**
   * What a run gives.
   *
   * @param target the value that was differentiated
   * @param sources what it was differentiated by, by name
   * @param gradients the gradients, by the same names, each of its source's shape
   */
  public record Result(Tensor target, Map<String, Tensor> sources, Map<String, Tensor> gradients) {}

  /**
   * Returns gradients for a batch; a sample's depend on no other sample.
   *
   * @param batch one tensor for each input of the model, by name
   * @param seed what each element of the target counts; of its shape
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
   * Returns the gradients of the score of a class, for a target of (batch, classes); further axes
   * of length 1 may follow.
   *
   * @param index the class
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

  /** Frees native memory; a second call does nothing. */
  @Override
  public void close() {
    compiled.executable().close();
  }
}
