package dev.tenon.utils;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws rectangles and labels on images of bytes, the rectangles pixel by pixel as OpenCV does.
 *
 * @see <a href="https://github.com/opencv/opencv/blob/4.x/modules/imgproc/src/drawing.cpp">OpenCV:
 *     drawing.cpp</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BoxCanvas(byte[] pixels, int height, int width, int channels, List<Integer> color) {
  /** The height of a capital letter of OpenCV's font, and that of Java's as a share of its size. */
  private static final double CAPITAL = 21;

  private static final double CAPITAL_SHARE = 0.72;

  /** Draws the outline of a rectangle, corners included, on one image of the batch. */
  void rectangle(int image, int x1, int y1, int x2, int y2, int thickness) {
    int left = Math.min(x1, x2);
    int right = Math.max(x1, x2);
    int top = Math.min(y1, y2);
    int bottom = Math.max(y1, y2);
    // OpenCV's lines of 2 pixels have 3, those of 3 and 4 have 5.
    int half = thickness < 2 ? 0 : (thickness + 1) / 2;
    boolean wide = right > left;
    boolean high = bottom > top;
    if (wide || half == 0) {
      fill(image, left, (long) top - half, right, (long) top + half);
      fill(image, left, (long) bottom - half, right, (long) bottom + half);
    }
    if (high || half == 0) {
      fill(image, (long) left - half, top, (long) left + half, bottom);
      fill(image, (long) right - half, top, (long) right + half, bottom);
    }
    for (int x : new int[] {left, right}) {
      for (int y : new int[] {top, bottom}) {
        disc(image, x, y, half);
      }
    }
  }

  /** Fills a circle by OpenCV's whole numbers. */
  private void disc(int image, long x, long y, int radius) {
    int dx = radius;
    int error = 0;
    int plus = 1;
    int minus = 2 * radius - 1;
    for (int dy = 0; dx >= dy; dy++) {
      fill(image, x - dx, y - dy, x + dx, y - dy);
      fill(image, x - dx, y + dy, x + dx, y + dy);
      fill(image, x - dy, y - dx, x + dy, y - dx);
      fill(image, x - dy, y + dx, x + dy, y + dx);
      error += plus;
      plus += 2;
      if (error > 0) {
        error -= minus;
        dx--;
        minus -= 2;
      }
    }
  }

  private void fill(int image, long left, long top, long right, long bottom) {
    for (int y = (int) Math.max(0, top); y <= Math.min(bottom, height - 1L); y++) {
      for (int x = (int) Math.max(0, left); x <= Math.min(right, width - 1L); x++) {
        paint(image, x, y);
      }
    }
  }

  private void paint(int image, int x, int y) {
    int at = ((image * height + y) * width + x) * channels;
    for (int c = 0; c < channels; c++) {
      pixels[at + c] = (byte) (c < color.size() ? color.get(c) : 0);
    }
  }

  /** Writes a label beside the left upper corner of a box. */
  void label(int image, String text, int x, int y, double scale, int thickness) {
    int fontHeight = (int) (scale * 12);
    boolean above = y - 8 - 2 * fontHeight > 0;
    int atX = above ? x : x + 3;
    int atY = above ? y - 8 : y + 2 * fontHeight + thickness + 3;
    BufferedImage stencil = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = stencil.createGraphics();
    pen.setColor(Color.WHITE);
    pen.setFont(
        new Font(Font.SANS_SERIF, thickness > 1 ? Font.BOLD : Font.PLAIN, 1)
            .deriveFont((float) (scale * CAPITAL / CAPITAL_SHARE)));
    pen.drawString(text, atX, atY);
    pen.dispose();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        if ((stencil.getRaster().getSample(column, row, 0) & 0x80) != 0) {
          paint(image, column, row);
        }
      }
    }
  }
}
