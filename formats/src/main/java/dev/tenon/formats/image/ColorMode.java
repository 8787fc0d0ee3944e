package dev.tenon.formats.image;

/** The channels that a picture is loaded with. */
public enum ColorMode {
  /** Red, green and blue. */
  RGB(3),
  /** One channel of brightness, weighted as Pillow weights it. */
  GRAYSCALE(1);

  private final int channels;

  ColorMode(int channels) {
    this.channels = channels;
  }

  /** Returns the length of the last axis. */
  public int channels() {
    return channels;
  }
}
