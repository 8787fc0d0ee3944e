package dev.tenon.formats.drawing;

import dev.tenon.formats.AtomicFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/**
 * A drawing on a white background, written as PNG or SVG.
 *
 * @param width the width in pixels
 * @param height the height in pixels
 * @param painter draws on the white background
 */
public record DrawingFile(int width, int height, Consumer<Graphics2D> painter) {
  private enum Format {
    PNG,
    SVG
  }

  /**
   * Checks that the name of a file ends with {@code .png} or {@code .svg}.
   *
   * @throws IllegalArgumentException names both
   */
  public static void check(Path file) {
    format(file);
  }

  /**
   * Writes the file in the format of its suffix.
   *
   * @throws IllegalArgumentException if the name ends in neither {@code .png} nor {@code .svg}
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    byte[] bytes =
        switch (format(file)) {
          case PNG -> png();
          case SVG -> svg();
        };
    // Not by ImageIO, which deletes what is there first, also a device such as /dev/full.
    AtomicFile.write(file, path -> Files.write(path, bytes));
  }

  private static Format format(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".svg")) {
      return Format.SVG;
    }
    if (name.endsWith(".png")) {
      return Format.PNG;
    }
    throw new IllegalArgumentException(
        "cannot draw '" + file + "': the name must end in .png or .svg");
  }

  private byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    try {
      paint(canvas);
    } finally {
      canvas.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private byte[] svg() {
    SvgGraphics canvas = new SvgGraphics();
    try {
      paint(canvas);
    } finally {
      canvas.dispose();
    }
    return canvas.document(width, height).getBytes(StandardCharsets.UTF_8);
  }

  private void paint(Graphics2D canvas) {
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, width, height);
    painter.accept(canvas);
  }
}
