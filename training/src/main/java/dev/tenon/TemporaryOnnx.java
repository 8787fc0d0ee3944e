package dev.tenon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** ONNX files of Tenon's own, in the system's folder for temporary files. */
final class TemporaryOnnx {
  /** What is there now; deleted when the JVM ends, where a model or a view was never closed. */
  private static final Set<Path> PRESENT = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> PRESENT.forEach(TemporaryOnnx::delete), "tenon-files"));
  }

  private TemporaryOnnx() {}

  /** Writes a file. */
  interface Writing {
    void to(Path file) throws IOException;
  }

  /** Returns a new file; nothing of it stays where writing it fails. */
  static Path write(Writing writing) throws IOException {
    Path file = Files.createTempFile("tenon", ".onnx");
    PRESENT.add(file);
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
    PRESENT.remove(file);
    for (Path each : List.of(file, file.resolveSibling(file.getFileName() + ".data"))) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException e) {
        each.toFile().deleteOnExit();
      }
    }
  }
}
