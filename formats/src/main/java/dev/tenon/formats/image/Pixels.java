package dev.tenon.formats.image;

import dev.tenon.tensor.Tensor;

/** Samples in rows, the channels of a pixel side by side. */
sealed interface Pixels permits Bytes, Shorts {
  int height();

  int width();

  int channels();

  /** Returns the same with each row resampled. */
  Pixels columns(Resample columns);

  /** Returns the same with each column resampled. */
  Pixels rows(Resample rows);

  /** Returns the pixels at these rows and columns. */
  Pixels pick(int[] rows, int[] columns);

  /** Returns float32 (height, width, channels). */
  Tensor toTensor();
}
