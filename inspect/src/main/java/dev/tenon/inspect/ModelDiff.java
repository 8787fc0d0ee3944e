package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What two models differ in, without running them: steps, configurations, connections and weights.
 *
 * @param steps sentences on steps that only one has, or that are configured or connected
 *     differently
 * @param weights sentences on weights that only one has, or that differ
 * @param equalWeights how many weights are the same, bit for bit
 */
public record ModelDiff(List<String> steps, List<String> weights, int equalWeights) {
  public ModelDiff {
    steps = List.copyOf(steps);
    weights = List.copyOf(weights);
  }

  /** Says whether nothing differs. */
  public boolean same() {
    return steps.isEmpty() && weights.isEmpty();
  }

  /**
   * Compares two models of one format.
   *
   * @throws IllegalArgumentException for a Keras and an ONNX file, whose steps have nothing in
   *     common; {@link Comparison} compares what they compute
   */
  public static ModelDiff of(Model left, Model right) {
    if (left.isKeras() != right.isKeras()) {
      throw new IllegalArgumentException(
          "one model is Keras' and the other is ONNX: their layers have nothing in common;"
              + " 'tenon compare' compares what they compute");
    }
    List<String> steps = new ArrayList<>();
    Map<String, Step> a = byPath(left);
    Map<String, Step> b = byPath(right);
    for (String path : union(a.keySet(), b.keySet())) {
      Step one = a.get(path);
      Step two = b.get(path);
      if (one == null || two == null) {
        Step known = Objects.requireNonNull(one == null ? two : one);
        steps.add(path + " (" + known.kind() + "): only in the " + side(one != null) + " model");
      } else {
        compare(one, two, steps);
      }
    }
    List<String> weights = new ArrayList<>();
    int equal = 0;
    Map<String, Tensor> wa = left.weights();
    Map<String, Tensor> wb = right.weights();
    for (String path : union(wa.keySet(), wb.keySet())) {
      Tensor one = wa.get(path);
      Tensor two = wb.get(path);
      if (one == null || two == null) {
        weights.add(path + ": only in the " + side(one != null) + " model");
      } else if (one.equals(two)) {
        equal++;
      } else {
        weights.add(path + ": " + words(Difference.of(one, two)));
      }
    }
    return new ModelDiff(steps, weights, equal);
  }

  private static void compare(Step one, Step two, List<String> found) {
    String where = one.path() + " (" + one.kind() + "): ";
    if (!one.kind().equals(two.kind())) {
      found.add(where + "is " + two.kind() + " in the second model");
      return;
    }
    for (String key : union(one.config().keySet(), two.config().keySet())) {
      Object a = one.config().get(key);
      Object b = two.config().get(key);
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

  private static String words(Difference difference) {
    return difference.problem().isEmpty()
        ? String.format(
            java.util.Locale.ROOT,
            "differs by at most %.3g, %.3g of the largest",
            difference.maxAbs(),
            difference.relative())
        : difference.problem();
  }

  private static String side(boolean first) {
    return first ? "first" : "second";
  }

  private static Map<String, Step> byPath(Model model) {
    Map<String, Step> steps = new LinkedHashMap<>();
    Structure.of(model).steps().forEach(step -> steps.put(step.path(), step));
    return steps;
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new LinkedHashSet<>(a);
    all.addAll(b);
    return all;
  }
}
