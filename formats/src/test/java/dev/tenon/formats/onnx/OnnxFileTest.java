package dev.tenon.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Data;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
  @TempDir Path folder;

  private static ModelProto model(Map<String, Tensor> tensors) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
    graph.addNode(NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("y"));
    tensors.forEach((name, tensor) -> graph.addInitializer(OnnxFile.proto(name, tensor)));
    return ModelProto.newBuilder().setIrVersion(8).setProducerName("tenon").setGraph(graph).build();
  }

  private static TensorProto external(String... keysAndValues) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(2)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder()
              .setKey(keysAndValues[i])
              .setValue(keysAndValues[i + 1]));
    }
    return tensor.build();
  }

  @Test
  void tensorsOfEveryTypeSurvive() throws IOException {
    Map<String, Tensor> tensors = Npz.read(Data.source("arrays.npz"));
    Path path = folder.resolve("m.onnx");
    OnnxWriter.write(path, model(tensors));
    assertThat(ContentType.of(path)).isEqualTo(ContentType.ONNX);
    ModelProto read = OnnxFile.parse(Source.of(path));
    assertThat(read.getProducerName()).isEqualTo("tenon");
    for (TensorProto tensor : read.getGraph().getInitializerList()) {
      assertThat(OnnxFile.tensor(tensor, null)).isEqualTo(tensors.get(tensor.getName()));
    }
    for (DType dtype : DType.values()) {
      assertThat(OnnxFile.dtype(OnnxFile.dataType(dtype))).isEqualTo(dtype);
    }
  }

  @Test
  void smallNumbersArePacked() {
    // As ONNX says: the first of two in the lowest bits, the last byte filled with zeros.
    Tensor five = Tensor.of(new int[] {-8, 7, -1, 3, 2}, 5).cast(DType.INT4);
    TensorProto packed = OnnxFile.proto("w", five);
    assertThat(packed.getRawData().toByteArray()).isEqualTo(new byte[] {0x78, 0x3f, 0x02});
    assertThat(OnnxFile.tensor(packed, null)).isEqualTo(five);
    TensorProto.Builder listed = packed.toBuilder().clearRawData();
    for (byte each : packed.getRawData()) {
      listed.addInt32Data(each);
    }
    assertThat(OnnxFile.tensor(listed.build(), null)).isEqualTo(five);
    Tensor pairs = Tensor.of(new int[] {3, 0, 2, 1, 3}, 5).cast(DType.UINT2);
    assertThat(OnnxFile.proto("w", pairs).getRawData().toByteArray())
        .isEqualTo(new byte[] {0x63, 0x03});
    assertThatThrownBy(() -> OnnxFile.tensor(packed.toBuilder().setDims(0, 7).build(), null))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("needs 4 bytes");
  }

  @Test
  void largeWeightsGoToAFileBesideTheModel() throws IOException {
    Map<String, Tensor> tensors =
        Map.of(
            "a", Tensor.full(DType.FLOAT32, 1.5, 1000),
            "b", Tensor.full(DType.INT64, 7, 3000, 10),
            "c", Tensor.of(new float[] {1, 2}));
    Path path = folder.resolve("m.onnx");
    OnnxWriter.write(path, model(tensors), 100_000);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("m.onnx", "m.onnx.data");
    assertThat(Files.size(path)).isLessThan(1000);
    ModelProto read = OnnxFile.parse(Source.of(path));
    for (TensorProto tensor : read.getGraph().getInitializerList()) {
      assertThat(OnnxFile.tensor(tensor, ModelFolder.of(folder)))
          .isEqualTo(tensors.get(tensor.getName()));
    }
    TensorProto moved =
        read.getGraph().getInitializerList().stream()
            .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> OnnxFile.tensor(moved, null))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("load it by its path");
  }

  @Test
  void externalDataStaysInTheFolder() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("model/sub"));
    Path model = folder.resolve("model");
    byte[] bytes = ByteBuffer.allocate(16).array();
    Files.write(inside.resolve("w.bin"), bytes);
    Files.write(folder.resolve("secret"), bytes);
    Files.createSymbolicLink(model.resolve("link"), folder.resolve("secret"));
    assertThat(
            OnnxFile.tensor(
                external("location", "sub/w.bin", "offset", "8"), ModelFolder.of(model)))
        .isEqualTo(Tensor.zeros(DType.FLOAT32, 2));
    assertThat(
            OnnxFile.tensor(
                external("location", "sub\\w.bin", "length", "8"), ModelFolder.of(model)))
        .isEqualTo(Tensor.zeros(DType.FLOAT32, 2));
    for (String location : new String[] {"../secret", "sub/../../secret", "sub\\..\\..\\secret"}) {
      assertThatThrownBy(
              () -> OnnxFile.tensor(external("location", location), ModelFolder.of(model)))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("outside the model's folder");
    }
    for (String location : new String[] {"/etc/passwd", "C:\\x", "\\\\host\\x", ""}) {
      assertThatThrownBy(
              () -> OnnxFile.tensor(external("location", location), ModelFolder.of(model)))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("expected a path inside the model's folder");
    }
    assertThatThrownBy(() -> OnnxFile.tensor(external("location", "link"), ModelFolder.of(model)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("a link out of the model's folder");
    assertThatThrownBy(() -> OnnxFile.tensor(external("location", "gone"), ModelFolder.of(model)))
        .hasMessageContaining("which is missing");
    assertThatThrownBy(
            () ->
                OnnxFile.tensor(
                    external("location", "sub/w.bin", "offset", "12"), ModelFolder.of(model)))
        .hasMessageContaining("needs 8 bytes at 12 of 'sub/w.bin', that file has 16");
    assertThatThrownBy(
            () ->
                OnnxFile.tensor(
                    external("location", "sub/w.bin", "length", "4"), ModelFolder.of(model)))
        .hasMessageContaining("needs 8 bytes, the model points to 4");
    assertThatThrownBy(
            () ->
                OnnxFile.tensor(
                    external("location", "sub/w.bin", "offset", "-1"), ModelFolder.of(model)))
        .isInstanceOf(MalformedModelException.class);
  }

  @Test
  void shapesAndValuesMustFit() {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(2)
            .addFloatData(1);
    assertThatThrownBy(() -> OnnxFile.tensor(tensor.build(), null))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("tensor 'w': shape [2] needs 2 elements, the file has 1: it is damaged");
    for (long[] dims : new long[][] {{-1}, {1L << 40, 1L << 40}, {1L << 62, 8}}) {
      TensorProto.Builder wrong = tensor.clone().clearDims();
      for (long dim : dims) {
        wrong.addDims(dim);
      }
      assertThatThrownBy(() -> OnnxFile.tensor(wrong.build(), null))
          .isInstanceOf(MalformedModelException.class);
    }
    assertThatThrownBy(() -> OnnxFile.tensor(tensor.clone().setDataType(14).build(), null))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("complex64");
  }

  @Test
  void whatIsNoOnnxModelSaysSo() {
    assertThatThrownBy(() -> OnnxFile.parse(Source.of("x.onnx", new byte[] {1, 2, 3, 4})))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("x.onnx: is no ONNX model or is damaged");
    byte[] empty = ModelProto.newBuilder().setIrVersion(8).build().toByteArray();
    assertThatThrownBy(() -> OnnxFile.parse(Source.of("x.onnx", empty)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("it has no graph");
  }
}
