package dev.tenon.data;

import static dev.tenon.data.Dataset.splitDataset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.internal.data.PythonRandom;
import dev.tenon.internal.data.SampleOrder;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Keras' functions of data sets give what Keras gives. */
class DatasetFunctionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDENS = Checkout.file("tests/goldens/data");

  @TempDir Path temporary;

  private static Stream<JsonNode> recorded(String key) throws IOException {
    JsonNode rows = JSON.readTree(GOLDENS.resolve("datasets.json").toFile()).get(key);
    return StreamSupport.stream(rows.spliterator(), false);
  }

  @TestFactory
  Stream<DynamicTest> aFolderOfTextsIsWhatKerasReads() throws IOException {
    return recorded("texts")
        .map(
            row -> DynamicTest.dynamicTest(row.get("arguments").toString(), () -> checkTexts(row)));
  }

  private static void checkTexts(JsonNode row) {
    TextFolder data = texts(row.get("arguments"));
    if (!row.get("class_names").isNull()) {
      assertThat(data.classNames())
          .isEqualTo(JSON.convertValue(row.get("class_names"), List.class));
    }
    if (row.has("batches")) {
      checkBatches(data, row.get("batches"));
      return;
    }
    List<List<Object>> pairs = new ArrayList<>();
    for (Batch batch : data) {
      for (int i = 0; i < batch.size(); i++) {
        pairs.add(
            List.of(batch.features().get(0).getString(i), (int) batch.targets().get(0).getLong(i)));
      }
    }
    pairs.sort((a, b) -> a.get(0).toString().compareTo(b.get(0).toString()));
    assertThat(pairs).isEqualTo(JSON.convertValue(row.get("pairs"), List.class));
  }

  private static TextFolder texts(JsonNode arguments) {
    TextFolder data = Dataset.textDatasetFromDirectory(GOLDENS.resolve("texts"));
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode value = argument.getValue();
      data =
          switch (argument.getKey()) {
            case "shuffle" -> data.shuffle(value.booleanValue());
            case "seed" -> data.seed(value.longValue());
            case "batch_size" -> data.batchSize(value.intValue());
            case "label_mode" -> data.labelMode(value.isNull() ? "none" : value.textValue());
            case "labels" ->
                value.isNull()
                    ? data.labelMode("none")
                    : data.labels(JSON.convertValue(value, int[].class));
            case "class_names" -> data.classNames(JSON.convertValue(value, String[].class));
            case "max_length" -> data.maxLength(value.intValue());
            case "validation_split" -> data.validationSplit(value.doubleValue());
            case "subset" -> data.subset(value.textValue());
            default -> throw new AssertionError(argument.getKey());
          };
    }
    return data;
  }

  private static void checkBatches(Dataset data, JsonNode wanted) {
    assertThat(data.batches()).hasValue(wanted.size());
    int at = 0;
    for (Batch batch : data) {
      JsonNode row = wanted.get(at++);
      List<Tensor> tensors = new ArrayList<>(batch.features());
      tensors.addAll(batch.targets());
      assertThat(tensors).hasSize(row.size());
      for (int i = 0; i < row.size(); i++) {
        assertThat(tensors.get(i)).isEqualTo(tensor(row.get(i)));
      }
    }
    assertThat(at).isEqualTo(wanted.size());
  }

  private static Tensor tensor(JsonNode node) {
    long[] shape = JSON.convertValue(node.get("shape"), long[].class);
    if (node.get("dtype").textValue().equals("string")) {
      return Tensor.ofStrings(JSON.convertValue(node.get("values"), String[].class), shape);
    }
    DType type = DType.valueOf(node.get("dtype").textValue().toUpperCase(Locale.ROOT));
    return Tensor.of(JSON.convertValue(node.get("values"), double[].class), shape).cast(type);
  }

  @TestFactory
  Stream<DynamicTest> windowsAreThoseOfKeras() throws IOException {
    return recorded("windows")
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get("arguments").toString(),
                    () -> checkBatches(windows(row), row.get("batches"))));
  }

  private static TimeseriesDataset windows(JsonNode row) {
    JsonNode arguments = row.get("arguments");
    TimeseriesDataset data =
        Dataset.timeseriesDatasetFromArray(
            tensor(row.get("data")),
            row.get("targets").isNull() ? null : tensor(row.get("targets")),
            arguments.get("sequence_length").intValue());
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      int value = argument.getValue().intValue();
      data =
          switch (argument.getKey()) {
            case "sequence_length" -> data;
            case "sequence_stride" -> data.sequenceStride(value);
            case "sampling_rate" -> data.samplingRate(value);
            case "batch_size" -> data.batchSize(value);
            case "start_index" -> data.startIndex(value);
            case "end_index" -> data.endIndex(value);
            default -> throw new AssertionError(argument.getKey());
          };
    }
    return data;
  }

  @Test
  void shuffledWindowsAreTheSameInAnotherOrder() {
    Tensor steps = steps(50);
    TimeseriesDataset data = Dataset.timeseriesDatasetFromArray(steps, steps, 3).shuffle(true);
    Tensor first = data.seed(1).pass(0).next().targets().get(0);
    assertThat(data.seed(1).pass(0).next().targets().get(0)).isEqualTo(first);
    assertThat(data.seed(1).pass(1).next().targets().get(0)).isNotEqualTo(first);
    assertThat(first.toLongArray())
        .containsExactlyInAnyOrder(IntStream.range(0, 48).asLongStream().toArray());
  }

  private static Tensor steps(int count) {
    return Tensor.of(IntStream.range(0, count).asLongStream().toArray(), count);
  }

  @Test
  void splitsAreThoseOfKeras() throws IOException {
    recorded("splits").forEach(DatasetFunctionsTest::checkSplit);
  }

  private static void checkSplit(JsonNode row) {
    int count = row.get("count").intValue();
    Tensor y = Tensor.of(IntStream.range(0, count).mapToLong(i -> 10L * i).toArray(), count);
    SplitDatasetOptions options = splitDataset();
    for (Map.Entry<String, JsonNode> argument : row.get("arguments").properties()) {
      JsonNode value = argument.getValue();
      options =
          switch (argument.getKey()) {
            case "left_size" ->
                value.isInt()
                    ? options.leftSize(value.intValue())
                    : options.leftSize(value.doubleValue());
            case "right_size" ->
                value.isInt()
                    ? options.rightSize(value.intValue())
                    : options.rightSize(value.doubleValue());
            case "shuffle" -> options.shuffle(true);
            default -> options.seed(value.longValue());
          };
    }
    Dataset data = Dataset.of(steps(count).reshape(count, 1), y).batch(4);
    DatasetSplit split = Dataset.splitDataset(data, options);
    checkPart(split.left(), row.get("left"));
    checkPart(split.right(), row.get("right"));
    assertThat(split.left().iterator().next().size()).isLessThanOrEqualTo(4);
  }

  private static void checkPart(ArrayDataset found, JsonNode wanted) {
    List<List<Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Batch all = found.all();
      pairs.add(
          List.of((int) all.features().get(0).getLong(i), (int) all.targets().get(0).getLong(i)));
    }
    assertThat(pairs).isEqualTo(JSON.convertValue(wanted, List.class));
  }

  @Test
  void pythonsShuffleIsThatOfPython() throws IOException {
    recorded("shuffles")
        .forEach(
            row -> {
              int[] wanted = JSON.convertValue(row.get("values"), int[].class);
              int[] found = SampleOrder.plain(wanted.length);
              new PythonRandom(row.get("seed").longValue()).shuffle(found);
              assertThat(found).isEqualTo(wanted);
            });
  }

  @Test
  void generatedBatchesComeAgainInEachPass() throws InterruptedException {
    Batch one = Batch.of(List.of(steps(3)), List.of());
    Dataset unknown = Dataset.generate(() -> List.of(one, one).iterator());
    assertThat(unknown.batches()).isEmpty();
    assertThat(unknown).hasSize(2);
    assertThat(unknown.batch(4)).extracting(Batch::size).containsExactly(4, 2);
    CountDownLatch ahead = new CountDownLatch(2);
    Dataset counted =
        Dataset.generate(
            3,
            number -> {
              ahead.countDown();
              return Batch.of(List.of(steps(number + 1)), List.of());
            });
    assertThat(counted.batches()).hasValue(3);
    assertThat(counted).extracting(Batch::size).containsExactly(1, 2, 3);
    Iterator<Batch> pass = counted.prefetch(2).iterator();
    assertThat(ahead.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pass.next().size()).isEqualTo(1);
  }

  @Test
  void aTextIsCutBetweenCharacters() throws IOException {
    Path classFolder = Files.createDirectories(temporary.resolve("a"));
    Files.writeString(classFolder.resolve("x.txt"), "aé東");
    Files.write(classFolder.resolve("y.txt"), "é".getBytes(StandardCharsets.ISO_8859_1));
    TextFolder data = Dataset.textDatasetFromDirectory(temporary).shuffle(false);
    List<String> found =
        IntStream.of(0, 1, 2, 3, 5, 6, 9)
            .mapToObj(most -> data.maxLength(most).iterator().next().features().get(0).getString(0))
            .toList();
    assertThat(found).containsExactly("", "a", "a", "aé", "aé", "aé東", "aé東");
    assertThat(data.iterator().next().features().get(0).getString(1)).isEqualTo("\ufffd");
  }

  @Test
  void argumentsThatKerasRefusesAreRefused() {
    TextFolder texts = Dataset.textDatasetFromDirectory(GOLDENS.resolve("texts"));
    assertThatThrownBy(() -> Dataset.textDatasetFromDirectory(GOLDENS.resolve("no")))
        .hasMessageContaining("expected a folder");
    assertThatThrownBy(() -> texts.labelMode("integer")).hasMessageContaining("'int'");
    assertThatThrownBy(() -> texts.labels(1, 2).filePaths())
        .hasMessageContaining("one for each of the 9 texts");
    assertThatThrownBy(() -> texts.labels(1).classNames("bad").filePaths())
        .hasMessageContaining("classNames names sub-folders");
    assertThatThrownBy(() -> texts.subset("training").filePaths())
        .hasMessageContaining("both or neither");
    assertThatThrownBy(() -> texts.subset("training").validationSplit(0.2).filePaths())
        .hasMessageContaining("seed(1)");
    assertThatThrownBy(() -> texts.subset("both")).hasMessageContaining("'training'");
    Tensor steps = steps(9);
    TimeseriesDataset windows = Dataset.timeseriesDatasetFromArray(steps, null, 2);
    assertThatThrownBy(() -> windows.samplingRate(9)).hasMessageContaining("lower than");
    assertThatThrownBy(() -> windows.endIndex(9)).hasMessageContaining("lower than");
    assertThatThrownBy(() -> windows.startIndex(5).endIndex(5).iterator())
        .hasMessageContaining("higher than startIndex");
    assertThatThrownBy(
            () -> Dataset.timeseriesDatasetFromArray(steps, steps(3), 2).startIndex(2).iterator())
        .hasMessageContaining("there are 3 targets");
    Dataset data = Dataset.of(steps, steps);
    assertThatThrownBy(() -> Dataset.splitDataset(data, splitDataset()))
        .hasMessageContaining("received neither");
    assertThatThrownBy(() -> Dataset.splitDataset(data, splitDataset().leftSize(9)))
        .hasMessageContaining("from 1 to 8");
    assertThatThrownBy(() -> Dataset.splitDataset(data, splitDataset().leftSize(0.01)))
        .hasMessageContaining("at least one each");
    assertThatThrownBy(() -> Dataset.splitDataset(data, splitDataset().leftSize(0.7).rightSize(4)))
        .hasMessageContaining("no more than there are");
  }
}
