package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.ir.graph.Arg;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.graph.Node;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.DTypePolicy;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.layers.regularization.Dropout;
import dev.tenon.runtime.Engine;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten steps of SGD on Dense, BatchNormalization and Dropout, against a recording of Keras.
 *
 * <p>Losses and weights after every step are equal within 1e-5, as DESIGN §9 asks.
 */
class TrainingSpikeTest {
  private static final double RATE = 0.1;

  @ParameterizedTest
  @ValueSource(strings = {"spike", "spike_weighted", "spike_frozen"})
  void tenStepsEqualKeras(String name) throws Exception {
    Path root = Path.of(System.getProperty("tenon.root", "../..")).toAbsolutePath().normalize();
    Map<String, Tensor> golden =
        Npz.read(Source.of(root.resolve("tests/goldens/training/" + name + ".npz")));
    Lowered lowered = Lowering.lower(model(name.equals("spike_frozen")), Mode.TRAINING);
    ParameterStore store = new ParameterStore();
    for (Parameter parameter : lowered.parameters()) {
      Tensor start = golden.get("w0:" + parameter.path());
      store.put(
          parameter,
          start != null ? start : golden.get("seed_state").get(0).cast(parameter.dtype()));
    }
    boolean weighted = golden.containsKey("sample_weight");
    TrainProgram program = program(lowered, weighted, name.equals("spike_frozen"));
    try (Trainer trainer = Engine.of("tensorflow").train(program, store)) {
      for (int step = 0; step < 10; step++) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", golden.get("x").get(step));
        inputs.put("y", golden.get("y").get(step));
        if (weighted) {
          inputs.put("sample_weight", golden.get("sample_weight").get(step));
        }
        Tensor loss = trainer.step(inputs).get(0);
        assertThat(loss.getDouble(0))
            .as("loss of step " + step)
            .isCloseTo(golden.get("loss").getDouble(step), within(1e-5));
        trainer.pull(store);
        for (Parameter parameter : lowered.parameters()) {
          Tensor expected = golden.get("w" + (step + 1) + ":" + parameter.path());
          Tensor seed = golden.get("seed_state").get(step + 1L);
          compare(parameter, store.get(parameter), expected == null ? seed : expected, step);
        }
      }
    }
  }

  private static void compare(Parameter parameter, Tensor found, Tensor expected, int step) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.getDouble(i))
          .as(parameter.path() + " after step " + step)
          .isCloseTo(expected.getDouble(i), within(1e-5));
    }
  }

  private static NestedModel model(boolean frozen) {
    List<LayerNode> layers = new ArrayList<>();
    layers.add(
        new LayerNode(
            "hidden", Dense.DEFAULTS.withUnits(16).withActivation(KerasObject.of("relu"))));
    layers.add(new LayerNode("norm", BatchNormalization.DEFAULTS, !frozen, DTypePolicy.FLOAT32));
    layers.add(new LayerNode("drop", Dropout.DEFAULTS.withRate(0.4).withSeed(1337L)));
    layers.add(
        new LayerNode(
            "out", Dense.DEFAULTS.withUnits(3).withActivation(KerasObject.of("softmax"))));
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(Dim.symbol("batch"), Dim.of(6)));
    Value x = Value.of("x", type);
    Value last = x;
    List<Node> calls = new ArrayList<>();
    for (LayerNode layer : layers) {
      Value next = Value.of(layer.name(), new TensorType(DType.FLOAT32, Shape.unknownRank()));
      calls.add(
          new LayerCall(layer.name(), layer, List.of(new Arg.Ref(last)), Map.of(), List.of(next)));
      last = next;
    }
    Graph graph = new Graph("spike", List.of(x), calls, List.of(last), List.of("out"));
    return new NestedModel("Sequential", graph, layers);
  }

  /**
   * Writes loss and optimizer in operators; the crossentropy reads the logits under the softmax.
   */
  private static TrainProgram program(Lowered lowered, boolean weighted, boolean frozen) {
    GraphBuilder builder = new GraphBuilder("loss");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value logits = logits(lowered.graph());
    List<Value> inputs = new ArrayList<>(lowered.graph().inputs());
    Value y = builder.input("y", new TensorType(DType.INT32, Shape.of(Dim.symbol("batch"))));
    inputs.add(y);
    Value log = ops.apply(new Activations.LogSoftmax(-1), logits);
    Value hot =
        ops.apply(
            new Indexing.OneHot(-1),
            y,
            ops.longs(3),
            ops.constant(Tensor.of(new float[] {0, 1}, 2)));
    Value each = ops.neg(ops.reduceSum(ops.mul(hot, log), false, 1));
    if (weighted) {
      Value weights =
          builder.input(
              "sample_weight", new TensorType(DType.FLOAT32, Shape.of(Dim.symbol("batch"))));
      inputs.add(weights);
      each = ops.mul(each, weights);
    }
    Value loss = ops.reduceMean(each, false, 0);
    List<Node> nodes = new ArrayList<>(lowered.graph().nodes());
    nodes.addAll(builder.build(List.of(loss), List.of("loss")).nodes());
    Graph forward = new Graph("spike", inputs, nodes, List.of(loss), List.of("loss"));
    List<TrainProgram.Assignment> states = new ArrayList<>();
    lowered.updates().forEach(u -> states.add(new TrainProgram.Assignment(u.state(), u.value())));

    GraphBuilder sgd = new GraphBuilder("sgd");
    Ops step = new Ops(() -> sgd, () -> Origin.NONE);
    List<Parameter> trainable = new ArrayList<>();
    List<TrainProgram.Assignment> steps = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Parameter p : lowered.parameters()) {
      if (p.role() != Parameter.Role.WEIGHT || (frozen && p.path().startsWith("norm"))) {
        continue;
      }
      trainable.add(p);
      Value gradient =
          sgd.input("gradient/" + p.path(), new TensorType(p.dtype(), Shape.of(p.shape())));
      Value next = step.sub(sgd.read(p), step.mul(gradient, RATE));
      steps.add(new TrainProgram.Assignment(p, next));
      outputs.add(next);
      names.add(p.path());
    }
    return new TrainProgram(forward, loss, trainable, states, sgd.build(outputs, names), steps);
  }

  private static Value logits(Graph graph) {
    Value value = graph.outputs().get(0);
    while (true) {
      Value wanted = value;
      OperatorNode producer =
          graph.operators().stream()
              .filter(node -> node.outputs().contains(wanted))
              .findFirst()
              .orElseThrow();
      value = producer.input(0);
      if (!(producer.operator() instanceof Unary.Identity)) {
        return value;
      }
    }
  }
}
