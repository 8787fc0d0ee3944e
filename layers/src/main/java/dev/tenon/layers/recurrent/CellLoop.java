package dev.tenon.layers.recurrent;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Body;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.common.Masks;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a cell along a sequence, with the meaning of Keras' {@code backend.rnn}.
 *
 * <p>A masked step keeps the states; its output is that of the step before (zeros before the first
 * one), or zeros with {@code zero_output_for_mask}.
 */
final class CellLoop<W> {
  private final Rnn<?> layer;
  private final Cell<W> cell;
  private final SubLayer<W> sub;
  private final Call call;
  private final Ops ops;

  private CellLoop(Rnn<?> layer, Cell<W> cell, SubLayer<W> sub, Call call) {
    this.layer = layer;
    this.cell = cell;
    this.sub = sub;
    this.call = call;
    this.ops = call.ops();
  }

  /**
   * Computes a whole recurrent layer: its output, then its states where it returns them.
   *
   * @param inputs the sequence (batch, time, …), then the initial states where they are given
   */
  static <W> List<Value> run(
      Rnn<?> layer, Cell<W> cell, RnnWeights<W> weights, Call call, List<Value> inputs) {
    Value x = call.ops().cast(inputs.get(0), call.policy().compute());
    if (x.rank() < 3) {
      throw new IllegalArgumentException(
          layer.className() + " takes a sequence (batch, time, features), not " + x.shape());
    }
    CellLoop<W> steps = new CellLoop<>(layer, cell, weights.cell(), call);
    Value mask = call.mask(0);
    Value stepMask = Masks.ignored(call) ? null : mask;
    boolean timeMajor = call.has(LegacyOption.TIME_MAJOR);
    if (timeMajor) {
      x = steps.timeFirst(x);
      stepMask = stepMask == null ? null : steps.timeFirst(stepMask);
    }
    List<Value> given = inputs.subList(1, inputs.size());
    boolean fromZeros = given.isEmpty() && weights.states().isEmpty();
    List<Value> outputs = steps.run(x, steps.initial(weights, x, given), stepMask, fromZeros);
    if (timeMajor && layer.returnSequences()) {
      outputs.set(0, steps.timeFirst(outputs.get(0)));
    }
    for (int i = 0; i < weights.states().size(); i++) {
      call.update(weights.states().get(i), outputs.get(i + 1));
    }
    call.setMask(layer.returnSequences() ? mask : null);
    return layer.returnState() ? outputs : outputs.subList(0, 1);
  }

  private List<Value> initial(RnnWeights<W> weights, Value x, List<Value> given) {
    List<Shape> shapes = cell.stateShapes(x.shape().without(1));
    if (!given.isEmpty()) {
      if (given.size() != shapes.size()) {
        throw new IllegalArgumentException(
            layer.className()
                + " has "
                + shapes.size()
                + " states, but received "
                + given.size()
                + " initial ones");
      }
      return given;
    }
    if (!weights.states().isEmpty()) {
      return weights.states().stream().map(call::read).toList();
    }
    List<Value> zeros = new ArrayList<>();
    for (Shape shape : shapes) {
      zeros.add(zeros(x, shape));
    }
    return zeros;
  }

  private Value zeros(Value x, Shape shape) {
    Shape batched = shape.insert(0, x.shape().dim(0));
    return ops.expand(ops.scalar(call.policy().compute(), 0), x, batched);
  }

  /**
   * Returns the output and the last states.
   *
   * @param fromZeros whether the initial states are zeros, as the output before the first step is
   */
  private List<Value> run(Value x, List<Value> initial, @Nullable Value mask, boolean fromZeros) {
    Shape entry = x.shape().without(1);
    DropoutMasks masks = cell.drawMasks(sub.weights(), call, x, entry);
    // Unrolled backwards, Keras zeroes outputs by the mask in its own order; done below.
    boolean late =
        layer.unroll() && layer.goBackwards() && layer.zeroOutputForMask() && mask != null;
    boolean zero = layer.zeroOutputForMask() && !late;
    // An output that is a state, and starts as it does, is that state with a mask too.
    boolean isState = cell.outputState() >= 0 && (mask == null || (fromZeros && !zero));
    boolean carry = mask != null && !isState && (!zero || !layer.returnSequences());
    int last = isState ? cell.outputState() : mask == null ? -1 : initial.size();
    Recurrent.SameAs same = same(mask, masks);
    boolean sequence = same != null || layer.returnSequences() || last < 0;

    List<Value> states = new ArrayList<>(initial);
    if (carry) {
      states.add(zeros(x, cell.outputShape(entry)));
    }
    List<Value> sequences = new ArrayList<>();
    sequences.add(timeFirst(x));
    if (mask != null) {
      sequences.add(timeFirst(steps(mask)));
    }
    List<Value> operands = new ArrayList<>(states);
    operands.addAll(sequences);
    int count = states.size();
    Recurrent.Recurrence recurrence;
    try (Body body = call.body("step")) {
      Graph graph =
          body(body, states, sequences, masks, new Output(isState, carry, zero, sequence));
      operands.addAll(body.captured());
      recurrence =
          new Recurrent.Recurrence(graph, count, sequences.size(), layer.goBackwards(), same);
    }
    List<Value> results = ops.applyAll(recurrence, operands.toArray(Value[]::new));
    Value output;
    if (layer.returnSequences()) {
      output = timeFirst(results.get(count));
      if (late && mask != null) {
        output = ops.where(unsqueezed(steps(mask), output.rank()), output, ops.scalar(output, 0));
      }
    } else {
      output = last >= 0 ? results.get(last) : lastEntry(results.get(count));
      if (late && mask != null) {
        // Backwards, the last step is that of the first entry.
        Value step = ops.squeeze(ops.slice(steps(mask), 1, 0, 1, 1), 1);
        output = ops.where(unsqueezed(step, output.rank()), output, ops.scalar(output, 0));
      }
    }
    List<Value> all = new ArrayList<>();
    all.add(output);
    all.addAll(results.subList(0, initial.size()));
    return all;
  }

