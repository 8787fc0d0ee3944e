package dev.tenon.cli.command;

import static dev.tenon.cli.Shipped.LAYERS;
import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.cli.Shipped.MNIST_GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Ran;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that compute in low precision are held to what that can give, and the bound is said. */
final class PrecisionCommandTest {
  private static final Path POLICIES = LAYERS.resolve("policy");

  @TempDir private Path folder;

  /** ONNX Runtime has no convolutions of bfloat16. */
  private static List<String> targets(String type) {
    return type.equals("float16") ? List.of("x.onnx", "x.keras") : List.of("x.keras", "x.pb");
  }

  @ParameterizedTest
  @CsvSource({
    "mixed_float16_images, float16, 0.01",
    "mixed_float16_steps, float16, 0.01",
    "float16_images, float16, 0.01",
    "mixed_bfloat16_images, bfloat16, 0.1",
    "mixed_bfloat16_steps, bfloat16, 0.1",
    "bfloat16_images, bfloat16, 0.1"
  })
  void theCoarsestTypeIsTheBound(String name, String type, String bound) {
    Path model = POLICIES.resolve(name + ".k3.keras");
    Path golden = POLICIES.resolve(name + ".k3.npz");
    for (String target : targets(type)) {
      Ran ran = Ran.of("convert", model, folder.resolve(target), "--verify", "--golden", golden);
      assertThat(ran.code()).as(ran.all()).isZero();
      assertThat(ran.out())
          .contains(
              "verified on random inputs: equal within " + bound + ", the bound of " + type,
              "verified against " + name + ".k3.npz: equal within " + bound);
    }
    Ran verified = Ran.of("verify", model, golden);
    assertThat(verified.code()).as(verified.all()).isZero();
    assertThat(verified.out()).contains("\"tolerance\":" + bound);
    Ran strict = Ran.of("verify", model, golden, "--rtol", "1e-9");
    assertThat(strict.code()).as(strict.all()).isEqualTo(1);
    assertThat(strict.out()).contains("\"status\":\"differs\"").contains("beyond 1e-9");
  }

  @Test
  void otherModelsKeepTheirBound() {
    Ran ran =
        Ran.of("convert", MNIST, folder.resolve("x.onnx"), "--verify", "--golden", MNIST_GOLDEN);
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out())
        .contains("verified on random inputs: equal within 1e-5\n")
        .contains("verified against mnist_cnn_golden.npz: equal within 1e-5\n");
    assertThat(Ran.of("verify", MNIST, MNIST_GOLDEN).out()).contains("\"tolerance\":1.0E-5");
  }
}
