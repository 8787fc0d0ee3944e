package dev.tenon.runtime;

import dev.tenon.tensor.Tensor;

/** Decodes pictures with the kernels of an engine; safe for use by many threads. */
@FunctionalInterface
public interface PictureDecoder {
  /**
   * Returns the pixels of a picture, of an animation its first: uint8 (height, width, channels).
   *
   * @param file the bytes of a JPEG, PNG, BMP or GIF
   * @param channels 1, 3 or 4
   * @throws IllegalArgumentException where it is no such picture, or damaged
   */
  Tensor decode(byte[] file, int channels);
}
