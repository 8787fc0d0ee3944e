package dev.tenon.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenon.formats.Source;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.DownloadException;
import dev.tenon.formats.download.FileCache;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every data set is fetched from a server of this process that cuts its first answer. */
class DownloadsTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/data");

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring(1);
    String range = exchange.getRequestHeaders().getFirst("Range");
    byte[] bytes = content.get(name);
    boolean first = requests.stream().noneMatch(request -> request.startsWith(name));
    requests.add(name + (range == null ? "" : " " + range));
    int from = 0;
    exchange.getResponseHeaders().add("ETag", "\"one\"");
    if (range != null) {
      from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      String all = from + "-" + (bytes.length - 1) + "/" + bytes.length;
      exchange.getResponseHeaders().add("Content-Range", "bytes " + all);
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes, from, first ? bytes.length / 2 : bytes.length - from);
      out.flush();
      if (first) {
        // Closing a body that is too short makes the server drop the connection.
        throw new IOException("cut");
      }
    } finally {
      exchange.close();
    }
  }

  /** Lets the server have bytes in the place of what Keras' server has. */
  private Download serve(Download original, byte[] bytes) throws IOException {
    content.put(original.name(), bytes);
    String hash = original.hash() == null ? null : Source.of("served", bytes).sha256();
    return new Download(original.name(), address(original), hash);
  }

  private URI address(Download original) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + original.name());
  }

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(GOLDENS.resolve(name));
  }

  /** Says that a file came in two pieces, and that a second call asks nobody. */
  private void cutOnce(Download file, byte[] bytes) {
    assertThat(requests)
        .containsExactly(file.name(), file.name() + " bytes=" + bytes.length / 2 + "-");
    requests.clear();
  }

  @Test
  void addressesHashesAndFoldersAreKeras() throws IOException {
    JsonNode golden = new ObjectMapper().readTree(GOLDENS.resolve("downloads.json").toFile());
    check(golden.get("mnist"), Origins.FOLDER, List.of(Mnist.FILE));
    check(golden.get("fashion_mnist"), FashionMnist.FOLDER, FashionMnist.FILES);
    check(golden.get("imdb"), Origins.FOLDER, List.of(Imdb.FILE));
    check(golden.get("imdb_word_index"), Origins.FOLDER, List.of(Imdb.WORDS));
    JsonNode cifar = golden.get("cifar10").get(0);
    // Keras keeps an archive under the name of what is in it.
    assertThat(Cifar10.FILE.name()).isEqualTo(cifar.get("name").textValue() + "_archive");
    assertThat(Cifar10.FILE.origin()).hasToString(cifar.get("origin").textValue());
    assertThat(Cifar10.FILE.hash()).isEqualTo(cifar.get("hash").textValue());
  }

  private static void check(JsonNode recorded, String subfolder, List<Download> files) {
    assertThat(files).hasSize(recorded.size());
    for (int i = 0; i < files.size(); i++) {
      JsonNode row = recorded.get(i);
      assertThat(files.get(i).name()).isEqualTo(row.get("name").textValue());
      assertThat(files.get(i).origin()).hasToString(row.get("origin").textValue());
      assertThat(files.get(i).hash()).isEqualTo(row.get("hash").textValue());
      assertThat(Path.of(subfolder)).isEqualTo(Path.of(row.get("folder").textValue()));
    }
  }

  @Test
  void mnistIsFetchedInTwoPieces() throws IOException {
    byte[] bytes = golden("mnist.npz");
    Download file = serve(Mnist.FILE, bytes);
    TrainTest mnist = Mnist.load(FileCache.in(folder), file);
    assertThat(mnist.xTrain().shape()).containsExactly(3, 28, 28);
    cutOnce(file, bytes);
    assertThat(Mnist.load(FileCache.in(folder), file).xTrain()).isEqualTo(mnist.xTrain());
    assertThat(requests).isEmpty();
  }

  @Test
  void cifarIsFetchedInTwoPieces() throws IOException {
    byte[] bytes = golden("cifar.tar.gz");
    Download file = serve(Cifar10.FILE, bytes);
    TrainTest cifar = Cifar10.load(FileCache.in(folder), file);
    assertThat(cifar.xTest().shape()).containsExactly(2, 32, 32, 3);
    cutOnce(file, bytes);
    assertThat(Cifar10.load(FileCache.in(folder), file).xTest()).isEqualTo(cifar.xTest());
    assertThat(requests).isEmpty();
  }

  @Test
  void imdbAndItsWordsAreFetchedInTwoPieces() throws IOException {
    byte[] bytes = golden("imdb-new.npz");
    Download file = serve(Imdb.FILE, bytes);
    FileCache cache = FileCache.in(folder);
    assertThat(Imdb.load(ImdbOptions.DEFAULTS, cache, file).xTrain()).hasSize(23);
    cutOnce(file, bytes);
    byte[] words = "{\"the\": 1, \"film\": 2}".getBytes(StandardCharsets.UTF_8);
    Download index = serve(Imdb.WORDS, words);
    assertThat(Origins.words(cache, index)).containsEntry("film", 2).hasSize(2);
    cutOnce(index, words);
  }

  @Test
  void fashionIsFetchedInTwoPiecesEach() throws IOException {
    List<Download> files = new ArrayList<>();
    for (Download file : FashionMnist.FILES) {
      boolean images = file.name().contains("idx3");
      files.add(serve(file, images ? idx(2, 28, 28) : idx(2)));
    }
    TrainTest fashion = FashionMnist.load(FileCache.in(folder), files);
    Tensor labels = fashion.yTrain();
    assertThat(labels.toLongArray()).containsExactly(0, 1);
    assertThat(fashion.xTest().shape()).containsExactly(2, 28, 28);
    assertThat(requests).hasSize(8);
    FashionMnist.load(FileCache.in(folder), files);
    assertThat(requests).hasSize(8);
  }

  @Test
  void debiansFashionIsReadWhereItIsInstalled() throws IOException {
    Path debian = Path.of("/usr/share/datasets");
    assumeTrue(Files.isDirectory(debian.resolve("fashion-mnist")));
    FileCache cache = FileCache.keras(FashionMnist.FOLDER).offline(debian);
    TrainTest fashion = FashionMnist.load(cache);
    assertThat(fashion.xTrain().shape()).containsExactly(60_000, 28, 28);
    long[] classes = new long[FashionMnist.CLASS_NAMES.size()];
    for (long label : fashion.yTest().toLongArray()) {
      classes[(int) label]++;
    }
    assertThat(classes).containsOnly(1000);
  }

  private static byte[] idx(int... shape) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
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
    return bytes.toByteArray();
  }

  @Test
  void anotherFileThanKerasIsRefusedAndRemoved() throws IOException {
    content.put(Mnist.FILE.name(), golden("mnist.npz"));
    Download other = new Download(Mnist.FILE.name(), address(Mnist.FILE), Mnist.FILE.hash());
    assertThatThrownBy(() -> Mnist.load(FileCache.in(folder), other))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("mnist.npz")
        .hasMessageContaining("expected " + Mnist.FILE.hash());
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> String.valueOf(path.getFileName())))
          .noneMatch(name -> !name.startsWith("."));
    }
  }

  @Test
  void offlineNobodyIsAsked() throws IOException {
    Path offline = Files.createDirectories(folder.resolve("offline"));
    FileCache cache = FileCache.in(folder.resolve("cache")).offline(offline);
    Download file = serve(Mnist.FILE, golden("mnist.npz"));
    for (Download missing : List.of(file, Cifar10.FILE, Imdb.FILE, FashionMnist.FILES.get(0))) {
      assertThatThrownBy(() -> cache.fetch(missing))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("TENON_OFFLINE forbids to fetch it");
    }
    Files.write(offline.resolve("mnist.npz"), golden("mnist.npz"));
    assertThat(Mnist.load(cache, file).train().size()).isEqualTo(3);
    assertThat(requests).isEmpty();
  }
}
