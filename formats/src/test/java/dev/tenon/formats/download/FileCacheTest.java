package dev.tenon.formats.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a cache fetches, and how often. */
final class FileCacheTest extends ServedFile {
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
  void aDamagedFileInTheCacheIsReplaced() throws IOException {
    Files.writeString(folder.resolve("data.npz"), "damaged");
    assertThat(FileCache.in(folder).fetch(file())).hasBinaryContent(server.content);
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
  void namesAddressesAndHashesAreChecked() {
    assertThatThrownBy(() -> Download.of("../x", "http://h/x", "0".repeat(64)))
        .hasMessageContaining("without folders");
    assertThatThrownBy(() -> Download.of("x", "file:/x", "0".repeat(64)))
        .hasMessageContaining("http or https");
    assertThatThrownBy(() -> Download.of("x", "http://h/x", "123"))
        .hasMessageContaining("64 hexadecimal digits");
  }
}
