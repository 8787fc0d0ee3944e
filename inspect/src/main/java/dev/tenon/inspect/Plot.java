package dev.tenon.inspect;

import dev.tenon.Model;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Draws the graph of a model as SVG, PNG or Graphviz DOT. */
public final class Plot {
  private static final int MARGIN = 20;
  private static final double MOST_PIXELS = 60_000_000;
  private static final double MOST_SIDE = 30_000;
  private static final int PADDING = 9;
  private static final int SPACE = 8;
  private static final double MOST_SHAPE = 0.65;
  private static final double INSIDE = Layout.BOX_WIDTH - 2.0 * PADDING;

  private record Hue(Pattern kinds, String color) {}

  private static final List<Hue> HUES =
      List.of(
          hue("conv", "#2f6fb5"),
          hue("dense|gemm|matmul|einsum", "#7a4fb0"),
          hue("norm", "#3a8f63"),
          hue("relu|softmax|sigmoid|tanh|activation|elu|gelu|swish|clip", "#c26a1c"),
          hue("pool|reduce", "#b03a5b"),
          hue("lstm|gru|rnn|bidirectional|attention|recurr", "#147a86"),
          hue("^add$|^mul|concat|^sub|div|merge|average|maximum|minimum", "#6b7a2b"),
          hue("input", "#39424f"));

  /** Shortens texts to a width. */
  static final class LabelFit {
    private static final String DOTS = "…";

    // What DejaVu Sans, a wide font, needs at most, in shares of the font's size.
    private static final double NARROW = 0.42;
    private static final double USUAL = 0.65;
    private static final double CAPITAL = 0.85;
    private static final double WIDE = 1.1;

    private LabelFit() {}

    /** Returns the text, or as much of its end as is no wider: the end of a path tells most. */
    static String tail(String text, double width, ToDoubleFunction<String> measure) {
      String shown = text;
      for (int from = 1; measure.applyAsDouble(shown) > width && from <= text.length(); from++) {
        shown = DOTS + text.substring(from);
      }
      return shown;
    }

    /** Returns the text, or as much of its start as is no wider. */
    static String head(String text, double width, ToDoubleFunction<String> measure) {
      String shown = text;
      for (int to = text.length() - 1; measure.applyAsDouble(shown) > width && to >= 0; to--) {
        shown = text.substring(0, to) + DOTS;
      }
      return shown;
    }

