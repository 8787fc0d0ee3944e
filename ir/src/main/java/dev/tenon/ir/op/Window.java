package dev.tenon.ir.op;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arithmetic of windows that slide over spatial axes, shared by convolution and pooling. */
record Window(
    String autoPad,
    List<Long> kernel,
    @Nullable List<Long> strides,
    @Nullable List<Long> pads,
    @Nullable List<Long> dilations,
    boolean ceil) {

  int axes() {
    return kernel.size();
  }

  long stride(int i) {
    return strides == null ? 1 : strides.get(i);
  }

  long dilation(int i) {
    return dilations == null ? 1 : dilations.get(i);
  }

  /** Returns the lengths of the spatial axes after the window has slid over them. */
  Shape slide(Shape spatial) {
    check("kernel", kernel, spatial.rank());
    check("strides", strides, spatial.rank());
    check("dilations", dilations, spatial.rank());
    if (pads != null && pads.size() != 2 * axes()) {
      throw new IllegalArgumentException(
          "pads " + pads + " has " + pads.size() + " lengths; expected " + 2 * axes());
    }
    Shape result = spatial;
    for (int i = 0; i < axes(); i++) {
      result = result.with(i, slide(spatial.dim(i), i));
    }
    return result;
  }

  private static void check(String name, @Nullable List<Long> lengths, int axes) {
    if (lengths == null) {
      return;
    }
    if (lengths.size() != axes) {
      throw new IllegalArgumentException(
          name
              + " "
              + lengths
              + " has "
              + lengths.size()
              + " lengths; expected one for each of "
              + axes
              + " axes");
    }
    for (long length : lengths) {
      if (length < 1) {
        throw new IllegalArgumentException(
            name + " " + lengths + " has the length " + length + "; expected 1 or more");
      }
    }
  }

  private Dim slide(Dim length, int i) {
    long extent = Math.addExact(Math.multiplyExact(kernel.get(i) - 1, dilation(i)), 1);
    return switch (autoPad) {
      case "SAME_UPPER", "SAME_LOWER" -> length.ceilDiv(stride(i));
      case "VALID" -> positive(length.plus(-extent)).floorDiv(stride(i)).plus(1);
      default -> {
        long padding = pads == null ? 0 : pads.get(i) + pads.get(i + axes());
        Dim free = positive(length.plus(padding - extent));
        Dim steps = ceil ? free.ceilDiv(stride(i)) : free.floorDiv(stride(i));
        if (ceil && steps.isKnown() && length.isKnown()) {
          // The last window must start inside the padded input, not only end beyond it.
          long begin = pads == null ? 0 : pads.get(i);
          if (steps.orMinusOne() * stride(i) >= length.orMinusOne() + begin) {
            steps = steps.plus(-1);
          }
        }
        yield steps.plus(1);
      }
    };
  }

  private Dim positive(Dim free) {
    if (free.isKnown() && free.orMinusOne() < 0) {
      throw new IllegalArgumentException("the window " + kernel + " is larger than its input");
    }
    return free;
  }

  static List<Long> ones(int count) {
    return Collections.nCopies(count, 1L);
  }
}
