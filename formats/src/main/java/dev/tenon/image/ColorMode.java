package dev.tenon.image;

/** The channels of a loaded image; Keras' {@code color_mode}. */
public enum ColorMode {
  /** Red, green and blue. */
  RGB(3),
  /**
   * One channel of luminance with Pillow's weights; a 16-bit grayscale image keeps its values from
   * 0 to 65535.
   */
  GRAYSCALE(1),
  /** Red, green, blue and opacity; 255 for an image without opacity. */
  RGBA(4);

  private final int channels;

  ColorMode(int channels) {
    this.channels = channels;
  }

  /** Returns the length of the last axis. */
  public int channels() {
    return channels;
  }
}
