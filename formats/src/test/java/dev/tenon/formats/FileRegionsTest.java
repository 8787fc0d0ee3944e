package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.FileChangedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegionsTest {
  private static final int SIZE = 3 << 20;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("m.h5"), filled(1));
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static void refuses(Source source) {
    assertThatThrownBy(() -> source.slice(2 << 20, 1 << 20))
        .isInstanceOf(FileChangedException.class)
        .hasMessageStartingWith("m.h5: the file changed while the model was loaded");
  }

  @Test
  void whatWasReadStaysAndNothingIsReadOfAChangedFile() throws IOException {
    try (Source source = Source.of(file)) {
      ByteBuffer first = source.slice(1 << 20, 1 << 20);
      Files.write(file, filled(2));
      assertThat(first.get(77)).isEqualTo((byte) 1);
      assertThat(source.slice(1 << 20, 1 << 20).get(77)).isEqualTo((byte) 1);
      refuses(source);
      assertThatThrownBy(source::verify).isInstanceOf(FileChangedException.class);
    }
  }

  @Test
  void aFileOfTheSameSizeAndTimeIsAnotherFile() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    try (Source source = Source.of(file)) {
      Files.write(file, filled(2));
      Files.setLastModifiedTime(file, time);
      refuses(source);
    }
  }

  @Test
  void aFileThatIsCutShortOrGoneIsSaidToHaveChanged() throws IOException {
    try (Source source = Source.of(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(1000);
      }
      refuses(source);
    }
    write();
    try (Source source = Source.of(file)) {
      Path other = Files.write(folder.resolve("other"), filled(2));
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      refuses(source);
    }
    try (Source source = Source.of(file)) {
      Files.delete(file);
      refuses(source);
    }
  }

  @Test
  void anInterruptedThreadReadsAndStaysInterrupted() throws IOException {
    try (Source source = Source.of(file)) {
      Thread.currentThread().interrupt();
      assertThat(source.slice(0, SIZE).get(SIZE - 1)).isEqualTo((byte) 1);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(source.slice(5, 2 << 20).get(1)).isEqualTo((byte) 1);
    }
  }

  @Test
  void heldBytesNeedNoFile() throws IOException {
    Source held;
    try (Source source = Source.of(file)) {
      held = source.held();
    }
    Files.delete(file);
    assertThat(held.slice(SIZE - 10, 10).get(9)).isEqualTo((byte) 1);
    held.verify();
    assertThat(held.sha256()).hasSize(64);
  }

  @Test
  void memoryInAFileHoldsTheSameAndLeavesNoName() throws IOException {
    byte[] bytes = filled(3);
    for (int i = 0; i < SIZE; i += 1000) {
      bytes[i] = (byte) i;
    }
    ByteBuffer read =
        SpillFile.read(
            "m.h5", SIZE, (target, at) -> target.put(bytes, (int) at, target.remaining()));
    assertThat(read).isEqualTo(ByteBuffer.wrap(bytes));
    assertThat(read.isDirect()).isTrue();
  }
}
