package dev.tenon.utils;

import dev.tenon.formats.AtomicFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Images in rows and columns, with titles above them.
 *
 * @param images bytes (batch, height, width, channels)
 * @param titles a text for each image; empty for none
 */
record Gallery(Tensor images, List<String> titles, GalleryStyle style) {
  private static final long MOST_PIXELS = 100_000_000;
  private static final int POINTS = 8;
  private static final double POINTS_PER_INCH = 72;

  /** Writes a PNG. */
  void write(Path path, int rows, int cols, boolean legend) throws IOException {
    if (!String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException(
          "path: expected a file that ends in .png, received " + path);
    }
    int cell = Math.max(1, (int) Math.round(style.scale() * style.dpi()));
    int line = (int) Math.ceil(2 * POINTS / POINTS_PER_INCH * style.dpi());
    int title = titles.isEmpty() ? 0 : line;
    long height = (long) rows * (cell + title) + (legend ? 2L * line : 0);
    long width = (long) cols * cell;
    if (width * height > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a gallery of %d by %d pixels is too large: expected at most %d pixels; choose a smaller scale or dpi"
              .formatted(width, height, MOST_PIXELS));
    }
    BufferedImage page = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = page.createGraphics();
    try {
      paint(pen, page, cell, title, rows, cols);
      if (legend) {
        legend(pen, page, line);
      }
    } finally {
      pen.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(page, "png", bytes);
    AtomicFile.write(path, file -> Files.write(file, bytes.toByteArray()));
  }

  private void paint(Graphics2D pen, BufferedImage page, int cell, int title, int rows, int cols) {
    if (!style.transparent()) {
      pen.setColor(Color.WHITE);
      pen.fillRect(0, 0, page.getWidth(), page.getHeight());
    }
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    pen.setFont(font());
    Tensor bytes = images.cast(DType.UINT8);
    int count = Math.toIntExact(Math.min(bytes.dim(0), (long) rows * cols));
    for (int i = 0; i < count; i++) {
      BufferedImage image = ImageArrays.buffered(bytes.get(i));
      int left = i % cols * cell;
      int top = i / cols * (cell + title) + title;
      double share = Math.min((double) cell / image.getWidth(), (double) cell / image.getHeight());
      int width = Math.max(1, (int) Math.round(image.getWidth() * share));
      int height = Math.max(1, (int) Math.round(image.getHeight() * share));
      pen.drawImage(
          image, left + (cell - width) / 2, top + (cell - height) / 2, width, height, null);
      if (i < titles.size()) {
        FontMetrics metrics = pen.getFontMetrics();
        pen.setColor(Color.BLACK);
        pen.drawString(
            titles.get(i),
            left + (cell - metrics.stringWidth(titles.get(i))) / 2,
            top - metrics.getDescent() - 1);
      }
    }
  }

  private Font font() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 1)
        .deriveFont((float) (POINTS / POINTS_PER_INCH * style.dpi()));
  }

  private void legend(Graphics2D pen, BufferedImage page, int line) {
    pen.setFont(font());
    entry(pen, page, page.getHeight() - 2 * line, line, style.trueColor(), "Ground Truth");
    entry(pen, page, page.getHeight() - line, line, style.predColor(), "Prediction");
  }

  private static void entry(
      Graphics2D pen, BufferedImage page, int top, int line, List<Integer> color, String text) {
    FontMetrics metrics = pen.getFontMetrics();
    int left = Math.max(0, (page.getWidth() - metrics.stringWidth(text)) / 2 - line);
    pen.setColor(new Color(color.get(0), color.get(1), color.get(2)));
    pen.fillRect(left, top + line / 4, line, line / 2);
    pen.setColor(Color.BLACK);
    pen.drawString(text, left + line + line / 2, top + line - metrics.getDescent());
  }
}
