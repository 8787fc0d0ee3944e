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
    boolean flat = true;
    for (int k = 1; k < InverseDct.SIZE; k++) {
      int symbol = bits.symbol(component.ac);
      int size = symbol & 15;
      if (size == 0) {
        if (symbol >> 4 != 15) {
          break;
        }
        k += 15;
      } else {
        k += symbol >> 4;
        int at = Scan.natural(k);
        block[at] = (short) (bits.signed(size) * multipliers[at]);
        flat = false;
      }
    }
    if (flat) {
      component.transformFlat(method, row, column, block[0]);
    } else {
      component.transform(method, row, column, block);
    }
  }
}
