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
    Shape result = spatial;
    for (int i = 0; i < axes(); i++) {
      result = result.with(i, slide(spatial.dim(i), i));
    }
    return result;
  }

  private Dim slide(Dim length, int i) {
    long extent = (kernel.get(i) - 1) * dilation(i) + 1;
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
