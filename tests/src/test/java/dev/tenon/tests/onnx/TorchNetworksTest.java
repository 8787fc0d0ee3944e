package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.layout.LayoutPass;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Difference;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks that PyTorch exports: the same numbers, few transposes, and PyTorch's own losses where
 * they learn on. {@code tests/goldens/torch/make.py} wrote them; the interop run has larger ones.
 */
class TorchNetworksTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/torch");
  private static final List<String> ENGINES = List.of("tensorflow", "onnxruntime");

  @TempDir private Path work;

  @TestFactory
  Stream<DynamicTest> learnAsInPyTorch() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve("networks.jsonl"))) {
      rows.add(new ObjectMapper().readTree(line));
    }
    assertThat(rows).hasSize(19);
    return rows.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get("name").asText() + "." + row.get("exporter").asText(),
                    () -> check(row)));
  }

  private void check(JsonNode row) throws Exception {
    String exporter = row.get("exporter").asText();
    String name = row.get("name").asText();
    Path file = FOLDER.resolve(name + "." + exporter + ".onnx");
    Map<String, Tensor> recorded = Recording.read(FOLDER.resolve(name + ".npz")).tensors();
    Tensor x = recorded.get("in:x");
    Path written = work.resolve("written.onnx");
    Path tuned = work.resolve("tuned.onnx");
    assertThat(layoutTransposes(file))
        .as("transposes that TensorFlow's layout adds")
        .isLessThanOrEqualTo(2);
    try (Model model = Model.load(file)) {
      same(model, x, recorded.get("out:y"), 1e-5);
      model.save(written, OnnxOptions.DEFAULTS);
      assertThat(transposes(written)).as("written").isLessThanOrEqualTo(transposes(file) + 2);
      int axis = row.get("classes_axis").asInt();
      model.compile(Optimizers.sgd(row.get("rate").asDouble()), new ClassesOnAxis(axis));
      Tensor losses = recorded.get("losses." + exporter);
      for (int step = 0; step < losses.size(); step++) {
        assertThat(model.trainOnBatch(x, recorded.get("classes")).loss())
            .as("loss " + step)
            .isCloseTo(losses.getDouble(step), within(1e-4));
      }
      same(model, x, recorded.get("after." + exporter), 1e-4);
      model.save(tuned);
    }
    try (Model model = Model.load(written)) {
      same(model, x, recorded.get("out:y"), 1e-5);
    }
    try (Model model = Model.load(tuned)) {
      same(model, x, recorded.get("after." + exporter), 1e-4);
    }
    ModelProto before = read(file);
    ModelProto after = read(tuned);
    assertThat(after.getGraph().getInitializerList())
        .isNotEqualTo(before.getGraph().getInitializerList());
    if (!name.equals("fresh")) { // whose equal weights have become several
      assertThat(bare(after)).isEqualTo(bare(before));
    }
  }

  private static void same(Model model, Tensor x, Tensor expected, double tolerance) {
    for (String engine : ENGINES) {
      Difference apart = Difference.of(expected, model.on(engine).predict(x));
      assertThat(apart.problem()).as(engine).isEmpty();
      assertThat(apart.relative()).as(engine).isLessThanOrEqualTo(tolerance);
    }
  }

  /** Returns how many Transposes the layout adds that TensorFlow needs on a CPU. */
  private static long layoutTransposes(Path file) throws IOException {
    OnnxGraph onnx = OnnxImporter.read(file);
    Graph graph = ConstantFolding.apply(Parameters.freeze(onnx.graph(), onnx.store()));
    return transposes(LayoutPass.apply(graph, true)) - transposes(graph);
  }

  private static long transposes(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.operator() instanceof Movement.Transpose)
        .count();
  }

  private static ModelProto read(Path file) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  private static long transposes(Path file) throws IOException {
    return read(file).getGraph().getNodeList().stream()
        .filter(node -> node.getOpType().equals("Transpose"))
        .count();
  }

  private static ModelProto bare(ModelProto model) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    graph.getInitializerBuilderList().forEach(i -> i.clearRawData().clearFloatData());
    return model.toBuilder().setGraph(graph).build();
  }
}
