package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The text of a tensor is the one that NumPy gives an array; recorded by its script. */
final class TensorTextTest {
  private static final Path TEXTS = Checkout.file("tests/goldens/tensor/texts.jsonl.gz");

  @Test
  void tensorsAreWrittenAsNumPyWritesArrays() throws IOException {
    ObjectMapper json = new ObjectMapper();
    SoftAssertions all = new SoftAssertions();
    int count = 0;
    for (String line : lines()) {
      JsonNode row = json.readTree(line);
      String what = row.path("dtype").asText() + row.path("shape") + " " + row.path("bytes");
      all.assertThat(tensor(row).toString()).as(what).isEqualTo(row.path("text").asText());
      count++;
    }
    all.assertAll();
    assertThat(count).isGreaterThan(1000);
  }

  @Test
  void integersThatAreScaledBecomeFloats() {
    Tensor pixels = Tensor.of(DType.UINT8, new long[] {2}, ByteBuffer.wrap(new byte[] {51, -1}));
    assertThat(pixels.scale(1 / 255.0, 0)).isEqualTo(Tensor.of(new float[] {0.2f, 1}));
    assertThat(Tensor.of(new long[] {1L << 40, 3}).scale(0.5, 1))
        .isEqualTo(Tensor.of(new double[] {(1L << 39) + 1, 2.5}));
  }

  private static List<String> lines() throws IOException {
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(TEXTS))) {
      return new String(packed.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Tensor tensor(JsonNode row) {
    long[] shape =
        StreamSupport.stream(row.path("shape").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .toArray();
    DType type = DType.of(row.path("dtype").asText());
    if (type == DType.STRING) {
      return Tensor.ofStrings(
          StreamSupport.stream(row.path("strings").spliterator(), false)
              .map(JsonNode::asText)
              .toArray(String[]::new),
          shape);
    }
    byte[] bytes = Base64.getDecoder().decode(row.path("bytes").asText());
    return Tensor.of(type, shape, ByteBuffer.wrap(bytes));
  }
}
