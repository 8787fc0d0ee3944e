package dev.tenon.formats.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.formats.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of this process, whose faults are known. */
class FileCacheTest {
  @TempDir Path folder;
  private FlakyServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FlakyServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Download file() {
    return Download.of(
        "data.npz", server.url("x/data.npz"), Source.of("data", server.content).sha256());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsFetchedOnceAndFoundAfterwards() throws IOException {
    List<Long> seen = new ArrayList<>();
    FileCache cache =
        FileCache.in(folder.resolve("a/b"))
            .progress(
                (file, done, total) -> {
                  assertThat(total).isEqualTo(300_000);
                  seen.add(done);
                });
    assertThat(cache.find(file())).isEmpty();
    Path path = cache.fetch(file());
    assertThat(path).isEqualTo(folder.resolve("a/b/data.npz")).hasBinaryContent(server.content);
    assertThat(seen).startsWith(0L).endsWith(300_000L).isSorted();
    assertThat(cache.fetch(file())).isEqualTo(path);
    assertThat(cache.find(file())).contains(path);
    assertThat(server.requests).containsExactly("-");
    assertThat(names(folder.resolve("a/b"))).containsExactly(".data.npz.lock", "data.npz");
  }

  @Test
  void anMd5IsKnownByItsLength() throws IOException, NoSuchAlgorithmException {
    String md5 =
        HexFormat.of()
            .withUpperCase()
            .formatHex(MessageDigest.getInstance("MD5").digest(server.content));
    Path path = FileCache.in(folder).fetch(Download.of("d", server.url("d"), md5));
    assertThat(path).hasBinaryContent(server.content);
  }

  @Test
  void aCutConnectionGoesOnWhereItStopped() throws IOException {
    server.cutAfter = 100_000;
    server.cuts = 2;
    Path path = FileCache.in(folder).fetch(file());
    assertThat(path).hasBinaryContent(server.content);
    // Of what was sent before the cut the end may be lost, as it lies when the connection ends.
    assertThat(server.requests).hasSize(3).first().isEqualTo("-");
    int second = start(server.requests.get(1));
    assertThat(second).isBetween(1, 100_000);
    assertThat(start(server.requests.get(2))).isBetween(second + 1, second + 100_000);
  }

  /** Returns where the bytes begin that a request asks for. */
  private static int start(String range) {
    assertThat(range).matches("bytes=\\d+-");
    return Integer.parseInt(range.replaceAll("\\D", ""));
  }

  @Test
  void aLaterCallGoesOnWhereAnEarlierOneStopped() throws IOException {
    server.cutAfter = 0;
    server.cuts = 100;
    stopAfterFirstPiece(100_000);
    server.cuts = 0;
    server.requests.clear();
    assertThat(FileCache.in(folder).fetch(file())).hasBinaryContent(server.content);
    assertThat(server.requests).containsExactly("bytes=100000-");
    assertThat(names(folder)).containsExactly(".data.npz.lock", "data.npz");
  }

  /** Leaves a part as a process that was killed does, and the note beside it. */
  private void stopAfterFirstPiece(int length) throws IOException {
    PartFile part = new PartFile(folder.resolve("data.npz"));
    part.start(URI.create(server.url("x/data.npz")), server.tag);
    try (var out = part.append()) {
      out.write(server.content, 0, length);
    }
  }

  @Test
  void attemptsThatBringNothingEnd() {
    server.cutAfter = 0;
    server.cuts = 100;
    assertThatThrownBy(() -> FileCache.in(folder).fetch(file()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("data.npz: cannot be fetched from http://127.0.0.1")
        .hasMessageContaining("TENON_OFFLINE");
    assertThat(server.requests).hasSize(3);
  }

  @Test
  void aPartOfAnotherVersionIsGivenUp() throws IOException {
    stopAfterFirstPiece(100_000);
    server.tag = "\"second\"";
    server.content = FlakyServer.bytes(2, 250_000);
    assertThat(FileCache.in(folder).fetch(file())).hasBinaryContent(server.content);
    assertThat(server.requests).containsExactly("bytes=100000-");
  }

  @Test
  void piecesOfTwoVersionsAreFetchedAgainAsAWhole() throws IOException {
    stopAfterFirstPiece(100_000);
    // A server that does not notice: the tag is the same, the bytes are not.
    server.content = FlakyServer.bytes(2, 250_000);
    assertThat(FileCache.in(folder).fetch(file())).hasBinaryContent(server.content);
    assertThat(server.requests).containsExactly("bytes=100000-", "-");
  }

  @Test
  void aPartThatIsCompleteOrTooLongIsNoTrap() throws IOException {
    stopAfterFirstPiece(300_000);
    assertThat(FileCache.in(folder).fetch(file())).hasBinaryContent(server.content);
    assertThat(server.requests).containsExactly("bytes=300000-");
    Files.delete(folder.resolve("data.npz"));
    Files.write(folder.resolve("data.npz.part"), new byte[400_000]);
    assertThat(FileCache.in(folder).fetch(file())).hasBinaryContent(server.content);
  }

  @Test
  void aServerWithoutRangesIsAskedForTheWhole() throws IOException {
    server.ranges = false;
    server.cutAfter = 100_000;
    server.cuts = 1;
    assertThat(FileCache.in(folder).fetch(file())).hasBinaryContent(server.content);
  }

  @Test
  void withoutAHashAForeignPartIsNotTrusted() throws IOException {
    Files.write(folder.resolve("plain.part"), new byte[1000]);
    Download plain = new Download("plain", URI.create(server.url("plain")), null);
    assertThat(FileCache.in(folder).fetch(plain)).hasBinaryContent(server.content);
    assertThat(server.requests).containsExactly("-");
  }

  @Test
  void aWrongHashIsSaidAndTheFileRemoved() throws IOException {
    Download right = file();
    server.content = FlakyServer.bytes(3, 1000);
    assertThatThrownBy(() -> FileCache.in(folder).fetch(right))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("expected " + right.hash())
        .hasMessageContaining("received " + file().hash());
    assertThat(names(folder)).containsExactly(".data.npz.lock");
  }

  @Test
  void aDamagedFileInTheCacheIsReplaced() throws IOException {
    Files.writeString(folder.resolve("data.npz"), "damaged");
    assertThat(FileCache.in(folder).fetch(file())).hasBinaryContent(server.content);
  }

  @Test
  void whatTheServerRefusesIsNotTriedAgain() {
    server.status = 404;
    assertThatThrownBy(() -> FileCache.in(folder).fetch(file()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("status 404");
    assertThat(server.requests).hasSize(1);
    server.status = 503;
    assertThatThrownBy(() -> FileCache.in(folder).fetch(file())).hasMessageContaining("status 503");
    assertThat(server.requests).hasSize(4);
  }

  @Test
  void severalThreadsFetchOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Path>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        calls.add(() -> FileCache.in(folder).fetch(file()));
      }
      for (Future<Path> path : threads.invokeAll(calls)) {
        assertThat(path.get()).hasBinaryContent(server.content);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests).containsExactly("-");
  }

  @Test
  void severalProcessesFetchOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  FetchProcess.class.getName(),
                  folder.toString(),
                  file().origin().toString(),
                  String.valueOf(file().hash()))
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(folder.resolve("data.npz")).hasBinaryContent(server.content);
    assertThat(server.requests).containsExactly("-");
  }

  /** One process of several. */
  static final class FetchProcess {
    private FetchProcess() {}

    public static void main(String[] args) throws IOException {
      FileCache.in(Path.of(args[0])).fetch(Download.of("data.npz", args[1], args[2]));
    }
  }

  @Test
  void offlineNothingIsFetched() throws IOException {
    Path offline = Files.createDirectories(folder.resolve("media/sets/fashion"));
    Map<String, String> environment =
        Map.of(
            "KERAS_HOME", folder.resolve("home").toString(),
            "TENON_OFFLINE", folder.resolve("media").toString());
    FileCache cache = FileCache.keras("sets/fashion", environment::get);
    assertThatThrownBy(() -> cache.fetch(file()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("TENON_OFFLINE")
        .hasMessageContaining(file().origin().toString());
    Path home = Files.createDirectories(folder.resolve("home/sets/fashion"));
    Files.writeString(home.resolve("data.npz"), "damaged");
    assertThatThrownBy(() -> cache.fetch(file()))
        .hasMessageContaining("which has another file of this name: its hash is not");
    // A file in Keras' cache still counts, one in the offline folder counts more.
    Path cached = Files.write(home.resolve("data.npz"), server.content);
    assertThat(cache.fetch(file())).isEqualTo(cached);
    for (Path place : List.of(folder.resolve("media"), offline.getParent(), offline)) {
      Path path = Files.write(place.resolve("data.npz"), server.content);
      // The longest path comes last and wins.
      assertThat(cache.fetch(file()))
          .isEqualTo(place.equals(offline.getParent()) ? folder.resolve("media/data.npz") : path);
    }
    Files.writeString(offline.resolve("data.npz"), "another");
    assertThatThrownBy(() -> cache.fetch(file()))
        .hasMessageContaining("put the right one into the offline folder");
    assertThat(offline.resolve("data.npz")).hasContent("another");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void kerasFolderIsItsOwn() {
    Path user = Path.of(System.getProperty("user.home"));
    assertThat(FileCache.keras("models", name -> null).folder())
        .isEqualTo(user.resolve(".keras/models"));
    assertThat(FileCache.keras("datasets", Map.of("KERAS_HOME", "/data/keras")::get).folder())
        .isEqualTo(Path.of("/data/keras/datasets"));
    assertThat(FileCache.keras("datasets", Map.of("KERAS_HOME", "~/k")::get).folder())
        .isEqualTo(user.resolve("k/datasets"));
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaid() throws IOException {
    Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
    assertThatThrownBy(() -> FileCache.in(occupied).fetch(file()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("KERAS_HOME");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aFullDiskIsSaidAndNotTriedAgain() {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device), "this system has no /dev/full");
    PartFile part =
        new PartFile(folder.resolve("data.npz")) {
          @Override
          OutputStream append() throws IOException {
            return Files.newOutputStream(device);
          }
        };
    assertThatThrownBy(() -> new Fetching(file(), part, DownloadProgress.NONE).run())
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("data.npz: cannot be written to " + folder)
        .hasMessageContaining("No space left")
        .hasMessageContaining("KERAS_HOME");
    assertThat(server.requests).containsExactly("-");
  }

  @Test
  void aFileOfUnknownLengthEndsToo() throws IOException {
    server.chunked = true;
    List<Long> totals = new ArrayList<>();
    FileCache cache = FileCache.in(folder).progress((file, done, total) -> totals.add(total));
    assertThat(cache.fetch(file())).hasBinaryContent(server.content);
    assertThat(totals).startsWith(-1L).endsWith(300_000L);
    assertThat(totals.subList(0, totals.size() - 1)).containsOnly(-1L);
  }

  @Test
  void whereTheCacheCannotBeMadeTheTemporaryFolderIsWritten() throws IOException {
    Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
    String sets = "tenon-test-" + System.nanoTime();
    FileCache cache =
        FileCache.keras(sets, Map.of("KERAS_HOME", occupied.resolve("home").toString())::get);
    Path path = cache.fetch(file());
    assertThat(path)
        .startsWith(Path.of(System.getProperty("java.io.tmpdir"), ".keras", sets))
        .hasBinaryContent(server.content);
    assertThat(cache.fetch(file())).isEqualTo(path);
    assertThat(server.requests).containsExactly("-");
    Files.delete(path);
  }

  @Test
  void whereTheTemporaryFolderCannotBeWrittenEitherTheCacheIsNamed() throws IOException {
    Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
    String temporary = String.valueOf(System.getProperty("java.io.tmpdir"));
    System.setProperty("java.io.tmpdir", occupied.toString());
    try {
      FileCache cache =
          FileCache.keras("models", Map.of("KERAS_HOME", occupied.resolve("home").toString())::get);
      assertThatThrownBy(() -> cache.fetch(file()))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining(occupied.resolve("home/models") + ": cannot be written")
          .hasMessageContaining("KERAS_HOME");
    } finally {
      System.setProperty("java.io.tmpdir", temporary);
    }
  }

  @Test
  void aReadOnlyCacheIsReadAndTheTemporaryFolderWritten() throws IOException {
    Path home = folder.resolve("home");
    Path sets = Files.createDirectories(home.resolve("tenon-test-" + System.nanoTime()));
    Path known = Files.write(sets.resolve("data.npz"), server.content);
    assertThat(sets.toFile().setWritable(false)).isTrue();
    // Root may write everywhere: what it is told here, another user is told by the system.
    FileCache cache =
        FileCache.keras(sets.getFileName().toString(), Map.of("KERAS_HOME", home.toString())::get)
            .writable(path -> !path.startsWith(home) && Files.isWritable(path));
    assertThat(cache.fetch(file())).isEqualTo(known);
    assertThat(server.requests).isEmpty();
    Download other = Download.of("other.npz", server.url("other"), String.valueOf(file().hash()));
    Path path = cache.fetch(other);
    assertThat(path)
        .startsWith(Path.of(System.getProperty("java.io.tmpdir"), ".keras"))
        .hasBinaryContent(server.content);
    assertThat(cache.find(other)).contains(path);
    Files.delete(path);
    // Without a hash, what lies in a folder that everybody may write proves nothing.
    Download plain = new Download("plain.npz", other.origin(), null);
    assertThatThrownBy(() -> cache.fetch(plain)).hasMessageContaining("cannot be written");
  }

  @Test
  void namesAddressesAndHashesAreChecked() {
    assertThatThrownBy(() -> Download.of("../x", "http://h/x", "0".repeat(64)))
        .hasMessageContaining("without folders");
    assertThatThrownBy(() -> Download.of("x", "file:/x", "0".repeat(64)))
        .hasMessageContaining("http or https");
    assertThatThrownBy(() -> Download.of("x", "http://h/x", "123"))
        .hasMessageContaining("64 hexadecimal digits");
  }
}
