package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.data.sets.Digits;
import dev.tenon.data.sets.TrainTest;
import dev.tenon.image.ColorMode;
import dev.tenon.image.Images;
import dev.tenon.image.Interpolation;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Folders of the shipped digits that {@code digits_0_to_4.keras} has not seen. */
final class DigitFolders {
  /** How many images a folder has. */
  static final int EACH = 25;

  /** The shipped network, which knows the digits up to 4. */
  static final String BACKBONE = Checkout.file("samples/models/digits_0_to_4.keras").toString();

  private DigitFolders() {}

  /** Writes the first of the shipped digits of a kind. */
  static void write(Path into, int digit, String name) throws IOException {
    Path classFolder = Files.createDirectories(into.resolve(name));
    TrainTest digits = Digits.load();
    int count = 0;
    for (int i = 0; count < EACH; i++) {
      if (digits.yTrain().getDouble(i) == digit) {
        Tensor image = digits.xTrain().get(i).reshape(28, 28, 1);
        Images.save(
            classFolder.resolve(String.format(Locale.ROOT, "%03d.png", count++)), image, false);
      }
    }
  }

  /** Returns an image as the network takes it, a batch of one. */
  static Tensor digit(Path file) throws IOException {
    return Images.load(file, 28, 28, ColorMode.GRAYSCALE, Interpolation.NEAREST).expandDims(0);
  }

  /** Fails where numbers are farther apart than 1e-5. */
  static void equal(Tensor found, Tensor expected) {
    float[] a = found.toFloatArray();
    float[] b = expected.toFloatArray();
    assertThat(a).hasSameSizeAs(b);
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isCloseTo(b[i], within(1e-5f));
    }
  }
}
