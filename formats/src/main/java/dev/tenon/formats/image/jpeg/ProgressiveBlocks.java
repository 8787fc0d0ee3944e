package dev.tenon.formats.image.jpeg;

import java.util.Objects;

/** Reads some coefficients of blocks, or one more bit of them; ITU-T T.81, annex G. */
final class ProgressiveBlocks implements Scan.BlockReader {
  private final BitReader bits;
  private final Scan scan;
  private final int one;

  /** How many blocks follow that have no more coefficients in this scan. */
  private int empty;

  ProgressiveBlocks(BitReader bits, Scan scan) {
    this.bits = bits;
    this.scan = scan;
    one = 1 << scan.low();
  }

  @Override
  public void restart() {
    empty = 0;
  }

  @Override
  public void read(JpegComponent component, int row, int column) {
    short[] all = Objects.requireNonNull(component.coefficients);
    int at = component.block(row, column);
    boolean refined = scan.high() != 0;
    if (scan.start() > 0) {
      if (refined) {
        refine(all, at, component.ac);
      } else {
        first(all, at, component.ac);
      }
    } else if (refined) {
      if (bits.bits(1) != 0) {
        all[at] |= (short) one;
      }
    } else {
      int length = bits.symbol(component.dc);
      component.last += length == 0 ? 0 : bits.signed(length);
      all[at] = (short) (component.last << scan.low());
    }
  }

  private void first(short[] all, int at, HuffmanTable table) {
    if (empty > 0) {
      empty--;
      return;
    }
    for (int k = scan.start(); k <= scan.end(); k++) {
      int symbol = bits.symbol(table);
      int run = symbol >> 4;
      int size = symbol & 15;
      if (size != 0) {
        k += run;
        all[at + Scan.natural(k)] = (short) (bits.signed(size) << scan.low());
      } else if (run == 15) {
        k += 15;
      } else {
        empty = run(run) - 1;
        break;
      }
    }
  }

  private int run(int length) {
    return (1 << length) + (length == 0 ? 0 : bits.bits(length));
  }

  private void refine(short[] all, int at, HuffmanTable table) {
    int k = scan.start();
    if (empty == 0) {
      for (; k <= scan.end(); k++) {
        int symbol = bits.symbol(table);
        int run = symbol >> 4;
        int value = 0;
        if ((symbol & 15) != 0) {
          value = bits.bits(1) != 0 ? one : -one;
        } else if (run != 15) {
          empty = run(run);
          break;
        }
        k = skip(all, at, k, run);
        if (value != 0) {
          all[at + Scan.natural(k)] = (short) value;
        }
      }
    }
    if (empty > 0) {
      skip(all, at, k, Integer.MAX_VALUE);
      empty--;
    }
  }

  /**
   * Reads a bit for each coefficient that is known, and passes by some that are 0.
   *
   * @return where it stops: at the coefficient after them, or behind the last
   */
  private int skip(short[] all, int at, int from, int zeros) {
    int left = zeros;
    int k = from;
    for (; k <= scan.end(); k++) {
      int place = at + Scan.natural(k);
      short known = all[place];
      if (known != 0) {
        if (bits.bits(1) != 0 && (known & one) == 0) {
          all[place] += (short) (known >= 0 ? one : -one);
        }
      } else if (--left < 0) {
        break;
      }
    }
    return k;
  }
}
