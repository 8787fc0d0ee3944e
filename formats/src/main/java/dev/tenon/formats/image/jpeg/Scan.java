package dev.tenon.formats.image.jpeg;

import java.util.Arrays;
import java.util.List;

/**
 * One pass over the blocks of some components.
 *
 * @param start the first coefficient in zigzag order
 * @param end the last one
 * @param high the bit that is known already; 0 in a first pass
 * @param low the bit that this pass brings
 */
record Scan(List<JpegComponent> components, int start, int end, int high, int low) {
  /** Where coefficients in zigzag order lie; after 64 there are some more for damaged files. */
  private static final int[] NATURAL = natural();

  private static int[] natural() {
    int[] order = new int[InverseDct.SIZE + 16];
    Arrays.fill(order, InverseDct.SIZE - 1);
    int at = 0;
    for (int sum = 0; sum < 15; sum++) {
      for (int i = Math.max(0, sum - 7); i <= Math.min(7, sum); i++) {
        int y = sum % 2 == 0 ? sum - i : i;
        order[at++] = 8 * y + sum - y;
      }
    }
    return order;
  }

  /** Returns the place of a coefficient in rows. */
  static int natural(int zigzag) {
    return NATURAL[zigzag];
  }

  /** Reads the coefficients of one block. */
  interface BlockReader {
    /**
     * Reads a block.
     *
     * @param row of the block in its component
     */
    void read(JpegComponent component, int row, int column);

    /** Forgets what earlier blocks left, after a restart marker. */
    void restart();
  }

  /**
   * Reads all blocks.
   *
   * @param interval how many units lie between restart markers; 0 for no markers
   */
  void read(Frame frame, BitReader bits, int interval, BlockReader reader) {
    boolean single = components.size() == 1;
    JpegComponent first = components.get(0);
    int wide = single ? first.blocksWide : frame.unitsWide();
    int high = single ? first.blocksHigh : frame.unitsHigh();
    int untilRestart = interval;
    restart(reader);
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        if (interval > 0 && untilRestart-- == 0) {
          bits.restart();
          restart(reader);
          untilRestart = interval - 1;
        }
        if (bits.ended()) {
          continue;
        }
        if (single) {
          reader.read(first, y, x);
        } else {
          readUnit(reader, y, x);
        }
      }
    }
  }

  private void readUnit(BlockReader reader, int y, int x) {
    for (JpegComponent component : components) {
      for (int row = 0; row < component.vertical; row++) {
        for (int column = 0; column < component.horizontal; column++) {
          reader.read(component, y * component.vertical + row, x * component.horizontal + column);
        }
      }
    }
  }

  private void restart(BlockReader reader) {
    for (JpegComponent component : components) {
      component.last = 0;
    }
    reader.restart();
  }
}
