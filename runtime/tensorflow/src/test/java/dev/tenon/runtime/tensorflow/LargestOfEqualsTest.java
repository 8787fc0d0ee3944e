package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The first of equal numbers is the largest: TensorFlow's rewriting takes functions away that keep
 * the order, which make different numbers equal.
 */
class LargestOfEqualsTest {
  private static final int ROWS = 2041;
  private static final int COLUMNS = 7;

  private static Map<String, BiFunction<Ops, Value, Value>> functions() {
    Map<String, BiFunction<Ops, Value, Value>> functions = new LinkedHashMap<>();
    functions.put("relu", Ops::relu);
    functions.put("sigmoid", Ops::sigmoid);
    functions.put("tanh", Ops::tanh);
    functions.put("exp", Ops::exp);
    functions.put("floor", (ops, x) -> ops.apply(new Unary.Floor(), x));
    functions.put("ceil", (ops, x) -> ops.apply(new Unary.Ceil(), x));
    functions.put("round", (ops, x) -> ops.apply(new Unary.Round(), x));
    functions.put("sign", (ops, x) -> ops.apply(new Unary.Sign(), x));
    functions.put("erf", (ops, x) -> ops.apply(new Unary.Erf(), x));
    functions.put("elu", (ops, x) -> ops.apply(new Activations.Elu(1), x));
    functions.put("neg", (ops, x) -> ops.neg(ops.relu(x)));
    return functions;
  }

  /** Applies each function to moved inputs, and something to what each gives. */
  private static List<Tensor> run(Tensor fed, List<BiFunction<Ops, Value, Value>> last) {
    GraphBuilder builder = new GraphBuilder("ties");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value x =
        builder.input(
            "x", new TensorType(DType.FLOAT32, Shape.of(Dim.symbol("N"), Dim.of(COLUMNS))));
    List<Value> outputs = new ArrayList<>();
    int moved = 0;
    for (BiFunction<Ops, Value, Value> function : functions().values()) {
      for (int i = 0; i < 3; i++) {
        // What is read by two is not taken away: each has an input of its own.
        Value own = ops.add(x, 0.25 * moved++ / functions().size());
        outputs.add(last.get(i).apply(ops, function.apply(ops, own)));
      }
    }
    List<String> names = IntStream.range(0, outputs.size()).mapToObj(i -> "y" + i).toList();
    Graph graph = builder.build(outputs, names);
    try (Executable run =
        GraphEngine.of(Engine.TENSORFLOW).compile(graph, new ParameterStore(), List.of())) {
      return run.run(Map.of("x", fed), outputs);
    }
  }

  @Test
  void theFirstOfEqualNumbersCounts() {
    Random random = new Random(5);
    float[] numbers = new float[ROWS * COLUMNS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(4) - 1) - 0.8);
    }
    Tensor fed = Tensor.of(numbers, ROWS, COLUMNS);
    List<Tensor> plain = run(fed, Collections.nCopies(3, (ops, y) -> y));
    List<Tensor> found =
        run(
            fed,
            List.of(
                (ops, y) -> ops.apply(new Reduction.ArgMax(1, 0, 0), y),
                (ops, y) -> ops.apply(new Reduction.ArgMin(1, 0, 0), y),
                (ops, y) -> ops.apply(new Activations.Hardmax(1), y)));
    List<String> names = List.copyOf(functions().keySet());
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Tensor places = i % 3 == 2 ? found.get(i).argMax(1) : found.get(i);
      long[] expected = first(plain.get(i).toFloatArray(), i % 3 == 1 ? -1 : 1);
      long off =
          IntStream.range(0, ROWS).filter(row -> places.getLong(row) != expected[row]).count();
      if (off > 0) {
        wrong.add(names.get(i / 3) + " " + i % 3 + ": " + off + " of " + ROWS + " places");
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Returns the place of the first largest number of each row, for -1 of the smallest. */
  private static long[] first(float[] values, int sign) {
    long[] places = new long[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int i = 1; i < COLUMNS; i++) {
        float best = values[row * COLUMNS + (int) places[row]];
        if (sign * values[row * COLUMNS + i] > sign * best) {
          places[row] = i;
        }
      }
    }
    return places;
  }
}
