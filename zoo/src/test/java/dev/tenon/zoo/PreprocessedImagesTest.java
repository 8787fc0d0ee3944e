package dev.tenon.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images and scores are treated as Keras treats them; see tests/goldens/zoo/make_pictures.py. */
final class PreprocessedImagesTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/zoo");

  private static Map<String, Tensor> recorded() throws IOException {
    try (Source source = Source.of(FOLDER.resolve("pictures.npz"))) {
      return Npz.read(source);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Preprocessing.class,
      names = {"CAFFE", "TF", "TORCH"})
  void preprocessingIsKerasToTheLastBit(Preprocessing mode) throws IOException {
    Map<String, Tensor> recorded = recorded();
    Tensor batch = recorded.get("pixels");
    Tensor first = batch.transpose(0, 3, 1, 2);
    String name = mode.name().toLowerCase(Locale.ROOT);
    assertThat(mode.apply(batch)).isEqualTo(recorded.get(name + "/batch"));
    assertThat(mode.apply(batch.get(0))).isEqualTo(recorded.get(name + "/one"));
    assertThat(mode.apply(first, "channels_first")).isEqualTo(recorded.get(name + "/batch_first"));
    assertThat(mode.apply(first.get(1), "channels_first"))
        .isEqualTo(recorded.get(name + "/one_first"));
  }

  @Test
  void scoresAreDecodedAsKerasDecodesThem() throws IOException {
    Tensor scores = recorded().get("scores");
    JsonNode decoded = new ObjectMapper().readTree(FOLDER.resolve("decoded.json").toFile());
    for (Map.Entry<String, JsonNode> entry : decoded.properties()) {
      int top = Integer.parseInt(entry.getKey());
      List<List<Prediction>> ours = Applications.resNet50().decodePredictions(scores, top);
      for (int sample = 0; sample < entry.getValue().size(); sample++) {
        JsonNode theirs = entry.getValue().get(sample);
        assertThat(ours.get(sample)).hasSize(theirs.size());
        for (int i = 0; i < theirs.size(); i++) {
          Prediction found = ours.get(sample).get(i);
          assertThat(found.id()).isEqualTo(theirs.get(i).get(0).asText());
          assertThat(found.label()).isEqualTo(theirs.get(i).get(1).asText());
          assertThat((double) found.score()).isEqualTo(theirs.get(i).get(2).asDouble());
        }
      }
    }
  }

  @Test
  void labelsOfOnesOwnNameTheClasses() {
    Labels labels = Labels.of(List.of("rose", "tulip", "daisy"));
    Tensor scores = Tensor.of(new float[] {0.2f, 0.1f, 0.7f}, 1, 3);
    assertThat(labels.decode(scores, 2).get(0))
        .extracting(Prediction::label)
        .containsExactly("daisy", "rose");
    assertThatThrownBy(() -> Labels.imagenet().decode(scores, 2))
        .hasMessageContaining("1000")
        .hasMessageContaining("(1, 3)");
  }
}
