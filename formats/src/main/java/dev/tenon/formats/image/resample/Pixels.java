package dev.tenon.formats.image.resample;

import dev.tenon.tensor.Tensor;

/** Samples in rows, the channels of a pixel side by side. */
public sealed interface Pixels permits ByteSamples, ShortSamples {
  int height();

  int width();

  int channels();

  /** Returns the same with each row resampled. */
  Pixels columns(ResampleAxis columns);

  /** Returns the same with each column resampled. */
  Pixels rows(ResampleAxis rows);

  /** Returns the pixels at these rows and columns. */
  Pixels pick(int[] rows, int[] columns);

  /** Returns float32 (height, width, channels). */
  Tensor toTensor();
}
