package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs a step of an unrolled cell on random numbers and compares with the cell of Keras. */
final class CellProof {
  private static final int BATCH = 3;
  private static final double TOLERANCE = 1e-5;

  private final RowUses uses;
  private final Map<Value, Tensor> values = new IdentityHashMap<>();
  private final Random random = new Random(7);

  private CellProof(RowUses uses) {
    this.uses = uses;
  }

  /** Says whether the last step of a chain gives what a cell gives. */
  static boolean holds(RowUses uses, CellChain chain, CellMath cell) {
    for (int draw = 0; draw < 2; draw++) {
      if (!new CellProof(uses).holds(chain, cell)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(CellChain chain, CellMath cell) {
    CellStep step = chain.last();
    Value output = step.output();
    long known = RowUses.rows(output).orMinusOne();
    int batch = known < 0 || known > BATCH ? BATCH : (int) known;
    if (known > BATCH) {
      return false;
    }
    List<Tensor> entries = new ArrayList<>();
    for (Value entry : chain.entries().get(chain.entries().size() - 1)) {
      entries.add(given(entry, batch));
    }
    Tensor h = given(chain.stateBeforeLast(), batch);
    Value kept = step.memoryBefore();
    Tensor memory = kept == null ? null : given(kept, batch);
    Tensor x = joined(entries, batch);
    Tensor next = value(output);
    Value memoryAfter = step.memory();
    Tensor nextMemory = memoryAfter == null ? null : value(memoryAfter);
    if (next == null || (memoryAfter != null && nextMemory == null)) {
      return false;
    }
    for (int i = 0; i < batch; i++) {
      List<double[]> expected = cell.next(x, h, memory, i);
      boolean same = matches(next, expected.get(0), i, batch);
      if (!same || (nextMemory != null && !matches(nextMemory, expected.get(1), i, batch))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(Tensor given, double[] expected, int sample, int batch) {
    if (given.size() != batch * expected.length) {
      return false;
    }
    for (int k = 0; k < expected.length; k++) {
      double apart = Math.abs(expected[k] - given.getDouble(sample * expected.length + k));
      double size = Math.max(1, Math.abs(expected[k]));
      if (!(apart < TOLERANCE * size)) {
        return false;
      }
    }
    return true;
  }

  /** Gives rows random numbers. */
  private Tensor given(Value value, int batch) {
    Tensor known = values.get(value);
    if (known != null) {
      return known;
    }
    int width = RowUses.width(value);
    float[] numbers = new float[batch * width];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    long[] shape = new long[value.rank()];
    Arrays.fill(shape, 1);
    shape[shape.length - 2] = batch;
    shape[shape.length - 1] = width;
    Tensor tensor = Tensor.of(numbers, shape);
    values.put(value, tensor);
    return tensor;
  }

  private static Tensor joined(List<Tensor> entries, int batch) {
    int width = entries.stream().mapToInt(entry -> entry.size() / batch).sum();
    float[] all = new float[batch * width];
    for (int i = 0; i < batch; i++) {
      int at = i * width;
      for (Tensor entry : entries) {
        int own = entry.size() / batch;
        for (int k = 0; k < own; k++) {
          all[at++] = entry.getFloat(i * own + k);
        }
      }
    }
    return Tensor.of(all, batch, width);
  }

  private @Nullable Tensor value(Value value) {
    Tensor known = value.constant() == null ? values.get(value) : value.constant();
    OperatorNode node = known == null ? uses.producer(value) : null;
    if (node == null) {
      return known;
    }
    List<@Nullable Tensor> operands = node.contents(this::value);
    if (operands == null) {
      return null;
    }
    List<Tensor> results = RepeatedStep.results(node.operator(), operands);
    for (int i = 0; results != null && i < node.outputs().size(); i++) {
      values.put(node.outputs().get(i), results.get(i));
    }
    return values.get(value);
  }
}
