package dev.tenon.formats.image.jpeg;

/**
 * Gives components their full size as libjpeg does with "fancy upsampling": twice the size by a
 * triangle, with rounding up and down in turn, and others by repetition.
 */
final class ChromaUpsampling {
  private ChromaUpsampling() {}

  /**
   * Returns one full row of a component.
   *
   * @param y of the image
   * @param row where it is put; longer than the image is wide
   */
  static void row(Frame frame, JpegComponent component, int y, byte[] row) {
    int wide = frame.horizontal() / component.horizontal;
    int tall = frame.vertical() / component.vertical;
    boolean fancy = component.width > 2;
    if (wide == 1 && tall == 2) {
      tall(component, y, row);
    } else if (wide == 2 && tall == 1 && fancy) {
      wide(component, y, row);
    } else if (wide == 2 && tall == 2 && fancy) {
      both(component, y, row);
    } else if (wide == 1) {
      System.arraycopy(component.plane, y / tall * component.stride, row, 0, frame.width());
    } else {
      int start = y / tall * component.stride;
      for (int x = 0; x < frame.width(); x++) {
        row[x] = component.plane[start + x / wide];
      }
    }
  }

  private static int start(JpegComponent component, int row) {
    return Math.max(0, Math.min(component.height - 1, row)) * component.stride;
  }

  /** Returns the row next to the one of an image's row, above or below. */
  private static int neighbor(JpegComponent component, int y) {
    return start(component, y / 2 + (y % 2 == 0 ? -1 : 1));
  }

  private static void tall(JpegComponent component, int y, byte[] row) {
    byte[] plane = component.plane;
    int near = start(component, y / 2);
    int far = neighbor(component, y);
    int bias = y % 2 == 0 ? 1 : 2;
    for (int x = 0; x < component.width; x++) {
      row[x] = (byte) ((3 * (plane[near + x] & 0xff) + (plane[far + x] & 0xff) + bias) >> 2);
    }
  }

  private static void wide(JpegComponent component, int y, byte[] row) {
    byte[] plane = component.plane;
    int start = y * component.stride;
    int last = component.width - 1;
    for (int x = 0; x <= last; x++) {
      int value = plane[start + x] & 0xff;
      int before = x == 0 ? value : plane[start + x - 1] & 0xff;
      int after = x == last ? value : plane[start + x + 1] & 0xff;
      row[2 * x] = (byte) ((3 * value + before + 1) >> 2);
      row[2 * x + 1] = (byte) ((3 * value + after + 2) >> 2);
    }
  }

  private static void both(JpegComponent component, int y, byte[] row) {
    byte[] plane = component.plane;
    int near = start(component, y / 2);
    int far = neighbor(component, y);
    int last = component.width - 1;
    int before = 3 * (plane[near] & 0xff) + (plane[far] & 0xff);
    int value = before;
    for (int x = 0; x < last; x++) {
      int after = 3 * (plane[near + x + 1] & 0xff) + (plane[far + x + 1] & 0xff);
      row[2 * x] = (byte) ((3 * value + before + 8) >> 4);
      row[2 * x + 1] = (byte) ((3 * value + after + 7) >> 4);
      before = value;
      value = after;
    }
    row[2 * last] = (byte) ((3 * value + before + 8) >> 4);
    row[2 * last + 1] = (byte) ((4 * value + 7) >> 4);
  }
}
