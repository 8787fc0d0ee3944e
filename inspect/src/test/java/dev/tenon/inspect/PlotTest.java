package dev.tenon.inspect;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.image.BufferedImage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Plots show shapes, and no text is wider than its box. */
final class PlotTest {
  private static final Pattern TEXT =
      Pattern.compile("<text x=\"(-?\\d+)\" y=\"-?\\d+\" font-size=\"(\\d+)\"[^>]*>([^<]*)</text>");

  private static Model model() {
    return Model.sequential(
        conv2D(128, 3)
            .padding("same")
            .name("WWWWWWWWWW_a_prefix_that_nobody_needs_WWWW/the_part_that_tells")
            .inputShape(1024, 1024, 3),
        flatten().name("iiiiiiiiiiiiiiiiiiii"),
        dense(7).name("scores"));
  }

  @Test
  void boxesShowTheShapesOfKeras() {
    try (Model model = model()) {
      // The shapes of Keras' summary without the batch.
      assertThat(Plot.svg(model))
          .contains(">1024×1024×128<")
          .contains(">134217728<")
          .contains(">7<")
          .contains("the_part_that_tells<")
          .doesNotContain(">WWWW");
      assertThat(Plot.dot(model)).contains("scores\\nDense  7\"");
      assertThat(Plot.svg(Structure.of(model))).doesNotContain("1024×");
    }
  }

  @Test
  void textsStayInTheirBoxes() {
    FontMetrics[] metrics = new FontMetrics[13];
    for (int size : new int[] {10, 12}) {
      metrics[size] =
          new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
              .createGraphics()
              .getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, size));
    }
    try (Model model = model()) {
      Matcher text = TEXT.matcher(Plot.svg(model));
      int texts = 0;
      while (text.find()) {
        int size = Integer.parseInt(text.group(2));
        assertThat(metrics[size].stringWidth(text.group(3)))
            .as(text.group(3))
            .isLessThanOrEqualTo(Layout.BOX_WIDTH - 18);
        texts++;
      }
      assertThat(texts).isEqualTo(12);
    }
  }

  @Test
  void namesLoseTheirStartAndKindsTheirEnd() {
    assertThat(LabelFit.tail("encoder/dense", 6, String::length)).isEqualTo("…dense");
    assertThat(LabelFit.head("BatchNormalization", 6, String::length)).isEqualTo("Batch…");
    assertThat(LabelFit.tail("short", 6, String::length)).isEqualTo("short");
    assertThat(LabelFit.head("none", 0, String::length)).isEqualTo("…");
  }
}