    /** Returns the most that a text needs in a font without serifs, where no font can be asked. */
    static double estimate(String text, double fontSize) {
      double width = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if ("iljtfrI.,:;'|!()[]/- ".indexOf(c) >= 0) {
          width += NARROW;
        } else if ((c > '~' && c != '×') || "mwMW@%".indexOf(c) >= 0) {
          width += WIDE;
        } else {
          width += Character.isUpperCase(c) || "&#+<=>~^×".indexOf(c) >= 0 ? CAPITAL : USUAL;
        }
      }
      return width * fontSize;
    }
  }

  private Plot() {}

  private static Hue hue(String kinds, String color) {
    return new Hue(Pattern.compile(kinds, Pattern.CASE_INSENSITIVE), color);
  }

  /** Returns the HTML color of a class of layers or operators. */
  static String color(String kind) {
    for (Hue hue : HUES) {
      if (hue.kinds.matcher(kind).find()) {
        return hue.color;
      }
    }
    return "#66758a";
  }

  /** Returns the graph of a model as SVG, with the shapes of outputs. */
  public static String svg(Model model) {
    Structure structure = Structure.of(model);
    return svg(structure, Structure.shapes(model, structure));
  }

  /**
   * Returns the graph as SVG.
   *
   * @param structure the steps of the model
   */
  public static String svg(Structure structure) {
    return svg(structure, Map.of());
  }

  private static String svg(Structure structure, Map<String, String> shapes) {
    Layout layout = Layout.of(structure);
    double[] area = area(layout);
    StringBuilder out = new StringBuilder();
    line(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
            + " viewBox=\"%.0f %.0f %.0f %.0f\" font-family=\"sans-serif\">",
        area[2],
        area[3],
        area[0],
        area[1],
        area[2],
        area[3]);
    for (Layout.Edge edge : layout.edges()) {
      StringBuilder path = new StringBuilder();
      double[] points = points(layout, edge);
      line(path, "M%.0f %.0f", points[0], points[1]);
      for (int i = 2; i < points.length; i += 2) {
        double middle = (points[i - 1] + points[i + 1]) / 2;
        line(
            path,
            "C%.0f %.0f %.0f %.0f %.0f %.0f",
            points[i - 2],
            middle,
            points[i],
            middle,
            points[i],
            points[i + 1]);
      }
      line(out, "<path d=\"%s\" fill=\"none\" stroke=\"#a9b4c2\"/>", path.toString().strip());
    }
    for (Layout.Box box : layout.boxes()) {
      double x = box.x() - Layout.BOX_WIDTH / 2.0;
      double y = box.y() - Layout.BOX_HEIGHT / 2.0;
      String shape = shapes.getOrDefault(box.value(), "");
      Lines lines =
          Lines.of(
              box, shape, text -> LabelFit.estimate(text, 12), text -> LabelFit.estimate(text, 10));
      line(
          out,
          "<g><title>%s</title><rect x=\"%.0f\" y=\"%.0f\" width=\"%d\" height=\"%d\" rx=\"6\""
              + " fill=\"%s\"/><text x=\"%.0f\" y=\"%.0f\" font-size=\"12\" fill=\"#fff\">%s</text>"
              + "<text x=\"%.0f\" y=\"%.0f\" font-size=\"10\" fill=\"#fff\">%s</text>"
              + "<text x=\"%.0f\" y=\"%.0f\" font-size=\"10\" fill=\"#fff\""
              + " text-anchor=\"end\">%s</text></g>",
          escape(shape.isEmpty() ? box.label() : box.label() + " (" + shape + ")"),
          x,
          y,
          Layout.BOX_WIDTH,
          Layout.BOX_HEIGHT,
          color(box.kind()),
          x + PADDING,
          y + 16,
          escape(lines.label),
          x + PADDING,
          y + 30,
          escape(lines.kind),
          x + Layout.BOX_WIDTH - PADDING,
          y + 30,
          escape(lines.shape));
    }
    return out.append("</svg>\n").toString();
  }

  /**
   * What a box shows, in two lines.
   *
   * @param label the end of the step's name
   * @param kind its class or operator
   * @param shape the shape of its first output, at the right of the second line
   */
  private record Lines(String label, String kind, String shape) {
    static Lines of(
        Layout.Box box,
        String shape,
        ToDoubleFunction<String> first,
        ToDoubleFunction<String> second) {
      String fitted = LabelFit.tail(shape, MOST_SHAPE * INSIDE, second);
      double left = fitted.isEmpty() ? INSIDE : INSIDE - SPACE - second.applyAsDouble(fitted);
      return new Lines(
          LabelFit.tail(box.label(), INSIDE, first),
          LabelFit.head(box.kind(), left, second),
          fitted);
    }
  }

  /** Returns the graph of a model as a PNG file, with the shapes of outputs. */
  public static byte[] png(Model model) {
    Structure structure = Structure.of(model);
    return png(structure, Structure.shapes(model, structure));
  }

  /**
   * Returns the graph as a PNG file, scaled down to at most 60 million pixels.
   *
   * @param structure the steps of the model
   */
  public static byte[] png(Structure structure) {
    return png(structure, Map.of());
  }

  private static byte[] png(Structure structure, Map<String, String> shapes) {
    Layout layout = Layout.of(structure);
    double[] area = area(layout);
    double scale = Math.min(1.5, Math.sqrt(MOST_PIXELS / (area[2] * area[3])));
    scale = Math.min(scale, MOST_SIDE / Math.max(area[2], area[3]));
    BufferedImage image =
        new BufferedImage(
            Math.max(1, (int) (area[2] * scale)),
            Math.max(1, (int) (area[3] * scale)),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, image.getWidth(), image.getHeight());
    pen.scale(scale, scale);
    pen.translate(-area[0], -area[1]);
    pen.setStroke(new BasicStroke(1.2f));
    pen.setColor(Color.decode("#a9b4c2"));
    for (Layout.Edge edge : layout.edges()) {
      double[] points = points(layout, edge);
      Path2D path = new Path2D.Double();
      path.moveTo(points[0], points[1]);
      for (int i = 2; i < points.length; i += 2) {
        double middle = (points[i - 1] + points[i + 1]) / 2;
        path.curveTo(points[i - 2], middle, points[i], middle, points[i], points[i + 1]);
      }
      pen.draw(path);
    }
    Font bold = new Font(Font.SANS_SERIF, Font.BOLD, 11);
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 10);
    FontMetrics first = pen.getFontMetrics(bold);
    FontMetrics second = pen.getFontMetrics(plain);
    for (Layout.Box box : layout.boxes()) {
      double x = box.x() - Layout.BOX_WIDTH / 2.0;
      double y = box.y() - Layout.BOX_HEIGHT / 2.0;
      Lines lines =
          Lines.of(
              box, shapes.getOrDefault(box.value(), ""), first::stringWidth, second::stringWidth);
      pen.setColor(Color.decode(color(box.kind())));
      pen.fill(new RoundRectangle2D.Double(x, y, Layout.BOX_WIDTH, Layout.BOX_HEIGHT, 12, 12));
      pen.setColor(Color.WHITE);
      pen.setFont(bold);
      pen.drawString(lines.label, (float) x + PADDING, (float) y + 16);
      pen.setFont(plain);
      pen.drawString(lines.kind, (float) x + PADDING, (float) y + 30);
      double end = x + Layout.BOX_WIDTH - PADDING - second.stringWidth(lines.shape);
      pen.drawString(lines.shape, (float) end, (float) y + 30);
    }
    pen.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      // An array in memory takes everything.
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns the graph of a model in Graphviz' DOT language, with the shapes of outputs. */
  public static String dot(Model model) {
    Structure structure = Structure.of(model);
    return dot(structure, Structure.shapes(model, structure));
  }

  /**
   * Returns the graph in Graphviz' DOT language.
   *
   * @param structure the steps of the model
   */
  public static String dot(Structure structure) {
    return dot(structure, Map.of());
  }

  private static String dot(Structure structure, Map<String, String> shapes) {
    Layout layout = Layout.of(structure);
    StringBuilder out = new StringBuilder("digraph model {\n");
    out.append("  node [shape=box, style=\"filled,rounded\", fontcolor=white];\n");
    for (int i = 0; i < layout.boxes().size(); i++) {
      Layout.Box box = layout.boxes().get(i);
      String label = box.label().replace("\\", "\\\\").replace("\"", "\\\"");
      String shape = shapes.getOrDefault(box.value(), "");
      line(
          out,
          "  n%d [label=\"%s\\n%s\", color=\"%s\"];",
          i,
          label,
          box.kind().replace("\"", "") + (shape.isEmpty() ? "" : "  " + shape),
          color(box.kind()));
    }
    layout.edges().forEach(edge -> line(out, "  n%d -> n%d;", edge.from(), edge.to()));
    return out.append("}\n").toString();
  }

  private static double[] points(Layout layout, Layout.Edge edge) {
    Layout.Box from = layout.boxes().get(edge.from());
    Layout.Box to = layout.boxes().get(edge.to());
    double[] points = new double[edge.points().size() + 4];
    points[0] = from.x();
    points[1] = from.y() + Layout.BOX_HEIGHT / 2.0;
    for (int i = 0; i < edge.points().size(); i++) {
      points[2 + i] = edge.points().get(i);
    }
    points[points.length - 2] = to.x();
    points[points.length - 1] = to.y() - Layout.BOX_HEIGHT / 2.0;
    return points;
  }

  /** Returns left, top, width and height of all that is drawn. */
  private static double[] area(Layout layout) {
    double left = layout.boxes().isEmpty() ? 0 : layout.boxes().get(0).x();
    double right = left;
    double bottom = 0;
    for (Layout.Box box : layout.boxes()) {
      left = Math.min(left, box.x());
      right = Math.max(right, box.x());
      bottom = Math.max(bottom, box.y());
    }
    for (Layout.Edge edge : layout.edges()) {
      for (int i = 0; i < edge.points().size(); i += 2) {
        left = Math.min(left, edge.points().get(i));
        right = Math.max(right, edge.points().get(i));
      }
    }
    double x = left - Layout.BOX_WIDTH / 2.0 - MARGIN;
    double y = -Layout.BOX_HEIGHT / 2.0 - MARGIN;
    return new double[] {
      x,
      y,
      right + Layout.BOX_WIDTH / 2.0 + MARGIN - x,
      bottom + Layout.BOX_HEIGHT / 2.0 + MARGIN - y
    };
  }

  private static void line(StringBuilder out, String format, Object... args) {
    out.append(String.format(Locale.ROOT, format, args)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
