package dev.tenon.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.download.DownloadException;
import dev.tenon.formats.download.FileCache;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.pickle.Pickle;
import dev.tenon.formats.pickle.PickledArray;
import dev.tenon.internal.console.DownloadBar;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Small copies of Keras' files, read as Keras reads them. */
class SetsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDENS = Checkout.file("tests/goldens/data");

  @TempDir Path folder;

  private static JsonNode golden(String key) throws IOException {
    return JSON.readTree(GOLDENS.resolve("sets.json").toFile()).get(key);
  }

  @TestFactory
  Stream<DynamicTest> imdbIsWhatKerasLoads() throws IOException {
    return StreamSupport.stream(golden("imdb").spliterator(), false)
        .flatMap(row -> Stream.of("imdb-old.npz", "imdb-new.npz").map(file -> imdb(row, file)));
  }

  private static DynamicTest imdb(JsonNode row, String file) {
    return DynamicTest.dynamicTest(
        file + " " + row.get("arguments"),
        () -> {
          try (Source source = Source.of(GOLDENS.resolve(file))) {
            Imdb imdb = Imdb.read(source, options(row.get("arguments")));
            assertThat(lists(imdb.xTrain())).isEqualTo(row.get("x_train").toString());
            assertThat(lists(imdb.xTest())).isEqualTo(row.get("x_test").toString());
            assertThat(imdb.yTrain().dtype()).isEqualTo(DType.INT64);
            assertThat(imdb.yTrain().toLongArray())
                .isEqualTo(JSON.convertValue(row.get("y_train"), long[].class));
            assertThat(imdb.yTest().toLongArray())
                .isEqualTo(JSON.convertValue(row.get("y_test"), long[].class));
          }
        });
  }

  private static String lists(List<int[]> reviews) {
    return Arrays.deepToString(reviews.toArray()).replace(" ", "");
  }

  private static ImdbOptions options(JsonNode arguments) {
    ImdbOptions options = ImdbOptions.DEFAULTS;
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      Integer value = argument.getValue().isNull() ? null : argument.getValue().intValue();
      options =
          switch (argument.getKey()) {
            case "num_words" -> options.numWords(value);
            case "skip_top" -> options.skipTop(value);
            case "maxlen" -> options.maxlen(value);
            case "seed" -> options.seed(value);
            case "start_char" -> options.startChar(value);
            case "oov_char" -> options.oovChar(value);
            case "index_from" -> options.indexFrom(value);
            default -> throw new AssertionError(argument.getKey());
          };
    }
    return options;
  }

  @Test
  void reviewsAreCodedAndDecoded() {
    Map<String, Integer> words = Map.of("the", 1, "film", 2, "was", 3, "good", 50);
    ReviewCoder coder = new ReviewCoder(words, ImdbOptions.DEFAULTS.numWords(40));
    int[] numbers = coder.encode("The film<br /><br />was GOOD, wasn't it?");
    assertThat(numbers).containsExactly(1, 4, 5, 6, 2, 2, 2);
    assertThat(coder.decode(new int[] {0, 0, 1, 4, 5, 6, 2}))
        .isEqualTo("[START] the film was [OOV]");
    assertThat(new ReviewCoder(words, ImdbOptions.DEFAULTS.oovChar(null)).encode("a good film"))
        .containsExactly(1, 53, 5);
  }

  @Test
  void noReviewIsShortEnough() throws IOException {
    try (Source source = Source.of(GOLDENS.resolve("imdb-new.npz"))) {
      assertThatThrownBy(() -> Imdb.read(source, ImdbOptions.DEFAULTS.maxlen(1)))
          .hasMessageContaining("maxlen=1");
    }
  }

  @Test
  void aPickleThatCallsSomethingIsRefused() throws IOException {
    try (Source source = Source.of(GOLDENS.resolve("evil.npz"))) {
      assertThatThrownBy(() -> Npz.objects(source, "x_train"))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("evil.npz: array 'x_train'")
          .hasMessageContaining("system")
          .hasMessageContaining("refused");
    }
  }

  @Test
  void cifarIsWhatKerasLoads() throws IOException {
    JsonNode row = golden("cifar");
    TrainTest cifar = Cifar10.read(GOLDENS.resolve("cifar.tar.gz"));
    assertThat(cifar.xTrain().shape()).containsExactly(10, 32, 32, 3);
    assertThat(cifar.xTest().shape()).containsExactly(2, 32, 32, 3);
    assertThat(cifar.yTrain().shape()).containsExactly(10, 1);
    for (int i = 0; i < 12; i++) {
      Tensor image = i < 10 ? cifar.xTrain().get(i) : cifar.xTest().get(i - 10);
      Tensor label = i < 10 ? cifar.yTrain().get(i) : cifar.yTest().get(i - 10);
      assertThat(label.getLong(0)).isEqualTo(row.get("labels").get(i).asLong());
      for (int channel = 0; channel < 3; channel++) {
        assertThat(image.get(1).get(2).getLong(channel))
            .isEqualTo(row.get("corner").get(i).get(channel).asLong());
        long sum = 0;
        for (int at = channel; at < image.size(); at += 3) {
          sum += image.getLong(at);
        }
        assertThat(sum).isEqualTo(row.get("sums").get(i).get(channel).asLong());
      }
    }
  }

  @Test
  void aDamagedArchiveIsSaid() throws IOException {
    byte[] bytes = Files.readAllBytes(GOLDENS.resolve("cifar.tar.gz"));
    Path half = Files.write(folder.resolve("half"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> Cifar10.read(half))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("truncated or damaged");
    assertThatThrownBy(() -> Cifar10.read(GOLDENS.resolve("mnist.npz")))
        .isInstanceOf(MalformedModelException.class);
  }

  @Test
  void mnistIsWhatKerasLoads() throws IOException {
    try (Source source = Source.of(GOLDENS.resolve("mnist.npz"))) {
      TrainTest mnist = Mnist.read(source);
      List<Tensor> parts = List.of(mnist.xTrain(), mnist.yTrain(), mnist.xTest(), mnist.yTest());
      for (int i = 0; i < 4; i++) {
        assertThat(Arrays.stream(parts.get(i).toLongArray()).sum())
            .isEqualTo(golden("mnist").get("sums").get(i).asLong());
      }
      assertThat(mnist.train().size()).isEqualTo(3);
    }
  }

  @Test
  void fashionComesFromAnOfflineFolder() throws IOException {
    // As Debian's package lays it out.
    Path sets = Files.createDirectories(folder.resolve("fashion-mnist"));
    for (String part : List.of("train", "t10k")) {
      int count = part.equals("train") ? 3 : 2;
      write(sets.resolve(part + "-images-idx3-ubyte.gz"), new int[] {count, 28, 28});
      write(sets.resolve(part + "-labels-idx1-ubyte.gz"), new int[] {count});
    }
    FileCache cache = FileCache.keras("datasets/fashion-mnist").offline(folder);
    TrainTest fashion = FashionMnist.load(cache);
    assertThat(fashion.xTrain().shape()).containsExactly(3, 28, 28);
    assertThat(fashion.yTest().toLongArray()).containsExactly(0, 1);
    assertThat(fashion.xTest().getLong(784 + 5)).isEqualTo((784 + 5) % 256);
    assertThatThrownBy(() -> Mnist.load(cache))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("mnist.npz: is neither in the offline folder");
  }

  private static void write(Path path, int[] shape) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(new byte[] {0, 0, 8, (byte) shape.length});
      int size = 1;
      for (int length : shape) {
        out.write(new byte[] {0, 0, 0, (byte) length});
        size *= length;
      }
      for (int i = 0; i < size; i++) {
        out.write(i);
      }
    }
  }

  @Test
  void whatShipsIsThere() throws IOException {
    TrainTest digits = Digits.load();
    assertThat(digits.xTrain().shape()).containsExactly(5000, 28, 28);
    assertThat(digits.xTest().shape()).containsExactly(1000, 28, 28);
    assertThat(Arrays.stream(digits.yTrain().toLongArray()).distinct().count()).isEqualTo(10);
    Iris iris = Iris.load();
    assertThat(iris.data().shape()).containsExactly(150, 4);
    // Sums of sklearn.datasets.load_iris().data.
    double[] sums = new double[4];
    for (int i = 0; i < 600; i++) {
      sums[i % 4] += iris.data().getDouble(i);
    }
    assertThat(sums[0]).isCloseTo(876.5, within(1e-3));
    assertThat(sums[1]).isCloseTo(458.6, within(1e-3));
    assertThat(sums[2]).isCloseTo(563.7, within(1e-3));
    assertThat(sums[3]).isCloseTo(179.9, within(1e-3));
    assertThat(Arrays.stream(iris.target().toLongArray()).sum()).isEqualTo(150);
  }

  @Test
  void theBarSaysHowFarItIs() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong clock = new AtomicLong();
    DownloadBar bar =
        new DownloadBar(
            new PrintStream(bytes, true, StandardCharsets.UTF_8),
            false,
            () -> clock.addAndGet(6_000_000_000L));
    var file = Origins.keras("x.npz", null);
    for (long done : new long[] {0, 1_000_000, 2_000_000, 4_000_000}) {
      bar.update(file, done, 4_000_000);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("Downloading data from https://");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("4.0/4.0 MB 0.2 MB/s");
  }

  @Test
  void aDamagedPickleIsSaidToBeSo() throws IOException {
    byte[] good;
    try (ZipFile zip = new ZipFile(GOLDENS.resolve("imdb-new.npz").toFile());
        InputStream in = zip.getInputStream(zip.getEntry("x_train.npy"))) {
      good = in.readAllBytes();
    }
    byte[] pickle = Arrays.copyOfRange(good, 128, good.length);
    assertThat(Pickle.read("good", ByteBuffer.wrap(pickle))).isInstanceOf(PickledArray.class);
    Random random = new Random(4);
    for (int i = 0; i < 5000; i++) {
      byte[] bad = pickle.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        bad[random.nextInt(i % 2 == 0 ? bad.length : 200)] = (byte) random.nextInt(256);
      }
      int length = i % 5 == 0 ? random.nextInt(bad.length) : bad.length;
      try {
        Pickle.read("bad", ByteBuffer.wrap(bad, 0, length));
      } catch (MalformedModelException | UnsupportedModelException e) {
        assertThat(e).hasMessageStartingWith("bad: ");
      }
    }
  }
}
