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
 * Two models, of one format or of two, compared layer by layer on the same input.
 *
 * <p>Values are matched by name: an equal one, or the last that has the first one's name as its
 * beginning or middle, as {@code model/conv1/Relu:0} has {@code conv1}, either way round. For what
 * is left, the nearest value of the same shape is taken of those between the matches before and
 * after it; where the outputs agree and such a value does not, it counts as one without a
 * counterpart. Images with the channels second match those with the channels last, also where they
 * were flattened. Outputs that no name joins are matched in order. What a converter has merged into
 * its successor has no counterpart, which is no difference; an output without one is, and so is a
 * value that has the same name but another shape.
 *
 * @param lines the matched values, in the first model's order
 * @param onlyLeft values of the first model that nothing in the second was matched with
 * @param onlyRight values of the second model that nothing in the first was matched with
 * @param lostOutputs those of them that are outputs of their model
 * @param tolerance the relative difference from which on a value counts as different
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
   * Two values that stand for one another.
   *
   * @param left the name in the first model
   * @param right the name in the second
   * @param byName whether the names are equal
   * @param difference how far the second is from the first
   */
  public record Line(String left, String right, boolean byName, Difference difference) {}

  /** Returns the first pair that differs; null where all agree. */
  public @Nullable Line first() {
    return lines.stream().filter(this::differs).findFirst().orElse(null);
  }

  /** Says whether no pair differs, and every output of either model has its counterpart. */
  public boolean same() {
    return first() == null && lostOutputs.isEmpty();
  }

  /** Says whether a pair differs by more than the tolerance. */
  public boolean differs(Line line) {
    return !line.difference.problem().isEmpty() || line.difference.relative() > tolerance;
  }

  /**
   * Runs both models and compares.
   *
   * @param batch the first model's inputs by name; the second takes them by name, else in order
   * @param tolerance relative, such as 1e-5
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
