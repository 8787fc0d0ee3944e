package dev.tenon.inspect;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.globalMaxPooling2D;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import java.awt.Font;
import java.awt.font.FontRenderContext;
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
        globalMaxPooling2D().name("iiiiiiiiiiiiiiiiiiii"),
        dense(7).name("scores"));
  }

  @Test
  void boxesShowTheShapesOfKeras() {
    try (Model model = model()) {
      // The shapes of Keras' summary without the batch.
      assertThat(Plot.svg(model))
          .contains(">1024×1024×128<")
          .contains(">128<")
          .contains(">7<")
          .contains("the_part_that_tells<")
          .doesNotContain("#fff\">WWWW");
      assertThat(Plot.dot(model)).contains("scores\\nDense  7\"");
      assertThat(Plot.svg(Structure.of(model))).doesNotContain("1024×");
    }
  }

  @Test
  void textsStayInTheirBoxes() {
    for (char c = ' '; c < 0x180; c++) {
      String ten = String.valueOf(c).repeat(10);
      assertThat(width(ten, 12)).as(ten).isLessThanOrEqualTo(Plot.LabelFit.estimate(ten, 12));
    }
    try (Model model = model()) {
      Matcher text = TEXT.matcher(Plot.svg(model));
      int texts = 0;
      while (text.find()) {
        int size = Integer.parseInt(text.group(2));
        assertThat(width(text.group(3), size))
            .as(text.group(3))
            .isLessThanOrEqualTo(Layout.BOX_WIDTH - 18.0);
        texts++;
      }
      assertThat(texts).isEqualTo(12);
    }
  }

  private static double width(String text, int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size)
        .getStringBounds(text, new FontRenderContext(null, true, true))
        .getWidth();
  }

  @Test
  void namesLoseTheirStartAndKindsTheirEnd() {
    assertThat(Plot.LabelFit.tail("encoder/dense", 6, String::length)).isEqualTo("…dense");
    assertThat(Plot.LabelFit.head("BatchNormalization", 6, String::length)).isEqualTo("Batch…");
    assertThat(Plot.LabelFit.tail("short", 6, String::length)).isEqualTo("short");
    assertThat(Plot.LabelFit.head("none", 0, String::length)).isEqualTo("…");
  }
}
