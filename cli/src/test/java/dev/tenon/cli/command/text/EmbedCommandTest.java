package dev.tenon.cli.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.cli.Ran;
import dev.tenon.cli.output.JsonArrays;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with sentence-transformers; tests/goldens/pipelines/make.py records it. */
final class EmbedCommandTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/pipelines/sentence.bert");

  @TempDir private Path folder;

  @Test
  void vectorsEqualThoseOfSentenceTransformers() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode golden = json.readTree(Files.readString(FOLDER.resolve("expected.json")));
    Tensor expected = JsonArrays.read(golden.get("embeddings"), false).cast(DType.FLOAT32);
    StringBuilder lines = new StringBuilder();
    golden.get("texts").forEach(text -> lines.append(text.asText()).append('\n'));
    Path texts = Files.writeString(folder.resolve("texts.txt"), lines);
    Path npz = folder.resolve("embeddings.npz");
    assertThat(Ran.done("embed", FOLDER, "--input", texts, "-o", npz, "--batch-size", "2"))
        .startsWith("wrote ")
        .contains("embeddings ");
    try (Source source = Source.of(npz)) {
      Map<String, Tensor> arrays = Npz.read(source);
      assertThat(arrays).containsOnlyKeys("embeddings");
      Distances.check("npz", arrays.get("embeddings"), expected, 1e-5);
    }
    String printed =
        Ran.done(
            "embed",
            FOLDER,
            "--text",
            golden.get("texts").get(0).asText(),
            "--text",
            golden.get("texts").get(1).asText(),
            "--engine",
            "onnxruntime");
    Tensor rows = JsonArrays.read(json.readTree(printed).get("embeddings"), false);
    Distances.check("json", rows.cast(DType.FLOAT32), expected.slice(0, 0, 2), 1e-5);
  }

  @Test
  void mistakesAreExplained() throws IOException {
    assertThat(Ran.refused("embed", FOLDER)).contains("give --text TEXT, or --input FILE");
    assertThat(Ran.refused("embed", FOLDER.resolveSibling("token.bert"), "--text", "a"))
        .contains("expected a sentence encoder");
    Path none = Files.writeString(folder.resolve("none.txt"), "");
    assertThat(Ran.refused("embed", FOLDER, "--input", none)).contains("none.txt");
  }
}
