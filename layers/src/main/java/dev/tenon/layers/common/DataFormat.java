package dev.tenon.layers.common;

import java.util.Locale;
import java.util.stream.LongStream;

/** Where the channels of a batch of sequences, images or volumes lie. */
public enum DataFormat {
  /** The axes are (batch, spatial…, channels). */
  CHANNELS_LAST,
  /** The axes are (batch, channels, spatial…). */
  CHANNELS_FIRST;

  /**
   * Returns the format of Keras' name.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  public static DataFormat of(String name) {
    for (DataFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "data_format '" + name + "' is neither channels_last nor channels_first");
  }

  /** Says whether the channel axis lies last. */
  public boolean last() {
    return this == CHANNELS_LAST;
  }

  /** Returns the channel axis, counted so that it holds for every rank: -1 or 1. */
  public int channelAxis() {
    return last() ? -1 : 1;
  }

  /** Returns the first spatial axis: 1 or 2. */
  public int firstSpatial() {
    return last() ? 1 : 2;
  }

  /** Returns the spatial axes of a tensor with so many of them. */
  public long[] spatialAxes(int count) {
    return LongStream.range(firstSpatial(), (long) firstSpatial() + count).toArray();
  }
}
