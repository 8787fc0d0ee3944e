package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.internal.data.WavFile;
import dev.tenon.ops.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.JsonTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of sounds are what Keras reads. */
class AudioFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDENS = Checkout.file("tests/goldens/data");

  @TempDir Path temporary;

  private static JsonNode recorded(String key) throws IOException {
    return JSON.readTree(GOLDENS.resolve("sounds.json").toFile()).get(key);
  }

  @Test
  void aFolderOfSoundsIsWhatKerasReads() throws IOException {
    for (JsonNode row : recorded("folder")) {
      AudioFolder data = sounds(row.get("arguments"));
      if (!row.get("class_names").isNull()) {
        assertThat(data.classNames())
            .isEqualTo(JSON.convertValue(row.get("class_names"), List.class));
      }
      if (row.has("batches")) {
        checkBatches(data, row.get("batches"));
      } else {
        assertThat(sums(data))
            .containsExactly(JSON.convertValue(row.get("sums"), double[].class), within(2e-4));
      }
    }
  }

  private static AudioFolder sounds(JsonNode arguments) {
    AudioFolder data = Dataset.audioDatasetFromDirectory(GOLDENS.resolve("sounds"));
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode value = argument.getValue();
      data =
          switch (argument.getKey()) {
            case "shuffle" -> data.shuffle(value.booleanValue());
            case "seed" -> data.seed(value.longValue());
            case "batch_size" -> data.batchSize(value.intValue());
            case "label_mode" -> data.labelMode(value.isNull() ? "none" : value.textValue());
            case "labels" -> data.labels(JSON.convertValue(value, int[].class));
            case "class_names" -> data.classNames(JSON.convertValue(value, String[].class));
            case "output_sequence_length" -> data.outputSequenceLength(value.intValue());
            case "validation_split" -> data.validationSplit(value.doubleValue());
            case "subset" -> data.subset(value.textValue());
            default -> throw new AssertionError(argument.getKey());
          };
    }
    return data;
  }

  private static void checkBatches(Dataset data, JsonNode wanted) {
    int at = 0;
    for (Batch batch : data) {
      JsonNode row = wanted.get(at++);
      List<Tensor> tensors = new ArrayList<>(batch.features());
      tensors.addAll(batch.targets());
      assertThat(tensors).hasSize(row.size());
      for (int i = 0; i < row.size(); i++) {
        assertThat(tensors.get(i)).isEqualTo(JsonTensors.read(row.get(i)));
      }
    }
    assertThat(at).isEqualTo(wanted.size());
  }

  private static double[] sums(Dataset data) {
    List<Double> sums = new ArrayList<>();
    for (Batch batch : data) {
      for (int i = 0; i < batch.size(); i++) {
        sums.add(batch.features().get(0).get(i).sum().getDouble(0));
      }
    }
    return sums.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  @Test
  void otherSamplesAreReadToo() throws IOException {
    for (Map.Entry<String, JsonNode> row : recorded("other").properties()) {
      Path file = GOLDENS.resolve("sounds-other").resolve(row.getKey() + ".wav");
      assertThat(WavFile.read(file, 8000, null))
          .as(row.getKey())
          .isEqualTo(JsonTensors.read(row.getValue()));
    }
  }

  @Test
  void channelsStayApart() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("sounds/other"));
    Files.copy(GOLDENS.resolve("sounds-other/i24.wav"), folder.resolve("0.wav"));
    Files.copy(GOLDENS.resolve("sounds-other/f32.wav"), folder.resolve("1.wav"));
    Batch batch =
        Dataset.audioDatasetFromDirectory(folder.getParent()).shuffle(false).iterator().next();
    assertThat(batch.features().get(0))
        .isEqualTo(
            Ops.stack(
                List.of(
                    JsonTensors.read(recorded("other").get("i24")),
                    JsonTensors.read(recorded("other").get("f32")))));
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    byte[] good = Files.readAllBytes(GOLDENS.resolve("sounds/low/3.wav"));
    Random random = new Random(4);
    Path file = temporary.resolve("x.wav");
    for (int i = 0; i < 400; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k <= i % 3; k++) {
        bad[random.nextInt(60)] = (byte) random.nextInt(256);
      }
      Files.write(file, i % 2 == 0 ? Arrays.copyOf(bad, random.nextInt(80)) : bad);
      try {
        WavFile.read(file, null, null);
      } catch (MalformedModelException e) {
        assertThat(e).hasMessageContaining("x.wav");
      }
    }
    assertThatThrownBy(() -> WavFile.read(GOLDENS.resolve("sounds.json"), null, null))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("RIFF");
    AudioFolder other =
        Dataset.audioDatasetFromDirectory(GOLDENS.resolve("sounds")).samplingRate(16000);
    assertThatThrownBy(() -> other.iterator().next())
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("expected 16000 samples a second, received 8000");
    assertThatThrownBy(() -> other.labelMode("ints").classNames())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labelMode");
    assertThatThrownBy(() -> other.batchSize(0)).hasMessageContaining("batchSize");
  }
}
