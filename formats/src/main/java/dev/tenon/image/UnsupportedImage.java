package dev.tenon.image;

import java.io.IOException;

/**
 * Recognises that the JDK's decoders do not read a kind of image, such as a JPEG of CMYK.
 *
 * <p>They throw the same type for it as for a damaged image, and say so in the text only.
 */
final class UnsupportedImage {
  private UnsupportedImage() {}

  /** Returns whether the decoder refused the kind of the image. */
  static boolean is(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("Unsupported");
  }
}
