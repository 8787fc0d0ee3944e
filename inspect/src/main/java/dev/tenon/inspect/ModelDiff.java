package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.internal.figures.DifferenceSentences;
import dev.tenon.internal.figures.PortDiff;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The static differences of two models: inputs, outputs, steps, configurations, connections and
 * weights.
 *
 * <p>ONNX files are also compared by opset, tensors and graphs in nodes. The writing tool, metadata
 * and names of open lengths are not compared.
 *
 * @param ports sentences about inputs, outputs and opsets
 * @param steps sentences about steps that only one model has, or that differ in configuration or
 *     connections
 * @param weights sentences about weights that only one model has, or that differ; in ONNX files all
 *     initializers
 * @param equalWeights the number of weights that are equal bit for bit
 */
public record ModelDiff(
    List<String> ports, List<String> steps, List<String> weights, int equalWeights) {
  public ModelDiff {
    ports = List.copyOf(ports);
    steps = List.copyOf(steps);
    weights = List.copyOf(weights);
  }

  /** Returns whether the models are equal. */
  public boolean same() {
    return ports.isEmpty() && steps.isEmpty() && weights.isEmpty();
  }

  /**
   * Compares two models of one format.
   *
   * @param left the first model
   * @param right the second model
   * @throws IllegalArgumentException if only one model has Keras layers; {@link Comparison}
   *     compares values instead
   */
  public static ModelDiff of(Model left, Model right) {
    if (left.info().isKeras() != right.info().isKeras()) {
      throw new IllegalArgumentException(
          "one model has Keras' layers and the other operators: they have nothing in common;"
              + " 'tenon compare' compares what they compute");
    }
    return left.info().isKeras()
        ? keras(left, right)
        : OnnxDiff.of(left.onnx().details(), right.onnx().details());
  }

  private static ModelDiff keras(Model left, Model right) {
    List<String> ports =
        new PortDiff()
            .compare("input", PortDiff.of(left.inputs()), PortDiff.of(right.inputs()))
            .compare("output", PortDiff.of(left.outputs()), PortDiff.of(right.outputs()))
            .found();
    Structure first = Structure.of(left);
    Structure second = Structure.of(right);
    if (ports.isEmpty() && !first.outputs().equals(second.outputs())) {
      ports.add("outputs are of " + first.outputs() + " and " + second.outputs());
    }
    List<String> steps = new ArrayList<>();
    Map<String, Step> a = byPath(first);
    Map<String, Step> b = byPath(second);
    for (String path : DifferenceSentences.union(a.keySet(), b.keySet())) {
      Step one = a.get(path);
      Step two = b.get(path);
      if (one == null || two == null) {
        Step known = Objects.requireNonNull(one == null ? two : one);
        steps.add(DifferenceSentences.onlyIn(path + " (" + known.kind() + ")", one != null));
      } else {
        compare(one, two, steps);
      }
    }
    List<String> weights = new ArrayList<>();
    int equal = 0;
    Map<String, Tensor> wa = left.weights();
    Map<String, Tensor> wb = right.weights();
    for (String path : DifferenceSentences.union(wa.keySet(), wb.keySet())) {
      Tensor one = wa.get(path);
      Tensor two = wb.get(path);
      if (one == null || two == null) {
        weights.add(DifferenceSentences.onlyIn(path, one != null));
      } else if (one.equals(two)) {
        equal++;
      } else {
        weights.add(path + ": " + DifferenceSentences.words(one, two));
      }
    }
    return new ModelDiff(ports, steps, weights, equal);
  }

  private static void compare(Step one, Step two, List<String> found) {
    String where = one.path() + " (" + one.kind() + "): ";
    if (!one.kind().equals(two.kind())) {
      found.add(where + "is " + two.kind() + " in the second model");
      return;
    }
    for (String key : DifferenceSentences.union(one.config().keySet(), two.config().keySet())) {
      Object a = withoutNulls(one.config().get(key));
      Object b = withoutNulls(two.config().get(key));
      if (!Objects.equals(a, b)) {
        found.add(where + key + " is " + a + " and " + b);
      }
    }
    if (one.trainable() != two.trainable()) {
      found.add(where + "trainable is " + one.trainable() + " and " + two.trainable());
    }
    if (!one.inputs().equals(two.inputs())) {
      found.add(where + "reads " + one.inputs() + " and " + two.inputs());
    }
  }

  /** Returns a configuration without null values, which some files have and others omit. */
  private static @Nullable Object withoutNulls(@Nullable Object config) {
    if (!(config instanceof Map<?, ?> map)) {
      return config;
    }
    Map<Object, @Nullable Object> said = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            said.put(key, withoutNulls(value));
          }
        });
    return said;
  }

  private static Map<String, Step> byPath(Structure structure) {
    Map<String, Step> steps = new LinkedHashMap<>();
    structure.steps().forEach(step -> steps.put(step.path(), step));
    return steps;
  }
}
