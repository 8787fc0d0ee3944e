package dev.tenon.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A weight that is larger than the heap: the table of words of bert.base with more rows, which are
 * a hole in the file. tests/interop/large_folder.py does the same with 4 GB.
 */
class LargeWeightTest {
  private static final Path SMALL = Checkout.file("tests/goldens/huggingface/bert.base");
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final int ROWS = 3_000_000;

  @TempDir Path folder;

  @Test
  void aFolderOpensInASmallHeap() throws Exception {
    String config = Files.readString(SMALL.resolve("config.json"));
    Files.writeString(
        folder.resolve("config.json"),
        config.replace("\"vocab_size\": 17", "\"vocab_size\": " + ROWS));
    writeWeights();
    Processes.Result result =
        Processes.java(
            List.of("-Xmx96m"),
            TestClassPath.text(),
            LargeWeightTest.class.getName(),
            folder.toString());
    assertThat(result.err()).isEmpty();
    try (Model small = Model.load(SMALL)) {
      assertThat(result.out().trim()).isEqualTo(words(small).get(16).toString());
    }
  }

  /** Prints the last row of the recording in the folder of the argument. */
  public static void main(String[] arguments) throws IOException {
    try (Model model = Model.load(Path.of(arguments[0]))) {
      assertThat(words(model).shape()).containsExactly(ROWS, 12);
      System.out.println(words(model).get(16));
    }
  }

  private static Tensor words(Model model) {
    return model.weights().get("word_embeddings/embeddings");
  }

  /** Writes the tensors of the recording; the words come last. */
  private void writeWeights() throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(SMALL.resolve("model.safetensors")))
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) file.getLong()];
    file.get(header);
    ByteBuffer data = file.slice();
    ObjectMapper json = new ObjectMapper();
    ObjectNode tensors = (ObjectNode) json.readTree(header);
    JsonNode offsets = tensors.get(WORDS).get("data_offsets");
    tensors.putObject(WORDS).put("dtype", "F32").putArray("shape").add(ROWS).add(12);
    ((ObjectNode) tensors.get(WORDS))
        .putArray("data_offsets")
        .add(data.limit())
        .add(data.limit() + 48L * ROWS);
    // What the words leave is a tensor that nothing reads, for the format has no holes.
    ObjectNode unread = tensors.putObject("position_ids").put("dtype", "U8");
    unread.putArray("shape").add(offsets.get(1).asInt() - offsets.get(0).asInt());
    unread.set("data_offsets", offsets);
    byte[] text = json.writeValueAsString(tensors).getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    long start = 8L + text.length;
    ByteBuffer words = data.slice(offsets.get(0).asInt(), 17 * 48);
    ByteBuffer end = ByteBuffer.allocate(1);
    try (FileChannel out =
        FileChannel.open(
            folder.resolve("model.safetensors"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      out.write(length.putLong(0, text.length), 0);
      out.write(ByteBuffer.wrap(text), 8);
      out.write(data.duplicate(), start);
      out.write(words, start + data.limit());
      out.write(end, start + data.limit() + 48L * ROWS - 1);
    }
  }
}
