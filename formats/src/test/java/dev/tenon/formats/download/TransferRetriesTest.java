package dev.tenon.formats.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a download that is cut, changed, refused or wrong. */
final class TransferRetriesTest extends ServedFile {
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
  void withoutASha256TheFirstDownloadCounts() throws IOException {
    Download plain = new Download("plain", URI.create(server.url("plain")), null);
    Path path = FileCache.in(folder).fetch(plain);
    byte[] first = server.content;
    assertThat(folder.resolve("plain.sha256")).content().matches("[0-9a-f]{64}  plain\n");
    // Changed in the cache: fetched again.
    Files.write(path, new byte[10]);
    assertThat(FileCache.in(folder).fetch(plain)).hasBinaryContent(first);
    // Changed on the server: refused.
    Files.delete(path);
    server.content = FlakyServer.bytes(3, 1000);
    assertThatThrownBy(() -> FileCache.in(folder).fetch(plain))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("gives another file than it first gave here")
        .hasMessageContaining("plain.sha256");
    assertThat(folder.resolve("plain")).doesNotExist();
    Files.delete(folder.resolve("plain.sha256"));
    assertThat(FileCache.in(folder).fetch(plain)).hasBinaryContent(server.content);
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
  void aFileOfUnknownLengthEndsToo() throws IOException {
    server.chunked = true;
    List<Long> totals = new ArrayList<>();
    FileCache cache = FileCache.in(folder).progress((file, done, total) -> totals.add(total));
    assertThat(cache.fetch(file())).hasBinaryContent(server.content);
    assertThat(totals).startsWith(-1L).endsWith(300_000L);
    assertThat(totals.subList(0, totals.size() - 1)).containsOnly(-1L);
  }
}
