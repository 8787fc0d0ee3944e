package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Resolves lists of tensors, and values that may be absent, while a file is read.
 *
 * <p>Networks use them as a detour: what is in a list is known in the file. Where it is not, the
 * node is refused.
 */
final class SequenceValues {
  private static final Set<String> HANDLED =
      Set.of(
          "SequenceConstruct",
          "SequenceEmpty",
          "SequenceAt",
          "SequenceInsert",
          "SequenceErase",
          "SequenceLength",
          "SplitToSequence",
          "ConcatFromSequence",
          "Optional",
          "OptionalHasElement",
          "OptionalGetElement");

  private static final int MOST_PARTS = 4096;

  private final GraphReader reader;
  private final String label;
  private final NodeProto node;
  private final Map<String, Object> attributes;
  private final Ops ops;

  private SequenceValues(
      GraphReader reader, String label, NodeProto node, Map<String, Object> attributes) {
    this.reader = reader;
    this.label = label;
    this.node = node;
    this.attributes = attributes;
    Origin origin = new Origin(reader.nodeName(node), node.getOpType());
    this.ops = new Ops(reader::builder, () -> origin);
  }

  /** Returns whether a node makes or takes a list. */
  static boolean handles(NodeProto node, NameScope scope) {
    return HANDLED.contains(node.getOpType())
        || (node.getOpType().equals("Identity")
            && node.getInputCount() == 1
            && (scope.findSequence(node.getInput(0)) != null
                || scope.findStack(node.getInput(0)) != null
                || scope.isAbsent(node.getInput(0))));
  }

  /** Returns the tensor that a node gives, or an empty list where it gives a list. */
  static List<Value> results(
      GraphReader reader, String label, NodeProto node, Map<String, Object> attributes) {
    return new SequenceValues(reader, label, node, attributes).results();
  }

  private List<Value> results() {
    Value stack = node.getInputCount() == 0 ? null : reader.scope().findStack(node.getInput(0));
    return stack == null ? ofKnown() : ofStack(stack);
  }

  private List<Value> ofStack(Value stack) {
    return switch (node.getOpType()) {
      case "Identity", "Optional", "OptionalGetElement" -> stack(stack);
      case "OptionalHasElement" -> List.of(ops.constant(Tensor.scalar(DType.BOOL, 1L)));
      default -> {
        List<Value> position =
            node.getInputCount() > 1 ? List.of(reader.operand(node.getInput(1), label)) : List.of();
        yield List.of(new Stacks(ops, label).read(node, attributes, stack, position));
      }
    };
  }

  private List<Value> stack(Value stack) {
    reader.scope().putStack(node.getOutput(0), stack);
    return List.of();
  }

  private List<Value> ofKnown() {
    return switch (node.getOpType()) {
      case "SequenceConstruct" -> list(tensors());
      case "SequenceEmpty" -> list(List.of());
      case "Identity" -> pass();
      case "SequenceInsert" -> insert();
      case "SequenceErase" -> erase();
      case "SplitToSequence" -> split();
      case "SequenceAt" -> List.of(sequence(0).get(position(1, sequence(0).size(), 0)));
      case "SequenceLength" -> List.of(ops.scalar(DType.INT64, sequence(0).size()));
      case "ConcatFromSequence" -> List.of(concat());
      case "OptionalHasElement" ->
          List.of(
              ops.constant(
                  Tensor.scalar(DType.BOOL, node.getInputCount() > 0 && !isAbsent() ? 1L : 0L)));
      default -> pass();
    };
  }

  private boolean isAbsent() {
    return node.getInput(0).isEmpty() || reader.scope().isAbsent(node.getInput(0));
  }

  /** A value that may be absent and is there is the value itself. */
  private List<Value> pass() {
    if (node.getInputCount() == 0 || isAbsent()) {
      if (node.getOpType().equals("OptionalGetElement")) {
        throw new MalformedModelException(label, "reads an optional value that holds nothing");
      }
      reader.scope().putAbsent(node.getOutput(0));
      return List.of();
    }
    return reader.scope().findSequence(node.getInput(0)) != null ? list(sequence(0)) : tensors();
  }

