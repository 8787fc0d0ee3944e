package dev.tenon.formats.image.jpeg;

import java.util.Arrays;
import java.util.Objects;

/** Reads blocks whose coefficients all lie in one scan, and transforms them at once. */
final class SequentialBlocks implements Scan.BlockReader {
  private final BitReader bits;
  private final InverseDct method;
  private final int[] block = new int[InverseDct.SIZE];

  SequentialBlocks(BitReader bits, InverseDct method) {
    this.bits = bits;
    this.method = method;
  }

  @Override
  public void restart() {}

  @Override
  public void read(JpegComponent component, int row, int column) {
    int[] multipliers = Objects.requireNonNull(component.multipliers);
    Arrays.fill(block, 0);
    int length = bits.symbol(component.dc);
    component.last += length == 0 ? 0 : bits.signed(length);
    block[0] = (short) ((short) component.last * multipliers[0]);
    long coefficients = readHigher(component.ac, multipliers);
    if (coefficients == 0) {
      component.transformFlat(method, row, column, block[0]);
    } else {
      component.transform(method, row, column, block, coefficients);
    }
  }

  /** Reads all coefficients but the first, and returns a bit for each that is there. */
  private long readHigher(HuffmanTable table, int[] multipliers) {
    int[] whole = table.whole();
    long coefficients = 0;
    for (int k = 1; k < InverseDct.SIZE; k++) {
      int value;
      int entry = bits.whole(whole);
      if (entry != 0) {
        k += (entry >> 8) & 15;
        value = entry >> 16;
      } else {
        int symbol = bits.symbol(table);
        int size = symbol & 15;
        k += symbol >> 4;
        if (size == 0) {
          if (symbol >> 4 != 15) {
            break;
          }
          continue;
        }
        value = bits.signed(size);
      }
      int at = Scan.natural(k);
      block[at] = (short) (value * multipliers[at]);
      coefficients |= 1L << at;
    }
    return coefficients;
  }
}
