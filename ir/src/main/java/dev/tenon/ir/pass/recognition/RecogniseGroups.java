package dev.tenon.ir.pass.recognition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises group normalization written as instance normalization between two reshapes, with the
 * factors and offsets that follow.
 */
public final class RecogniseGroups {
  private RecogniseGroups() {}

  /** Returns the graph with group normalizations, the factors after them as they are. */
  public static Graph apply(Graph graph) {
    boolean any =
        graph.nodes().stream()
            .anyMatch(
                node ->
                    node.operator() instanceof Normalization.InstanceNormalization norm
                        && !norm.channelsLast());
    return any ? Rewriter.apply(graph, RecogniseGroups::only) : graph;
  }

  private static void only(Rewriter rewriter, OperatorNode node) {
    if (!(node.operator() instanceof Movement.Reshape) || !normalization(rewriter, node)) {
      rewriter.keep(node);
    }
  }

  static void visit(Rewriter rewriter, OperatorNode node) {
    boolean done =
        node.operator() instanceof Movement.Reshape
            ? normalization(rewriter, node)
            : affine(rewriter, node);
    if (!done) {
      rewriter.keep(node);
    }
  }

  private static boolean normalization(Rewriter rewriter, OperatorNode back) {
    OperatorNode norm =
        Pattern.of(rewriter, back.input(0), Normalization.InstanceNormalization.class);
    OperatorNode cut =
        norm == null ? null : Pattern.of(rewriter, norm.input(0), Movement.Reshape.class);
    if (norm == null
        || cut == null
        || !(norm.operator() instanceof Normalization.InstanceNormalization instance)
        || !rewriter.isReadOnce(back.input(0))) {
      return false;
    }
    Value x = cut.input(0);
    Shape shape = x.shape();
    Shape groups = cut.output().shape();
    boolean fits =
        shape.ranked()
            && groups.ranked()
            && shape.rank() > 2
            && groups.rank() == 3
            && !instance.channelsLast()
            && shape.equals(back.output().shape())
            && groups.dim(0).equals(shape.dim(0))
            && shape.dim(1).isKnown()
            && groups.length(1) > 0
            && shape.length(1) % groups.length(1) == 0;
    if (!fits) {
      return false;
    }
    long each = shape.length(1) / groups.length(1);
    Value scale = repeated(rewriter, norm, 1, each, back.name() + "/scale");
    Value bias = repeated(rewriter, norm, 2, each, back.name() + "/bias");
    Normalization.GroupNormalization operator =
        new Normalization.GroupNormalization(instance.epsilon(), groups.length(1), 1, false);
    rewriter.put(norm.with(operator, List.of(x, scale, bias), back.outputs()));
    return true;
  }

  /** Returns an operand with one number a group as one with a number for each of its channels. */
  private static Value repeated(
      Rewriter rewriter, OperatorNode norm, int operand, long each, String name) {
    Value value = rewriter.now(norm.input(operand));
    Tensor constant = value.constant();
    if (constant == null) {
      Ops ops = rewriter.ops(norm);
      Value column = ops.unsqueeze(value, 1);
      long groups = norm.input(0).shape().length(1);
      Value wide = ops.apply(new Movement.Expand(), column, ops.longs(groups, each));
      return ops.reshape(wide, Shape.of(Dim.of(groups * each)));
    }
    long count = constant.size() * each;
    Tensor.Writer writer = new Tensor.Writer(constant.dtype(), Math.toIntExact(count));
    for (int i = 0; i < count; i++) {
      writer.set(i, constant.getDouble(i / each));
    }
    return rewriter.constant(name, writer.build(new long[] {count}));
  }

  private static boolean isFilled(Rewriter rewriter, Value value, double with) {
    Tensor constant = rewriter.now(value).constant();
    return constant != null && Pattern.isFilled(constant, with);
  }

  private static boolean affine(Rewriter rewriter, OperatorNode node) {
    boolean factor = node.operator() instanceof Binary.Mul;
    if (!factor && !(node.operator() instanceof Binary.Add)) {
      return false;
    }
    for (int side = 0; side < 2; side++) {
      OperatorNode norm =
          Pattern.of(rewriter, node.input(side), Normalization.GroupNormalization.class);
      Tensor numbers =
          norm == null ? null : perChannel(rewriter, node.input(1 - side), norm.input(0).shape());
      boolean free =
          norm != null
              && rewriter.isReadOnce(node.input(side))
              && isFilled(rewriter, norm.input(2), 0)
              && (!factor || isFilled(rewriter, norm.input(1), 1));
      if (norm != null && numbers != null && free) {
        Value fixed = rewriter.constant(node.name() + "/fixed", numbers);
        List<@Nullable Value> operands = new ArrayList<>(norm.inputs());
        operands.set(factor ? 1 : 2, fixed);
        rewriter.put(norm.with(norm.operator(), operands, node.outputs()));
        return true;
      }
    }
    return false;
  }

  /** Returns a number for each channel of (batch, channels, …) as a vector; null for others. */
  private static @Nullable Tensor perChannel(Rewriter rewriter, Value value, Shape shape) {
    Tensor numbers = rewriter.now(value).constant();
    long channels = shape.length(1);
    if (numbers == null || numbers.size() != channels || numbers.rank() > shape.rank()) {
      return null;
    }
    int at = numbers.rank() - (shape.rank() - 1);
    return at >= 0 && numbers.dim(at) == channels ? numbers.reshape(channels) : null;
  }
}
