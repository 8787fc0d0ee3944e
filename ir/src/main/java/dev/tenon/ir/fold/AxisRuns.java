package dev.tenon.ir.fold;

import dev.tenon.tensor.Tensor;
import java.util.function.IntConsumer;

/** The one-dimensional runs of elements along an axis. */
final class AxisRuns {
  private final int length;
  private final int step;
  private final int outer;

  AxisRuns(Tensor x, int axis) {
    int at = axis < 0 ? axis + x.rank() : axis;
    this.length = (int) x.dim(at);
    int inner = 1;
    for (int i = at + 1; i < x.rank(); i++) {
      inner *= (int) x.dim(i);
    }
    this.step = inner;
    this.outer = length == 0 || inner == 0 ? 0 : x.size() / length / inner;
  }

  int length() {
    return length;
  }

  /** Returns how far two neighbours lie apart. */
  int step() {
    return step;
  }

  /** Tells where each run starts. */
  void forEach(IntConsumer visitor) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < step; i++) {
        visitor.accept(o * length * step + i);
      }
    }
  }
}
