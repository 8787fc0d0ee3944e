package dev.tenon.layers.recurrent;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dropout masks of a cell's input and state, one for all gates or one for each.
 *
 * <p>They reach the cell as call arguments, because they are drawn outside the recurrence.
 *
 * @param entry masks of the input; empty without dropout
 * @param state masks of the state; empty without dropout
 * @param inner the masks of the cells of a stack
 */
public record DropoutMasks(List<Value> entry, List<Value> state, List<DropoutMasks> inner) {
  /** No masks. */
  public static final DropoutMasks NONE = new DropoutMasks(List.of(), List.of(), List.of());

  private static final String ENTRY = "dropout_mask";
  private static final String STATE = "recurrent_dropout_mask";
  private static final String INNER = "cell_dropout_masks";

  public DropoutMasks {
    entry = List.copyOf(entry);
    state = List.copyOf(state);
    inner = List.copyOf(inner);
  }

  /** Draws masks of two shapes, those of the entry first. */
  static DropoutMasks draw(
      Call call,
      @Nullable Parameter seed,
      Value batch,
      Shape entry,
      Shape state,
      Rates rates,
      int count) {
    if (seed == null) {
      return NONE;
    }
    if (!call.training()) {
      if (call.evaluating()) {
        // Keras' cells draw their masks then too, and do not use them: the next ones are others.
        skip(call, seed, rates.dropout(), count);
        skip(call, seed, rates.recurrentDropout(), count);
      }
      return NONE;
    }
    return new DropoutMasks(
        masks(call, seed, batch, entry, rates.dropout(), count),
        masks(call, seed, batch, state, rates.recurrentDropout(), count),
        List.of());
  }

  private static void skip(Call call, Parameter seed, double rate, int count) {
    for (int i = 0; rate > 0 && rate < 1 && i < count; i++) {
      call.nextSeed(seed);
    }
  }

  /** The two rates of a cell, limited to 0..1 as Keras does. */
  record Rates(double dropout, double recurrentDropout) {
    Rates {
      dropout = Math.min(1, Math.max(0, dropout));
      recurrentDropout = Math.min(1, Math.max(0, recurrentDropout));
    }

    boolean any() {
      return dropout > 0 || recurrentDropout > 0;
    }
  }

  private static List<Value> masks(
      Call call, Parameter seed, Value batch, Shape shape, double rate, int count) {
    List<Value> masks = new ArrayList<>();
    for (int i = 0; rate > 0 && rate < 1 && i < count; i++) {
      Ops ops = call.ops();
      Value lengths = ops.shapeOf(batch, shape);
      Value drawn =
          ops.apply(
              new StatelessRandom.StatelessRandomUniform(DType.FLOAT32),
              lengths,
              call.nextSeed(seed));
      Value kept = ops.greaterOrEqual(drawn, ops.scalar(drawn, rate));
      masks.add(ops.mul(ops.cast(kept, call.policy().compute()), 1 / (1 - rate)));
    }
    return masks;
  }

  /** Returns the masks that a cell was called with. */
  static DropoutMasks of(Call call) {
    return of(call.argument(ENTRY), call.argument(STATE), call.argument(INNER));
  }

  private static DropoutMasks of(@Nullable Arg entry, @Nullable Arg state, @Nullable Arg inner) {
    List<DropoutMasks> cells = new ArrayList<>();
    if (inner instanceof Arg.Seq seq) {
      for (Arg cell : seq.items()) {
        if (cell instanceof Arg.Dict dict) {
          cells.add(of(dict.items().get(ENTRY), dict.items().get(STATE), dict.items().get(INNER)));
        }
      }
    }
    return new DropoutMasks(
        entry == null ? List.of() : entry.values(),
        state == null ? List.of() : state.values(),
        cells);
  }

  /** Returns the call arguments that pass these masks to a cell. */
  Map<String, Arg> arguments() {
    return Map.of(
        ENTRY, seq(entry),
        STATE, seq(state),
        INNER, new Arg.Seq(inner.stream().map(DropoutMasks::dict).toList()));
  }

  private Arg dict() {
    return new Arg.Dict(arguments());
  }

  private static Arg seq(List<Value> values) {
    return new Arg.Seq(values.stream().<Arg>map(Arg.Ref::new).toList());
  }

  /** Returns whether nothing is dropped. */
  boolean isEmpty() {
    return entry.isEmpty() && state.isEmpty() && inner.stream().allMatch(DropoutMasks::isEmpty);
  }

  /** Returns x multiplied by the mask of a gate, or x without one. */
  static Value apply(Ops ops, List<Value> masks, int gate, Value x) {
    return masks.isEmpty() ? x : ops.mul(x, masks.get(Math.min(gate, masks.size() - 1)));
  }
}
