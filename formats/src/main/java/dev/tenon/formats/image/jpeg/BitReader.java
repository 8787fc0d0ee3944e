package dev.tenon.formats.image.jpeg;

/**
 * The bits of a scan, up to the next marker, after which they are 0.
 *
 * <p>Damaged files give what libjpeg gives: a code that is not in the table is 0, and after the end
 * of the data no block is read until a restart marker.
 */
final class BitReader {
  private static final int RESTART = 0xd0;
  private static final int FIRST_MARKER = 0xc0;

  /** Bits that the buffer holds. */
  private static final int FULL = 64;

  private final JpegBytes bytes;
  private long buffer;
  private int count;

  /** The marker that ended the bits; 0 for none yet. */
  private int marker;

  private int restarts;
  private boolean ended;

  BitReader(JpegBytes bytes) {
    this.bytes = bytes;
  }

  /** Returns whether more bits were asked for than there are before the marker. */
  boolean ended() {
    return ended;
  }

  /** Returns the marker that ended the bits, after which other segments follow; 0 for none. */
  int marker() {
    return marker;
  }

  private void fill(int needed) {
    while (count <= FULL - 32 && marker == 0) {
      int four = bytes.nextFour();
      if (four == JpegBytes.SINGLE) {
        break;
      }
      buffer = buffer << 32 | (four & 0xffff_ffffL);
      count += 32;
    }
    while (count <= FULL - 8 && marker == 0) {
      int value = bytes.next();
      if (value == 0xff) {
        int after = bytes.next();
        while (after == 0xff) {
          after = bytes.next();
        }
        if (after != 0) {
          marker = after;
          break;
        }
      }
      buffer = buffer << 8 | value;
      count += 8;
    }
    if (count < needed) {
      ended = true;
      buffer <<= 25 - count;
      count = 25;
    }
  }

  int bits(int length) {
    if (count < length) {
      fill(length);
    }
    count -= length;
    return (int) (buffer >>> count) & ((1 << length) - 1);
  }

  /** Returns a number of so many bits, the lower half of which are negative. */
  int signed(int length) {
    return HuffmanTable.signed(bits(length), length);
  }

  /**
   * Returns a symbol and the number behind it, as {@link HuffmanTable#whole} has them; 0 where they
   * take more bits than are looked up, and nothing is read then.
   */
  int whole(int[] entries) {
    if (count < HuffmanTable.WHOLE) {
      fill(0);
      if (count < HuffmanTable.WHOLE) {
        return 0;
      }
    }
    int entry = entries[(int) (buffer >>> (count - HuffmanTable.WHOLE)) & HuffmanTable.WHOLE_MASK];
    count -= entry & 0xff;
    return entry;
  }

  int symbol(HuffmanTable table) {
    if (count < HuffmanTable.LOOKED_UP) {
      fill(0);
    }
    int length = 1;
    if (count >= HuffmanTable.LOOKED_UP) {
      int entry = table.looked((int) (buffer >>> (count - HuffmanTable.LOOKED_UP)) & 0xff);
      if (entry != 0) {
        count -= entry >> 8;
        return entry & 0xff;
      }
      length = HuffmanTable.LOOKED_UP + 1;
    }
    int code = bits(length);
    while (code > table.largest(length)) {
      code = code << 1 | bits(1);
      length++;
    }
    return length > HuffmanTable.LONGEST ? 0 : table.symbol(code, length);
  }

  /** Goes on behind the next restart marker; where it is not the expected one, as libjpeg. */
  void restart() {
    buffer = 0;
    count = 0;
    if (marker == 0) {
      marker = bytes.nextMarker();
    }
    if (marker == RESTART + restarts) {
      marker = 0;
    } else {
      resynchronize();
    }
    restarts = (restarts + 1) & 7;
    // Up against a marker that belongs elsewhere there is still nothing to read.
    if (marker == 0) {
      ended = false;
    }
  }

  private void resynchronize() {
    while (true) {
      int ahead = (marker - RESTART - restarts) & 7;
      boolean isRestart = marker >= RESTART && marker < RESTART + 8;
      if (marker < FIRST_MARKER || (isRestart && (ahead == 7 || ahead == 6))) {
        marker = bytes.nextMarker();
      } else if (!isRestart || ahead == 1 || ahead == 2) {
        return;
      } else {
        marker = 0;
        return;
      }
    }
  }
}
