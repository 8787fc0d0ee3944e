package dev.tenon.cli;

import static dev.tenon.cli.Shipped.MNIST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -} is standard input where a file is read, and standard output where one is written. */
final class StandardStreamsTest {
  private static final Path DIGIT = Checkout.file("samples/images/digit_7.png");

  @TempDir private Path folder;

  private record Piped(Ran ran, ByteArrayOutputStream written) {
    byte[] bytes() {
      return written.toByteArray();
    }
  }

  private static Piped piped(Path input, Object... words) throws IOException {
    InputStream in = System.in;
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(input)));
      System.setOut(new PrintStream(bytes, false, StandardCharsets.UTF_8));
      Ran ran = Ran.of(words);
      System.out.flush();
      return new Piped(ran, bytes);
    } finally {
      System.setIn(in);
      System.setOut(out);
    }
  }

  @Test
  void aModelComesInAndGoesOut() throws IOException {
    Piped piped = piped(MNIST, "convert", "-", "-", "--to", "onnx");
    assertThat(piped.ran.code()).as(piped.ran.all()).isZero();
    assertThat(piped.ran.out()).isEmpty();
    assertThat(piped.ran.err()).contains("-> standard output (opset 18)");
    Path file = folder.resolve("piped.onnx");
    Files.write(file, piped.bytes());
    try (Model model = Model.load(file)) {
      assertThat(model.info().description()).containsEntry("format", "ONNX");
    }
  }

  @Test
  void whatItIsIsToldByItsContent() throws IOException {
    JsonNode scores =
        new ObjectMapper()
            .readTree(piped(DIGIT, "predict", MNIST, "--input", "-", "--json").ran.out());
    assertThat(scores.path("digit").path(0)).hasSize(10);
    assertThat(scores.path("digit").path(0).path(7).asDouble()).isGreaterThan(0.99);
    String csv =
        new String(
            piped(DIGIT, "predict", MNIST, "--input", "-", "-o", "-", "--to", "csv").bytes(),
            StandardCharsets.UTF_8);
    assertThat(csv).startsWith("digit_0,digit_1").hasLineCount(2);
  }

  @Test
  void aPictureGoesOut() throws IOException {
    Piped png = piped(MNIST, "plot", "-", "-o", "-", "--to", "png");
    assertThat(png.bytes()).startsWith(0x89, 'P', 'N', 'G');
    assertThat(png.ran.err()).isEqualTo("wrote standard output\n");
  }

  @Test
  void standardInputIsReadOnce() throws IOException {
    Ran twice = piped(MNIST, "compare", "-", "-").ran;
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("can be read once").hasLineCount(1);
  }

  @Test
  void whyItCannotBeWrittenIsRemembered() {
    assertThat(sentence("No space left on device")).contains("No space left", "free some space");
    assertThat(sentence("Broken pipe")).isNull();
    assertThat(new WatchedOutput(OutputStream.nullOutputStream()).sentence()).isNull();
  }

  private static @org.jspecify.annotations.Nullable String sentence(String reason) {
    WatchedOutput watched =
        new WatchedOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(reason);
              }
            });
    PrintStream printer = new PrintStream(watched, true, StandardCharsets.UTF_8);
    printer.println("x");
    return watched.sentence();
  }
}
