package dev.tenon.exporters.onnx;

import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps down for Resize. */
final class ResizeDowngrades {
  private static final int SCALES = 2;
  private static final int SIZES = 3;

  private ResizeDowngrades() {}

  /** ONNX Runtime 1.29 takes sizes or scales of an unknown number for none at all. */
  static void counted(Draft draft, NodeWriter node) {
    Shape shape = node.type(0).shape();
    int count =
        draft.attributes.get("axes") instanceof List<?> axes
            ? axes.size()
            : shape.ranked() ? shape.rank() : -1;
    for (int input = SCALES; input <= SIZES && count >= 0; input++) {
      if (draft.hasInput(input) && !node.type(input).shape().isKnown()) {
        String length = node.initializer("count", Tensor.of(new long[] {count}, 1));
        draft.inputs.set(input, node.before("Reshape", Map.of(), draft.inputs.get(input), length));
      }
    }
  }

  /** Opset 18 added axes. */
  static void axes(Draft draft, NodeWriter node) {
    if (draft.attributes.remove("axes") instanceof List<?> list) {
      long[] chosen = list.stream().mapToLong(axis -> (Long) axis).toArray();
      allAxes(draft, node, chosen);
    }
  }

  /** Replaces scales or sizes of chosen axes by those of all axes. */
  private static void allAxes(Draft draft, NodeWriter node, long[] chosen) {
    Shape shape = node.type(0).shape();
    if (draft.hasInput(1) || !shape.ranked()) {
      node.refuseOlder("axes need opset %d where there is a region or the rank is not known");
      return;
    }
    List<Integer> axes = ShapeDowngrades.axes(shape, chosen);
    if (draft.hasInput(SCALES)) {
      Tensor scales = node.constant(SCALES);
      if (scales == null) {
        node.refuseOlder("computed scales of chosen axes need opset %d");
        return;
      }
      Tensor.Writer full = new Tensor.Writer(DType.FLOAT32, shape.rank());
      for (int i = 0; i < shape.rank(); i++) {
        int at = axes.indexOf(i);
        full.set(i, at < 0 ? 1 : scales.getDouble(at));
      }
      draft.inputs.set(SCALES, node.initializer("scales", full.build(shape.rank())));
    } else {
      draft.inputs.set(SIZES, sizes(draft, node, shape, axes));
    }
  }

  private static String sizes(Draft draft, NodeWriter node, Shape shape, List<Integer> axes) {
    String all = node.before("Shape", Map.of(), draft.inputs.get(0));
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      int at = axes.indexOf(i);
      String from = at < 0 ? all : draft.inputs.get(SIZES);
      String position = node.initializer("axis", Tensor.of(new long[] {at < 0 ? i : at}, 1));
      parts.add(node.before("Gather", Map.of("axis", 0L), from, position));
    }
    return node.before("Concat", Map.of("axis", 0L), parts.toArray(String[]::new));
  }
}
