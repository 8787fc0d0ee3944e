package dev.tenon.verify;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.ExpectedRange.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows an input through a graph while it is only moved, scaled and shifted. */
final class RangeReader {
  private static final int MOST_STEPS = 100;

  private final UseDef uses;
  private final KnownNumbers numbers;
  private final Value input;
  private int steps;

  RangeReader(Graph graph, ParameterStore store, Value input) {
    this.numbers = new KnownNumbers(graph, store);
    this.input = input;
    this.uses = new UseDef(graph);
  }

  ExpectedRange read() {
    return follow(input, AffineScaling.NONE);
  }

  /** Returns what all readers of a value say; unknown where they contradict one another. */
  private ExpectedRange follow(Value value, AffineScaling scaling) {
    if (++steps > MOST_STEPS) {
      return ExpectedRange.UNKNOWN;
    }
    ExpectedRange agreed = null;
    for (OperatorNode node : uses.readers(value)) {
      if (saysNothing(node.operator())) {
        continue;
      }
      ExpectedRange range = step(value, node, scaling);
      if (agreed == null) {
        agreed = range;
      } else if (agreed.kind() == Kind.POSITIONS && range.kind() == Kind.POSITIONS) {
        agreed = range.high() < agreed.high() ? range : agreed;
      } else if (agreed.kind() == Kind.POSITIONS || range.kind() == Kind.POSITIONS) {
        // A table has its rows, whatever else the numbers are used for.
        agreed = agreed.kind() == Kind.POSITIONS ? agreed : range;
      } else if (!agreed.equals(range)) {
        return ExpectedRange.UNKNOWN;
      }
    }
    return agreed == null ? scaling.range(input) : agreed;
  }

  /** Lengths, and masks of what is padding. */
  private static boolean saysNothing(Operator operator) {
    return operator instanceof Generation.Shape
        || operator instanceof Generation.Size
        || operator instanceof Binary.Predicate;
  }

  private ExpectedRange step(Value value, OperatorNode node, AffineScaling scaling) {
    Operator operator = node.operator();
    boolean first = node.optionalInput(0) == value;
    if (operator instanceof Binary) {
      Value other = first ? node.optionalInput(1) : node.optionalInput(0);
      Tensor known = other == null || other == value ? null : numbers.of(other);
      AffineScaling next =
          known == null ? null : scaling.then(operator, known, first, node.origin());
      return next == null ? scaling.range(input) : follow(node.output(), next);
    }
    if (moves(operator) && first) {
      return follow(node.output(), scaling);
    }
    Double shift = scaling.shift();
    Long rows = shift == null ? null : rows(operator, value, node);
    if (rows != null && shift != null) {
      double low = Math.max(0, -shift);
      double high = rows - 1 - shift;
      return high < low
          ? ExpectedRange.UNKNOWN
          : new ExpectedRange(Kind.POSITIONS, low, high, List.of(node.origin().kind()));
    }
    return scaling.range(input);
  }

  /** Says whether an operator gives the numbers that it takes, or mixes of neighbours. */
  private static boolean moves(Operator operator) {
    return operator instanceof Unary.Identity
        || operator instanceof Unary.Cast
        || operator instanceof ImageResampling.Resize
        || operator instanceof Indexing.Gather
        || (operator instanceof Movement
            && !(operator instanceof Movement.Concat)
            && !(operator instanceof Movement.Split));
  }

  /** Returns how many numbers there are to choose from where the value chooses; else null. */
  private @Nullable Long rows(Operator operator, Value value, OperatorNode node) {
    if (operator instanceof Indexing.Gather gather && node.optionalInput(1) == value) {
      Value table = node.input(0);
      boolean open = table == value || !table.shape().ranked() || table.rank() == 0;
      int axis = open ? 0 : table.shape().axis(Math.toIntExact(gather.axis()));
      return open || !table.shape().dim(axis).isKnown() ? null : table.shape().length(axis);
    }
    if (operator instanceof Indexing.OneHot && node.optionalInput(0) == value) {
      Tensor depth = numbers.of(node.input(1));
      return depth == null || depth.size() != 1 ? null : depth.getLong(0);
    }
    return null;
  }
}
