package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of operators whose axes were once attributes, or once meant something else. */
final class AxesUpgrades {
  private AxesUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    for (String reduction : OperatorSchemas.having("noop_with_empty_axes")) {
      steps.add(reduction, 1, AxesUpgrades::axesInput);
    }
    steps.add(List.of("Squeeze", "Unsqueeze"), 1, AxesUpgrades::axesInput);
    steps.add("Squeeze", 13, RunTimeUpgrades::squeeze);
    steps.add("Unsqueeze", 13, RunTimeUpgrades::unsqueeze);
    steps.add("Softmax", 1, node -> flattened(node, new Activations.Softmax(1)));
    steps.add("LogSoftmax", 1, node -> flattened(node, new Activations.LogSoftmax(1)));
    steps.add("Hardmax", 1, node -> flattened(node, new Activations.Hardmax(1)));
    steps.add(List.of("Softmax", "LogSoftmax", "Hardmax"), 13, AxesUpgrades::axisInside);
    steps.add("TopK", 1, AxesUpgrades::count);
    steps.add("TopK", 10, OpsetUpgrade.NONE);
    steps.add("Concat", 1, AxesUpgrades::secondAxis);
    steps.add("Split", 1, AxesUpgrades::lengths);
    steps.add("Split", 13, AxesUpgrades::parts);
    steps.add("Transpose", 1, AxesUpgrades::reversed);
    steps.add("Slice", 1, AxesUpgrades::ranges);
  }

  private static @Nullable List<Value> axesInput(NodeDraft node) {
    long[] axes = node.integers("axes");
    if (axes != null) {
      node.set(1, node.ops.longs(axes));
    }
    node.drop("axes");
    return null;
  }

  /** Up to opset 12 the axes from {@code axis} on are taken together as one. */
  private static List<Value> flattened(NodeDraft node, Operator lastOfTwo) {
    Value x = node.input(0);
    int rank = node.rank(0);
    long axis = node.integer("axis", 1);
    long first = axis < 0 ? axis + rank : axis;
    if (first < 0 || first > rank) {
      throw new IllegalArgumentException("axis " + axis + " is outside shape " + x.shape());
    }
    if (first == rank - 1L) {
      return List.of(node.ops.apply(withAxis(lastOfTwo, -1), x));
    }
    if (x.shape().size().orMinusOne() == 0) {
      // A reshape to what has no elements would read its lengths of 0 otherwise.
      return List.of(node.ops.apply(new Unary.Identity(), x));
    }
    Value flat = node.ops.apply(new Movement.Flatten(first), x);
    Value result = node.ops.apply(lastOfTwo, flat);
    return List.of(node.ops.applyAs(x.shape(), new Movement.Reshape(0), result, node.ops.shape(x)));
  }

  private static @Nullable List<Value> axisInside(NodeDraft node) {
    Value x = node.input(0);
    long axis = node.integer("axis", -1);
    if (x.shape().ranked() && (axis < -x.rank() || axis >= x.rank())) {
      throw new IllegalArgumentException("axis " + axis + " is outside shape " + x.shape());
    }
    return null;
  }

  private static Operator withAxis(Operator operator, long axis) {
    if (operator instanceof Activations.Softmax) {
      return new Activations.Softmax(axis);
    }
    return operator instanceof Activations.LogSoftmax
        ? new Activations.LogSoftmax(axis)
        : new Activations.Hardmax(axis);
  }

  private static @Nullable List<Value> count(NodeDraft node) {
    node.set(1, node.ops.longs(node.integer("k", 1)));
    node.drop("k");
    return null;
  }

  private static @Nullable List<Value> secondAxis(NodeDraft node) {
    node.attributes.putIfAbsent("axis", 1L);
    return null;
  }

  /** Up to opset 12 the lengths of the parts are an attribute. */
  private static @Nullable List<Value> lengths(NodeDraft node) {
    long[] lengths = node.integers("split");
    if (node.has(1)) {
      // Opset 1 alone let them come in, as numbers of the type of what is cut.
      node.set(1, node.ops.cast(node.input(1), DType.INT64));
    }
    if (lengths != null) {
      node.set(1, node.ops.longs(lengths));
    }
    node.drop("split");
    return parts(node);
  }

  /** Without lengths there are as many parts as the node has results. */
  private static @Nullable List<Value> parts(NodeDraft node) {
    if (!node.has(1)) {
      node.attributes.putIfAbsent("num_outputs", (long) node.outputs);
    } else {
      node.drop("num_outputs");
    }
    return null;
  }

  private static @Nullable List<Value> reversed(NodeDraft node) {
    if (!node.attributes.containsKey("perm")) {
      List<Long> backwards = new ArrayList<>();
      for (long i = 0; i < node.rank(0); i++) {
        backwards.add(i);
      }
      Collections.reverse(backwards);
      node.attributes.put("perm", backwards);
    }
    long[] perm = node.integers("perm");
    if (perm == null) {
      throw new IllegalArgumentException("perm is no list of axes");
    }
    boolean[] seen = new boolean[perm.length];
    for (long axis : perm) {
      if (axis < 0 || axis >= seen.length || seen[(int) axis]) {
        throw new IllegalArgumentException(Arrays.toString(perm) + " is no order of axes");
      }
      seen[(int) axis] = true;
    }
    return null;
  }

  /** Up to opset 9 starts, ends and axes are attributes. */
  private static @Nullable List<Value> ranges(NodeDraft node) {
    for (String name : List.of("starts", "ends", "axes")) {
      long[] values = node.integers(name);
      if (values != null) {
        node.set(name.equals("starts") ? 1 : name.equals("ends") ? 2 : 3, node.ops.longs(values));
      }
    }
    node.drop("starts", "ends", "axes");
    return null;
  }
}
