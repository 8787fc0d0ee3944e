package dev.tenon.lifting.walk;

import dev.tenon.tensor.Tensor;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Tells whether a fixed mask (…, T, S) hides exactly what comes later. */
public final class CausalMask {
  /** A number that makes a share vanish. */
  public static final double NEVER = -1e4;

  private CausalMask() {}

  /** Reads a mask that is added to scores: 0 for what may be seen. */
  public static @Nullable Boolean added(Tensor mask) {
    for (int i = 0; i < mask.size(); i++) {
      double value = mask.getDouble(i);
      if (value != 0 && !(value <= NEVER)) {
        return null;
      }
    }
    return read(mask, i -> mask.getDouble(i) == 0);
  }

  /**
   * Reads a mask of booleans.
   *
   * @param yes what stands for what may be seen
   */
  public static @Nullable Boolean allowed(Tensor mask, boolean yes) {
    return read(mask, i -> mask.getDouble(i) != 0 == yes);
  }

  /** Returns true for a lower triangle, false where nothing is hidden, null for all else. */
  private static @Nullable Boolean read(Tensor mask, LongPredicate seen) {
    boolean all = true;
    for (long i = 0; i < mask.size(); i++) {
      all &= seen.test(i);
    }
    if (all) {
      return false;
    }
    if (mask.rank() < 2 || mask.size() != mask.dim(-1) * mask.dim(-2)) {
      return null;
    }
    long length = mask.dim(-1);
    for (long i = 0; i < mask.size(); i++) {
      if (seen.test(i) != i % length <= i / length) {
        return null;
      }
    }
    return true;
  }
}
