package dev.tenon.ir.pass.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.pass.Bodies;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.fusion.Fusion;
import dev.tenon.ir.pass.layout.LayoutPassTest;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.SimpleRNN;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers give the same numbers as a loop, as ONNX's operators, and as Scan. */
class RecurrenceToOnnxTest {
  record Case(Layer<?> layer, String operator) {}

  static List<Case> cases() {
    LSTM lstm = LSTM.DEFAULTS.units(3);
    GRU gru = GRU.DEFAULTS.units(3).returnSequences(true);
    SimpleRNN rnn = SimpleRNN.DEFAULTS.units(3);
    KerasObject linear = KerasObject.of("linear");
    return List.of(
        new Case(lstm, "LSTM"),
        new Case(lstm.returnSequences(true).goBackwards(true), "LSTM"),
        new Case(lstm.useBias(false).returnState(true), "LSTM"),
        new Case(gru, "GRU"),
        new Case(gru.resetAfter(false), "GRU"),
        new Case(gru.goBackwards(true).useBias(false), "GRU"),
        new Case(rnn, "RNN"),
        new Case(rnn.activation(KerasObject.of("relu")).returnSequences(true), "RNN"),
        new Case(lstm.activation(linear), "Scan"),
        new Case(gru.activation(linear).goBackwards(true), "Scan"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meansTheSame(Case c) {
    Value x =
        Value.of(
            "x",
            new TensorType(
                DType.FLOAT32, Shape.of(Dim.symbol("batch"), Dim.symbol("time"), Dim.of(4))));
    LayerNode node = new LayerNode("rnn", c.layer);
    Value y = Value.of("rnn", new TensorType(DType.FLOAT32, Shape.unknownRank()));
    LayerCall call = new LayerCall("rnn", node, List.of(new Arg.Ref(x)), Map.of(), List.of(y));
    LayerGraph layers = new LayerGraph("m", List.of(x), List.of(call), List.of(y), List.of("y"));
    Lowered lowered =
        Lowering.lower(new NestedModel("Functional", layers, List.of(node)), Mode.INFERENCE);
    ParameterStore store = new ParameterStore();
    Random random = new Random(3);
    for (Parameter parameter : lowered.parameters()) {
      float[] values = new float[(int) parameter.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian() * 0.6f;
      }
      store.put(parameter, Tensor.of(values, parameter.shape()));
    }
    float[] values = new float[2 * 5 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    List<Tensor> feed = List.of(Tensor.of(values, 2, 5, 4));
    Graph loop = Parameters.freeze(lowered.graph(), store);
    List<Tensor> expected = GraphRunner.run(loop, feed);
    Graph onnx = RecurrenceToOnnx.apply(loop);
    LayoutPassTest.close(GraphRunner.run(onnx, feed), expected, c.toString());
    Graph folded = Fusion.apply(ConstantFolding.apply(onnx));
    LayoutPassTest.close(GraphRunner.run(folded, feed), expected, c.toString());
    assertThat(folded.nodes().stream().map(n -> n.operator().opType())).contains(c.operator);
    assertInnerNames(folded);
  }

  private static void assertInnerNames(Graph graph) {
    Set<String> names = new HashSet<>();
    for (OperatorNode node : graph.nodes()) {
      names.add(node.name());
      node.outputs().forEach(output -> names.add(output.name()));
    }
    for (OperatorNode node : graph.nodes()) {
      Bodies.map(
          node.operator(),
          body -> {
            body.inputs().forEach(input -> assertThat(names).doesNotContain(input.name()));
            body.nodes().forEach(inner -> assertThat(names).doesNotContain(inner.name()));
            return body;
          });
    }
  }
}