  /** What a step gives besides its states. */
  private record Output(boolean isState, boolean carry, boolean zero, boolean sequence) {}

  private Graph body(
      Body body, List<Value> states, List<Value> sequences, DropoutMasks masks, Output wanted) {
    List<Value> before = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      before.add(body.input("state_" + i, states.get(i).type()));
    }
    List<Value> entries = new ArrayList<>();
    for (Value sequence : sequences) {
      TensorType type = sequence.type().with(sequence.shape().without(0));
      entries.add(body.input("entry_" + entries.size(), type));
    }
    // The weights come first and in a fixed order, for an engine that knows the whole operator.
    if (call.policy().compute() == call.policy().variable()) {
      cell.constants(sub.weights()).forEach(call::read);
    }
    int own = states.size() - (wanted.carry() ? 1 : 0);
    List<Value> inputs = new ArrayList<>();
    inputs.add(entries.get(0));
    inputs.addAll(before.subList(0, own));
    Map<String, Arg> arguments = masks.isEmpty() ? Map.of() : masks.arguments();
    List<@Nullable Value> unmasked = Collections.nCopies(inputs.size(), null);
    List<Value> given = call.call(sub, inputs, arguments, unmasked).outputs();
    Value output = given.get(0);
    List<Value> after = new ArrayList<>(given.subList(1, own + 1));
    if (entries.size() > 1) {
      Value mask = entries.get(1);
      for (int i = 0; i < own; i++) {
        after.set(i, ops.where(unsqueezed(mask, after.get(i).rank()), after.get(i), before.get(i)));
      }
      if (wanted.isState()) {
        output = after.get(cell.outputState());
      } else {
        Value other = wanted.zero() ? ops.scalar(output, 0) : before.get(own);
        output = ops.where(unsqueezed(mask, output.rank()), output, other);
      }
    }
    if (wanted.carry()) {
      after.add(output);
    }
    if (wanted.sequence()) {
      after.add(output);
    }
    return body.build(after);
  }

  private Recurrent.@Nullable SameAs same(@Nullable Value mask, DropoutMasks masks) {
    DTypePolicy policy = sub.node().dtypePolicy();
    boolean plain = mask == null && masks.isEmpty() && policy.compute() == policy.variable();
    return plain ? cell.sameAs() : null;
  }

  /** Returns a mask of the steps, (batch, time). */
  private Value steps(Value given) {
    Value mask = ops.cast(given, DType.BOOL);
    if (mask.rank() == 3 && mask.shape().length(2) == 1) {
      return ops.squeeze(mask, 2);
    }
    if (mask.rank() != 2) {
      throw new IllegalArgumentException(
          layer.className() + " takes a mask (batch, time), not " + mask.shape());
    }
    return mask;
  }

  private Value unsqueezed(Value mask, int rank) {
    long[] axes = new long[rank - mask.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = (long) mask.rank() + i;
    }
    return axes.length == 0 ? mask : ops.unsqueeze(mask, axes);
  }

  /** Swaps the first two axes. */
  private Value timeFirst(Value x) {
    int[] perm = new int[x.rank()];
    for (int i = 0; i < perm.length; i++) {
      perm[i] = i < 2 ? 1 - i : i;
    }
    return ops.transpose(x, perm);
  }

  private Value lastEntry(Value sequence) {
    Shape shape = sequence.shape().with(0, Dim.of(1));
    Value last = ops.slice(sequence, 0, -1, Long.MAX_VALUE, 1);
    return ops.reshape(last, shape.without(0));
  }
}
