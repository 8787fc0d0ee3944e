package dev.tenon.internal.backing.onnx;

import dev.tenon.formats.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX files of Tenon's own, in this process' folder for temporary files. */
public final class TemporaryOnnx {
  private TemporaryOnnx() {}

  /** Writes a file. */
  public interface Writing {
    void to(Path file) throws IOException;
  }

  /** Returns a new file; nothing of it stays where writing it fails. */
  public static Path write(Writing writing) throws IOException {
    Path file = Files.createTempFile(TemporaryFolder.get(), "tenon", ".onnx");
    boolean written = false;
    try {
      writing.to(file);
      written = true;
      return file;
    } finally {
      if (!written) {
        delete(file);
      }
    }
  }

  /** Deletes a file, and the one beside it that has its weights where it is large. */
  static void delete(Path file) {
    for (Path each : List.of(file, file.resolveSibling(file.getFileName() + ".data"))) {
      TemporaryFolder.delete(each);
    }
  }
}
