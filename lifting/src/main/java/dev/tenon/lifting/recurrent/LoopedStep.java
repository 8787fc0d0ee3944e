package dev.tenon.lifting.recurrent;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.recurrent.cells.RepeatedStep;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loop that walks over a sequence: what one step computes of an entry and a state.
 *
 * @param body what is repeated
 * @param sequence the value of the outer graph that is walked over, (time, batch, n)
 * @param entry the value of the body that is one entry
 * @param hidden the body's inputs that are the states: one, or two of an LSTM
 * @param next the body's outputs that are the next states
 * @param states which outputs of the loop the last states are
 * @param collected which of the states is collected in every step; -1 where none is
 * @param fixed the body's inputs that are the same in every run, and step
 */
record LoopedStep(
    Graph body,
    Value sequence,
    Value entry,
    List<Value> hidden,
    List<Value> next,
    List<Integer> states,
    int collected,
    Map<Value, Tensor> fixed)
    implements RepeatedStep {

  @Override
  public int cellStates() {
    return states.size();
  }

  /** Returns the step of a loop; null where the loop is of another form. */
  static @Nullable LoopedStep of(LiftContext site) {
    Control.Loop loop = site.operator(Control.Loop.class);
    OperatorNode node = site.node();
    Graph body = loop.body();
    Map<Value, Tensor> fixed = new IdentityHashMap<>();
    Map<Value, Value> outer = new IdentityHashMap<>();
    Value counter = null;
    List<Integer> states = new ArrayList<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      Value input = body.inputs().get(i);
      Value given = i < node.inputs().size() ? node.optionalInput(i) : null;
      boolean isState = i >= 2 && i < 2 + loop.states();
      if (isState && body.outputs().get(i - 1) != input) {
        if (input.dtype().isFloating() && states.size() < 2) {
          states.add(i - 2);
        } else if (counter == null && isZero(given)) {
          counter = input;
        } else {
          return null;
        }
      } else if (i >= 2 && given != null) {
        Tensor known = known(site, given);
        if (known == null) {
          outer.put(input, given);
        } else {
          fixed.put(input, known);
        }
      }
    }
    if (states.isEmpty() || counter == null) {
      return null;
    }
    return of(site, loop, new Found(body, fixed, outer, counter, states));
  }

  private record Found(
      Graph body,
      Map<Value, Tensor> fixed,
      Map<Value, Value> outer,
      Value counter,
      List<Integer> states) {}

  private static @Nullable LoopedStep of(LiftContext site, Control.Loop loop, Found found) {
    Graph body = found.body;
    List<Value> hidden = found.states.stream().map(i -> body.inputs().get(2 + i)).toList();
    List<Value> next = found.states.stream().map(i -> body.outputs().get(1 + i)).toList();
    List<Value> sources = next.stream().map(value -> source(body, value)).toList();
    int collected = -1;
    for (int i = 1 + loop.states(); i < body.outputs().size(); i++) {
      int at = sources.indexOf(source(body, body.outputs().get(i)));
      if (at < 0 || (collected >= 0 && at != collected)) {
        return null;
      }
      collected = at;
    }
    for (OperatorNode inner : body.nodes()) {
      Value sequence =
          inner.operator() instanceof Indexing.Gather gather && gather.axis() == 0
              ? found.outer.get(inner.input(0))
              : null;
      if (sequence != null && inner.input(1) == found.counter) {
        AxisLayout x = site.held(sequence);
        long steps = x.rank() == 3 ? x.length(0).orMinusOne() : -1;
        Value entry = inner.output();
        LoopedStep step =
            new LoopedStep(
                body, sequence, entry, hidden, next, found.states, collected, found.fixed);
        return step.walksOver(site, found.counter, steps) ? step : null;
      }
    }
    return null;
  }

  private static boolean isZero(@Nullable Value value) {
    Tensor constant = value == null ? null : value.constant();
    return constant != null && constant.size() == 1 && constant.getDouble(0) == 0;
  }

  /** Returns a constant, or a length that is known. */
  private static @Nullable Tensor known(LiftContext site, Value value) {
    if (value.constant() != null || !value.shape().ranked() || value.rank() != 0) {
      return value.constant();
    }
    List<Dim> entries = site.lengths(value);
    boolean one = entries != null && entries.size() == 1 && entries.get(0).isKnown();
    return one && entries != null
        ? Tensor.scalar(value.dtype(), entries.get(0).orMinusOne())
        : null;
  }

  private static Value source(Graph body, Value value) {
    for (OperatorNode node : body.nodes()) {
      if (node.operator() instanceof Unary.Identity && node.output() == value) {
        return source(body, node.input(0));
      }
    }
    return value;
  }

  /** Says whether the loop runs once for every step, by running its conditions. */
  private boolean walksOver(LiftContext site, Value counter, long steps) {
    Tensor most = site.constantOrNull(0);
    if (steps < 1 || steps > 10_000 || (site.has(0) && most == null)) {
      return false;
    }
    if ((most != null && most.getLong(0) < steps) || !begins(site)) {
      return false;
    }
    Value condition = body.outputs().get(0);
    Value turn = body.inputs().get(0);
    for (long at : new long[] {0, steps - 2, steps - 1}) {
      if (at < 0) {
        continue;
      }
      Map<Value, Tensor> values = new IdentityHashMap<>(fixed);
      values.put(turn, Tensor.scalar(DType.INT64, at));
      values.put(counter, Tensor.scalar(counter.dtype(), at));
      values.put(body.inputs().get(1), Tensor.scalar(DType.BOOL, 1L));
      evaluate(values);
      Tensor again = values.get(condition);
      Tensor later = values.get(body.outputs().get(body.inputs().indexOf(counter) - 1));
      boolean counts = later != null && later.getLong(0) == at + 1;
      boolean last = most == null || most.getLong(0) > steps;
      boolean goesOn = again != null && again.getDouble(0) != 0;
      boolean right = at < steps - 1 ? goesOn : !goesOn || !last;
      if (again == null || !counts || !right) {
        return false;
      }
    }
    return true;
  }

  /** Says whether the condition before the first step holds for a sequence of some length. */
  private static boolean begins(LiftContext site) {
    if (!site.has(1)) {
      return true;
    }
    Tensor constant = site.constantOrNull(1);
    if (constant != null) {
      return constant.getDouble(0) != 0;
    }
    OperatorNode less = site.producer(site.value(1), Binary.Less.class);
    if (less == null || !isZero(less.input(0))) {
      return false;
    }
    List<Dim> limit = site.lengths(less.input(1));
    return limit != null && limit.size() == 1 && limit.get(0).orMinusOne() > 0;
  }

  @Override
  public @Nullable List<Tensor> run(Tensor x, List<Tensor> states) {
    Map<Value, Tensor> values = new IdentityHashMap<>(fixed);
    values.put(entry, x);
    for (int i = 0; i < states.size(); i++) {
      values.put(hidden.get(i), states.get(i));
    }
    evaluate(values);
    List<Tensor> results = new ArrayList<>();
    for (Value value : next) {
      Tensor result = values.get(value);
      if (result == null) {
        return null;
      }
      results.add(result);
    }
    return results;
  }
}
