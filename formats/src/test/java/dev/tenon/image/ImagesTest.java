package dev.tenon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Data;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
  @TempDir Path folder;

  @Test
  void everyValueIsPillows() throws IOException {
    isPillows("pictures.npz", 80);
  }

  /** Pillow 13 resizes along the height first where more of it is lost. */
  @Test
  void theOrderOfTheAxesIsPillows() throws IOException {
    isPillows("order.npz", 24);
  }

  private static void isPillows(String file, int cases) throws IOException {
    Map<String, Tensor> expected = Npz.read(Data.source(file));
    assertThat(expected).hasSize(cases);
    for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
      List<String> key = List.of(entry.getKey().split("\\|", -1));
      int height = Integer.parseInt(key.get(2));
      int width = Integer.parseInt(key.get(3));
      ColorMode mode = key.get(1).equals("L") ? ColorMode.GRAYSCALE : ColorMode.valueOf(key.get(1));
      Tensor found =
          Images.load(
              Data.path(key.get(0)), height, width, mode, Interpolation.valueOf(key.get(4)));
      assertThat(found.shape()).containsExactly(height, width, mode.channels());
      double[] wanted = entry.getValue().toDoubleArray();
      double[] values = found.toDoubleArray();
      double largest = 0;
      for (int i = 0; i < wanted.length; i++) {
        largest = Math.max(largest, Math.abs(wanted[i] - values[i]));
      }
      assertThat(largest).as(entry.getKey()).isZero();
    }
  }

  @Test
  void theDefaultIsRgbAndNearest() throws IOException {
    Tensor own = Images.load(Data.path("rgb.png"));
    assertThat(own.shape()).containsExactly(37, 53, 3);
    assertThat(own.dtype()).isEqualTo(DType.FLOAT32);
    Tensor small = Images.load(Data.path("rgb.png"), 20, 30);
    assertThat(small)
        .isEqualTo(Images.load(Data.path("rgb.png"), 20, 30, ColorMode.RGB, Interpolation.NEAREST));
    assertThat(Images.load(Data.path("gray.png"), ColorMode.GRAYSCALE).shape())
        .containsExactly(37, 53, 1);
  }

  @Test
  void whatIsNoImageIsNamed() throws IOException {
    assertThatThrownBy(() -> Images.load(folder.resolve("no.png")))
        .isInstanceOf(NoSuchFileException.class);
    Path text = Files.writeString(folder.resolve("text.png"), "hello");
    assertThatThrownBy(() -> Images.load(text))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is not an image");
    assertThat(Images.load(Data.path("cmyk.jpg")).dim(2)).isEqualTo(3);
    byte[] png = Data.bytes("rgb.png");
    Path half = Files.write(folder.resolve("half.png"), Arrays.copyOf(png, png.length / 2));
    assertThatThrownBy(() -> Images.load(half))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is damaged");
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
    Path large = Files.write(folder.resolve("large.png"), png);
    assertThatThrownBy(() -> Images.load(large))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("100000 by 100000 pixels");
  }
}
