package dev.tenon.exporters.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxModelMetadata;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import dev.tenon.testing.PlainOnnxRuntime;
import dev.tenon.testing.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX files of others are cut, renamed, described and unfolded; ONNX Runtime itself opens each
 * result, and gives what it gives for the file as it was.
 */
final class EditedFilesTest {
  private static List<Recording> networks() throws IOException {
    List<Recording> all = new ArrayList<>(Recording.files("tests/goldens/torch"));
    all.addAll(Recording.files("tests/goldens/onnx/networks"));
    return all;
  }

  private static OnnxModel read(Recording recording) throws IOException {
    return OnnxModel.read(Source.of(recording.label(), Files.readAllBytes(recording.file())));
  }

  private static Map<String, Tensor> run(OnnxModel model, Recording recording) throws Exception {
    return PlainOnnxRuntime.run(model.toByteArray(), recording.inputs());
  }

  private static Recording resnet() throws IOException {
    return networks().stream()
        .filter(each -> each.label().endsWith("resnet.torchscript.onnx"))
        .findFirst()
        .orElseThrow();
  }

  private static void same(Tensor expected, Tensor found) {
    assertThat(Distances.problem(expected, found, 1e-5)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> whatIsCutGivesTheInnerValues() throws IOException {
    return networks().stream()
        .map(
            recording ->
                DynamicTest.dynamicTest(recording.label(), () -> cutInTheMiddle(recording)));
  }

  private static void cutInTheMiddle(Recording recording) throws Exception {
    OnnxModel whole = read(recording);
    GraphProto graph = whole.proto().getGraph();
    String inner = graph.getNode(graph.getNodeCount() / 2).getOutput(0);
    // ONNX Runtime says of itself what the value is, and of what type.
    Tensor expected = run(whole.withOutputs(List.of(inner)), recording).get(inner);
    TensorType type = new TensorType(expected.dtype(), Shape.ofRank(expected.rank()));
    OnnxModel part = whole.cut(List.of(inner), Map.of(inner, type));
    assertThat(part.outputs()).containsExactly(inner);
    assertThat(part.proto().getGraph().getNodeCount()).isLessThan(graph.getNodeCount());
    same(expected, run(part, recording).get(inner));
  }

  @TestFactory
  Stream<DynamicTest> whatIsRenamedGivesTheSameNumbers() throws IOException {
    return networks().stream()
        .map(recording -> DynamicTest.dynamicTest(recording.label(), () -> renamed(recording)));
  }

  private static void renamed(Recording recording) throws Exception {
    OnnxModel whole = read(recording);
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> values = new HashSet<>();
    for (NodeProto node : whole.proto().getGraph().getNodeList()) {
      values.addAll(node.getOutputList());
    }
    whole.proto().getGraph().getInitializerList().forEach(each -> values.add(each.getName()));
    values.remove("");
    values.forEach(name -> names.put(name, "new/" + name));
    OnnxModel other = whole.renamed(names);
    Map<String, Tensor> found = run(other, recording);
    assertThat(found.keySet()).allMatch(name -> name.startsWith("new/"));
    run(whole, recording).forEach((name, expected) -> same(expected, found.get("new/" + name)));
  }

  @Test
  void inputsAreRenamedToo() throws Exception {
    Recording recording = resnet();
    OnnxModel other = read(recording).renamed(Map.of("x", "photo", "y", "scores"));
    Map<String, Tensor> found =
        PlainOnnxRuntime.run(other.toByteArray(), Map.of("photo", recording.inputs().get("x")));
    same(recording.outputs().get("y"), found.get("scores"));
    assertThatThrownBy(() -> other.renamed(Map.of("photo", "scores")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the name 'scores' is taken or empty");
    assertThatThrownBy(() -> other.renamed(Map.of("phot", "image")))
        .hasMessageContaining("unknown value or node 'phot'");
  }

  @Test
  void cutsThatNothingAllowsAreRefused() throws Exception {
    OnnxModel whole = read(resnet());
    assertThatThrownBy(() -> whole.cut(List.of("nowhere"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown value or node 'nowhere'");
    String inner = whole.proto().getGraph().getNode(3).getOutput(0);
    ModelProto bare =
        whole.proto().toBuilder()
            .setGraph(whole.proto().getGraph().toBuilder().clearValueInfo())
            .build();
    assertThatThrownBy(() -> whole.withProto(bare).cut(List.of(inner), Map.of()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("neither the file nor Tenon knows its type");
    assertThatThrownBy(() -> whole.withOutputs(List.of("nowhere")))
        .hasMessageContaining("no node of the graph gives 'nowhere'");
  }

  @Test
  void otherWeightsAreThoseThatOnnxRuntimeReads() throws Exception {
    Recording recording = resnet();
    OnnxModel whole = read(recording);
    NodeProto last = whole.proto().getGraph().getNode(whole.proto().getGraph().getNodeCount() - 1);
    assertThat(last.getOpType()).isEqualTo("Gemm");
    String name = last.getInput(2);
    TensorProto bias =
        whole.proto().getGraph().getInitializerList().stream()
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    Tensor more = OnnxFile.tensor(bias, null).scale(1, 2).cast(DType.FLOAT32);
    OnnxModel changed = whole.withInitializers(Map.of(name, more));
    // Two more on each bias is two more of each score.
    Tensor expected = recording.outputs().get("y").scale(1, 2).cast(DType.FLOAT32);
    same(expected, run(changed, recording).get("y"));
    assertThat(whole.withInitializers(Map.of()).proto()).isEqualTo(whole.proto());
  }

  @Test
  void descriptionsAreWhatOnnxRuntimeTells() throws Exception {
    Recording recording = resnet();
    OnnxModel plain = read(recording);
    GraphProto.Builder graph = plain.proto().getGraph().toBuilder().setDocString("of the graph");
    graph.getInputBuilder(0).setDocString("an image");
    graph.getNodeBuilder(0).setDocString("the first");
    graph.getInitializerBuilder(0).setDocString("a weight");
    ModelProto.Builder described =
        plain.proto().toBuilder().setGraph(graph).setDomain("org.example").setModelVersion(7);
    OnnxModel source =
        plain
            .withProto(described.setDocString("a network").build())
            .withMetadata("license", "CC0")
            .withMetadata("gone", "soon")
            .withMetadata("gone", null);
    OnnxGraph read = OnnxImporter.read(recording.file());
    OnnxModel written =
        OnnxExporter.export(read.graph(), read.store(), OnnxOptions.DEFAULTS).describedLike(source);
    OnnxModelMetadata told = PlainOnnxRuntime.metadata(written.toByteArray());
    assertThat(told.getProducerName()).isEqualTo(plain.proto().getProducerName());
    assertThat(told.getDomain()).isEqualTo("org.example");
    assertThat(told.getVersion()).isEqualTo(7);
    assertThat(told.getDescription()).isEqualTo("a network");
    assertThat(told.getGraphDescription()).isEqualTo("of the graph");
    assertThat(told.getCustomMetadata())
        .containsEntry("license", "CC0")
        .containsKey("written_by")
        .doesNotContainKey("gone");
    same(recording.outputs().get("y"), run(written, recording).get("y"));
  }

  @Test
  void functionsAreUnfoldedAsOnnxRuntimeDoes() throws Exception {
    int unfolded = 0;
    for (Recording recording : Recording.folders("tests/goldens/onnx/forms")) {
      OnnxModel whole = read(recording);
      if (whole.proto().getFunctionsCount() > 0) {
        OnnxModel flat = whole.withInlinedFunctions();
        assertThat(flat.proto().getFunctionsCount()).isZero();
        Map<String, Tensor> found = run(flat, recording);
        run(whole, recording).forEach((name, expected) -> same(expected, found.get(name)));
        unfolded++;
      }
    }
    assertThat(unfolded).isPositive();
  }
}
