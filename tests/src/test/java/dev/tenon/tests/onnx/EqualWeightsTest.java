package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.Model;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Weights that PyTorch's exporters store once because they are equal: names, files and frozen ones.
 * {@link TorchNetworksTest} compares their losses with PyTorch's.
 */
class EqualWeightsTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/torch");

  /** PyTorch's names of all parameters with one axis in {@code fresh} of networks.py. */
  private static final Set<String> VECTORS =
      new TreeSet<>(
          List.of(
              "blocks.0.0.bias",
              "blocks.0.0.weight",
              "blocks.0.1.bias",
              "blocks.0.3.bias",
              "blocks.1.0.bias",
              "blocks.1.0.weight",
              "blocks.1.1.bias",
              "blocks.1.3.bias",
              "first.bias",
              "second.bias",
              "shift",
              "tags.bias",
              "twice.0.bias",
              "twice.0.weight",
              "twice.1.bias"));

  @TempDir private Path work;

  @ParameterizedTest
  @ValueSource(strings = {"torchscript", "dynamo"})
  void eachHasPyTorchsName(String exporter) throws Exception {
    List<String> logged = new ArrayList<>();
    Logger logger = Logger.getLogger("dev.tenon.Model");
    Handler handler = collector(logged);
    logger.addHandler(handler);
    Path saved = work.resolve("saved.onnx");
    Path file = file(exporter);
    try (Model model = Model.load(file)) {
      assertThat(vectors(model.weights())).hasSize(4);
      compile(model);
      assertThat(vectors(model.weights())).isEqualTo(VECTORS);
      model.save(saved);
      assertThat(read(saved)).as("nothing was learned").isEqualTo(read(file));
      learn(model);
      model.save(saved);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0))
        .contains("fresh." + exporter + ".onnx: 3 initializers stand for 14 weights");
    try (Model model = Model.load(saved)) {
      assertThat(vectors(model.weights())).isEqualTo(VECTORS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"torchscript", "dynamo"})
  void oneOfThemIsFrozen(String exporter) throws Exception {
    Path saved = work.resolve("saved.onnx");
    try (Model model = Model.load(file(exporter))) {
      Tensor ones = model.weights().get("blocks.0.0.weight");
      Tensor halves = Tensor.of(new float[] {.5f, .5f, .5f, .5f, .5f, .5f, .5f, .5f}, 8);
      model.setWeights(Map.of("blocks.0.0.weight", halves));
      Tensor before = model.predict(x());
      // Names of weights, and of the node that reads one.
      String norm = exporter.equals("dynamo") ? "node_layer_norm" : "blocks.0.0.weight";
      model.layers().freeze(norm);
      model.layers().freeze("first.bias");
      compile(model);
      assertThat(model.predict(x())).isEqualTo(before);
      assertThat(model.weights().get("twice.0.weight")).as("copied").isEqualTo(halves);
      learn(model);
      Map<String, Tensor> after = model.weights();
      assertThat(after.get("blocks.0.0.weight")).isEqualTo(halves).isNotEqualTo(ones);
      assertThat(after.get("blocks.1.0.weight")).isNotEqualTo(halves);
      assertThat(after.get("first.bias")).isEqualTo(Tensor.of(new float[8], 8));
      assertThat(after.get("second.bias")).isNotEqualTo(after.get("first.bias"));
      for (String engine : List.of("tensorflow", "onnxruntime")) {
        for (String name : List.of("second.bias", "first.bias")) {
          if (model.info().innerNames().contains(name)) { // the first exporter's Identities
            assertThat(model.on(engine).run(x(), name)).containsEntry(name, after.get(name));
          }
        }
        assertThat(model.on(engine).info().tensorNames()).isNotEmpty();
      }
      model.save(saved);
    }
    try (Model model = Model.load(saved)) {
      compile(model);
      learn(model);
      assertThat(model.weights().get("first.bias")).isEqualTo(Tensor.of(new float[8], 8));
    }
  }

  /** As tools write it that remove Identities: the names of nodes say what module they are of. */
  @Test
  void simplifiedFile() throws Exception {
    ModelProto model = read(file("torchscript"));
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
    Map<String, String> stored = new HashMap<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      if (node.getOpType().equals("Identity")) {
        stored.put(node.getOutput(0), node.getInput(0));
      } else {
        NodeProto.Builder direct = node.toBuilder().clearInput();
        node.getInputList().forEach(name -> direct.addInput(stored.getOrDefault(name, name)));
        graph.addNode(direct);
      }
    }
    Path file = work.resolve("simplified.onnx");
    Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    Tensor losses = Recording.read(FOLDER.resolve("fresh.npz")).tensors().get("losses.torchscript");
    try (Model simplified = Model.load(file)) {
      compile(simplified);
      assertThat(vectors(simplified.weights())).isEqualTo(VECTORS);
      double unused = learn(simplified);
      assertThat(learn(simplified)).isCloseTo(losses.getDouble(1), within(1e-4));
    }
  }

  private static Path file(String exporter) {
    return FOLDER.resolve("fresh." + exporter + ".onnx");
  }

  private static void compile(Model model) {
    model.compile(Optimizers.sgd(0.1), new ClassesOnAxis(-1));
  }

  private static double learn(Model model) throws Exception {
    Map<String, Tensor> recorded = Recording.read(FOLDER.resolve("fresh.npz")).tensors();
    return model.trainOnBatch(x(), recorded.get("classes")).loss();
  }

  private static Tensor x() throws Exception {
    return Recording.read(FOLDER.resolve("fresh.npz")).tensors().get("in:x");
  }

  private static Set<String> vectors(Map<String, Tensor> weights) {
    Set<String> names = new TreeSet<>();
    weights.forEach(
        (name, value) -> {
          if (value.shape().length == 1) {
            names.add(name);
          }
        });
    return names;
  }

  private static ModelProto read(Path file) throws Exception {
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  private static Handler collector(List<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        logged.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
