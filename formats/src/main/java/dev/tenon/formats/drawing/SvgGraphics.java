package dev.tenon.formats.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A canvas that writes shapes and texts as elements of an SVG 1.1 document.
 *
 * <p>A real canvas of one pixel keeps the state: paint, stroke, font, clip and transform. Pictures
 * and copied areas are not supported.
 *
 * @see <a href="https://www.w3.org/TR/SVG11/">Scalable Vector Graphics 1.1</a>
 */
final class SvgGraphics extends Graphics2D {
  private final Graphics2D state;
  private final SvgElements elements;

  SvgGraphics() {
    this(new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB).createGraphics(), new SvgElements());
    // The clip of the pixel would hide everything.
    state.setClip(null);
  }

  private SvgGraphics(Graphics2D state, SvgElements elements) {
    this.state = state;
    this.elements = elements;
  }

  /** Returns the whole document. */
  String document(int width, int height) {
    return elements.document(width, height);
  }

  private SvgElements.Style style() {
    Shape clip = state.getClip();
    Shape bounds = clip == null ? null : state.getTransform().createTransformedShape(clip);
    // A gradient has no single colour; nothing here paints with one.
    return new SvgElements.Style(state.getColor(), bounds);
  }

  private Shape placed(Shape shape) {
    return state.getTransform().createTransformedShape(shape);
  }

  @Override
  public void draw(Shape shape) {
    if (state.getStroke() instanceof BasicStroke stroke) {
      elements.outline(placed(shape), stroke, state.getTransform(), style());
    } else {
      fill(state.getStroke().createStrokedShape(shape));
    }
  }

  @Override
  public void fill(Shape shape) {
    elements.area(placed(shape), style());
  }

  @Override
  public void drawString(String text, float x, float y) {
    elements.text(text, x, y, state.getFont(), state.getTransform(), style());
  }

  @Override
  public void drawString(String text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawString(AttributedCharacterIterator text, float x, float y) {
    TextLayout layout = new TextLayout(text, getFontRenderContext());
    fill(layout.getOutline(AffineTransform.getTranslateInstance(x, y)));
  }

  @Override
  public void drawString(AttributedCharacterIterator text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
    fill(glyphs.getOutline(x, y));
  }

  @Override
  public void drawLine(int x1, int y1, int x2, int y2) {
    draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void fillRect(int x, int y, int width, int height) {
    fill(new Rectangle(x, y, width, height));
  }

  @Override
  public void clearRect(int x, int y, int width, int height) {
    Color before = getColor();
    setColor(getBackground());
    fillRect(x, y, width, height);
    setColor(before);
  }

  @Override
  public void drawRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
    draw(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
  }

  @Override
  public void fillRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
    fill(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
  }

  @Override
  public void drawOval(int x, int y, int width, int height) {
    draw(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void fillOval(int x, int y, int width, int height) {
    fill(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void drawArc(int x, int y, int width, int height, int start, int extent) {
    draw(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.OPEN));
  }

  @Override
  public void fillArc(int x, int y, int width, int height, int start, int extent) {
    fill(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.PIE));
  }

  @Override
  public void drawPolyline(int[] xs, int[] ys, int count) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        path.moveTo(xs[i], ys[i]);
      } else {
        path.lineTo(xs[i], ys[i]);
      }
    }
    draw(path);
  }

  @Override
  public void drawPolygon(int[] xs, int[] ys, int count) {
    draw(new Polygon(xs, ys, count));
  }

  @Override
  public void fillPolygon(int[] xs, int[] ys, int count) {
    fill(new Polygon(xs, ys, count));
  }

  @Override
  public Graphics create() {
    return new SvgGraphics((Graphics2D) state.create(), elements);
  }

  @Override
  public void dispose() {
    state.dispose();
  }

  @Override
  public boolean hit(Rectangle area, Shape shape, boolean onStroke) {
    return state.hit(area, shape, onStroke);
  }

  @Override
  public GraphicsConfiguration getDeviceConfiguration() {
    return state.getDeviceConfiguration();
  }

  @Override
  public void setComposite(Composite composite) {
    state.setComposite(composite);
  }

  @Override
  public void setPaint(Paint paint) {
    state.setPaint(paint);
  }

  @Override
  public void setStroke(Stroke stroke) {
    state.setStroke(stroke);
  }

  @Override
  public void setRenderingHint(RenderingHints.Key key, @Nullable Object value) {
    state.setRenderingHint(key, value);
  }

  @Override
  public @Nullable Object getRenderingHint(RenderingHints.Key key) {
    return state.getRenderingHint(key);
  }

  @Override
  public void setRenderingHints(Map<?, ?> hints) {
    state.setRenderingHints(hints);
  }

  @Override
  public void addRenderingHints(Map<?, ?> hints) {
    state.addRenderingHints(hints);
  }

  @Override
  public RenderingHints getRenderingHints() {
    return state.getRenderingHints();
  }

  @Override
  public void translate(int x, int y) {
    state.translate(x, y);
  }

  @Override
  public void translate(double x, double y) {
    state.translate(x, y);
  }

  @Override
  public void rotate(double theta) {
    state.rotate(theta);
  }

  @Override
  public void rotate(double theta, double x, double y) {
    state.rotate(theta, x, y);
  }

  @Override
  public void scale(double x, double y) {
    state.scale(x, y);
  }

  @Override
  public void shear(double x, double y) {
    state.shear(x, y);
  }

  @Override
  public void transform(AffineTransform transform) {
    state.transform(transform);
  }

  @Override
  public void setTransform(AffineTransform transform) {
    state.setTransform(transform);
  }

  @Override
  public AffineTransform getTransform() {
    return state.getTransform();
  }

  @Override
  public Paint getPaint() {
    return state.getPaint();
  }

  @Override
  public Composite getComposite() {
    return state.getComposite();
  }

  @Override
  public void setBackground(Color colour) {
    state.setBackground(colour);
  }

  @Override
  public Color getBackground() {
    return state.getBackground();
  }

  @Override
  public Stroke getStroke() {
    return state.getStroke();
  }

  @Override
  public void clip(@Nullable Shape shape) {
    state.clip(shape);
  }

  @Override
  public FontRenderContext getFontRenderContext() {
    return state.getFontRenderContext();
  }

  @Override
  public Color getColor() {
    return state.getColor();
  }

  @Override
  public void setColor(@Nullable Color colour) {
    state.setColor(colour);
  }

  @Override
  public void setPaintMode() {
    state.setPaintMode();
  }

  @Override
  public void setXORMode(Color colour) {
    throw unsupported("XOR");
  }

  @Override
  public Font getFont() {
    return state.getFont();
  }

  @Override
  public void setFont(Font font) {
    state.setFont(font);
  }

  @Override
  public FontMetrics getFontMetrics(Font font) {
    return state.getFontMetrics(font);
  }

  @Override
  public @Nullable Rectangle getClipBounds() {
    return state.getClipBounds();
  }

  @Override
  public void clipRect(int x, int y, int width, int height) {
    state.clipRect(x, y, width, height);
  }

  @Override
  public void setClip(int x, int y, int width, int height) {
    state.setClip(x, y, width, height);
  }

  @Override
  public @Nullable Shape getClip() {
    return state.getClip();
  }

  @Override
  public void setClip(@Nullable Shape shape) {
    state.setClip(shape);
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException(what + " in an SVG");
  }

  @Override
  public void copyArea(int x, int y, int width, int height, int dx, int dy) {
    throw unsupported("a copied area");
  }

  @Override
  public boolean drawImage(Image image, AffineTransform transform, ImageObserver observer) {
    throw unsupported("a picture");
  }

  @Override
  public void drawImage(BufferedImage image, BufferedImageOp op, int x, int y) {
    throw unsupported("a picture");
  }

  @Override
  public void drawRenderedImage(RenderedImage image, AffineTransform transform) {
    throw unsupported("a picture");
  }

  @Override
  public void drawRenderableImage(RenderableImage image, AffineTransform transform) {
    throw unsupported("a picture");
  }

  @Override
  public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
    throw unsupported("a picture");
  }

  @Override
  public boolean drawImage(
      Image image, int x, int y, int width, int height, ImageObserver observer) {
    throw unsupported("a picture");
  }

  @Override
  public boolean drawImage(Image image, int x, int y, Color ground, ImageObserver observer) {
    throw unsupported("a picture");
  }

  @Override
  public boolean drawImage(
      Image image, int x, int y, int width, int height, Color ground, ImageObserver observer) {
    throw unsupported("a picture");
  }

  @Override
  public boolean drawImage(
      Image image,
      int dx1,
      int dy1,
      int dx2,
      int dy2,
      int sx1,
      int sy1,
      int sx2,
      int sy2,
      ImageObserver observer) {
    throw unsupported("a picture");
  }

  @Override
  public boolean drawImage(
      Image image,
      int dx1,
      int dy1,
      int dx2,
      int dy2,
      int sx1,
      int sy1,
      int sx2,
      int sy2,
      Color ground,
      ImageObserver observer) {
    throw unsupported("a picture");
  }
}
