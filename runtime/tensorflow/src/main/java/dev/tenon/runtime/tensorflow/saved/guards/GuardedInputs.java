package dev.tenon.runtime.tensorflow.saved.guards;

import dev.tenon.error.MalformedModelException;
import dev.tenon.runtime.internal.Workaround;
import dev.tenon.runtime.tensorflow.compat.TensorFlowFaults;
import dev.tenon.runtime.tensorflow.saved.GraphPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Guards operands whose rank or length TensorFlow's kernels take for granted: another one ends the
 * process. A constant is checked here; an EnsureShape before another operand, or a cut, makes it an
 * error in the run.
 */
final class GuardedInputs {
  static final AttrValue WHOLE = type(DataType.DT_INT32);
  static final AttrValue REAL = type(DataType.DT_FLOAT);

  /**
   * Which operand is a shape, whose length ends the process where it is more than a rank may be.
   */
  private static final Map<String, Integer> SHAPES = Map.of("BroadcastTo", 1, "Fill", 0);

  private static final Set<String> CONVOLUTIONS =
      Set.of("Conv2D", "Conv3D", "DepthwiseConv2dNative");

  private static final int MOST_AXES = 253;

  /** What puts guards before an operation; no operation needs two of these. */
  private record Guard(
      Workaround fault,
      Predicate<NodeDef> concerns,
      BiFunction<NodeDef, GuardScope, List<NodeDef>> guarded) {}

  private static final List<Guard> FURTHER =
      List.of(
          new Guard(
              TensorFlowFaults.SHAPE_LENGTHS,
              node -> SHAPES.containsKey(node.getOp()),
              (node, scope) -> cut(node, SHAPES.getOrDefault(node.getOp(), 0), scope.inFunction())),
          new Guard(
              TensorFlowFaults.POOL_WINDOWS,
              GuardedWindows::isPool,
              (node, scope) -> GuardedWindows.guarded(node, scope.inFunction())),
          new Guard(
              TensorFlowFaults.LSTM_STATES,
              GuardedLstms::has,
              (node, scope) -> GuardedLstms.guarded(node, scope.inFunction())),
          new Guard(
              TensorFlowFaults.HIDDEN_SHAPES,
              HiddenShapes::has,
              (node, scope) -> HiddenShapes.guarded(node, scope.inFunction())),
          new Guard(TensorFlowFaults.RAGGED_ROWS, GuardedRagged::has, GuardedRagged::guarded),
          new Guard(
              TensorFlowFaults.SCATTER_UPDATES,
              GuardedUpdates::has,
              (node, scope) -> GuardedUpdates.guarded(node, scope.inFunction())),
          new Guard(
              TensorFlowFaults.DEPTHWISE_CHANNELS,
              GuardedChannels::has,
              (node, scope) -> GuardedChannels.guarded(node, scope.inFunction())),
          new Guard(
              TensorFlowFaults.TRANSPOSED_SHAPES,
              GuardedTransposes::has,
              (node, scope) -> GuardedTransposes.guarded(node, scope.inFunction())));

  private GuardedInputs() {}

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  /** Returns the node, behind guards where it needs some. */
  static List<NodeDef> guarded(NodeDef given, GuardScope scope) {
    NodeDef node = TensorFlowFaults.HUGE_SHAPES.isMade() ? HugeShapes.opened(given) : given;
    GuardNodes guard = new GuardNodes(node, scope.inFunction());
    NodeDef.Builder behind = node.toBuilder();
    ranks(node)
        .forEach(
            (place, operand) -> {
              String input = node.getInput(place);
              if (operand.rank() < 0) {
                throw damaged(node, operand, "no rank that fits", scope);
              }
              if (isLoopCondition(node, input, scope)
                  || isConvolved(node, input, scope)
                  || isChecked(node, operand, scope.constant(input), scope)) {
                return;
              }
              AttrValue type = type(operand.type());
              AttrValue wanted = AttrValue.newBuilder().setShape(lengths(operand.rank())).build();
              String name = operand.name() + place;
              String kept = guard.unfolded(name + "_kept", type, input);
              behind.setInput(
                  place,
                  guard.op(
                      name, "EnsureShape", "output", Map.of("T", type, "shape", wanted), kept));
            });
    if (TensorFlowFaults.EQUAL_LENGTHS.isMade()) {
      EqualLengths.check(node, scope);
    }
    List<NodeDef> guards = new ArrayList<>(guard.nodes());
    NodeDef bounded = behind.build();
    if (TensorFlowFaults.SIZES.isMade()) {
      bounded = GuardedSizes.guarded(bounded, scope, guards);
    }
    if (TensorFlowFaults.RANGES.isMade()) {
      bounded = GuardedRanges.guarded(bounded, scope, guards);
    }
    if (TensorFlowFaults.PERMUTATIONS.isMade()) {
      bounded = GuardedPermutations.guarded(bounded, scope, guards);
    }
    guards.addAll(further(bounded, scope));
    return guards;
  }

