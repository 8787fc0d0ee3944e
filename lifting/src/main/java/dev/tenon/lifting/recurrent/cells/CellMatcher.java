package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.lifting.axes.RowUses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells whether a node gives the new state of an LSTM, GRU or SimpleRNN, by what it computes. */
final class CellMatcher {
  private final RowUses uses;
  private final GateMatcher gates;

  CellMatcher(RowUses uses, GateMatcher gates) {
    this.uses = uses;
    this.gates = gates;
  }

  /** Returns the step whose new state a node gives; null where it is none. */
  @Nullable CellStep of(OperatorNode node) {
    Operator operator = node.operator();
    Value output = node.outputs().isEmpty() ? null : node.output();
    if (output == null || RowUses.width(output) < 0) {
      return null;
    }
    if (operator instanceof Binary.Mul) {
      return lstm(output);
    }
    if (operator instanceof Binary.Add || operator instanceof Binary.Sub) {
      return gru(output);
    }
    String name = GateMatcher.name(operator);
    return name == null ? null : simple(output);
  }

  private @Nullable CellStep simple(Value output) {
    GateMatcher.Gate gate = gates.of(output);
    if (gate == null || gate.before().moved() || gate.before().parts().isEmpty()) {
      return null;
    }
    List<@Nullable AffineSum> all = Arrays.asList(gate.before());
    return new CellStep(
        CellKind.SIMPLE_RNN,
        gate.function(),
        "sigmoid",
        false,
        all,
        null,
        null,
        null,
        output,
        null);
  }

