package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lists of tensors of one shape whose number comes with the run: one tensor, which has them along
 * its first axis.
 *
 * <p>Exporters write such a list where a program collects the results of a loop, or cuts a tensor
 * along an open axis, and then puts the pieces together.
 */
final class Stacks {
  private final Ops ops;
  private final String label;

  Stacks(Ops ops, String label) {
    this.ops = ops;
    this.label = label;
  }

  /** Returns the list of all entries of a tensor along an axis. */
  Value entries(Value x, int axis, boolean keepsAxis) {
    Value front = moved(x, axis, 0);
    return keepsAxis ? ops.unsqueeze(front, axis + 1L) : front;
  }

  /**
   * Returns the tensor that a node makes of a list.
   *
   * @param position the tensor's place in the list, for a node that takes one tensor of it
   */
  Value read(NodeProto node, Map<String, Object> attributes, Value stack, List<Value> position) {
    return switch (node.getOpType()) {
      case "SequenceAt" -> ops.gather(stack, ops.cast(position.get(0), DType.INT64), 0);
      case "SequenceLength" -> ops.squeeze(ops.length(stack, 0), 0);
      case "ConcatFromSequence" -> joined(stack, attributes);
      default ->
          throw new UnsupportedModelException(
              label, "changes a list whose number of tensors comes with the run");
    };
  }

  private Value joined(Value stack, Map<String, Object> attributes) {
    int rank = stack.shape().rank();
    int given = attributes.get("axis") instanceof Long a ? Math.toIntExact(a) : 0;
    if (attributes.get("new_axis") instanceof Long fresh && fresh == 1) {
      return moved(stack, 0, given < 0 ? given + rank : given);
    }
    int axis = given < 0 ? given + rank - 1 : given;
    Value beside = moved(stack, 0, axis);
    Value lengths = ops.shape(beside);
    List<Value> parts = new ArrayList<>();
    if (axis > 0) {
      parts.add(ops.slice(lengths, 0, 0, axis, 1));
    }
    parts.add(ops.longs(-1));
    if (axis + 2 < rank) {
      parts.add(ops.slice(lengths, 0, axis + 2L, rank, 1));
    }
    return ops.apply(new Movement.Reshape(0), beside, ops.concat(0, parts));
  }

  private Value moved(Value x, int from, int to) {
    if (to < 0 || to >= x.shape().rank()) {
      throw new IllegalArgumentException(
          "its axis is outside tensors of " + (x.shape().rank() - 1) + " axes");
    }
    if (from == to) {
      return x;
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      order.add(i);
    }
    order.add(to, order.remove(from));
    return ops.transpose(x, order.stream().mapToInt(Integer::intValue).toArray());
  }
}
