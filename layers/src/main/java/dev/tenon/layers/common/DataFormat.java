package dev.tenon.layers.common;

import java.util.Locale;
import java.util.stream.LongStream;

/** The position of the channel axis of a batch of sequences, images or volumes. */
public enum DataFormat {
  /** The axes are (batch, spatial…, channels). */
  CHANNELS_LAST,
  /** The axes are (batch, channels, spatial…). */
  CHANNELS_FIRST;

  /**
   * Returns the format of Keras' name.
   *
   * @throws IllegalArgumentException for an unknown name
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

  /** Returns whether the channel axis is the last one. */
  public boolean last() {
    return this == CHANNELS_LAST;
  }

  /** Returns the channel axis for every rank: -1 or 1. */
  public int channelAxis() {
    return last() ? -1 : 1;
  }

  /** Returns the first spatial axis: 1 or 2. */
  public int firstSpatial() {
    return last() ? 1 : 2;
  }

  /** Returns the spatial axes of a tensor with a number of them. */
  public long[] spatialAxes(int count) {
    return LongStream.range(firstSpatial(), (long) firstSpatial() + count).toArray();
  }
}
