package dev.tenon.layers.ops.linalg;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Constants;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.layers.ops.numpy.ManipulationOps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Products of matrices and their generalisations. */
public final class MatrixProductOps {
  private MatrixProductOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "Matmul",
        "matmul __operators__.matmul",
        "x1|a|x x2|b|y transpose_a transpose_b adjoint_a adjoint_b",
        MatrixProductOps::matMul);
    table.add("Dot", "", "x1 x2", MatrixProductOps::dot);
    table.add("Tensordot", "tensordot", "x1|a x2|b axes", MatrixProductOps::tensorDot);
    table.add("Einsum", "einsum", "subscripts|equation", MatrixProductOps::einsum);
  }

  private static List<Value> matMul(OpArgs args) {
    List<Value> pair = Operands.pair(args, 0, 1);
    Ops ops = args.ops();
    boolean turnA = args.flag(2, false) || args.flag(4, false);
    boolean turnB = args.flag(3, false) || args.flag(5, false);
    Value a = turnA ? ManipulationOps.turned(ops, pair.get(0)) : pair.get(0);
    Value b = turnB ? ManipulationOps.turned(ops, pair.get(1)) : pair.get(1);
    return List.of(ops.matMul(a, b));
  }

  private static List<Value> dot(OpArgs args) {
    List<Value> pair = Operands.pair(args, 0, 1);
    Value a = pair.get(0);
    Value b = pair.get(1);
    if (a.rank() == 0 || b.rank() == 0) {
      return List.of(args.ops().mul(a, b));
    }
    int other = b.rank() == 1 ? 0 : b.rank() - 2;
    return List.of(contract(args.ops(), a, b, List.of(a.rank() - 1), List.of(other)));
  }

  private static List<Value> tensorDot(OpArgs args) {
    List<Value> pair = Operands.pair(args, 0, 1);
    Value a = pair.get(0);
    Value b = pair.get(1);
    Arg axes = args.arg(2);
    List<Integer> left = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    if (axes instanceof Arg.Seq seq && seq.items().size() == 2) {
      axes(args, seq.items().get(0), a, left);
      axes(args, seq.items().get(1), b, right);
    } else {
      long given = args.whole(2, 2);
      if (given < 0 || given > Math.min(a.rank(), b.rank())) {
        throw args.refuse("sums over " + given + " axes of " + a.shape() + " and " + b.shape());
      }
      int count = (int) given;
      for (int i = 0; i < count; i++) {
        left.add(a.rank() - count + i);
        right.add(i);
      }
    }
    return List.of(contract(args.ops(), a, b, left, right));
  }

  private static void axes(OpArgs args, Arg given, Value x, List<Integer> axes) {
    for (long axis : Constants.tensor(args, given).toLongArray()) {
      axes.add(x.shape().axis(Math.toIntExact(axis)));
    }
  }

  /** Sums over pairs of axes: the free axes of a, then those of b, remain. */
  static Value contract(Ops ops, Value a, Value b, List<Integer> left, List<Integer> right) {
    List<Integer> freeA =
        IntStream.range(0, a.rank()).filter(i -> !left.contains(i)).boxed().toList();
    List<Integer> freeB =
        IntStream.range(0, b.rank()).filter(i -> !right.contains(i)).boxed().toList();
    Dim inner = Dim.of(1);
    for (int axis : right) {
      inner = inner.times(b.shape().dim(axis));
    }
    Value first = arranged(ops, a, freeA, left);
    Value second = arranged(ops, b, right, freeB);
    Shape rows = first.shape().sub(0, freeA.size());
    Shape columns = second.shape().sub(right.size(), second.rank());
    if (left.size() != 1) {
      first = ops.reshape(first, rows.concat(Shape.of(inner)));
    }
    Value matrix = ops.reshape(second, Shape.of(inner, columns.size()));
    Value product = ops.matMul(first, matrix);
    return ops.reshape(product, rows.concat(columns));
  }

  private static Value arranged(Ops ops, Value x, List<Integer> first, List<Integer> then) {
    int[] perm =
        IntStream.concat(
                first.stream().mapToInt(Integer::intValue),
                then.stream().mapToInt(Integer::intValue))
            .toArray();
    boolean straight = IntStream.range(0, perm.length).allMatch(i -> perm[i] == i);
    return straight ? x : ops.transpose(x, perm);
  }

  private static List<Value> einsum(OpArgs args) {
    String equation = "";
    List<Value> operands = new ArrayList<>();
    // Keras keeps the equation in the configuration, TensorFlow gives it first.
    for (Arg arg : args.positional()) {
      if (arg instanceof Arg.Const constant && constant.value() instanceof String text) {
        equation = text;
      } else if (arg instanceof Arg.Seq seq) {
        seq.items().forEach(item -> operands.add(args.tensor(item)));
      } else {
        operands.add(args.tensor(arg));
      }
    }
    if (equation.isEmpty()) {
      equation = args.written();
    }
    if (operands.isEmpty()) {
      throw new UnsupportedModelException(
          "function 'tf.einsum' has lost its tensors: tf_keras does not save them; save the model"
              + " with Keras 3");
    }
    List<Value> same = Promotion.together(args.ops(), operands);
    return List.of(args.ops().einsum(equation, same.toArray(Value[]::new)));
  }
}
