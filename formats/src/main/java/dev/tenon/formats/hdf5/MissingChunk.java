package dev.tenon.formats.hdf5;

import io.jhdf.exceptions.HdfException;

/**
 * Recognises that a chunk of a dataset was never written, so that its values are the fill value.
 *
 * <p>jHDF throws the same type for it as for a chunk outside the file, and tells the two apart in
 * its text only.
 */
final class MissingChunk {
  private MissingChunk() {}

  /** Returns whether jHDF found that the chunk was never written. */
  static boolean is(HdfException failure) {
    String reason = String.valueOf(failure.getMessage());
    return reason.startsWith("No chunk with offset") || reason.endsWith("at address -1");
  }
}
