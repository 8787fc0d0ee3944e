package dev.tenon.formats.hdf5;

import org.jspecify.annotations.Nullable;

/**
 * Unpacks LZF, the fast compression of h5py.
 *
 * <p>A control byte below 32 is followed by that many literal bytes and one more. Any other begins
 * a copy of what was unpacked before: its upper three bits are the length less two (seven: a byte
 * follows that is added), its lower five and a byte more are how far back to begin, less one.
 */
final class Lzf {
  private static final int LITERALS = 32;
  private static final int LONG = 7;

  private Lzf() {}

  /** Returns {@code size} bytes; null if the packed ones are no LZF of so many. */
  static byte @Nullable [] unpack(byte[] packed, int size) {
    byte[] out = new byte[size];
    int to = 0;
    int at = 0;
    while (at < packed.length) {
      int control = packed[at++] & 0xff;
      if (control < LITERALS) {
        int count = control + 1;
        if (count > packed.length - at || count > size - to) {
          return null;
        }
        System.arraycopy(packed, at, out, to, count);
        at += count;
        to += count;
        continue;
      }
      int length = control >> 5;
      if (packed.length - at < (length == LONG ? 2 : 1)) {
        return null;
      }
      length += length == LONG ? packed[at++] & 0xff : 0;
      length += 2;
      int from = to - ((control & 0x1f) << 8) - (packed[at++] & 0xff) - 1;
      if (from < 0 || length > size - to) {
        return null;
      }
      // The copy may overlap what it writes: it then repeats itself.
      for (int i = 0; i < length; i++) {
        out[to++] = out[from++];
      }
    }
    return to == size ? out : null;
  }
}
