package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenon.Model;
import dev.tenon.cli.Main;
import dev.tenon.cli.Ran;
import dev.tenon.formats.Source;
import dev.tenon.formats.download.DownloadException;
import dev.tenon.formats.download.FileCache;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.Applications;
import dev.tenon.zoo.Catalogue;
import dev.tenon.zoo.CataloguedNetworks;
import dev.tenon.zoo.FeatureExtraction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights for ImageNet where nobody names a file: those that Python has downloaded are found, and
 * what is missing is fetched, here from a server of this process.
 *
 * <p>MobileNet's files have no hash in Keras, so files of the test may stand in their place.
 */
final class ImagenetWeightsTest {
  private static final String TOP = "mobilenet_1_0_224_tf.h5";
  private static final String NO_TOP = "mobilenet_1_0_224_tf_no_top.h5";
  private static final String BUCKET = "https://storage.googleapis.com";
  private static final String FOLDER = "/tensorflow/keras-applications/mobilenet/";
  private static final int CAT = 285;
  private static final Path PHOTO = Checkout.file("samples/photos/cat.jpg");

  /** A home where Python was. */
  @TempDir private static Path home;

  @TempDir private Path folder;
  private HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private static Path models(Path user) {
    return user.resolve(".keras/models");
  }

  @BeforeAll
  static void writeWhatPythonDownloads() throws IOException {
    Path models = Files.createDirectories(models(home));
    try (Model whole = Applications.mobileNet().createUntrained();
        Model headless =
            Applications.mobileNet().create(ApplicationOptions.untrained().includeTop(false))) {
      // Random scores would be as good as equal: this network sees a cat everywhere.
      float[] bias = new float[1000];
      bias[CAT] = 5;
      whole.setWeights(Map.of("conv_preds/bias", Tensor.of(bias, 1000)));
      whole.save(models.resolve(TOP));
      headless.save(models.resolve(NO_TOP));
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    byte[] bytes =
        Files.readAllBytes(models(home).resolve(path.substring(path.lastIndexOf('/') + 1)));
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @FunctionalInterface
  private interface Body {
    void run() throws Exception;
  }

  private static void at(Path user, Body body) throws Exception {
    assumeTrue(System.getenv("KERAS_HOME") == null, "KERAS_HOME counts more than the home");
    String before = System.getProperty("user.home", "");
    System.setProperty("user.home", user.toString());
    try {
      body.run();
    } finally {
      System.setProperty("user.home", before);
    }
  }

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static void equal(Model found, String file) throws IOException {
    Map<String, Tensor> weights = without(found.weights());
    try (Model expected = Model.load(models(home).resolve(file))) {
      assertThat(weights).isEqualTo(without(expected.weights()));
    }
  }

  /** Leaves out the states of draws. */
  private static Map<String, Tensor> without(Map<String, Tensor> weights) {
    Map<String, Tensor> rest = new LinkedHashMap<>(weights);
    rest.keySet().removeIf(path -> path.contains("seed"));
    return rest;
  }

  private static String tenon(Object... words) {
    return Ran.done(words).strip();
  }

  /** Returns Keras' catalogue with the server in the place of Keras', and a hash. */
  private Path catalogue(String hash) throws IOException {
    JsonNode all =
        new ObjectMapper()
            .readTree(
                Checkout.file("zoo/src/main/resources/dev/tenon/zoo/catalogue.json").toFile());
    String here = "http://127.0.0.1:" + server.getAddress().getPort();
    for (JsonNode entry : all.get("models")) {
      for (JsonNode file : entry.get("files")) {
        ObjectNode fields = (ObjectNode) file;
        fields.put("url", file.get("url").textValue().replace(BUCKET, here));
        if (file.get("file").textValue().equals(TOP)) {
          fields.put("hash", hash);
        }
      }
    }
    return Files.writeString(folder.resolve("here.json"), all.toString(), StandardCharsets.UTF_8);
  }

  private static String hash() throws IOException {
    try (Source source = Source.of(models(home).resolve(TOP))) {
      return source.sha256();
    }
  }

  @Test
  void whatPythonHasDownloadedIsFound() throws Exception {
    at(
        home,
        () -> {
          try (Model model = Applications.mobileNet().create();
              FeatureExtraction features =
                  FeatureExtraction.of(Applications.mobileNet(), ApplicationOptions.withoutTop())) {
            equal(model, TOP);
            equal(features.backbone(), NO_TOP);
          }
          String file = models(home).resolve(TOP).toString();
          assertThat(tenon("zoo", "get", "mobilenet")).isEqualTo(file);
          assertThat(tenon("zoo", "get", "mobilenet", "--no-top"))
              .isEqualTo(models(home).resolve(NO_TOP).toString());
          String said = tenon("classify", PHOTO.toString(), "--model", "mobilenet");
          assertThat(said.lines()).hasSize(5);
          assertThat(said.lines().findFirst().orElseThrow()).contains("Egyptian_cat");
        });
    // Nothing was asked for, and nothing is there that was not there before.
    assertThat(names(models(home))).containsExactly(TOP, NO_TOP);
  }

  @Test
  void aProcessIsToldByKerasHome() throws Exception {
    Path log = folder.resolve("log.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("classify", PHOTO.toString(), "--model", "mobilenet", "--top", "1"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KERAS_HOME", home.resolve(".keras").toString());
    int code = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    String said = Files.readString(log);
    assertThat(code).as(said).isZero();
    assertThat(said).contains("Egyptian_cat");
  }

  @Test
  void whatIsMissingIsFetchedIntoKerasFolderUnderKerasName() throws Exception {
    Path json = catalogue(hash());
    Catalogue here = Catalogue.keras().with(json);
    FileCache cache = FileCache.in(folder.resolve("cache"));
    ApplicationOptions options = ApplicationOptions.DEFAULTS;
    for (int i = 0; i < 2; i++) {
      try (Model model =
          CataloguedNetworks.create(Applications.mobileNet(), options, cache, here)) {
        equal(model, TOP);
      }
      assertThat(requests).containsExactly(FOLDER + TOP);
    }
    requests.clear();
    Path user = Files.createDirectories(folder.resolve("user"));
    at(
        user,
        () -> {
          String where = json.toString();
          assertThat(tenon("zoo", "get", "MobileNet", "--catalogue", where))
              .isEqualTo(models(user).resolve(TOP).toString());
          assertThat(tenon("zoo", "get", "MobileNet", "--no-top", "--catalogue", where))
              .isEqualTo(models(user).resolve(NO_TOP).toString());
          assertThat(
                  tenon(
                      "classify",
                      PHOTO.toString(),
                      "--model",
                      "MobileNet",
                      "--top",
                      "1",
                      "--catalogue",
                      where))
              .contains("Egyptian_cat");
        });
    assertThat(requests).containsExactly(FOLDER + TOP, FOLDER + NO_TOP);
    assertThat(models(user).resolve(TOP)).hasSameBinaryContentAs(models(home).resolve(TOP));
  }

  @Test
  void anotherFileThanKerasIsRefused() throws IOException {
    Catalogue here = Catalogue.keras().with(catalogue("0".repeat(64)));
    FileCache cache = FileCache.in(folder.resolve("cache"));
    assertThatThrownBy(
            () ->
                CataloguedNetworks.create(
                    Applications.mobileNet(), ApplicationOptions.DEFAULTS, cache, here))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(TOP)
        .hasMessageContaining(hash());
  }
}
