package dev.tenon.data.sets;

import static dev.tenon.data.sets.BostonHousingOptions.bostonHousing;
import static dev.tenon.data.sets.CaliforniaHousingOptions.californiaHousing;
import static dev.tenon.data.sets.ReutersOptions.reuters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small copies of CIFAR-100, Reuters and the housing prices, read as Keras reads them. */
class SmallSetsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDENS = Checkout.file("tests/goldens/data");

  private static JsonNode golden(String key) throws IOException {
    return JSON.readTree(GOLDENS.resolve("small_sets.json").toFile()).get(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fine", "coarse"})
  void cifarIsWhatKerasLoads(String labelMode) throws IOException {
    check(
        Cifar100.read(GOLDENS.resolve("cifar100.tar.gz"), labelMode),
        golden("cifar100").get(labelMode));
  }

  @Test
  void bostonIsWhatKerasLoads() throws IOException {
    for (JsonNode row : golden("boston")) {
      BostonHousingOptions options = bostonHousing();
      JsonNode given = row.get("arguments");
      if (given.has("seed")) {
        options =
            options
                .testSplit(given.get("test_split").doubleValue())
                .seed(given.get("seed").longValue());
      }
      try (Source source = Source.of(GOLDENS.resolve("housing.npz"))) {
        check(BostonHousing.read(source, options), row.get("parts"));
      }
    }
  }

  @Test
  void californiaIsWhatKerasLoads() throws IOException {
    for (JsonNode row : golden("california")) {
      CaliforniaHousingOptions options = californiaHousing();
      JsonNode given = row.get("arguments");
      if (given.has("version")) {
        options = options.version(given.get("version").textValue());
      }
      if (given.has("seed")) {
        options =
            options
                .testSplit(given.get("test_split").doubleValue())
                .seed(given.get("seed").longValue());
      }
      try (Source source = Source.of(GOLDENS.resolve("housing.npz"))) {
        check(CaliforniaHousing.read(source, options), row.get("parts"));
      }
    }
  }

  private static void check(TrainTest found, JsonNode wanted) {
    List<Tensor> parts = List.of(found.xTrain(), found.yTrain(), found.xTest(), found.yTest());
    for (int i = 0; i < 4; i++) {
      Tensor part = parts.get(i);
      JsonNode row = wanted.get(i);
      assertThat(part.dtype().name()).isEqualToIgnoringCase(row.get("dtype").textValue());
      assertThat(part.shape()).isEqualTo(JSON.convertValue(row.get("shape"), long[].class));
      double[] values = part.toDoubleArray();
      assertThat(Arrays.stream(values).sum()).isCloseTo(row.get("sum").doubleValue(), within(1e-6));
      double[] first = JSON.convertValue(row.get("first"), double[].class);
      double[] last = JSON.convertValue(row.get("last"), double[].class);
      assertThat(Arrays.copyOf(values, first.length)).isEqualTo(first);
      assertThat(Arrays.copyOfRange(values, values.length - last.length, values.length))
          .isEqualTo(last);
    }
  }

  @Test
  void reutersIsWhatKerasLoads() throws IOException {
    for (JsonNode row : golden("reuters")) {
      try (Source source = Source.of(GOLDENS.resolve("reuters.npz"))) {
        Reuters found = Reuters.read(source, options(row.get("arguments")));
        assertThat(lists(found.xTrain())).isEqualTo(row.get("x_train").toString());
        assertThat(lists(found.xTest())).isEqualTo(row.get("x_test").toString());
        assertThat(found.yTrain().toLongArray())
            .isEqualTo(JSON.convertValue(row.get("y_train"), long[].class));
        assertThat(found.yTest().toLongArray())
            .isEqualTo(JSON.convertValue(row.get("y_test"), long[].class));
      }
    }
    assertThat(Reuters.LABEL_NAMES)
        .isEqualTo(JSON.convertValue(golden("reuters_labels"), List.class));
  }

  private static String lists(List<int[]> texts) {
    return Arrays.deepToString(texts.toArray()).replace(" ", "");
  }

  private static ReutersOptions options(JsonNode arguments) {
    ReutersOptions options = reuters();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode node = argument.getValue();
      Integer value = node.isNull() ? null : node.intValue();
      options =
          switch (argument.getKey()) {
            case "num_words" -> options.numWords(value);
            case "skip_top" -> options.skipTop(node.intValue());
            case "maxlen" -> options.maxlen(value);
            case "test_split" -> options.testSplit(node.doubleValue());
            case "seed" -> options.seed(node.longValue());
            case "start_char" -> options.startChar(value);
            case "oov_char" -> options.oovChar(value);
            case "index_from" -> options.indexFrom(node.intValue());
            default -> throw new AssertionError(argument.getKey());
          };
    }
    return options;
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    assertThatThrownBy(() -> Cifar100.load("finest")).hasMessageContaining("'fine'");
    assertThatThrownBy(() -> Cifar100.read(GOLDENS.resolve("cifar.tar.gz"), "fine"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("'train' is missing");
    assertThatThrownBy(() -> bostonHousing().testSplit(1)).hasMessageContaining("received 1.0");
    assertThatThrownBy(() -> californiaHousing().version("tiny")).hasMessageContaining("'small'");
    assertThatThrownBy(() -> reuters().testSplit(-1)).hasMessageContaining("received -1.0");
    try (Source source = Source.of(GOLDENS.resolve("reuters.npz"))) {
      assertThatThrownBy(() -> Reuters.read(source, reuters().maxlen(1)))
          .hasMessageContaining("maxlen=1");
      assertThatThrownBy(() -> BostonHousing.read(source, bostonHousing()))
          .hasMessageContaining("array 'x'");
    }
    try (Source source = Source.of(GOLDENS.resolve("mnist.npz"))) {
      assertThatThrownBy(() -> BostonHousing.read(source, bostonHousing()))
          .hasMessageContaining("has no array 'x'");
    }
  }
}
