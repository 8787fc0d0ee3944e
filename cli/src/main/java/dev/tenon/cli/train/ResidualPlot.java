package dev.tenon.cli.train;

import dev.tenon.formats.drawing.DrawingFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** Draws what a regressor predicts against the truth, and the residuals, truth less prediction. */
final class ResidualPlot {
  private static final int SIDE = 480;
  private static final int LEFT = 76;
  private static final int TOP = 40;
  private static final int BOTTOM = 56;
  private static final int RIGHT = 20;
  private static final int TICKS = 5;
  private static final Color POINT = new Color(0x1f, 0x77, 0xb4, 140);
  private static final Color GRID = new Color(0xdddddd);
  private static final Color LINE = new Color(0xd62728);

  private final double[] actual;
  private final double[] predicted;

  /**
   * Creates a plot.
   *
   * @param actual the true values
   * @param predicted the predicted values of the same samples
   */
  ResidualPlot(double[] actual, double[] predicted) {
    this.actual = actual.clone();
    this.predicted = predicted.clone();
  }

  /** The ends of an axis. */
  private record Axis(double low, double high) {
    static Axis of(double... values) {
      double low = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
      double high = Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
      double rim = high > low ? 0.05 * (high - low) : Math.max(1e-6, Math.abs(high) * 0.1);
      return new Axis(low - rim, high + rim);
    }

    /** Returns the multiples of 1, 2 or 5 times a power of ten: five at most. */
    double[] ticks() {
      double power = Math.pow(10, Math.floor(Math.log10((high - low) / TICKS)));
      double step = power;
      for (double factor : new double[] {1, 2, 5, 10}) {
        step = factor * power;
        if ((high - low) / step <= TICKS) {
          break;
        }
      }
      double first = Math.ceil(low / step);
      int count = (int) (Math.floor(high / step) - first) + 1;
      double chosen = step;
      return IntStream.range(0, count).mapToDouble(i -> (first + i) * chosen).toArray();
    }

    double share(double value) {
      return (value - low) / (high - low);
    }
  }

  /** Writes a PNG or SVG file. */
  void write(Path file) throws IOException {
    double[] residuals = new double[actual.length];
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] = actual[i] - predicted[i];
    }
    double[] both = Arrays.copyOf(actual, actual.length + predicted.length);
    System.arraycopy(predicted, 0, both, actual.length, predicted.length);
    Axis same = Axis.of(both);
    Axis spread = Axis.of(residuals);
    new DrawingFile(
            2 * SIDE,
            SIDE,
            canvas -> {
              canvas.setRenderingHint(
                  RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
              panel(canvas, 0, "Predictions", "truth", "prediction", same, same);
              line(canvas, 0, same, same, same.low, same.low, same.high, same.high);
              points(canvas, 0, same, same, actual, predicted);
              panel(canvas, SIDE, "Residuals", "prediction", "truth − prediction", same, spread);
              line(canvas, SIDE, same, spread, same.low, 0, same.high, 0);
              points(canvas, SIDE, same, spread, predicted, residuals);
            })
        .write(file);
  }

  private static double x(int from, Axis axis, double value) {
    return from + LEFT + axis.share(value) * (SIDE - LEFT - RIGHT);
  }

  private static double y(Axis axis, double value) {
    return TOP + (1 - axis.share(value)) * (SIDE - TOP - BOTTOM);
  }

  private static void panel(
      Graphics2D canvas, int from, String title, String across, String up, Axis x, Axis y) {
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    canvas.setColor(Color.BLACK);
    canvas.drawString(title, from + LEFT, TOP - 14);
    canvas.setFont(plain);
    FontMetrics metrics = canvas.getFontMetrics();
    for (double tick : x.ticks()) {
      double at = x(from, x, tick);
      String text = number(tick);
      canvas.setColor(GRID);
      canvas.draw(new Line2D.Double(at, TOP, at, SIDE - BOTTOM));
      canvas.setColor(Color.DARK_GRAY);
      canvas.drawString(text, (float) at - metrics.stringWidth(text) / 2f, SIDE - BOTTOM + 18);
    }
    for (double tick : y.ticks()) {
      double at = y(y, tick);
      String text = number(tick);
      canvas.setColor(GRID);
      canvas.draw(new Line2D.Double(from + LEFT, at, from + SIDE - RIGHT, at));
      canvas.setColor(Color.DARK_GRAY);
      canvas.drawString(text, from + LEFT - 6 - metrics.stringWidth(text), (float) at + 4);
    }
    canvas.setColor(Color.BLACK);
    canvas.drawString(
        across,
        from + (LEFT + SIDE - RIGHT - canvas.getFontMetrics().stringWidth(across)) / 2,
        SIDE - 14);
    canvas.drawString(up, from + SIDE - RIGHT - canvas.getFontMetrics().stringWidth(up), TOP - 14);
  }

  private static void line(
      Graphics2D canvas, int from, Axis x, Axis y, double x1, double y1, double x2, double y2) {
    canvas.setColor(LINE);
    canvas.setStroke(new BasicStroke(1.5f));
    canvas.draw(new Line2D.Double(x(from, x, x1), y(y, y1), x(from, x, x2), y(y, y2)));
    canvas.setStroke(new BasicStroke(1f));
  }

  private static void points(
      Graphics2D canvas, int from, Axis x, Axis y, double[] across, double[] up) {
    canvas.setColor(POINT);
    for (int i = 0; i < across.length; i++) {
      if (Double.isFinite(across[i]) && Double.isFinite(up[i])) {
        canvas.fill(new Ellipse2D.Double(x(from, x, across[i]) - 2.5, y(y, up[i]) - 2.5, 5, 5));
      }
    }
  }

  private static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e7 || (size != 0 && size < 1e-4)) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return size >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
