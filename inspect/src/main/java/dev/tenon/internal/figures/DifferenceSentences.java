package dev.tenon.internal.figures;

import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Sentences that describe differences of models. */
public final class DifferenceSentences {
  private DifferenceSentences() {}

  /**
   * Returns a sentence about something that only one model has.
   *
   * @param what the name of the thing
   * @param first whether it is the first model
   */
  public static String onlyIn(String what, boolean first) {
    return what + ": only in the " + side(first) + " model";
  }

  /**
   * Returns {@code first} or {@code second}.
   *
   * @param first whether it is the first model
   */
  public static String side(boolean first) {
    return first ? "first" : "second";
  }

  /**
   * Returns a sentence about the difference of two tensors.
   *
   * @param one the tensor of the first model
   * @param two the tensor of the second model
   */
  public static String words(Tensor one, Tensor two) {
    Difference difference = Difference.of(one, two);
    if (!difference.problem().isEmpty()) {
      return difference.problem();
    }
    if (one.dtype() != two.dtype()) {
      return "is of type " + one.dtype().numpyName() + " and " + two.dtype().numpyName();
    }
    return String.format(
        Locale.ROOT,
        "differs by at most %.3g, %.3g of the largest",
        difference.maxAbs(),
        difference.relative());
  }

  /**
   * Returns the union of two sets, in order.
   *
   * @param a the first set
   * @param b the second set
   */
  public static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new LinkedHashSet<>(a);
    all.addAll(b);
    return all;
  }
}