  private @Nullable CellStep lstm(Value output) {
    SumOfProducts product = SumOfProducts.of(uses, output);
    List<List<Value>> found = product == null ? List.of() : product.products(2, 1);
    if (product == null || product.size() != 1 || found.size() != 1) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Value shares = found.get(0).get(i);
      OperatorNode activated = uses.producer(found.get(0).get(1 - i));
      String name = activated == null ? null : GateMatcher.name(activated.operator());
      GateMatcher.Gate share = gates.of(shares);
      if (activated != null && name != null && share != null && share.isShare()) {
        CellStep step = lstm(output, share, name, uses.base(activated.input(0)));
        if (step != null) {
          return step;
        }
      }
    }
    return null;
  }

  private @Nullable CellStep lstm(Value output, GateMatcher.Gate out, String name, Value memory) {
    SumOfProducts sum = SumOfProducts.of(uses, memory);
    if (sum == null || sum.size() < 1 || sum.size() > 2) {
      return null;
    }
    List<List<Value>> products = sum.products(2, 1);
    if (products.size() != sum.size()) {
      return null;
    }
    for (List<Value> added : products) {
      List<Value> kept =
          products.size() == 1 ? null : products.get(added == products.get(0) ? 1 : 0);
      for (int i = 0; i < 2; i++) {
        GateMatcher.Gate in = gates.of(added.get(i));
        GateMatcher.Gate candidate = gates.of(added.get(1 - i));
        if (in == null
            || candidate == null
            || !in.function().equals(out.function())
            || !candidate.function().equals(name)) {
          continue;
        }
        for (int k = 0; k < (kept == null ? 1 : 2); k++) {
          GateMatcher.Gate forget = kept == null ? null : gates.of(kept.get(k));
          if (kept != null && (forget == null || !forget.function().equals(out.function()))) {
            continue;
          }
          AffineSum f = forget == null ? null : forget.before();
          List<@Nullable AffineSum> all =
              Arrays.asList(in.before(), f, candidate.before(), out.before());
          Value before = kept == null ? null : kept.get(1 - k);
          return new CellStep(
              CellKind.LSTM, name, out.function(), false, all, null, null, before, output, memory);
        }
      }
    }
    return null;
  }

  private @Nullable CellStep gru(Value output) {
    SumOfProducts sum = SumOfProducts.of(uses, output);
    if (sum == null || sum.size() < 1 || sum.size() > 3) {
      return null;
    }
    for (List<Value> only : sum.size() == 1 ? sum.products(2, 1) : List.<List<Value>>of()) {
      return swappedFirst(output, only);
    }
    CellStep swapped = sum.size() == 3 ? swapped(output, sum) : null;
    if (swapped != null) {
      return swapped;
    }
    // z * h + n - z * n, the last two where h is zero
    for (List<Value> alone : sum.products(1, 1)) {
      Value n = alone.get(0);
      GateMatcher.Gate candidate = gates.of(n);
      for (List<Value> away : sum.products(2, -1)) {
        int at = away.indexOf(n);
        Value z = at < 0 ? n : away.get(1 - at);
        GateMatcher.Gate update = at < 0 ? null : gates.of(z);
        if (candidate == null || update == null || !update.isShare()) {
          continue;
        }
        Value state = null;
        for (List<Value> kept : sum.products(2, 1)) {
          state = kept.contains(z) ? kept.get(1 - kept.indexOf(z)) : null;
        }
        if (sum.size() == 2 || state != null) {
          CellStep step = gru(output, update, candidate, state);
          if (step != null) {
            return step;
          }
        }
      }
    }
    return null;
  }

  /** Finds z * n, what is left of h - z * h + z * n where h is zero. */
  private @Nullable CellStep swappedFirst(Value output, List<Value> product) {
    for (int i = 0; i < 2; i++) {
      GateMatcher.Gate update = gates.of(product.get(i));
      GateMatcher.Gate candidate = gates.of(product.get(1 - i));
      boolean fits = update != null && update.isShare() && candidate != null;
      if (fits && update != null && candidate != null && !candidate.isShare()) {
        return gru(output, gates.opposite(update), candidate, null);
      }
    }
    return null;
  }

  /** Finds h - z * h + z * n: what is before the gate z is the opposite of Keras'. */
  private @Nullable CellStep swapped(Value output, SumOfProducts sum) {
    for (List<Value> alone : sum.products(1, 1)) {
      Value state = alone.get(0);
      for (List<Value> away : sum.products(2, -1)) {
        Value z = away.contains(state) ? away.get(1 - away.indexOf(state)) : state;
        GateMatcher.Gate update = z == state ? null : gates.of(z);
        for (List<Value> added : update == null ? List.<List<Value>>of() : sum.products(2, 1)) {
          GateMatcher.Gate candidate =
              added.contains(z) ? gates.of(added.get(1 - added.indexOf(z))) : null;
          if (candidate != null && update != null && update.isShare()) {
            return gru(output, gates.opposite(update), candidate, state);
          }
        }
      }
    }
    return null;
  }

  private @Nullable CellStep gru(
      Value output, GateMatcher.Gate update, GateMatcher.Gate candidate, @Nullable Value state) {
    Map<Value, StepMatrix> parts = new LinkedHashMap<>(candidate.before().parts());
    for (Map.Entry<Value, StepMatrix> part : candidate.before().parts().entrySet()) {
      Reset reset = reset(part.getKey(), part.getValue(), state);
      if (reset == null || !reset.gate.function().equals(update.function())) {
        continue;
      }
      parts.remove(part.getKey());
      if (!reset.after && state != null) {
        parts.merge(state, part.getValue(), (a, b) -> b);
      }
      return gru(output, update, candidate, reset, parts, state);
    }
    return state == null ? gru(output, update, candidate, null, parts, null) : null;
  }

  private static CellStep gru(
      Value output,
      GateMatcher.Gate update,
      GateMatcher.Gate candidate,
      @Nullable Reset reset,
      Map<Value, StepMatrix> parts,
      @Nullable Value state) {
    AffineSum before = candidate.before();
    AffineSum own = new AffineSum(before.width(), parts, before.bias(), before.moved());
    List<@Nullable AffineSum> all =
        new ArrayList<>(Arrays.asList(update.before(), reset == null ? null : reset.gate.before()));
    all.add(own);
    boolean after = reset != null && reset.after;
    return new CellStep(
        CellKind.GRU,
        candidate.function(),
        update.function(),
        after,
        all,
        reset == null ? null : reset.inner,
        state,
        null,
        output,
        null);
  }

  /**
   * What a GRU's reset gate is multiplied with.
   *
   * @param gate the gate
   * @param inner the product of the state, where the gate comes after it
   * @param after whether it does
   */
  private record Reset(GateMatcher.Gate gate, @Nullable AffineSum inner, boolean after) {}

  private @Nullable Reset reset(Value rows, StepMatrix matrix, @Nullable Value state) {
    GateMatcher.Gate itself = gates.of(rows);
    if (state == null && itself != null && itself.isShare()) {
      // Multiplied by the bias, which is all that there is of a product with zeros.
      double[] diagonal = matrix.diagonal();
      AffineSum bias = diagonal == null ? null : gates.fixed(diagonal);
      return bias == null ? null : new Reset(itself, bias, true);
    }
    OperatorNode node = uses.producer(rows);
    if (node == null || !(node.operator() instanceof Binary.Mul)) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      GateMatcher.Gate gate = gates.of(node.input(i));
      Value other = node.input(1 - i);
      if (gate == null || !gate.isShare() || RowUses.width(other) != matrix.rows()) {
        continue;
      }
      if (state == null ? uses.isZero(other) : uses.base(other) == state) {
        return new Reset(gate, null, false);
      }
      AffineSum inner = gates.affines().of(other);
      boolean product =
          inner != null
              && (state == null
                  ? inner.parts().isEmpty()
                  : inner.parts().size() == 1 && inner.parts().containsKey(state));
      if (product && matrix.isUnit()) {
        return new Reset(gate, inner, true);
      }
    }
    return null;
  }
}
