package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of processes that were killed are deleted by the next one, and no others. */
class TemporaryFolderTest {
  @TempDir private Path parent;

  /** Makes its folder, prints where it is, and waits. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Files.writeString(TemporaryFolder.get().resolve("content"), "text");
      System.out.println(TemporaryFolder.get());
      if (System.in.read() == (int) 'h') {
        Runtime.getRuntime().halt(1);
      }
    }
  }

  private Process child() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + parent,
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path folder(Process child) throws IOException {
    return Path.of(child.inputReader(StandardCharsets.UTF_8).readLine());
  }

  private static void end(Process child, char how) throws Exception {
    child.getOutputStream().write(how);
    child.getOutputStream().close();
    assertThat(child.waitFor()).isBetween(0, 1);
  }

  @Test
  void aProcessThatEndsDeletesItsFolder() throws Exception {
    Process child = child();
    assertThat(folder(child)).isDirectory().hasParent(parent);
    end(child, 'e');
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void theNextProcessDeletesTheFolderOfAKilledOne() throws Exception {
    Process alive = child();
    Path used = folder(alive);
    Process killed = child();
    Path left = folder(killed);
    killed.destroyForcibly().waitFor();
    assertThat(left.resolve("content")).exists();
    Process next = child();
    Path own = folder(next);
    assertThat(left).doesNotExist();
    assertThat(used.resolve("content")).exists();
    assertThat(own.resolve("content")).exists();
    end(alive, 'e');
    end(next, 'h');
    assertThat(used).doesNotExist();
    assertThat(own).exists();
  }

  @Test
  void whatIsNotATemporaryFolderStays() throws Exception {
    Path own = Files.createDirectory(parent.resolve("tenon-1-1"));
    Path withoutLock = Files.createDirectory(parent.resolve("tenon-2-2"));
    Path other = Files.createDirectory(parent.resolve("tenon-models-3"));
    Files.createFile(other.resolve("lock"));
    Path target = Files.createDirectory(parent.resolve("mine"));
    Files.createFile(target.resolve("lock"));
    Path link = Files.createSymbolicLink(parent.resolve("tenon-4-4"), target);
    TemporaryFolder.sweep(own);
    assertThat(List.of(own, withoutLock, other, target, link))
        .allSatisfy(p -> assertThat(p).exists());
    assertThat(target.resolve("lock")).exists();
  }
}
