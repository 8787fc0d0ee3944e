package dev.tenon.formats.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of an SVG document, in the order in which they are drawn. */
final class SvgElements {
  /**
   * How an element looks.
   *
   * @param colour of the stroke or the area
   * @param clip where it is seen, in the document's coordinates; null for everywhere
   */
  record Style(Color colour, @Nullable Shape clip) {}

  private final Map<String, String> clips = new LinkedHashMap<>();
  private final StringBuilder body = new StringBuilder();

  /** Adds a filled shape, in the document's coordinates. */
  void area(Shape shape, Style style) {
    String path = path(shape);
    if (!path.isEmpty()) {
      body.append("<path d=\"").append(path).append('"');
      paint("fill", style.colour());
      clip(style);
      body.append("/>\n");
    }
  }

  /** Adds the outline of a shape, in the document's coordinates. */
  void outline(Shape shape, BasicStroke stroke, AffineTransform transform, Style style) {
    String path = path(shape);
    if (path.isEmpty()) {
      return;
    }
    double scale = Math.sqrt(Math.abs(transform.getDeterminant()));
    body.append("<path fill=\"none\" d=\"").append(path).append('"');
    paint("stroke", style.colour());
    attribute("stroke-width", number(stroke.getLineWidth() * scale));
    attribute(
        "stroke-linecap",
        switch (stroke.getEndCap()) {
          case BasicStroke.CAP_ROUND -> "round";
          case BasicStroke.CAP_SQUARE -> "square";
          default -> "butt";
        });
    attribute(
        "stroke-linejoin",
        switch (stroke.getLineJoin()) {
          case BasicStroke.JOIN_ROUND -> "round";
          case BasicStroke.JOIN_BEVEL -> "bevel";
          default -> "miter";
        });
    if (stroke.getDashArray() != null) {
      StringBuilder dashes = new StringBuilder();
      for (float dash : stroke.getDashArray()) {
        dashes.append(dashes.isEmpty() ? "" : " ").append(number(dash * scale));
      }
      attribute("stroke-dasharray", dashes.toString());
    }
    clip(style);
    body.append("/>\n");
  }

  /** Adds a line of text at a place, before a transform. */
  void text(String text, double x, double y, Font font, AffineTransform transform, Style style) {
    // The clip is in the document's coordinates, so that it belongs to a group around the text.
    body.append("<g");
    clip(style);
    body.append("><text x=\"").append(number(x)).append("\" y=\"").append(number(y)).append('"');
    attribute("font-family", family(font));
    attribute("font-size", number(font.getSize2D()));
    if (font.isBold()) {
      attribute("font-weight", "bold");
    }
    if (font.isItalic()) {
      attribute("font-style", "italic");
    }
    if (!transform.isIdentity()) {
      attribute("transform", matrix(transform));
    }
    paint("fill", style.colour());
    body.append('>').append(escaped(text)).append("</text></g>\n");
  }

  String document(int width, int height) {
    StringBuilder all = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    all.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\">\n",
            width,
            height,
            width,
            height));
    if (!clips.isEmpty()) {
      all.append("<defs>\n");
      clips.forEach(
          (path, id) ->
              all.append("<clipPath id=\"")
                  .append(id)
                  .append("\"><path d=\"")
                  .append(path)
                  .append("\"/></clipPath>\n"));
      all.append("</defs>\n");
    }
    return all.append(body).append("</svg>\n").toString();
  }

  private void clip(Style style) {
    Shape clip = style.clip();
    if (clip != null) {
      String id = clips.computeIfAbsent(path(clip), path -> "clip" + clips.size());
      attribute("clip-path", "url(#" + id + ")");
    }
  }

  private void paint(String name, Color colour) {
    attribute(name, String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff));
    if (colour.getAlpha() < 255) {
      attribute(name + "-opacity", number(colour.getAlpha() / 255.0));
    }
  }

  private void attribute(String name, String value) {
    body.append(' ').append(name).append("=\"").append(value).append('"');
  }

  private static String family(Font font) {
    return switch (font.getFamily(Locale.ROOT)) {
      case Font.SANS_SERIF, Font.DIALOG -> "sans-serif";
      case Font.SERIF -> "serif";
      case Font.MONOSPACED -> "monospace";
      default -> escaped(font.getFamily(Locale.ROOT));
    };
  }

  private static String matrix(AffineTransform transform) {
    double[] entries = new double[6];
    transform.getMatrix(entries);
    StringBuilder text = new StringBuilder("matrix(");
    for (int i = 0; i < entries.length; i++) {
      text.append(i == 0 ? "" : " ").append(number(entries[i]));
    }
    return text.append(')').toString();
  }

  private static String path(Shape shape) {
    StringBuilder path = new StringBuilder();
    double[] at = new double[6];
    for (PathIterator it = shape.getPathIterator(null); !it.isDone(); it.next()) {
      int kind = it.currentSegment(at);
      path.append(
          switch (kind) {
            case PathIterator.SEG_MOVETO -> "M";
            case PathIterator.SEG_LINETO -> "L";
            case PathIterator.SEG_QUADTO -> "Q";
            case PathIterator.SEG_CUBICTO -> "C";
            default -> "Z";
          });
      int count =
          switch (kind) {
            case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CUBICTO -> 6;
            default -> 0;
          };
      for (int i = 0; i < count; i++) {
        path.append(i == 0 ? "" : " ").append(number(at[i]));
      }
    }
    return path.toString();
  }

  private static String number(double value) {
    double rounded = Math.rint(value * 1000) / 1000;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
