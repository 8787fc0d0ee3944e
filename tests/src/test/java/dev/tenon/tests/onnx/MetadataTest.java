package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a written ONNX file says of where it came from. */
final class MetadataTest {
  private static final Path MNIST = Checkout.file("samples/models/mnist_cnn.h5");

  /** The Keras that saved it, as samples/models/README.md says. */
  private static final String KERAS = "3.15.1";

  @TempDir private Path folder;

  private static String digest(Path file) throws IOException {
    try {
      byte[] bytes = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void saysAll(Path written, Path source) throws IOException {
    OnnxStructure onnx = OnnxStructure.read(written);
    assertThat(onnx.producer()).startsWith("tenon ").hasSizeGreaterThan("tenon ".length());
    assertThat(onnx.metadata())
        .containsEntry("source_file", source.getFileName().toString())
        .containsEntry("source_sha256", digest(source))
        .containsEntry("keras_version", KERAS);
  }

  @Test
  void theCommandAndTheLibrarySayTheSame() throws IOException {
    Path byCommand = folder.resolve("command.onnx");
    Ran.done("convert", MNIST, byCommand);
    saysAll(byCommand, MNIST);
    Path saved = folder.resolve("saved.onnx");
    try (Model model = Model.load(MNIST)) {
      model.save(saved);
    }
    saysAll(saved, MNIST);
    assertThat(OnnxStructure.read(saved).metadata())
        .isEqualTo(OnnxStructure.read(byCommand).metadata());
  }

  @Test
  void anOnnxFileThatIsWrittenAnewNamesItsSourceAndKeepsTheRest() throws IOException {
    Path first = folder.resolve("first.onnx");
    try (Model model = Model.load(MNIST)) {
      model.save(first, OnnxOptions.DEFAULTS.metadata("author", "me"));
    }
    Path second = folder.resolve("second.onnx");
    try (Model model = Model.load(first)) {
      model.save(second, OnnxOptions.DEFAULTS.opset(20));
    }
    saysAll(second, first);
    assertThat(OnnxStructure.read(second).metadata()).containsEntry("author", "me");
  }

  @Test
  void whatIsNotKnownIsLeftOut() throws IOException {
    Path copy = folder.resolve("copy.h5");
    Files.copy(MNIST, copy);
    Path written = folder.resolve("written.onnx");
    try (Model model = Model.load(Files.readAllBytes(copy))) {
      model.save(written);
      assertThat(OnnxStructure.read(written).metadata()).doesNotContainKey("source_sha256");
    }
    try (Model model = Model.load(copy)) {
      Files.delete(copy);
      Files.write(copy, new byte[] {1, 2, 3});
      model.save(written);
    }
    Map<String, String> metadata = OnnxStructure.read(written).metadata();
    assertThat(metadata).doesNotContainKey("source_sha256").containsEntry("source_file", "copy.h5");
  }
}
