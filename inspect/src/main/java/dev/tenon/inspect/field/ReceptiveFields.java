package dev.tenon.inspect.field;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Shape;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the receptive fields of a graph: how much of the input an element of each value depends
 * on.
 *
 * <p>Each axis is traced separately through transposes, gathers, concatenations and mixtures along
 * one axis. A value that does not depend on the input has no field.
 */
public final class ReceptiveFields {
  private final Map<Value, Field> fields = new IdentityHashMap<>();

  private ReceptiveFields() {}

  /**
   * Returns the field of every value that depends on the input.
   *
   * @param graph the graph
   */
  public static Map<Value, Field> of(Graph graph) {
    ReceptiveFields walk = new ReceptiveFields();
    walk.fields.putAll(FieldInputs.of(graph));
    graph.nodes().forEach(walk::after);
    return walk.fields;
  }

  private void after(OperatorNode node) {
    List<Value> dependent =
        node.reads().stream().filter(value -> fields.get(value) != null).toList();
    if (dependent.isEmpty()
        || node.operator() instanceof Generation.Shape
        || node.operator() instanceof Generation.Size) {
      return;
    }
    boolean ranked =
        node.outputs().stream().allMatch(value -> value.shape().ranked())
            && node.reads().stream().allMatch(value -> value.shape().ranked());
    for (int i = 0; i < node.outputs().size(); i++) {
      Field field = ranked ? field(node, dependent, i) : null;
      fields.put(node.outputs().get(i), field == null ? Field.EVERYTHING : field);
    }
  }

  /** Returns the field of an output; null if it is not traced. */
  private @Nullable Field field(OperatorNode node, List<Value> dependent, int output) {
    Operator operator = node.operator();
    if (operator instanceof Unary
        || operator instanceof Activations
        || operator instanceof Binary
        || operator instanceof Variadic) {
      Integer axis = normalized(operator);
      Field joined = elementwise(node, dependent);
      int rank = node.output().rank();
      return axis == null || joined == null
          ? joined
          : joined.mix(dim -> dim == Math.floorMod(axis, rank));
    }
    if (operator instanceof Movement.Concat concat) {
      return FieldMoves.concat(node, fields, (int) concat.axis());
    }
    if (operator instanceof Linear) {
      return linear(node);
    }
    if (operator instanceof Indexing.Gather gather) {
      return FieldMoves.gather(node, fields, (int) gather.axis());
    }
    // What follows reads one value; weights, lengths and positions come from elsewhere.
    Value read = node.input(0);
    Field field = fields.get(read);
    if (field == null || (dependent.size() > 1 && dependent.stream().anyMatch(v -> v != read))) {
      return null;
    }
    if (operator instanceof Convolution
        || operator instanceof Pooling
        || operator instanceof ImageResampling) {
      return FieldWindows.after(node, field);
    }
    if (operator instanceof Normalization normalization) {
      return normalization(normalization, field, read.rank());
    }
    if (operator instanceof Reduction reduction) {
      return reduction(node, reduction, field);
    }
    if (operator instanceof Movement) {
      return FieldMoves.after(node, field, output);
    }
    return null;
  }

  private static @Nullable Integer normalized(Operator operator) {
    if (operator instanceof Activations.Softmax softmax) {
      return (int) softmax.axis();
    }
    if (operator instanceof Activations.LogSoftmax softmax) {
      return (int) softmax.axis();
    }
    return operator instanceof Activations.Hardmax hardmax ? (Integer) (int) hardmax.axis() : null;
  }

  private @Nullable Field elementwise(OperatorNode node, List<Value> dependent) {
    Field joined = null;
    for (Value value : dependent) {
      Field field = fields.get(value);
      joined =
          Field.join(
              joined,
              field == null
                  ? null
                  : FieldMoves.broadcast(field, value.shape(), node.output().shape()));
    }
    return joined;
  }

  private @Nullable Field linear(OperatorNode node) {
    if (node.operator() instanceof Linear.MatMul) {
      return matMul(node);
    }
    if (node.operator() instanceof Linear.Gemm gemm) {
      return Field.join(
          side(node.input(0), gemm.transA() == 1, false),
          side(node.input(1), gemm.transB() == 1, true));
    }
    return node.operator() instanceof Linear.Einsum einsum ? einsum(einsum, node) : null;
  }