  private List<Value> insert() {
    List<Value> changed = new ArrayList<>(sequence(0));
    int at = has(2) ? position(2, changed.size(), 1) : changed.size();
    changed.add(at, reader.operand(node.getInput(1), label));
    return list(changed);
  }

  private List<Value> erase() {
    List<Value> changed = new ArrayList<>(sequence(0));
    changed.remove(has(1) ? position(1, changed.size(), 0) : changed.size() - 1);
    return list(changed);
  }

  private List<Value> split() {
    Value x = reader.operand(node.getInput(0), label);
    int axis = x.shape().axis(attributes.get("axis") instanceof Long a ? Math.toIntExact(a) : 0);
    long length = x.shape().length(axis);
    boolean given = node.getInputCount() > 1;
    Tensor lengths = given ? reader.operand(node.getInput(1), label).constant() : null;
    boolean ones = lengths != null && lengths.rank() == 0 && lengths.getLong(0) == 1;
    if (length < 0 && (!given || ones)) {
      return stack(new Stacks(ops, label).entries(x, axis, given || keepsAxis()));
    }
    if (given ? lengths == null : length < 0) {
      throw new UnsupportedModelException(label, "the number of parts is not known in the file");
    }
    List<Long> parts = new ArrayList<>();
    if (lengths != null && lengths.rank() == 1) {
      for (long part : lengths.toLongArray()) {
        parts.add(part);
      }
    } else {
      long each = lengths == null ? 1 : lengths.getLong(0);
      if (length < 0 || each < 1 || length / each > MOST_PARTS) {
        throw new UnsupportedModelException(label, "cannot cut " + length + " by " + each);
      }
      for (long at = 0; at < length; at += each) {
        parts.add(Math.min(each, length - at));
      }
    }
    boolean keeps = given || keepsAxis();
    List<Value> cut = new ArrayList<>();
    long at = 0;
    for (long part : parts) {
      Value piece = ops.slice(x, axis, at, at + part, 1);
      cut.add(keeps ? piece : ops.squeeze(piece, axis));
      at += part;
    }
    return list(cut);
  }

  private boolean keepsAxis() {
    return !(attributes.get("keepdims") instanceof Long k && k == 0);
  }

  private Value concat() {
    long axis = attributes.get("axis") instanceof Long a ? a : 0;
    if (!(attributes.get("new_axis") instanceof Long fresh && fresh == 1)) {
      return ops.concat(Math.toIntExact(axis), sequence(0));
    }
    List<Value> parts = new ArrayList<>();
    sequence(0).forEach(part -> parts.add(ops.unsqueeze(part, axis)));
    return ops.concat(Math.toIntExact(axis), parts);
  }

  private List<Value> tensors() {
    return node.getInputList().stream().map(name -> reader.operand(name, label)).toList();
  }

  private List<Value> list(List<Value> sequence) {
    reader.scope().putSequence(node.getOutput(0), sequence);
    return List.of();
  }

  private List<Value> sequence(int input) {
    List<Value> found = reader.scope().findSequence(node.getInput(input));
    if (found == null) {
      throw new UnsupportedModelException(
          label, "'" + node.getInput(input) + "' is no list whose parts are known in the file");
    }
    return found;
  }

  private boolean has(int input) {
    return node.getInputCount() > input && !node.getInput(input).isEmpty();
  }

  /**
   * Returns a position in a list; a negative one counts from its end.
   *
   * @param beyond 1 where the end of the list is a position too
   */
  private int position(int input, int size, int beyond) {
    Tensor at = reader.operand(node.getInput(input), label).constant();
    if (at == null) {
      throw new UnsupportedModelException(label, "the position is not known in the file");
    }
    long position = at.getLong(0) < 0 ? at.getLong(0) + size : at.getLong(0);
    if (position < 0 || position >= size + beyond) {
      throw new MalformedModelException(label, "position " + at.getLong(0) + " of " + size);
    }
    return (int) position;
  }
}
