package dev.tenon.exporters.onnx;

import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Steps down for Pad. */
final class PaddingDowngrades {
  private PaddingDowngrades() {}

  /** ONNX Runtime refuses auto_pad SAME together with dilations: writes the pads out. */
  static void dilatedSame(Draft draft, NodeWriter node) {
    String padding = draft.text("auto_pad", "NOTSET");
    List<Long> dilations = numbers(draft, "dilations");
    if (!padding.startsWith("SAME") || dilations.stream().allMatch(d -> d == 1)) {
      return;
    }
    List<Long> kernel = numbers(draft, "kernel_shape");
    List<Long> strides = numbers(draft, "strides");
    int axes = dilations.size();
    Long[] pads = new Long[2 * axes];
    for (int i = 0; i < axes; i++) {
      long width = kernel.isEmpty() ? node.type(1).shape().length(i + 2) : kernel.get(i);
      long stride = strides.isEmpty() ? 1 : strides.get(i);
      long extent = (width - 1) * dilations.get(i) + 1;
      long length = node.type(0).shape().length(i + 2);
      if (stride != 1 && length < 0) {
        node.refuse(
            "ONNX Runtime has no padding '"
                + padding
                + "' with dilations, and the pads depend on a length that is not known");
        return;
      }
      long total =
          stride == 1
              ? extent - 1
              : Math.max(0, extent + (ceilDiv(length, stride) - 1) * stride - length);
      long small = total / 2;
      pads[i] = padding.equals("SAME_UPPER") ? small : total - small;
      pads[i + axes] = total - pads[i];
    }
    draft.attributes.put("auto_pad", "NOTSET");
    draft.attributes.put("pads", List.of(pads));
  }

  private static long ceilDiv(long value, long divisor) {
    return -Math.floorDiv(-value, divisor);
  }

  private static List<Long> numbers(Draft draft, String attribute) {
    return draft.attributes.get(attribute) instanceof List<?> list
        ? list.stream().map(Long.class::cast).toList()
        : List.of();
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
      node.refuseOlder("computed pads of chosen axes need opset %d");
      return;
    }
    long[] full = new long[2 * shape.rank()];
    List<Integer> axes = ShapeDowngrades.axes(shape, given.toLongArray());
    for (int i = 0; i < axes.size(); i++) {
      full[axes.get(i)] = pads.getLong(i);
      full[axes.get(i) + shape.rank()] = pads.getLong(i + axes.size());
    }
    draft.inputs.set(1, node.initializer("pads", Tensor.of(full, full.length)));
    draft.keepInputs(3);
  }
}
