package dev.tenon.formats.image.resample;

/** A part of an image. */
public record ImageBox(int left, int top, int right, int bottom) {
  /** Returns the box of a whole image. */
  public static ImageBox whole(int height, int width) {
    return new ImageBox(0, 0, width, height);
  }

  /** Returns the largest part in the middle that has the target's proportions, as in Keras. */
  public static ImageBox centered(int height, int width, int targetHeight, int targetWidth) {
    int tall = (int) Math.min(height, (long) width * targetHeight / targetWidth);
    int wide = (int) Math.min(width, (long) height * targetWidth / targetHeight);
    int top = (height - tall) / 2;
    int left = (width - wide) / 2;
    return new ImageBox(left, top, left + wide, top + tall);
  }

  /** Returns nearly the same, with the rounding of Keras' {@code smart_resize}. */
  public static ImageBox cropped(int height, int width, int targetHeight, int targetWidth) {
    int tall = (int) ((float) (width * (long) targetHeight) / targetWidth);
    int wide = (int) ((float) (height * (long) targetWidth) / targetHeight);
    tall = Math.max(1, Math.min(height, tall));
    wide = Math.max(1, Math.min(width, wide));
    int top = (height - tall) / 2;
    int left = (width - wide) / 2;
    return new ImageBox(left, top, left + wide, top + tall);
  }

  /** Returns whether the box covers a whole image. */
  public boolean isWhole(Pixels pixels) {
    return equals(whole(pixels.height(), pixels.width()));
  }
}