  /** Returns the field of one operand of a matrix product, whose summed axis is seen whole. */
  private @Nullable Field side(Value value, boolean turned, boolean second) {
    Field field = fields.get(value);
    int summed = second == turned ? 1 : 0;
    return field == null
        ? null
        : field.mix(dim -> dim == summed).move(dim -> dim == summed ? -1 : second ? 1 : 0);
  }

  private @Nullable Field matMul(OperatorNode node) {
    Shape a = node.input(0).shape();
    Shape b = node.input(1).shape();
    if (a.rank() < 2 || b.rank() < 2) {
      return null;
    }
    Field left = fields.get(node.input(0));
    Field right = fields.get(node.input(1));
    left = left == null ? null : left.mix(dim -> dim == a.rank() - 1);
    right = right == null ? null : right.mix(dim -> dim == b.rank() - 2);
    Shape out = node.output().shape();
    // The axes before the last two are repeated where one side has fewer.
    return Field.join(
        left == null ? null : FieldMoves.broadcast(left, a, out),
        right == null ? null : FieldMoves.broadcast(right, b, out));
  }

  private @Nullable Field einsum(Linear.Einsum einsum, OperatorNode node) {
    String plain = einsum.equation().replace(" ", "");
    int arrow = plain.indexOf("->");
    if (arrow < 0 || plain.contains(".")) {
      return null;
    }
    String[] terms = plain.substring(0, arrow).split(",", -1);
    String out = plain.substring(arrow + 2);
    Field joined = null;
    for (int t = 0; t < terms.length; t++) {
      Field field = fields.get(node.input(t));
      String term = terms[t];
      if (field != null) {
        field =
            field
                .mix(dim -> out.indexOf(term.charAt(dim)) < 0)
                .move(dim -> out.indexOf(term.charAt(dim)));
      }
      joined = Field.join(joined, field);
    }
    return joined;
  }

  private static Field normalization(Normalization normalization, Field field, int rank) {
    if (normalization instanceof Normalization.BatchNormalization) {
      return field;
    }
    if (normalization instanceof Normalization.LayerNormalization layer) {
      return field.mix(dim -> dim >= Math.floorMod(layer.axis(), (long) rank));
    }
    if (normalization instanceof Normalization.RMSNormalization rms) {
      return field.mix(dim -> dim >= Math.floorMod(rms.axis(), (long) rank));
    }
    if (normalization instanceof Normalization.LpNormalization lp) {
      return field.mix(dim -> dim == Math.floorMod(lp.axis(), (long) rank));
    }
    if (normalization instanceof Normalization.LRN lrn) {
      return field.mix(dim -> dim == lrn.channelAxis(rank));
    }
    return field.mix(dim -> dim > 0);
  }

  private static @Nullable Field reduction(OperatorNode node, Reduction reduction, Field field) {
    int rank = node.input(0).rank();
    if (rank == 0) {
      return field;
    }
    if (reduction instanceof Reduction.CumSum) {
      long[] axis = FieldMoves.numbers(node, 1);
      return axis == null ? null : field.mix(dim -> dim == Math.floorMod(axis[0], (long) rank));
    }
    Set<Integer> gone = new HashSet<>();
    if (reduction instanceof Reduction.ArgMax most) {
      gone.add((int) Math.floorMod(most.axis(), (long) rank));
    } else if (reduction instanceof Reduction.ArgMin least) {
      gone.add((int) Math.floorMod(least.axis(), (long) rank));
    } else {
      long[] axes = FieldMoves.numbers(node, 1);
      if (node.optionalInput(1) != null && axes == null) {
        return null;
      }
      boolean none = axes == null || axes.length == 0;
      IntStream.range(0, none && reduction.noopWithEmptyAxes() == 0 ? rank : 0).forEach(gone::add);
      for (int i = 0; !none && axes != null && i < axes.length; i++) {
        gone.add((int) Math.floorMod(axes[i], (long) rank));
      }
    }
    Field mixed = field.mix(gone::contains);
    return reduction.keepdims() == 1
        ? mixed
        : mixed.move(dim -> dim - (int) gone.stream().filter(other -> other < dim).count());
  }
}
