package dev.tenon.exporters.onnx;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Steps down for operators whose axes or lengths moved from attributes to inputs. */
final class ShapeDowngrades {
  /** Reductions that leave x as it is where no axis is reduced. */
  private static final Set<String> PLAIN =
      Set.of("ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd");

  private ShapeDowngrades() {}

  /** Opset 18 made the axes of reductions an input and added noop_with_empty_axes. */
  static void reduce(Draft draft, NodeWriter node) {
    boolean noop = draft.number("noop_with_empty_axes", 0) == 1;
    draft.attributes.remove("noop_with_empty_axes");
    boolean given = draft.hasInput(1);
    Tensor axes = node.constant(1);
    if (given && axes == null) {
      node.refuseOlder("axes that are computed need opset %d");
      return;
    }
    draft.keepInputs(1);
    if (axes != null && axes.size() > 0) {
      draft.attributes.put("axes", Arrays.stream(axes.toLongArray()).boxed().toList());
    } else if (noop && PLAIN.contains(draft.opType)) {
      draft.opType = "Identity";
      draft.attributes.clear();
    } else if (noop) {
      node.refuseOlder("noop_with_empty_axes needs opset %d");
    }
  }

  /** Opset 18 added num_outputs and let the last part be smaller. */
  static void split(Draft draft, NodeWriter node) {
    long parts = draft.number("num_outputs", 0);
    draft.attributes.remove("num_outputs");
    if (draft.hasInput(1) || parts == 0) {
      return;
    }
    Shape shape = node.type(0).shape();
    Dim length = shape.dim(Math.toIntExact(draft.number("axis", 0)));
    if (!length.isKnown()) {
      node.refuseOlder("parts of an axis whose length is not known need opset %d");
      return;
    }
    long[] lengths = new long[Math.toIntExact(parts)];
    Arrays.fill(lengths, length.ceilDiv(parts).orMinusOne());
    lengths[lengths.length - 1] = length.orMinusOne() - lengths[0] * (parts - 1);
    draft.keepInputs(1);
    draft.inputs.add(node.initializer("split", Tensor.of(lengths, lengths.length)));
  }

  /** Opset 14 added allowzero. */
  static void reshape(Draft draft, NodeWriter node) {
    Tensor target = node.constant(1);
    boolean zeros =
        target == null || Arrays.stream(target.toLongArray()).anyMatch(length -> length == 0);
    if (draft.number("allowzero", 0) == 1 && zeros) {
      node.refuseOlder("allowzero needs opset %d");
    }
    draft.attributes.remove("allowzero");
  }

  /** Opset 15 added start and end. */
  static void shape(Draft draft, NodeWriter node) {
    long start = draft.number("start", 0);
    Object end = draft.attributes.get("end");
    draft.attributes.clear();
    if (start != 0 || end != null) {
      long stop = end instanceof Long number ? number : Long.MAX_VALUE;
      node.after(
          draft,
          "Slice",
          Map.of(),
          node.initializer("starts", Tensor.of(new long[] {start}, 1)),
          node.initializer("ends", Tensor.of(new long[] {stop}, 1)));
    }
  }

  /** Returns the axes of a node counted from the front. */
  static List<Integer> axes(Shape shape, long[] axes) {
    return Arrays.stream(axes).mapToObj(axis -> shape.axis(Math.toIntExact(axis))).toList();
  }
}
