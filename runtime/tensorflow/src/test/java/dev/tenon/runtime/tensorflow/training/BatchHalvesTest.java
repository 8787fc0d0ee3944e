package dev.tenon.runtime.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.session.GraphSession;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps in two halves of the batch, against the same steps of the whole batch. */
final class BatchHalvesTest {
  private static final int STEPS = 3;
  private static final int UNITS = 4;
  private static final Dim BATCH = Dim.symbol("batch");

  private final GraphBuilder builder = new GraphBuilder("train");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);
  private final List<Parameter> weights = new ArrayList<>();

  @BeforeAll
  static void load() {
    NativeLibrary.load();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void numbersAreThoseOfTheWholeBatch(int rows) {
    TrainProgram whole = attention(BATCH);
    TrainProgram halves = Objects.requireNonNull(BatchHalves.of(whole));
    List<double[]> expected = steps(whole, rows);
    List<double[]> found = steps(halves, rows);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("%d", i).containsExactly(expected.get(i), within(1e-5));
    }
  }

  @Test
  void productsAreWrittenTwiceAndRandomNumbersOnce() {
    TrainProgram whole = attention(BATCH);
    TrainProgram halves = Objects.requireNonNull(BatchHalves.of(whole));
    assertThat(count(halves, Linear.MatMul.class)).isEqualTo(2 * count(whole, Linear.MatMul.class));
    assertThat(count(halves, StatelessRandom.StatelessRandomUniform.class)).isEqualTo(1);
    // The input and the random numbers are cut, and the last product is joined.
    assertThat(count(halves, Movement.Split.class)).isEqualTo(2);
    assertThat(count(halves, Movement.Concat.class)).isEqualTo(2);
  }

  @Test
  void aBatchOfAKnownSizeStaysWhole() {
    assertThat(BatchHalves.of(attention(Dim.of(8)))).isNull();
  }

  @Test
  void fewProductsStayWhole() {
    Value x = builder.input("x", rows(BATCH, UNITS));
    assertThat(BatchHalves.of(program(dense(dense(x))))).isNull();
  }

  /** To part and join the batch around every product takes more than it saves. */
  @Test
  void productsBetweenOperatorsOfTheWholeBatchStayWhole() {
    Value y = builder.input("x", rows(BATCH, UNITS));
    for (int i = 0; i < 6; i++) {
      y = ops.softmax(dense(y), 0);
    }
    assertThat(BatchHalves.of(program(y))).isNull();
  }

  @Test
  void sessionsWithTwoThreadsOfTheirOwnLearnInHalves() throws Exception {
    Processes.Result result = Processes.withOwnThreads(BatchHalvesTest.class);
    assertThat(result.out().strip()).as(result.err()).isEqualTo("learns in halves: true");
    assertThat(learnsInHalves()).isFalse();
  }

  /** Says whether a program is written in halves here. */
  public static void main(String[] arguments) {
    load();
    System.out.println("learns in halves: " + new BatchHalvesTest().learnsInHalves());
  }

  private boolean learnsInHalves() {
    TrainProgram program = attention(BATCH);
    try (GraphSession session = new GraphSession("halves", true)) {
      new ProgramWriter(session, new Variables(session.tf()), program).write();
      return session.tf().wrote("SplitV") && session.prefersOneThread();
    }
  }

  private static TensorType rows(Dim batch, long... lengths) {
    return new TensorType(DType.FLOAT32, Shape.of(batch).concat(Shape.of(lengths)));
  }

  private static long count(TrainProgram program, Class<?> operator) {
    return program.forward().nodes().stream()
        .map(OperatorNode::operator)
        .filter(operator::isInstance)
        .count();
  }

  /** Attention, a normalization, a dropout and a dense layer. */
  private TrainProgram attention(Dim batch) {
    Value x = builder.input("x", rows(batch, STEPS, UNITS));
    Value keys = ops.transpose(dense(x), 0, 2, 1);
    Value scores = ops.softmax(ops.matMul(dense(x), keys), -1);
    Value mixed = ops.add(x, ops.matMul(scores, dense(x)));
    Value scale = weight("scale", UNITS);
    Value normal = ops.apply(new Normalization.LayerNormalization(-1, 1e-3f, 1), mixed, scale);
    Value drawn =
        ops.applyAs(
            rows(batch, STEPS, UNITS),
            new StatelessRandom.StatelessRandomUniform(DType.FLOAT32),
            ops.shapeOf(normal, normal.shape()),
            ops.longs(3, 4));
    Value kept = ops.greaterOrEqual(drawn, ops.scalar(DType.FLOAT32, 0.4));
    Value dropped = ops.where(kept, normal, ops.scalar(DType.FLOAT32, 0));
    return program(dense(ops.reduceMean(dropped, false, 1)));
  }

  private Value dense(Value x) {
    return ops.matMul(x, weight("kernel", UNITS, UNITS));
  }

  private Value weight(String name, long... shape) {
    String unique = name + weights.size();
    Parameter weight =
        new Parameter(unique, name, shape, DType.FLOAT32, Parameter.Role.WEIGHT, null);
    weights.add(weight);
    return builder.read(weight);
  }

  /** A step of gradient descent on the mean of squares. */
  private TrainProgram program(Value y) {
    Value loss = ops.reduceMean(ops.mul(y, y), false, 0, 1);
    Graph forward = builder.build(List.of(loss, y), List.of("loss", "y"));
    GraphBuilder step = new GraphBuilder("step");
    Ops then = new Ops(() -> step, () -> Origin.NONE);
    List<TrainProgram.StepInput> inputs = new ArrayList<>();
    List<TrainProgram.Assignment> assignments = new ArrayList<>();
    for (Parameter weight : weights) {
      Value read = step.read(weight);
      Value gradient = step.input("gradient/" + weight.path(), read.type());
      inputs.add(
          new TrainProgram.StepInput(gradient, TrainProgram.StepInput.Kind.GRADIENT, weight));
      assignments.add(new TrainProgram.Assignment(weight, then.sub(read, then.mul(gradient, 0.5))));
    }
    TrainProgram.Optimization optimization =
        new TrainProgram.Optimization(
            loss, weights, step.build(List.of(), List.of()), inputs, assignments, List.of());
    return new TrainProgram(forward, optimization, List.of());
  }

  /** Returns the outputs of three steps, then the weights. */
  private List<double[]> steps(TrainProgram program, int rows) {
    ParameterStore store = new ParameterStore();
    weights.forEach(weight -> store.put(weight, Tensor.randomNormal(7, weight.shape())));
    List<double[]> found = new ArrayList<>();
    try (Trainer trainer = new TensorFlowTrainer("halves", store, null)) {
      Trainer.Program prepared = trainer.prepare(program);
      for (int i = 0; i < 3; i++) {
        Tensor x = Tensor.randomNormal(i, rows, STEPS, UNITS);
        prepared.run(Map.of("x", x)).forEach(output -> found.add(output.toDoubleArray()));
      }
      trainer.read(weights).forEach(weight -> found.add(weight.toDoubleArray()));
    }
    return found;
  }
}
