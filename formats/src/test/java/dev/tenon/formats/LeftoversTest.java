package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed processes leave, and what living ones do not lose. */
class LeftoversTest {
  private static final int KILLS = 25;
  private static final int PARTS = 20;
  private static final String MARK = "mark";

  @TempDir Path folder;

  /** Replaces a folder and a file over and over, until it is killed. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Path here = Path.of(arguments[0]);
      for (int i = 0; ; i++) {
        write(here, arguments[1] + "-" + i);
        if (i == 0) {
          System.out.println("ready");
        }
      }
    }
  }

  private static void write(Path here, String text) throws IOException {
    try (PendingFolder pending = PendingFolder.beside(here.resolve("model"), MARK)) {
      Files.writeString(pending.path().resolve(MARK), text);
      for (int part = 0; part < PARTS; part++) {
        Files.writeString(pending.path().resolve("part" + part), text);
      }
      pending.commit();
    }
    AtomicFile.write(here.resolve("file"), file -> Files.writeString(file, text));
  }

  private Process start(String name) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString(),
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  private void assertWhole() throws IOException {
    Path model = folder.resolve("model");
    if (!Files.exists(model)) {
      PendingFolder.recover(model);
    }
    String text = Files.readString(model.resolve(MARK));
    for (int part = 0; part < PARTS; part++) {
      assertThat(model.resolve("part" + part)).hasContent(text);
    }
    assertThat(Files.readString(folder.resolve("file"))).contains("-");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void killedWritersLeaveOneWholeFolderAndNothingForLong() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      Process one = start("a" + i);
      // Every third time two processes write to the same place.
      Process two = i % 3 == 0 ? start("b" + i) : one;
      Thread.sleep(i * 2L);
      one.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
      two.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
      assertWhole();
    }
    write(folder, "end-1");
    assertThat(names()).containsExactly("file", "model");
    assertThat(folder.resolve("file")).hasContent("end-1");
  }

  @Test
  void aProcessThatLivesLosesNothing() throws Exception {
    Process other = start("other");
    try {
      for (int i = 0; i < 50; i++) {
        Leftovers.sweep(folder.resolve("model"));
        Leftovers.sweep(folder.resolve("file"));
        assertThat(other.isAlive()).isTrue();
      }
      try (AtomicFile mine = AtomicFile.beside(folder.resolve("file"))) {
        Leftovers.sweep(folder.resolve("file"));
        assertThat(mine.path()).exists();
      }
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aFolderThatMadeRoomComesBack() throws IOException {
    Path old = Files.createDirectory(folder.resolve(".model.abc1.old"));
    Files.writeString(old.resolve(MARK), "old");
    Files.createFile(folder.resolve(".model.abc1.lock"));
    Path half = Files.createDirectory(folder.resolve(".model.abc1.tmp"));
    Files.writeString(half.resolve("part1"), "half");
    Leftovers.sweep(folder.resolve("other"));
    assertThat(names()).hasSize(3);
    PendingFolder.recover(folder.resolve("model"));
    assertThat(folder.resolve("model").resolve(MARK)).hasContent("old");
    write(folder, "new-1");
    assertThat(names()).containsExactly("file", "model");
  }

  @Test
  void whatHasNoLockBesideItIsNotTenons() throws IOException {
    Path file = Files.createFile(folder.resolve(".file.abc.tmp"));
    write(folder, "new-1");
    assertThat(file).exists();
  }
}
