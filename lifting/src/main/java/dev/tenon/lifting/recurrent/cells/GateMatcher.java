package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.lifting.walk.FixedNumbers;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Finds the values that are an activation of a sum of products, cut or not. */
final class GateMatcher {
  /**
   * An activation of a sum of products.
   *
   * @param function Keras' name; {@code hard_sigmoid} is Keras 3's, max(0, min(1, x/6 + 1/2))
   * @param before what it is applied to
   */
  record Gate(String function, AffineSum before) {
    /** Says whether its values are shares between 0 and 1. */
    boolean isShare() {
      return function.equals("sigmoid") || function.equals("hard_sigmoid");
    }
  }

  private final RowUses uses;
  private final StepMatrix.Maker maker;
  private final AffineMatcher affines;

  GateMatcher(RowUses uses, StepMatrix.Maker maker, AffineMatcher affines) {
    this.uses = uses;
    this.maker = maker;
    this.affines = affines;
  }

  AffineMatcher affines() {
    return affines;
  }

  /** Returns a fixed row. */
  AffineSum fixed(double[] row) {
    return AffineSum.fixed(maker, row);
  }

  /** Returns the gate whose shares are 1 less those of another. */
  Gate opposite(Gate gate) {
    double[] factors = AffineMatcher.filled(gate.before.width(), -1);
    return new Gate(gate.function, gate.before.scaled(maker, factors));
  }

  /** Returns the activation that a value is; null where it is none. */
  @Nullable Gate of(Value value) {
    Value base = uses.base(value);
    OperatorNode node = uses.producer(base);
    if (node == null || RowUses.width(base) < 0) {
      return null;
    }
    Operator operator = node.operator();
    if (operator instanceof Movement) {
      RowUses.Range range = uses.range(base);
      Gate whole = range != null && range.axis() == base.rank() - 1 ? of(range.source()) : null;
      return whole == null || range == null
          ? null
          : new Gate(whole.function, whole.before.columns(maker, range.from(), range.to()));
    }
    String name = name(operator);
    if (name != null) {
      AffineSum before = affines.of(node.input(0));
      return before == null ? null : new Gate(name, before);
    }
    return line(node);
  }

  /** Returns Keras' name of an activation that has no numbers of its own. */
  static @Nullable String name(Operator operator) {
    if (operator instanceof Unary.Sigmoid) {
      return "sigmoid";
    }
    if (operator instanceof Unary.Tanh) {
      return "tanh";
    }
    if (operator instanceof Unary.Relu) {
      return "relu";
    }
    if (operator instanceof Unary.Softplus) {
      return "softplus";
    }
    return operator instanceof Unary.Softsign ? "softsign" : null;
  }

  /** Finds a line between 0 and 1: HardSigmoid, or a line that is clipped and perhaps scaled. */
  private @Nullable Gate line(OperatorNode node) {
    if (node.operator() instanceof Activations.HardSigmoid hard) {
      return line(affines.of(node.input(0)), hard.alpha(), hard.beta());
    }
    double scale = 1;
    OperatorNode clip = node;
    Operator operator = node.operator();
    if (operator instanceof Binary.Mul || operator instanceof Binary.Div) {
      int number = node.input(0).constant() != null ? 0 : 1;
      Double factor = number(node.input(number).constant());
      OperatorNode before = uses.producer(uses.base(node.input(1 - number)));
      if (factor == null || before == null || (number == 0 && operator instanceof Binary.Div)) {
        return null;
      }
      scale = operator instanceof Binary.Div ? 1 / factor : factor;
      clip = before;
    }
    Clipped clipped = clipped(clip);
    boolean share =
        clipped != null && clipped.least == 0 && Math.abs(clipped.most * scale - 1) < 1e-6;
    return share && clipped != null ? line(affines.of(clipped.x), scale, 0) : null;
  }

  private record Clipped(Value x, double least, double most) {}

  /** Finds what lies between two numbers: a Clip, or the larger of one and the smaller of one. */
  private @Nullable Clipped clipped(OperatorNode node) {
    if (node.operator() instanceof Variadic.Clip) {
      Double least = number(node, 1);
      Double most = number(node, 2);
      return least == null || most == null ? null : new Clipped(node.input(0), least, most);
    }
    Bound outer = bound(node);
    OperatorNode before = outer == null ? null : uses.producer(uses.base(outer.x));
    Bound inner = before == null ? null : bound(before);
    if (outer == null || inner == null || outer.most == inner.most) {
      return null;
    }
    double least = outer.most ? inner.number : outer.number;
    double most = outer.most ? outer.number : inner.number;
    return least < most ? new Clipped(inner.x, least, most) : null;
  }

  private record Bound(Value x, double number, boolean most) {}

  private static @Nullable Bound bound(OperatorNode node) {
    boolean most = node.operator() instanceof Variadic.Min;
    if ((!most && !(node.operator() instanceof Variadic.Max)) || node.inputs().size() != 2) {
      return null;
    }
    int at = node.input(0).constant() != null ? 0 : 1;
    Double number = number(node.input(at).constant());
    return number == null ? null : new Bound(node.input(1 - at), number, most);
  }

  /** Returns the gate that is {@code slope * x + offset} between 0 and 1. */
  private @Nullable Gate line(@Nullable AffineSum x, double slope, double offset) {
    if (x == null) {
      return null;
    }
    int width = x.width();
    AffineSum same = x;
    if (Math.abs(slope - 1.0 / 6) > 1e-7) {
      same = same.scaled(maker, AffineMatcher.filled(width, decimal(slope) * 6));
    }
    if (offset != 0.5) {
      AffineSum rest = AffineSum.fixed(maker, AffineMatcher.filled(width, decimal(offset) * 6 - 3));
      same = same.plus(maker, rest);
    }
    return new Gate("hard_sigmoid", same);
  }

  /** Returns the decimal number that a float was made of. */
  private static double decimal(double value) {
    return FixedNumbers.decimal(value);
  }

  private static @Nullable Double number(OperatorNode node, int index) {
    Value value = node.optionalInput(index);
    return value == null ? null : number(value.constant());
  }

  private static @Nullable Double number(@Nullable Tensor tensor) {
    return tensor == null || tensor.size() != 1 ? null : Double.valueOf(tensor.getDouble(0));
  }
}
