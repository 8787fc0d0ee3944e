package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of two models, layer by layer, on the same input; formats can differ.
 *
 * <p>Values match by equal names, or by the last name that has the other one as its beginning or
 * middle: {@code model/conv1/Relu:0} matches {@code conv1}. Other values match the nearest value of
 * the same shape between their matched neighbors. If outputs agree and such a value does not, it
 * counts as unmatched. Images with channels first match those with channels last, also after a
 * flatten. Outputs without matching names match in order.
 *
 * <p>A value that a converter merged into its successor is unmatched, which is not a difference. An
 * unmatched output is one, and so is a value of equal name and another shape.
 *
 * @param lines the matched values, in the first model's order
 * @param onlyLeft the unmatched values of the first model
 * @param onlyRight the unmatched values of the second model
 * @param lostOutputs the unmatched values that are outputs of their model
 * @param tolerance the largest relative difference that counts as equal
 */
public record Comparison(
    List<Line> lines,
    List<String> onlyLeft,
    List<String> onlyRight,
    List<String> lostOutputs,
    double tolerance) {
  public Comparison {
    lines = List.copyOf(lines);
    onlyLeft = List.copyOf(onlyLeft);
    onlyRight = List.copyOf(onlyRight);
    lostOutputs = List.copyOf(lostOutputs);
  }

  /**
   * A matched pair of values.
   *
   * @param left the name in the first model
   * @param right the name in the second model
   * @param byName whether the names are equal
   * @param difference the difference of the second value from the first
   */
  public record Line(String left, String right, boolean byName, Difference difference) {}

  /** Returns the first pair that differs; null for none. */
  public @Nullable Line first() {
    return lines.stream().filter(this::differs).findFirst().orElse(null);
  }

  /** Returns whether all pairs agree and every output of both models is matched. */
  public boolean same() {
    return first() == null && lostOutputs.isEmpty();
  }

  /**
   * Returns whether a pair differs by more than the tolerance.
   *
   * @param line the pair
   */
  public boolean differs(Line line) {
    return !line.difference.problem().isEmpty() || line.difference.relative() > tolerance;
  }

  /**
   * Runs both models and compares their values.
   *
   * @param left the first model
   * @param right the second model
   * @param batch the first model's inputs by name; the second model takes them by name, else in
   *     order
   * @param tolerance the largest relative difference, such as 1e-5
   * @throws IllegalArgumentException if the numbers of inputs differ or an input is missing
   */
  public static Comparison of(
      Model left, Model right, Map<String, Tensor> batch, double tolerance) {
    Map<String, Tensor> a = Inspector.of(left).values(batch);
    Map<String, Tensor> b = Inspector.of(right).values(fed(left, right, batch));
    return new ValueMatcher(a, b, outputs(left, a), outputs(right, b), tolerance).compare();
  }

  private static List<String> outputs(Model model, Map<String, Tensor> values) {
    return Inspector.outputs(model).stream().filter(values::containsKey).toList();
  }

  private static Map<String, Tensor> fed(Model left, Model right, Map<String, Tensor> batch) {
    List<TensorSpec> from = left.inputs();
    List<TensorSpec> to = right.inputs();
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "the models take different inputs: " + from + " and " + to);
    }
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (int i = 0; i < to.size(); i++) {
      String name = to.get(i).name();
      Tensor tensor = batch.containsKey(name) ? batch.get(name) : batch.get(from.get(i).name());
      if (tensor == null) {
        throw new IllegalArgumentException("input '" + from.get(i).name() + "' is missing");
      }
      fed.put(name, turned(tensor, to.get(i)));
    }
    return fed;
  }

  private static Tensor turned(Tensor tensor, TensorSpec input) {
    if (tensor.rank() != 4 || !input.shape().ranked() || input.shape().rank() != 4) {
      return tensor;
    }
    long[] wanted = input.shape().toLongs();
    for (int i = 0; i < 4; i++) {
      wanted[i] = i == 0 ? tensor.dim(0) : wanted[i];
    }
    Tensor arranged = ValueMatcher.arranged(tensor, wanted);
    return arranged == null ? tensor : arranged;
  }
}
