package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {
  @TempDir Path folder;

  private static ByteBuffer latin(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void modelsAreToldByContent() throws IOException {
    assertThat(ContentType.of(Data.path("old.h5"))).isEqualTo(ContentType.HDF5);
    assertThat(ContentType.of(Data.path("userblock.h5"))).isEqualTo(ContentType.HDF5);
    assertThat(ContentType.of(Data.path("arrays.npz"))).isEqualTo(ContentType.NPZ);
    assertThat(ContentType.of("x", latin(" {\"class_name\": 1}"))).isEqualTo(ContentType.JSON);
    assertThat(ContentType.of("x", latin("\u0093NUMPY\1\0"))).isEqualTo(ContentType.NPY);
    String zip = "PK\3\4" + "\0".repeat(22) + "\15\0\0\0" + "metadata.json";
    assertThat(ContentType.of("x", latin(zip))).isEqualTo(ContentType.ZIP);
  }

  /** Keras stores the weights in the archive as they are, at whatever place it has come to. */
  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048})
  void anArchiveIsNoHdf5FileWhereverItsWeightsBegin(int offset) throws IOException {
    byte[] weights = Files.readAllBytes(Data.path("old.h5"));
    int headers = 2 * 30 + "config.json".length() + "model.weights.h5".length();
    Path file = folder.resolve("model.keras");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      store(zip, "config.json", new byte[offset - headers]);
      store(zip, "model.weights.h5", weights);
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThat(Arrays.copyOfRange(bytes, offset, offset + 4)).isEqualTo(Arrays.copyOf(weights, 4));
    assertThat(ContentType.of(file)).isEqualTo(ContentType.ZIP);
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  static Stream<Arguments> noModels() {
    return Stream.of(
        Arguments.of("<!DOCTYPE html><html>", "web page"),
        Arguments.of("<html><body>Not found", "web page"),
        Arguments.of("<?xml version='1.0'?>", "XML document"),
        Arguments.of("Not Found", "plain text, beginning 'Not Found'"),
        Arguments.of("BZh91AY", "bzip2"),
        Arguments.of("7z\u00bc\u00af'", "7-Zip"),
        Arguments.of("\1\2\3\4\5\6\7\0", "of no known kind (it begins with the bytes 01 02 03 04"));
  }

  @ParameterizedTest
  @MethodSource("noModels")
  void whatIsNoModelIsNamed(String head, String sentence) {
    assertThatThrownBy(() -> ContentType.of("model.h5", latin(head)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("model.h5: is ")
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> otherModels() {
    return Stream.of(
        Arguments.of("\u0080\4\u0095", "Python pickle"),
        Arguments.of("\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.", "PyTorch"),
        Arguments.of("GGUF\3", "GGUF"),
        Arguments.of(
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", "Git LFS pointer"),
        Arguments.of("\b\4\b\3\20\1B\1wJ0" + "\0".repeat(48), "a single ONNX tensor"),
        Arguments.of(
            "{\"format\": \"layers-model\", \"generatedBy\": \"keras v2.11.0\", \"convertedBy\":"
                + " \"TensorFlow.js Converter v4.2.0\", \"modelTopology\": {}}",
            "tensorflowjs_converter --input_format tfjs_layers_model"),
        Arguments.of(
            "{\"format\": \"graph-model\", \"modelTopology\": {\"node\": []}}",
            "tfjs_graph_converter"),
        Arguments.of("\34\0\0\0TFL3", "TensorFlow Lite"),
        Arguments.of("\20\1\0\0\0\0\0\0{\"__metadata__", "safetensors"));
  }

  @ParameterizedTest
  @MethodSource("otherModels")
  void modelsOfOtherKindsAreNamed(String head, String sentence) {
    assertThatThrownBy(() -> ContentType.of("model", latin(head)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void tensorFlowsOwnFilesAreNamed() throws IOException {
    assertThat(ContentType.of("m.pb", latin("\b\1\22\u00f0\u0001\n ")))
        .isEqualTo(ContentType.SAVED_MODEL);
    assertThat(ContentType.of("m.pb", latin("\n\24\n\5input\22\13Placeholder")))
        .isEqualTo(ContentType.FROZEN_GRAPH);
    Files.writeString(folder.resolve("saved_model.pb"), "x");
    assertThatThrownBy(() -> ContentType.of(folder)).hasMessageContaining("SavedModel folder");
    String torch = "PK\3\4" + "\0".repeat(22) + "\20\0\0\0" + "archive/data.pkl";
    assertThatThrownBy(() -> ContentType.of("m.pt", latin(torch))).hasMessageContaining("PyTorch");
  }

  @Test
  void anEmptyFileSaysSo() throws IOException {
    Path path = Files.createFile(folder.resolve("empty.h5"));
    assertThatThrownBy(() -> ContentType.of(path))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("empty.h5: the file is empty");
  }
}
