package dev.tenon.formats.image;

/** How a picture is resized; the results are those of Pillow up to version 12, to the last bit. */
public enum Interpolation {
  /** Takes the nearest pixel: Keras' default. */
  NEAREST {
    @Override
    Pixels resize(Pixels pixels, int height, int width) {
      return NearestResize.resize(pixels, height, width);
    }
  },
  /** Weights the pixels around, over a wider area where the picture shrinks. */
  BILINEAR {
    @Override
    Pixels resize(Pixels pixels, int height, int width) {
      return BilinearResize.resize(pixels, height, width);
    }
  };

  abstract Pixels resize(Pixels pixels, int height, int width);
}
