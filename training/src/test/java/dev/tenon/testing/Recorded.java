package dev.tenon.testing;

import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The models and recordings in tests/goldens/inspect. */
public final class Recorded {
  private Recorded() {}

  public static Path file(String name) {
    return Checkout.file("tests/goldens/inspect").resolve(name);
  }

  public static Map<String, Tensor> npz(Path file) throws IOException {
    try (Source source = Source.of(file)) {
      return Npz.read(source);
    }
  }
}
