package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.error.MalformedModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {
  @TempDir Path folder;

  @Test
  void partsAreViewsWithinBounds() throws IOException {
    Path path = folder.resolve("x.bin");
    Files.write(path, new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
    try (Source source = Source.of(path)) {
      assertThat(source.name()).isEqualTo("x.bin");
      assertThat(source.size()).isEqualTo(8);
      assertThat(source.slice(2, 3).get(1)).isEqualTo((byte) 3);
      assertThat(source.part("p", 4, 4).slice(1, 2).get(0)).isEqualTo((byte) 5);
      assertThat(source.slice(8, 0).remaining()).isZero();
      assertThatThrownBy(() -> source.slice(5, 4))
          .isInstanceOf(MalformedModelException.class)
          .hasMessage(
              "x.bin: 4 bytes are said to lie at 5, the file has 8: the file is truncated or"
                  + " damaged");
      assertThatThrownBy(() -> source.slice(Long.MAX_VALUE, 4))
          .isInstanceOf(MalformedModelException.class);
      assertThatThrownBy(() -> source.part("p", 4, 4).slice(1, 4))
          .isInstanceOf(MalformedModelException.class);
    }
  }

  @Test
  void sha256IsThatOfTheWhole() {
    assertThat(Source.of("abc", new byte[] {'a', 'b', 'c'}).sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aStreamIsReadUpToItsLimit() throws IOException {
    assertThat(Source.of("s", new ByteArrayInputStream(new byte[10]), 10).size()).isEqualTo(10);
    assertThatThrownBy(() -> Source.of("s", new ByteArrayInputStream(new byte[11]), 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than the limit of 10 bytes");
  }

  @Test
  void aFileBeyondTwoGibibytesIsMappedByRegion() throws IOException {
    Path path = folder.resolve("sparse.bin");
    long size = (5L << 30) + 3;
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at : new long[] {0, (1L << 31) - 2, (3L << 30) + 5, size - 1}) {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) (at % 100 + 1)}), at);
      }
    }
    try (Source source = Source.of(path)) {
      assertThat(source.size()).isEqualTo(size);
      for (long at : new long[] {0, (1L << 31) - 2, (3L << 30) + 5, size - 1}) {
        assertThat(source.slice(at, 1).get(0)).isEqualTo((byte) (at % 100 + 1));
      }
      ByteBuffer wide = source.slice((3L << 30) - 10, 1_900_000_000);
      assertThat(wide.get(15)).isEqualTo((byte) (((3L << 30) + 5) % 100 + 1));
    }
  }

  @Test
  void aPendingFileTakesTheTargetsPlaceOnlyOnCommit() throws IOException {
    Path target = folder.resolve("t");
    Files.writeString(target, "old");
    try (AtomicFile pending = AtomicFile.beside(target)) {
      Files.writeString(pending.path(), "new");
      assertThat(target).hasContent("old");
      pending.commit();
    }
    assertThat(target).hasContent("new");
    try (AtomicFile pending = AtomicFile.beside(target)) {
      Files.writeString(pending.path(), "lost");
    }
    assertThat(target).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("t");
  }

  @Test
  void whatIsNoFileIsWrittenToAndNeverReplaced() throws IOException {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device), "this system has no /dev/full");
    Path link = Files.createSymbolicLink(folder.resolve("link"), device);
    try (AtomicFile pending = AtomicFile.beside(link)) {
      assertThat(pending.path()).isEqualTo(device);
      assertThatThrownBy(() -> Files.writeString(pending.path(), "text"))
          .hasMessageContaining("No space left");
      pending.commit();
    }
    assertThat(device).exists();
    assertThat(Files.isRegularFile(device)).isFalse();
    assertThat(folder.toFile().list()).containsExactly("link");
    Files.delete(link);
  }
}
