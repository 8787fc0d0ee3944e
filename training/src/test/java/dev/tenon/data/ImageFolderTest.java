package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.image.ColorMode;
import dev.tenon.image.Images;
import dev.tenon.image.TensorResize;
import dev.tenon.internal.data.LendingPass;
import dev.tenon.internal.data.Lent;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A folder gives what Keras' image_dataset_from_directory gives. */
class ImageFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDENS = Checkout.file("tests/goldens/data");
  private static final Path PICTURES = GOLDENS.resolve("pictures");

  /** The recording has three places. */
  private static final double TOLERANCE = 2e-3;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> givesWhatKerasGives() throws IOException {
    JsonNode rows = JSON.readTree(GOLDENS.resolve("folder.json").toFile());
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> DynamicTest.dynamicTest(row.get("arguments").toString(), () -> check(row)));
  }

  private static ImageFolder dataset(JsonNode arguments) {
    ImageFolder data = Dataset.imageDatasetFromDirectory(PICTURES).imageSize(5, 7);
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode value = argument.getValue();
      String text = value.asText().toUpperCase(Locale.ROOT);
      data =
          switch (argument.getKey()) {
            case "shuffle" -> data.shuffle(false);
            case "seed" -> data.seed(value.longValue());
            case "batch_size" -> data.batch(value.intValue());
            case "label_mode" -> data.labelMode(value.isNull() ? "none" : value.textValue());
            case "labels" -> data.labelMode("none");
            case "class_names" ->
                data.classNames(List.of(JSON.convertValue(value, String[].class)));
            case "color_mode" -> data.colorMode(ColorMode.valueOf(text));
            case "interpolation" -> data.interpolation(TensorResize.valueOf(text));
            case "image_size" -> data.imageSize(value.get(0).intValue(), value.get(1).intValue());
            case "crop_to_aspect_ratio" -> data.cropToAspectRatio(value.booleanValue());
            case "validation_split" -> data.validationSplit(value.doubleValue());
            case "subset" -> data.subset(value.textValue());
            default -> throw new AssertionError(argument.getKey());
          };
    }
    return data;
  }

  private static void check(JsonNode row) {
    ImageFolder data = dataset(row.get("arguments"));
    if (!row.get("class_names").isNull()) {
      assertThat(data.classNames())
          .isEqualTo(JSON.convertValue(row.get("class_names"), List.class));
    }
    assertThat(data.filePaths().stream().map(p -> PICTURES.relativize(p).toString()).toList())
        .isEqualTo(JSON.convertValue(row.get("files"), List.class));
    if (!row.has("images")) {
      return;
    }
    List<Integer> sizes = new ArrayList<>();
    List<Batch> batches = new ArrayList<>();
    for (Batch batch : data) {
      sizes.add(batch.size());
      batches.add(batch);
    }
    assertThat(sizes).isEqualTo(JSON.convertValue(row.get("batches"), List.class));
    assertThat(data.batches()).hasValue(sizes.size());
    Batch all = BatchSamples.join(batches);
    double[] expected = JSON.convertValue(row.get("images"), double[].class);
    double[] found = all.features().get(0).toDoubleArray();
    assertThat(found).hasSameSizeAs(expected);
    List<Path> files = data.filePaths();
    int size = found.length / files.size();
    for (int i = 0; i < found.length; i++) {
      Path file = files.get(i / size);
      assertThat(found[i])
          .as(file + " value " + i % size)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
    if (row.has("labels")) {
      Tensor labels = all.targets().get(0);
      JsonNode wanted = row.get("labels");
      assertThat(labels.dtype().name()).isEqualToIgnoringCase(wanted.get("dtype").textValue());
      assertThat(labels.shape()).isEqualTo(JSON.convertValue(wanted.get("shape"), long[].class));
      assertThat(labels.toDoubleArray())
          .isEqualTo(JSON.convertValue(wanted.get("values"), double[].class));
    } else {
      assertThat(all.targets()).isEmpty();
    }
  }

  /** Narrow and wide images, each padded: what the one before left beside it is gone. */
  @Test
  void aBatchThatIsGivenBackIsWrittenOver() throws IOException {
    Path images = Files.createDirectories(folder.resolve("a"));
    Images.save(images.resolve("1.png"), Tensor.full(DType.FLOAT32, 200, 2, 8, 3), false);
    Images.save(images.resolve("2.png"), Tensor.full(DType.FLOAT32, 100, 8, 2, 3), false);
    ImageFolder data =
        Dataset.imageDatasetFromDirectory(folder)
            .imageSize(4, 4)
            .padToAspectRatio(true)
            .shuffle(false)
            .batch(1);
    List<Tensor> kept = new ArrayList<>();
    data.forEach(batch -> kept.add(batch.features().get(0)));
    assertThat(kept.get(0)).isNotEqualTo(kept.get(1));

    Iterator<Batch> pass = data.take(2).prefetch(1).pass(0);
    Lent<Batch> first = LendingPass.lend(pass);
    Lent<Batch> second = LendingPass.lend(pass);
    Tensor narrow = second.value().features().get(0);
    assertThat(first.value().features().get(0)).isEqualTo(kept.get(0));
    assertThat(narrow).isEqualTo(kept.get(1));
    second.giveBack().run();
    assertThat(data.pass(0).next().features().get(0)).isEqualTo(kept.get(0));
    assertThat(narrow).as("the memory of a batch given back").isEqualTo(kept.get(0));
    assertThat(pass.hasNext()).isFalse();
  }

  @Test
  void aPassHasItsOwnOrderAndASeedRepeatsIt() {
    ImageFolder data =
        Dataset.imageDatasetFromDirectory(PICTURES).imageSize(4, 4).batch(10).seed(5);
    Tensor first = data.pass(0).next().features().get(0);
    assertThat(data.pass(0).next().features().get(0)).isEqualTo(first);
    assertThat(data.pass(1).next().features().get(0)).isNotEqualTo(first);
  }

  @Test
  void aDamagedImageIsNamed() throws IOException {
    Path bad = Files.createDirectories(folder.resolve("a")).resolve("bad.png");
    Files.writeString(bad, "no image");
    ImageFolder data = Dataset.imageDatasetFromDirectory(folder);
    assertThatThrownBy(() -> data.iterator().next())
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(bad.toString());
    assertThatThrownBy(() -> data.prefetch(1).iterator().next()).hasMessageContaining("bad.png");
  }

  @Test
  void argumentsThatKerasRefusesAreRefused() {
    ImageFolder data = Dataset.imageDatasetFromDirectory(PICTURES);
    assertThatThrownBy(() -> Dataset.imageDatasetFromDirectory(PICTURES.resolve("no")))
        .hasMessageContaining("expected a folder");
    assertThatThrownBy(() -> Dataset.imageDatasetFromDirectory(folder).filePaths())
        .hasMessageContaining("there are no images");
    assertThatThrownBy(() -> data.labelMode("integer")).hasMessageContaining("'int'");
    assertThatThrownBy(() -> data.labelMode("binary").filePaths())
        .hasMessageContaining("expected two classes");
    assertThatThrownBy(() -> data.classNames(List.of("cows")).filePaths())
        .hasMessageContaining("[cats, dogs, owls], received [cows]");
    assertThatThrownBy(() -> data.imageSize(4)).hasMessageContaining("a height and a width");
    assertThatThrownBy(() -> data.validationSplit(2)).hasMessageContaining("2.0");
    assertThatThrownBy(() -> data.subset("train")).hasMessageContaining("'training'");
    assertThatThrownBy(() -> data.validationSplit(0.5).subset("training").filePaths())
        .hasMessageContaining("seed(1)");
  }
}
