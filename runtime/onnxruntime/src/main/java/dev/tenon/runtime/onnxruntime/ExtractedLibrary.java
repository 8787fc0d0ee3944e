package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import dev.tenon.formats.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * ONNX Runtime's native library, extracted from its jar into Tenon's own temporary folder.
 *
 * <p>ONNX Runtime extracts it too, into a new folder for each process, which stays behind with 28
 * MB where the process is killed, and empty where it ends. Tenon's folder is deleted by the next
 * process.
 */
final class ExtractedLibrary {
  /** Where ONNX Runtime looks for its library before it extracts it. */
  private static final String PATH = "onnxruntime.native.path";

  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  /** A jar with these runs on other devices too, and loads them as it needs them. */
  private static final String PROVIDERS = "onnxruntime_providers_cuda";

  private final boolean named;

  private ExtractedLibrary(boolean named) {
    this.named = named;
  }

  /**
   * Tells ONNX Runtime where the library is until this is closed; where the user has told it, or
   * the jar is none that Tenon knows, ONNX Runtime does as it always does.
   */
  static ExtractedLibrary name() {
    if (System.getProperty(PATH) != null
        || !LIBRARIES.stream().allMatch(ExtractedLibrary::isThere)
        || isThere(PROVIDERS)) {
      return new ExtractedLibrary(false);
    }
    try {
      Path target = TemporaryFolder.get();
      for (String library : LIBRARIES) {
        extract(library, target);
      }
      System.setProperty(PATH, target.toString());
      return new ExtractedLibrary(true);
    } catch (IOException e) {
      // ONNX Runtime tries it itself, and says what is the matter.
      return new ExtractedLibrary(false);
    }
  }

  /**
   * Says whether the class path has a library for this platform, whatever keeps it from loading.
   */
  static boolean isThere(String library) {
    return OrtEnvironment.class.getResource(resource(library)) != null;
  }

  /** Returns the name of a library in ONNX Runtime's jar. */
  private static String resource(String library) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "");
    return "/ai/onnxruntime/native/"
        + (os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux")
        + "-"
        + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch)
        + "/"
        + System.mapLibraryName(library);
  }

  private static void extract(String library, Path folder) throws IOException {
    String name = resource(library);
    try (InputStream from = OrtEnvironment.class.getResourceAsStream(name)) {
      if (from == null) {
        throw new IOException("no " + name + " on the class path");
      }
      Files.copy(
          from,
          folder.resolve(System.mapLibraryName(library)),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Lets others who load ONNX Runtime find it by themselves. */
  void close() {
    if (named) {
      System.clearProperty(PATH);
    }
  }
}
