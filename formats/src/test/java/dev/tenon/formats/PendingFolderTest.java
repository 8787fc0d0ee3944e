package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingFolderTest {
  @TempDir private Path work;

  private void write(Path target, String text, boolean commits) throws IOException {
    try (PendingFolder pending = PendingFolder.beside(target, "mark")) {
      Files.writeString(pending.path().resolve("mark"), text);
      Files.createDirectory(pending.path().resolve("inside"));
      if (commits) {
        pending.commit();
      }
    }
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).noneMatch(n -> n.startsWith("."));
    }
  }

  @Test
  void itAppearsWholeAndReplacesOneOfItsKind() throws IOException {
    Path target = work.resolve("model");
    write(target, "first", false);
    assertThat(target).doesNotExist();
    write(target, "first", true);
    write(target, "second", false);
    assertThat(target.resolve("mark")).hasContent("first");
    write(target, "second", true);
    assertThat(target.resolve("mark")).hasContent("second");
  }

  @Test
  void nothingElseIsReplaced() throws IOException {
    Path folder = Files.createDirectory(work.resolve("photos"));
    write(folder, "an empty one may be", true);
    Files.delete(folder.resolve("mark"));
    assertThatThrownBy(() -> PendingFolder.beside(folder, "mark"))
        .hasMessageContaining("holds something else");
    Path file = Files.createFile(work.resolve("file"));
    assertThatThrownBy(() -> PendingFolder.beside(file, "mark")).hasMessageContaining("is a file");
    assertThatThrownBy(() -> PendingFolder.beside(work.resolve("no/model"), "mark"))
        .hasMessageContaining("missing");
  }
}
