package dev.tenon.tests.onnx;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType.INT64_VALUE;
import static dev.tenon.testing.Protos.drawn;
import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import dev.tenon.verify.Difference;
import dev.tenon.verify.SampleInputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Steps that are nearly those of one LSTM, GRU or SimpleRNN: whatever layers they become, these
 * give what ONNX Runtime gives for the file, and a recurrent layer only where all steps are alike.
 */
final class UnrolledCellsTest {
  private static final int STEPS = 4;
  private static final int WIDTH = 3;
  private static final int UNITS = 5;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Random random = new Random(7);
  private int names;

  /** What is different from an LSTM; the defaults are one. */
  private static final class Odd {
    int step = -1;
    String share = "Sigmoid";
    String own = "Tanh";
    String after = "Tanh";
    String weights = "";
    boolean swapped;
    boolean otherMemory;
    boolean scaledState;
    int[] positions = {0, 1, 2, 3};
  }

  private String add(String op, String... inputs) {
    String name = "v" + names++;
    graph.addNode(node(op, List.of(inputs), List.of(name)));
    return name;
  }

  private void numbers(String name, long... shape) {
    graph.addInitializer(drawn(random, 0.5, name, shape));
  }

  private String position(long at) {
    String name = "p" + names++;
    graph.addInitializer(
        TensorProto.newBuilder().setName(name).setDataType(INT64_VALUE).addInt64Data(at));
    return name;
  }

  private String entry(long at) {
    String name = "v" + names++;
    graph.addNode(node("Gather", List.of("x", position(at)), List.of(name), integer("axis", 1)));
    return name;
  }

  private List<String> lstm(Odd odd) {
    graph.addInput(floats("x", -1, STEPS, WIDTH));
    graph.addInput(floats("h", -1, UNITS)).addInput(floats("c", -1, UNITS));
    for (String of : new String[] {"", "2"}) {
      numbers("w" + of, WIDTH, 4 * UNITS);
      numbers("r" + of, UNITS, 4 * UNITS);
      numbers("b" + of, 4 * UNITS);
    }
    numbers("half", 1);
    String h = "h";
    String c = "c";
    String before = "c";
    List<String> states = new ArrayList<>();
    for (int t = 0; t < odd.positions.length; t++) {
      boolean here = t == odd.step;
      String of = here ? odd.weights : "";
      String x = entry(odd.positions[t]);
      String state = here && odd.scaledState ? add("Mul", h, "half") : h;
      String sum = add("Add", add("MatMul", x, "w" + of), add("MatMul", state, "r" + of));
      String all = add("Add", sum, "b" + of);
      String[] gates = new String[4];
      for (int i = 0; i < 4; i++) {
        gates[i] = "v" + names++;
      }
      graph.addNode(node("Split", List.of(all), List.of(gates), integer("axis", 1)));
      int forget = here && odd.swapped ? 0 : 1;
      String i = add(here ? odd.share : "Sigmoid", gates[1 - forget]);
      String f = add("Sigmoid", gates[forget]);
      String g = add(here ? odd.own : "Tanh", gates[2]);
      String o = add("Sigmoid", gates[3]);
      String memory = here && odd.otherMemory ? before : c;
      before = c;
      c = add("Add", add("Mul", f, memory), add("Mul", i, g));
      h = add("Mul", o, add(here ? odd.after : "Tanh", c));
      states.add(h);
    }
    return states;
  }

  private void result(String value) {
    graph.addNode(node("Identity", List.of(value), List.of("y"))).addOutput(floats("y"));
  }

  /** Compares the layers with ONNX Runtime's run of the file, and returns which they are. */
  private Map<String, Integer> layers() throws IOException {
    try (Model onnx = Model.load(Protos.model(graph, 17).build().toByteArray());
        Model keras = onnx.edit().toKeras()) {
      Map<String, Tensor> inputs = SampleInputs.random(onnx, 3, 1);
      List<Tensor> expected = List.copyOf(onnx.on("onnxruntime").predict(inputs).values());
      List<Tensor> actual = List.copyOf(keras.on("onnxruntime").predict(inputs).values());
      for (int i = 0; i < expected.size(); i++) {
        Difference difference = Difference.of(expected.get(i), actual.get(i));
        assertThat(difference.problem()).isEmpty();
        assertThat(difference.relative()).isLessThan(1e-5);
      }
      return keras.info().kinds();
    }
  }

  private void isNone(Odd odd) throws IOException {
    List<String> states = lstm(odd);
    result(states.get(states.size() - 1));
    // The steps before and after the odd one may be layers of their own; never all of them one.
    assertThat(layers()).satisfies(kinds -> assertThat(kinds.toString()).contains("Multiply"));
  }

  @Test
  void stepsOfOneCellAreOneLayer() throws IOException {
    result(lstm(new Odd()).get(STEPS - 1));
    assertThat(layers()).containsOnlyKeys("LSTM");
  }

  @Test
  void stepsFromTheEndWalkBackwards() throws IOException {
    Odd odd = new Odd();
    odd.positions = new int[] {3, 2, 1, 0};
    result(lstm(odd).get(STEPS - 1));
    assertThat(layers()).containsOnlyKeys("LSTM");
  }

  @Test
  void stepsInAnotherOrderReadASequenceInThatOrder() throws IOException {
    Odd odd = new Odd();
    odd.positions = new int[] {0, 2, 1, 3};
    result(lstm(odd).get(STEPS - 1));
    assertThat(layers()).containsEntry("LSTM", 1).containsKey("Concatenate");
  }

