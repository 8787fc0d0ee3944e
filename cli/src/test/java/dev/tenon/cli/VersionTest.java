package dev.tenon.cli;

import static dev.tenon.cli.Shipped.LAYERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The version of the build is that of the command and of every ONNX file. */
final class VersionTest {
  @TempDir private Path folder;

  private static String version() throws IOException {
    Matcher found =
        Pattern.compile("<artifactId>tenon-parent</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Files.readString(Checkout.file("pom.xml")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void oneVersionEverywhere() throws IOException {
    assertThat(version()).startsWith("0.");
    Path file = folder.resolve("dense.onnx");
    try (Model model = Model.load(LAYERS.resolve("core/dense.k3.h5"))) {
      model.save(file);
    }
    try (Model model = Model.load(file)) {
      assertThat(model.onnx().structure().producer()).isEqualTo("tenon " + version());
    }
    assertThat(Ran.done("--version").strip()).isEqualTo("tenon " + version());
  }
}