  private static Map<Integer, OperandRanks.Operand> ranks(NodeDef node) {
    return TensorFlowFaults.OPERAND_RANKS.isMade() ? OperandRanks.of(node) : Map.of();
  }

  private static List<NodeDef> further(NodeDef node, GuardScope scope) {
    for (Guard guard : FURTHER) {
      if (guard.concerns.test(node)) {
        return guard.fault.isMade() ? guard.guarded.apply(node, scope) : List.of(node);
      }
    }
    return List.of(node);
  }

  /**
   * Says whether a Switch belongs to a loop: its LoopCond, which is guarded, must stay beside it.
   */
  private static boolean isLoopCondition(NodeDef node, String input, GuardScope scope) {
    NodeDef read = scope.nodes().get(GraphPart.operation(input));
    return node.getOp().equals("Switch") && read != null && read.getOp().equals("LoopCond");
  }

  /**
   * Says whether a normalization reads the result of a convolution, which has the rank that it
   * checks of its own image: nothing must stand between them, for TensorFlow makes one of both.
   */
  private static boolean isConvolved(NodeDef node, String input, GuardScope scope) {
    NodeDef read = scope.nodes().get(GraphPart.operation(input));
    return node.getOp().startsWith("FusedBatchNorm")
        && read != null
        && CONVOLUTIONS.contains(read.getOp());
  }

  /**
   * Says whether an operand is a constant of the rank that the kernel wants.
   *
   * @throws MalformedModelException where it is one of another rank
   */
  private static boolean isChecked(
      NodeDef node,
      OperandRanks.Operand operand,
      @Nullable TensorProto constant,
      GuardScope scope) {
    if (constant == null) {
      return false;
    }
    int rank = constant.getTensorShape().getDimCount();
    if (rank != operand.rank()) {
      throw damaged(node, operand, rank + " axes; expected " + operand.rank(), scope);
    }
    return true;
  }

  private static MalformedModelException damaged(
      NodeDef node, OperandRanks.Operand operand, String what, GuardScope scope) {
    return new MalformedModelException(
        scope.where()
            + node.getName()
            + "' ("
            + node.getOp()
            + "): operand '"
            + operand.name()
            + "' has "
            + what
            + ": the graph is damaged");
  }

  /** Returns the node with no more of a shape than TensorFlow can take: it then refuses it. */
  private static List<NodeDef> cut(NodeDef node, int place, boolean inFunction) {
    AttrValue kind =
        node.getAttrOrDefault(node.getOp().equals("Fill") ? "index_type" : "Tidx", WHOLE);
    GuardNodes guard = new GuardNodes(node, inFunction);
    List<String> inputs = new ArrayList<>(List.of(node.getInput(place)));
    for (int bound : new int[] {0, MOST_AXES, 1}) {
      TensorProto.Builder one =
          TensorProto.newBuilder().setTensorShape(GuardNodes.vector(1)).addIntVal(bound);
      inputs.add(guard.constant("shape_" + bound, one));
    }
    String shape =
        guard.op(
            "shape",
            "StridedSlice",
            "output",
            Map.of("T", kind, "Index", WHOLE),
            inputs.toArray(String[]::new));
    return guard.before(node.toBuilder().setInput(place, shape).build());
  }

  /** Returns a shape of which only the rank is known. */
  static TensorShapeProto lengths(int rank) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < rank; i++) {
      shape.addDimBuilder().setSize(-1);
    }
    return shape.build();
  }
}
