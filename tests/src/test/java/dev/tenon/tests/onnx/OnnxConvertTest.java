package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.cli.Ran;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tenon convert} of one ONNX file into another keeps what the file says of itself. */
class OnnxConvertTest {
  private static final Pattern LOSS =
      Pattern.compile("y: largest difference (\\S+), mean (\\S+), relative (\\S+),");

  @TempDir private Path folder;
  private Path source;
  private Path target;

  @BeforeEach
  void write() throws Exception {
    source = folder.resolve("a.onnx");
    target = folder.resolve("b.onnx");
    float[] weights = new float[32 * 32];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.sin(0.37 * i + 1) / 7;
    }
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setDocString("the graph")
            .addInput(floats("x", -1, 32).toBuilder().setDocString("a sample a row"))
            .addInitializer(OnnxFile.proto("fc.weight", Tensor.of(weights, 32, 32)))
            .addNode(
                node("MatMul", List.of("x", "fc.weight"), List.of("y")).toBuilder()
                    .setDocString("the layer"))
            .addOutput(floats("y", -1, 32));
    ModelProto.Builder model = model(graph, 15).setDocString("words").setDomain("org.some");
    model.setModelVersion(7);
    model.addMetadataPropsBuilder().setKey("author").setValue("somebody");
    Files.write(source, model.build().toByteArray());
  }

  private String convert(Object... more) {
    List<Object> words = new ArrayList<>(List.of("convert", source, target));
    words.addAll(List.of(more));
    return Ran.done(words.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "float16", "int8"})
  void keepsOpsetAndDescriptions(String weights) throws Exception {
    assertThat(convert("--weights", weights)).contains("(opset 15)");
    ModelProto written = ModelProto.parseFrom(Files.readAllBytes(target));
    assertThat(written.getOpsetImport(0).getVersion()).isEqualTo(15);
    assertThat(written.getProducerName()).isEqualTo("hand");
    assertThat(written.getProducerVersion()).isEqualTo("1");
    assertThat(written.getDocString()).isEqualTo("words");
    assertThat(written.getDomain()).isEqualTo("org.some");
    assertThat(written.getModelVersion()).isEqualTo(7);
    assertThat(written.getGraph().getDocString()).isEqualTo("the graph");
    assertThat(written.getGraph().getInput(0).getDocString()).isEqualTo("a sample a row");
    Map<String, String> metadata = new LinkedHashMap<>();
    for (StringStringEntryProto pair : written.getMetadataPropsList()) {
      metadata.put(pair.getKey(), pair.getValue());
    }
    assertThat(metadata).containsEntry("author", "somebody").containsKey("source_sha256");
    assertThat(metadata.get("written_by")).startsWith("tenon ");
    if (weights.equals("full")) {
      assertThat(written.getGraph().getNode(0).getDocString()).isEqualTo("the layer");
    }
  }

  /** Nothing is merged with a convolution whose axes are not known. */
  @Test
  void writesAGraphThatSaysNoShapes() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(unranked("x"))
            .addInitializer(
                OnnxFile.proto("pads", Tensor.of(new long[] {0, 0, 1, 1, 0, 0, 1, 1}, 8)))
            .addInitializer(OnnxFile.proto("w", Tensor.of(new float[] {2}, 1, 1, 1, 1)))
            .addNode(node("Pad", List.of("x", "pads"), List.of("p")))
            .addNode(node("Conv", List.of("p", "w"), List.of("y")))
            .addOutput(unranked("y"));
    Files.write(source, model(graph, 15).build().toByteArray());
    assertThat(convert("--opset", "17")).contains("(opset 17)");
    ModelProto written = ModelProto.parseFrom(Files.readAllBytes(target));
    assertThat(written.getGraph().getNodeList().stream().map(NodeProto::getOpType))
        .containsExactly("Pad", "Conv");
  }

  private static ValueInfoProto unranked(String name) {
    ValueInfoProto.Builder port = floats(name).toBuilder();
    port.getTypeBuilder().getTensorTypeBuilder().clearShape();
    return port.build();
  }

  @Test
  void writesTheOpsetAskedFor() throws Exception {
    convert("--opset", 20);
    ModelProto written = ModelProto.parseFrom(Files.readAllBytes(target));
    assertThat(written.getOpsetImport(0).getVersion()).isEqualTo(20);
  }

  /** What rounding costs a product of 32 numbers below 1/7: 11 bits each, or 8 of the largest. */
  @ParameterizedTest
  @CsvSource({"float16, 1e-7, 5e-4", "int8, 1e-4, 3e-2"})
  void saysWhatSmallerWeightsCost(String weights, double least, double most) {
    String printed = convert("--weights", weights);
    Matcher loss = LOSS.matcher(printed);
    assertThat(loss.find()).as(printed).isTrue();
    assertThat(Double.parseDouble(loss.group(1))).isBetween(least, most);
    assertThat(Double.parseDouble(loss.group(2))).isBetween(least / 10, most);
    assertThat(Double.parseDouble(loss.group(3))).isBetween(least, most);
    assertThat(printed).contains("the same top-1 in ");
  }
}
