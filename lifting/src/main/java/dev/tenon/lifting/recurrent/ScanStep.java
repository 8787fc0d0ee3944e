package dev.tenon.lifting.recurrent;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.lifting.recurrent.cells.RepeatedStep;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A Scan over a sequence: what one step computes of an entry, the states and, where there is one,
 * the mask of the step.
 *
 * @param body what is repeated
 * @param entry which input of the scan the sequence is
 * @param mask which input of the scan the mask is; -1 where there is none
 * @param cell which states are those of the cell
 * @param carried which state is the output of the last step that counts; -1 where none is
 * @param count how many states there are
 * @param fixed the body's inputs that are the same in every run, and step
 */
record ScanStep(
    Graph body,
    int entry,
    int mask,
    List<Integer> cell,
    int carried,
    int count,
    Map<Value, Tensor> fixed)
    implements RepeatedStep {
  private static final double TOLERANCE = 1e-5;

  /** What the sequence has where a step does not count. */
  enum Hidden {
    /** What the last output of the scan was, which begins with zeros. */
    REPEATED,
    /** The state of the cell. */
    STATE,
    /** Zeros. */
    ZERO
  }

  /** Returns the step of a scan; null where it is of another form. */
  static @Nullable ScanStep of(LiftContext site) {
    Recurrent.Scan scan = site.operator(Recurrent.Scan.class);
    Graph body = scan.body();
    int states = scan.states();
    int entry = -1;
    int mask = -1;
    for (int i = states; i < states + scan.numScanInputs(); i++) {
      Value value = body.inputs().get(i);
      boolean steps = value.dtype() == DType.BOOL;
      if ((steps ? mask : entry) >= 0 || !value.shape().ranked() || value.rank() > 2) {
        return null;
      }
      if (steps) {
        mask = i;
      } else {
        entry = i;
      }
    }
    Map<Value, Tensor> fixed = new IdentityHashMap<>();
    for (int i = states + (int) scan.numScanInputs(); i < body.inputs().size(); i++) {
      Tensor constant = site.constantOrNull(i);
      if (constant != null) {
        fixed.put(body.inputs().get(i), constant);
      }
    }
    if (entry < 0 || body.inputs().get(entry).rank() != 2 || states < 1 || states > 3) {
      return null;
    }
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      Value state = body.inputs().get(i);
      if (!state.shape().ranked() || state.rank() != 2 || state.shape().length(1) < 1) {
        return null;
      }
      all.add(i);
    }
    ScanStep plain = new ScanStep(body, entry, mask, all, -1, states, fixed);
    int carried = mask < 0 ? -1 : plain.unread();
    List<Integer> own = new ArrayList<>(all);
    own.remove(Integer.valueOf(carried));
    boolean fits = !own.isEmpty() && own.size() < 3;
    return fits ? new ScanStep(body, entry, mask, own, carried, states, fixed) : null;
  }

  @Override
  public int cellStates() {
    return cell.size();
  }

  @Override
  public int collected() {
    return -1;
  }

  private List<Tensor> draw(Random random) {
    List<Tensor> states = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      states.add(RepeatedStep.draw(random, width(i)));
    }
    return states;
  }

  private long width(int input) {
    return body.inputs().get(input).shape().length(1);
  }

  /** Returns the last state that nothing depends on in steps that count; -1 where none is. */
  private int unread() {
    Random random = new Random(11);
    if (width(entry) < 1) {
      return -1;
    }
    Tensor x = RepeatedStep.draw(random, width(entry));
    List<Tensor> states = draw(random);
    List<@Nullable Tensor> before = results(x, states, true, true, true);
    for (int i = count - 1; i >= 0; i--) {
      List<Tensor> others = new ArrayList<>(states);
      others.set(i, RepeatedStep.draw(random, width(i)));
      List<@Nullable Tensor> after = results(x, others, true, true, true);
      boolean same = true;
      for (int k = 0; k < before.size(); k++) {
        Tensor a = before.get(k);
        Tensor b = after.get(k);
        same &= a != null && b != null && apart(a, b, 0, a.size()) < TOLERANCE;
      }
      if (same) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public @Nullable List<Tensor> run(Tensor x, List<Tensor> states) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = cell.indexOf(i);
      all.add(at < 0 ? states.get(0) : states.get(at));
    }
    List<@Nullable Tensor> results = results(x, all, true, true, true);
    List<Tensor> next = new ArrayList<>();
    for (int i : cell) {
      Tensor result = results.get(i);
      if (result == null) {
        return null;
      }
      next.add(result);
    }
    return next;
  }

  /** Returns what the body gives for an entry, all states and a mask of {@link #BATCH} samples. */
  private List<@Nullable Tensor> results(Tensor x, List<Tensor> states, boolean... counts) {
    Map<Value, Tensor> values = new IdentityHashMap<>(fixed);
    values.put(body.inputs().get(entry), x);
    for (int i = 0; i < count; i++) {
      values.put(body.inputs().get(i), states.get(i));
    }
    if (mask >= 0) {
      Value input = body.inputs().get(mask);
      long[] shape = input.rank() == 2 ? new long[] {BATCH, 1} : new long[] {BATCH};
      values.put(input, Tensor.of(counts, shape));
    }
    evaluate(values);
    List<@Nullable Tensor> results = new ArrayList<>();
    for (Value output : body.outputs()) {
      Tensor constant = output.constant();
      results.add(constant == null ? values.get(output) : constant);
    }
    return results;
  }

  /**
   * Returns what the sequence has where a step does not count, by trying; null where states change
   * in such a step, or the sequence is none of the cell's output.
   *
   * @param output which of the cell's states is its output
   */
  @Nullable Hidden hidden(int output) {
    Random random = new Random(5);
    Tensor x = RepeatedStep.draw(random, width(entry));
    List<Tensor> states = draw(random);
    List<@Nullable Tensor> open = results(x, states, true, true, true);
    List<@Nullable Tensor> mixed = results(x, states, true, false, true);
    Tensor next = open.get(cell.get(output));
    if (next == null) {
      return null;
    }
    int units = next.size() / BATCH;
    for (int i = 0; i < count; i++) {
      Tensor wanted = i == carried ? next : open.get(i);
      Tensor given = mixed.get(i);
      boolean kept =
          wanted != null
              && given != null
              && given.size() == BATCH * units
              && row(given, wanted, 0, units)
              && row(given, mask < 0 ? wanted : states.get(i), 1, units)
              && row(given, wanted, 2, units);
      if (!kept) {
        return null;
      }
    }
    Hidden hidden = carried >= 0 ? Hidden.REPEATED : Hidden.STATE;
    for (int i = count; i < body.outputs().size(); i++) {
      Tensor given = mixed.get(i);
      boolean counts =
          given != null
              && given.size() == BATCH * units
              && row(given, next, 0, units)
              && row(given, next, 2, units);
      if (!counts || given == null) {
        return null;
      }
      boolean zero = row(given, Tensor.zeros(DType.FLOAT32, BATCH, units), 1, units);
      boolean last = carried >= 0 && row(given, states.get(carried), 1, units);
      boolean same = row(given, states.get(cell.get(output)), 1, units);
      Hidden own = zero ? Hidden.ZERO : last ? Hidden.REPEATED : same ? Hidden.STATE : null;
      if (mask >= 0 && (own == null || (i > count && own != hidden))) {
        return null;
      }
      hidden = own == null ? hidden : own;
    }
    return hidden;
  }

  private static boolean row(Tensor a, Tensor b, int row, int units) {
    return apart(a, b, row * units, (row + 1) * units) < TOLERANCE;
  }

  private static double apart(Tensor a, Tensor b, int from, int to) {
    double most = a.size() == b.size() ? 0 : Double.POSITIVE_INFINITY;
    for (int i = from; i < to && i < a.size() && i < b.size(); i++) {
      most = Math.max(most, Math.abs(a.getDouble(i) - b.getDouble(i)));
    }
    return most;
  }
}
