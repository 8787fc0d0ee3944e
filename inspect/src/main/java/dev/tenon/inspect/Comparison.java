package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.ModelInput;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two models, of one format or of two, compared layer by layer on the same input.
 *
 * <p>Values are matched by name. Where a name is in the first model only, the nearest of the second
 * model's values of the same shape is taken that lie between those matched before and after it;
 * pictures with the channels second match those with the channels last.
 *
 * @param lines the matched values, in the first model's order
 * @param unmatched values of the first model that nothing in the second was matched with
 * @param tolerance the relative difference from which on a value counts as different
 */
public record Comparison(List<Line> lines, List<String> unmatched, double tolerance) {
  public Comparison {
    lines = List.copyOf(lines);
    unmatched = List.copyOf(unmatched);
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
    Map<String, Tensor> ordered = new LinkedHashMap<>(a);
    List<String> names = List.copyOf(ordered.keySet());
    List<String> others = List.copyOf(b.keySet());
    int[] match = new int[names.size()];
    Arrays.fill(match, -1);
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      int same = others.indexOf(names.get(i));
      if (same >= 0 && comparable(a, b, names.get(i), names.get(i)) != null) {
        match[i] = same;
        taken.add(same);
      }
    }
    List<Line> lines = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean byName = match[i] >= 0;
      if (!byName) {
        match[i] = nearest(i, match, taken, names, others, a, b);
        taken.add(match[i]);
      }
      if (match[i] < 0) {
        unmatched.add(name);
        continue;
      }
      String other = others.get(match[i]);
      Tensor right1 = comparable(a, b, name, other);
      Tensor expected = a.get(name);
      if (right1 != null && expected != null) {
        lines.add(new Line(name, other, byName, Difference.of(expected, right1)));
      }
    }
    return new Comparison(lines, unmatched, tolerance);
  }

  private static int nearest(
      int i,
      int[] match,
      Set<Integer> taken,
      List<String> names,
      List<String> others,
      Map<String, Tensor> a,
      Map<String, Tensor> b) {
    int low = 0;
    for (int k = 0; k < i; k++) {
      low = Math.max(low, match[k] + 1);
    }
    int high = others.size();
    for (int k = i + 1; k < match.length; k++) {
      high = match[k] >= low ? Math.min(high, match[k]) : high;
    }
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    Tensor expected = a.get(names.get(i));
    for (int k = low; k < high && expected != null; k++) {
      Tensor candidate = comparable(a, b, names.get(i), others.get(k));
      if (candidate == null || taken.contains(k)) {
        continue;
      }
      double distance = Difference.of(expected, candidate).relative();
      if (best < 0 || distance < least) {
        best = k;
        least = distance;
      }
    }
    return best;
  }

  /** Returns the second model's value in the first one's arrangement; null where none fits. */
  private static @Nullable Tensor comparable(
      Map<String, Tensor> a, Map<String, Tensor> b, String name, String other) {
    Tensor left = a.get(name);
    Tensor right = b.get(other);
    return left == null || right == null ? null : arranged(right, left.shape());
  }

  /** Returns a tensor in a shape that it has, or has with its channels moved; null for neither. */
  private static @Nullable Tensor arranged(Tensor tensor, long[] shape) {
    if (Arrays.equals(tensor.shape(), shape)) {
      return tensor;
    }
    if (tensor.rank() == 4 && shape.length == 4) {
      for (int[] perm : new int[][] {{0, 2, 3, 1}, {0, 3, 1, 2}}) {
        boolean same = true;
        for (int i = 0; i < 4; i++) {
          same &= tensor.dim(perm[i]) == shape[i];
        }
        if (same) {
          return tensor.transpose(perm);
        }
      }
    }
    return null;
  }

  private static Map<String, Tensor> fed(Model left, Model right, Map<String, Tensor> batch) {
    List<ModelInput> from = left.inputs();
    List<ModelInput> to = right.inputs();
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

  private static Tensor turned(Tensor tensor, ModelInput input) {
    if (tensor.rank() != 4 || !input.shape().ranked() || input.shape().rank() != 4) {
      return tensor;
    }
    long[] wanted = input.shape().toLongs();
    for (int i = 0; i < 4; i++) {
      wanted[i] = i == 0 ? tensor.dim(0) : wanted[i];
    }
    Tensor arranged = arranged(tensor, wanted);
    return arranged == null ? tensor : arranged;
  }
}
