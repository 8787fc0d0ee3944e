package dev.tenon.callbacks;

import dev.tenon.formats.drawing.DrawingFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The curves of a history as a drawing, two panels in a row. */
final class HistoryPlot {
  private static final String VALIDATION = "val_";
  private static final double ROUNDING = 1e-6;
  private static final double CONSTANT_RANGE = 0.2;
  private static final int WIDTH = 720;
  private static final int HEIGHT = 480;
  private static final Color TRAINING_COLOUR = new Color(0x1f77b4);
  private static final Color VALIDATION_COLOUR = new Color(0xff7f0e);
  private static final Color GRID = new Color(0xdddddd);

  private HistoryPlot() {}

  static void write(History history, Path file) throws IOException {
    DrawingFile.check(file);
    if (history.epochs().isEmpty()) {
      throw new IllegalStateException("there was no epoch: there is nothing to draw");
    }
    List<String> panels = List.copyOf(panels(history));
    int columns = Math.min(2, panels.size());
    int rows = (panels.size() + columns - 1) / columns;
    new DrawingFile(
            columns * WIDTH,
            rows * HEIGHT,
            canvas -> {
              for (int i = 0; i < panels.size(); i++) {
                panel(history, panels.get(i))
                    .draw(
                        canvas,
                        new Rectangle(i % columns * WIDTH, i / columns * HEIGHT, WIDTH, HEIGHT));
              }
            })
        .write(file);
  }

  /** The loss comes first. */
  private static Set<String> panels(History history) {
    Set<String> names = new LinkedHashSet<>();
    if (history.history().containsKey("loss")) {
      names.add("loss");
    }
    for (String name : history.history().keySet()) {
      names.add(name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name);
    }
    return names;
  }

  private static JFreeChart panel(History history, String name) {
    XYSeriesCollection curves = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    add(history, name, "training", TRAINING_COLOUR, curves, renderer);
    add(history, VALIDATION + name, "validation", VALIDATION_COLOUR, curves, renderer);
    JFreeChart chart = ChartFactory.createXYLineChart(title(name), "epoch", axis(name), curves);
    chart.setBackgroundPaint(Color.WHITE);
    XYPlot plot = chart.getXYPlot();
    plot.setRenderer(renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    plot.getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    if (plot.getRangeAxis() instanceof NumberAxis values) {
      values.setAutoRangeIncludesZero(false);
      values.setAutoRangeMinimumSize(leastRange(curves));
    }
    return chart;
  }

  /**
   * A number that does not change, such as a learning rate, lies within a fifth of itself: else the
   * axis would show how it is rounded.
   */
  private static double leastRange(XYSeriesCollection curves) {
    Range range = curves.getRangeBounds(false);
    double largest = range == null ? 0 : range.getUpperBound();
    if (range == null || !Double.isFinite(largest) || largest == 0) {
      return NumberAxis.DEFAULT_AUTO_RANGE_MINIMUM_SIZE;
    }
    double size = Math.abs(largest);
    return range.getLength() < ROUNDING * size
        ? CONSTANT_RANGE * size
        : NumberAxis.DEFAULT_AUTO_RANGE_MINIMUM_SIZE;
  }

  private static void add(
      History history,
      String name,
      String legend,
      Color colour,
      XYSeriesCollection curves,
      XYLineAndShapeRenderer renderer) {
    if (!history.history().containsKey(name)) {
      return;
    }
    XYSeries curve = new XYSeries(legend);
    // People count epochs from 1, and so does the progress bar.
    history.series(name).forEach((epoch, value) -> curve.add(epoch + 1, value));
    int index = curves.getSeriesCount();
    curves.addSeries(curve);
    renderer.setSeriesPaint(index, colour);
    renderer.setSeriesStroke(index, new BasicStroke(2f));
    // A curve of one point has no line.
    renderer.setSeriesShapesVisible(index, curve.getItemCount() < 30);
  }

  private static String axis(String name) {
    return name.replace('_', ' ');
  }

  private static String title(String name) {
    String words = axis(name);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