  @Test
  void aStepThatIsLeftOutIsNotRead() throws IOException {
    Odd odd = new Odd();
    odd.positions = new int[] {0, 1, 3};
    result(lstm(odd).get(2));
    assertThat(layers()).containsEntry("LSTM", 1).containsKey("Concatenate");
    graph.clear();
    odd.positions = new int[] {1, 2, 3};
    result(lstm(odd).get(2));
    assertThat(layers()).containsEntry("LSTM", 1).containsEntry("Cropping1D", 1);
  }

  @Test
  void aStateThatIsReadElsewhereIsAStepOfTheSequence() throws IOException {
    List<String> states = lstm(new Odd());
    result(add("Add", add("Tanh", states.get(1)), add("Mul", states.get(3), states.get(0))));
    assertThat(layers()).containsEntry("LSTM", 1).containsKey("Cropping1D");
  }

  @Test
  void aStepWithSwappedGatesIsNone() throws IOException {
    Odd odd = new Odd();
    odd.step = 2;
    odd.swapped = true;
    isNone(odd);
  }

  @Test
  void aStepWithAnotherActivationIsNone() throws IOException {
    for (int place = 0; place < 3; place++) {
      graph.clear();
      Odd odd = new Odd();
      odd.step = 2;
      odd.share = place == 0 ? "Relu" : "Sigmoid";
      odd.own = place == 1 ? "Softsign" : "Tanh";
      odd.after = place == 2 ? "Relu" : "Tanh";
      isNone(odd);
    }
  }

  @Test
  void aStepWithOtherWeightsIsNone() throws IOException {
    Odd odd = new Odd();
    odd.step = 1;
    odd.weights = "2";
    isNone(odd);
  }

  @Test
  void aStepThatKeepsAnEarlierMemoryIsNone() throws IOException {
    Odd odd = new Odd();
    odd.step = 2;
    odd.otherMemory = true;
    isNone(odd);
  }

  @Test
  void aStateThatIsScaledBetweenTheStepsBeginsAnotherLayer() throws IOException {
    Odd odd = new Odd();
    odd.step = 2;
    odd.scaledState = true;
    result(lstm(odd).get(STEPS - 1));
    assertThat(layers()).containsEntry("LSTM", 2).containsEntry("Rescaling", 1);
  }

  @Test
  void aDenseLayerThatIsAppliedAgainAndAgainIsNone() throws IOException {
    graph.addInput(floats("x", -1, UNITS));
    numbers("r", UNITS, UNITS);
    numbers("b", UNITS);
    String h = "x";
    for (int t = 0; t < 3; t++) {
      h = add("Tanh", add("Add", add("MatMul", h, "r"), "b"));
    }
    result(h);
    assertThat(layers()).doesNotContainKey("SimpleRNN").containsEntry("Dense", 3);
  }

  private List<String> gru(boolean swapped, boolean ofReset) {
    graph.addInput(floats("x", -1, STEPS, WIDTH)).addInput(floats("h", -1, UNITS));
    for (String gate : new String[] {"z", "r", "n"}) {
      numbers("w" + gate, WIDTH, UNITS);
      numbers("u" + gate, UNITS, UNITS);
      numbers("b" + gate, UNITS);
    }
    numbers("other", UNITS);
    String h = "h";
    List<String> states = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      String x = entry(t);
      String z = add("Sigmoid", gate("z", x, h));
      String r = add("Sigmoid", gate("r", x, h));
      String reset = add("Mul", r, ofReset && t == 2 ? z : h);
      String n = add("Tanh", gate("n", x, reset));
      String one = swapped && t == 2 ? n : h;
      String two = swapped && t == 2 ? h : n;
      h = add("Add", two, add("Mul", z, add("Sub", one, two)));
      states.add(h);
    }
    return states;
  }

  private String gate(String name, String x, String h) {
    String sum = add("Add", add("MatMul", x, "w" + name), add("MatMul", h, "u" + name));
    return add("Add", sum, "b" + name);
  }

  @Test
  void gatedStepsAreOneLayerHoweverTheyAreWritten() throws IOException {
    result(gru(false, false).get(STEPS - 1));
    assertThat(layers()).containsOnlyKeys("GRU");
  }

  @Test
  void aGatedStepThatMixesTheOtherWayRoundIsNone() throws IOException {
    result(gru(true, false).get(STEPS - 1));
    assertThat(layers()).containsKey("Multiply");
  }

  @Test
  void aGateThatResetsSomethingElseIsNone() throws IOException {
    result(gru(false, true).get(STEPS - 1));
    assertThat(layers()).containsKey("Multiply");
  }

  @Test
  void stepsThatReadWhatTheyGaveAreNone() throws IOException {
    graph.addInput(floats("x", -1, WIDTH));
    numbers("w", WIDTH, UNITS);
    numbers("r", UNITS, UNITS);
    numbers("back", UNITS, WIDTH);
    String x = "x";
    String h = add("Tanh", add("MatMul", x, "w"));
    for (int t = 0; t < 3; t++) {
      x = add("Sigmoid", add("MatMul", h, "back"));
      h = add("Tanh", add("Add", add("MatMul", x, "w"), add("MatMul", h, "r")));
    }
    result(h);
    assertThat(layers()).doesNotContainKey("SimpleRNN").containsKey("Dense");
  }

  @Test
  void denseLayersWithOtherWeightsAreNoSteps() throws IOException {
    graph.addInput(floats("x", -1, WIDTH));
    numbers("w", WIDTH, UNITS);
    String h = add("Tanh", add("MatMul", "x", "w"));
    for (int t = 0; t < 3; t++) {
      numbers("w" + t, WIDTH, UNITS);
      numbers("r" + t, UNITS, UNITS);
      h = add("Tanh", add("Add", add("MatMul", "x", "w" + t), add("MatMul", h, "r" + t)));
    }
    result(h);
    assertThat(layers()).doesNotContainKey("SimpleRNN").containsKey("Dense");
  }
}
