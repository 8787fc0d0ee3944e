package dev.tenon.formats.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a cache looks for files and writes them, and what it says where it cannot. */
final class FileCachePlacesTest extends ServedFile {
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
    assertThatThrownBy(() -> new TransferRetries(file(), part, DownloadProgress.NONE).run())
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("data.npz: cannot be written to " + folder)
        .hasMessageContaining("No space left")
        .hasMessageContaining("KERAS_HOME");
    assertThat(server.requests).containsExactly("-");
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
}
