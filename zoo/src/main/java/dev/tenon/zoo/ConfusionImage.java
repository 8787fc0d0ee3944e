package dev.tenon.zoo;

import dev.tenon.formats.drawing.DrawingFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Draws a confusion matrix: the darker a cell, the more of its row is in it. */
final class ConfusionImage {
  private static final Color DEEPEST = new Color(0x08306b);
  private static final Color EDGE = new Color(0xcccccc);
  private static final int GAP = 12;
  private static final int LARGEST_SIDE = 56;
  private static final int SMALLEST_SIDE = 14;

  /** How long the side of the matrix should be, where cells may be smaller or larger. */
  private static final int TARGET = 900;

  /** Below this side numbers do not fit into cells. */
  private static final int READABLE = 28;

  private static final int LONGEST_LABEL = 28;

  private final ConfusionMatrix matrix;
  private final int count;
  private final int side;
  private final Font font;
  private final Font title;

  private ConfusionImage(ConfusionMatrix matrix) {
    this.matrix = matrix;
    this.count = matrix.labels().size();
    this.side = Math.max(SMALLEST_SIDE, Math.min(LARGEST_SIDE, TARGET / count));
    this.font = new Font(Font.SANS_SERIF, Font.PLAIN, Math.min(14, side - 2));
    this.title = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  }

  static void write(ConfusionMatrix matrix, Path file) throws IOException {
    new ConfusionImage(matrix).drawing().write(file);
  }

  private DrawingFile drawing() {
    FontMetrics metrics =
        new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics().getFontMetrics(font);
    List<String> labels = matrix.labels().stream().map(ConfusionImage::shortened).toList();
    int widest = widest(metrics, labels);
    int heading = turned(metrics, labels) ? widest : metrics.getHeight();
    int left = GAP + 20 + widest + GAP;
    int top = GAP + 24 + 20 + heading + GAP;
    int right = GAP + metrics.stringWidth("100.0 %") + GAP;
    int width = Math.max(left + count * side + right, 420);
    return new DrawingFile(
        width, top + count * side + GAP, canvas -> draw(canvas, metrics, labels, left, top));
  }

  private void draw(
      Graphics2D canvas, FontMetrics metrics, List<String> labels, int left, int top) {
    boolean turned = turned(metrics, labels);
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    titles(canvas, left, top);
    canvas.setFont(font);
    for (int i = 0; i < count; i++) {
      String label = labels.get(i);
      int middle = top + i * side + side / 2 + metrics.getAscent() / 2 - 1;
      canvas.setColor(Color.BLACK);
      canvas.drawString(label, left - GAP / 2 - metrics.stringWidth(label), middle);
      canvas.drawString(
          ConfusionMatrix.percent(matrix.recall(i)), left + count * side + GAP / 2, middle);
      column(canvas, metrics, label, turned, left + i * side + side / 2, top - GAP / 2);
      for (int j = 0; j < count; j++) {
        cell(canvas, metrics, i, j, left + j * side, top + i * side);
      }
    }
  }

  private static int widest(FontMetrics metrics, List<String> labels) {
    return labels.stream().mapToInt(metrics::stringWidth).max().orElse(0);
  }

  /** Names of columns are turned where they do not fit side by side. */
  private boolean turned(FontMetrics metrics, List<String> labels) {
    return widest(metrics, labels) > side - 6;
  }

  private void titles(Graphics2D canvas, int left, int top) {
    canvas.setColor(Color.BLACK);
    canvas.setFont(title);
    canvas.drawString(
        String.format(
            Locale.ROOT,
            "%s of %,d right",
            ConfusionMatrix.percent(matrix.accuracy()),
            matrix.samples()),
        GAP,
        GAP + 14);
    canvas.setFont(font);
    canvas.setColor(Color.GRAY);
    canvas.drawString("taken for", left, GAP + 24 + 14);
    AffineTransform before = canvas.getTransform();
    canvas.rotate(-Math.PI / 2, GAP + 12, top + 30.0);
    canvas.drawString("is", GAP + 12, top + 30);
    canvas.setTransform(before);
  }

  private static void column(
      Graphics2D canvas, FontMetrics metrics, String label, boolean turned, int x, int bottom) {
    if (!turned) {
      canvas.drawString(label, x - metrics.stringWidth(label) / 2, bottom);
      return;
    }
    AffineTransform before = canvas.getTransform();
    int line = x + metrics.getAscent() / 2 - 1;
    canvas.rotate(-Math.PI / 2, line, bottom);
    canvas.drawString(label, line, bottom);
    canvas.setTransform(before);
  }

  private void cell(Graphics2D canvas, FontMetrics metrics, int row, int column, int x, int y) {
    long samples = matrix.count(row, column);
    double share = samples == 0 ? 0 : (double) samples / matrix.samples(row);
    canvas.setColor(mixed(share));
    canvas.fillRect(x, y, side, side);
    canvas.setColor(EDGE);
    canvas.drawRect(x, y, side, side);
    String text = Long.toString(samples);
    if (samples > 0 && side >= READABLE && metrics.stringWidth(text) < side) {
      canvas.setColor(share > 0.5 ? Color.WHITE : Color.BLACK);
      canvas.drawString(
          text,
          x + (side - metrics.stringWidth(text)) / 2,
          y + side / 2 + metrics.getAscent() / 2 - 1);
    }
  }

  private static Color mixed(double share) {
    return new Color(
        mixed(DEEPEST.getRed(), share),
        mixed(DEEPEST.getGreen(), share),
        mixed(DEEPEST.getBlue(), share));
  }

  private static int mixed(int deepest, double share) {
    return (int) Math.round(255 + share * (deepest - 255));
  }

  private static String shortened(String label) {
    return label.length() > LONGEST_LABEL ? label.substring(0, LONGEST_LABEL - 1) + "…" : label;
  }
}
