package dev.tenon.cli;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tenon.Model;
import dev.tenon.error.ModelException;
import dev.tenon.internal.text.PlainText;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in files reach terminal and errors without characters that a terminal obeys. */
final class HostileNamesTest {
  /** Clears the screen, forges a line, turns the letters round, and starts a formula. */
  private static final String EVIL = "=x\u001b[2J\r\nOK\u202egnp\u2066";

  /** As long in bytes, so that it can be replaced in any file. */
  private static final String PLACE = "P".repeat(EVIL.getBytes(StandardCharsets.UTF_8).length);

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    try (Model model = Model.sequential(input(2), dense(3).name(PLACE))) {
      for (String name : List.of("model.onnx", "model.keras", "model.h5")) {
        model.save(folder.resolve("good-" + name));
      }
    }
    onnx();
    keras();
    Files.write(folder.resolve("model.h5"), replaced(folder.resolve("good-model.h5"), true));
  }

  private static void onnx() throws IOException {
    ModelProto model = ModelProto.parseFrom(replaced(folder.resolve("good-model.onnx"), false));
    Files.write(folder.resolve("model.onnx"), model.toByteArray());
  }

  private static void keras() throws IOException {
    Path good = folder.resolve("good-model.keras");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(good));
        ZipOutputStream out =
            new ZipOutputStream(Files.newOutputStream(folder.resolve("model.keras")))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        boolean json = entry.getName().endsWith(".json");
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(
            json
                ? text(bytes).replace(PLACE, jsonEscaped()).getBytes(StandardCharsets.UTF_8)
                : bytes);
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String jsonEscaped() {
    StringBuilder escaped = new StringBuilder();
    EVIL.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    return escaped.toString();
  }

  /**
   * Replaces bytes in place.
   *
   * @param groupsOnly whether the names in JSON stay, so that groups and configuration differ
   */
  private static byte[] replaced(Path good, boolean groupsOnly) throws IOException {
    byte[] from = PLACE.getBytes(StandardCharsets.ISO_8859_1);
    byte[] to = EVIL.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Files.readAllBytes(good);
    for (int at = 1; at + from.length <= bytes.length; at++) {
      boolean found = Arrays.equals(bytes, at, at + from.length, from, 0, from.length);
      if (found && !(groupsOnly && bytes[at - 1] == '"')) {
        System.arraycopy(to, 0, bytes, at, to.length);
      }
    }
    return bytes;
  }

  private static void assertPlain(String text) {
    assertThat(text).isEqualTo(PlainText.lines(text));
    assertThat(text.lines()).noneMatch(line -> line.startsWith("OK"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"summary", "check", "inspect", "predict"})
  void theCommandLine(String command) {
    for (String name : List.of("model.onnx", "model.keras", "model.h5")) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int code =
          Main.run(
              new PrintWriter(out, true),
              new PrintWriter(err, true),
              command,
              folder.resolve(name).toString());
      assertThat(code).as(err.toString()).isBetween(0, 3);
      assertPlain(out.toString());
      assertPlain(err.toString());
    }
  }

  @Test
  void summariesAndErrors() throws IOException {
    for (String name : List.of("model.onnx", "model.keras")) {
      try (Model model = Model.load(folder.resolve(name))) {
        assertPlain(model.summary());
        assertThat(model.summary()).contains("\\u001b[2J");
        for (Map<String, Tensor> fed :
            List.of(
                Map.<String, Tensor>of(),
                Map.of(model.inputs().get(0).name(), Tensor.of(new float[3], 1, 3)))) {
          Throwable failure = catchThrowable(() -> model.predict(fed));
          assertThat(failure).isInstanceOf(IllegalArgumentException.class);
          assertPlain(failure.getMessage());
        }
      }
    }
  }

  @Test
  void aFileThatIsRefused() throws IOException {
    ModelProto.Builder model =
        ModelProto.parseFrom(Files.readAllBytes(folder.resolve("model.onnx"))).toBuilder();
    model.getGraphBuilder().getNodeBuilder(0).setOpType(EVIL);
    Path file = Files.write(folder.resolve("refused.onnx"), model.build().toByteArray());
    Throwable failure;
    try (Model loaded = Model.load(file)) {
      Tensor x = Tensor.of(new float[2], 1, 2);
      failure = catchThrowable(() -> loaded.predict(Map.of(loaded.inputs().get(0).name(), x)));
    }
    assertThat(failure).isInstanceOf(ModelException.class);
    assertPlain(failure.getMessage());
    assertThat(failure.getMessage()).contains("\\u001b[2J");
  }
}
