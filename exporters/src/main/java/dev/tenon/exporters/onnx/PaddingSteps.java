package dev.tenon.exporters.onnx;

import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Steps down for Pad. */
final class PaddingSteps {
  private PaddingSteps() {}

  /** Opset 19 added the mode wrap. */
  static void wrap(Draft draft, NodeWriter node) {
    if (draft.text("mode", "constant").equals("wrap")) {
      node.refuse("mode 'wrap' needs opset 19");
    }
  }

  /** Opset 18 added the input axes. */
  static void axes(Draft draft, NodeWriter node) {
    if (!draft.hasInput(3)) {
      return;
    }
    Shape shape = node.type(0).shape();
    Tensor pads = node.constant(1);
    Tensor given = node.constant(3);
    if (pads == null || given == null || !shape.ranked()) {
      node.refuse("computed pads of chosen axes need opset 18");
      return;
    }
    long[] full = new long[2 * shape.rank()];
    List<Integer> axes = ShapeSteps.axes(shape, given.toLongArray());
    for (int i = 0; i < axes.size(); i++) {
      full[axes.get(i)] = pads.getLong(i);
      full[axes.get(i) + shape.rank()] = pads.getLong(i + axes.size());
    }
    draft.inputs.set(1, node.initializer("pads", Tensor.of(full, full.length)));
    draft.keepInputs(3);
  }
}
