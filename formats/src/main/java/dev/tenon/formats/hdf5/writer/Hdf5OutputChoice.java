package dev.tenon.formats.hdf5.writer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The choice between the two writers: see {@link Hdf5Output#create}. */
final class Hdf5OutputChoice {
  private Hdf5OutputChoice() {}

  /** Loads the native library once; a class that failed to load fails forever. */
  private static final class Library {
    static final Optional<LinkageError> MISSING = load();

    private static Optional<LinkageError> load() {
      try {
        NativeHdf5.load();
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of(e);
      }
    }
  }

  static Hdf5Output create(String name, Path path, String choice) throws IOException {
    return switch (choice) {
      case "java" -> JavaHdf5Output.create(name, path);
      case "native" -> {
        if (Library.MISSING.isPresent()) {
          throw new IOException(
              name
                  + ": -D"
                  + Hdf5Output.PROPERTY
                  + "=native asks for the native HDF5 library, which cannot be loaded: add"
                  + " org.bytedeco:hdf5 and org.bytedeco:javacpp of this platform to the class"
                  + " path, or leave the property out",
              Library.MISSING.get());
        }
        yield NativeHdf5Output.create(name, path);
      }
      case "" ->
          Library.MISSING.isPresent()
              ? JavaHdf5Output.create(name, path)
              : NativeHdf5Output.create(name, path);
      default ->
          throw new IllegalArgumentException(
              "-D"
                  + Hdf5Output.PROPERTY
                  + "="
                  + choice
                  + ": expected 'native' or 'java', or leave the property out");
    };
  }
}
