package dev.tenon.internal.train.loop;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.LongBuffer;
import java.util.stream.IntStream;

/** Finds NaN and infinity. */
final class NotFinite {
  /** The bits of the exponents of two numbers. */
  private static final long EXPONENTS = 0x7f8000007f800000L;

  private static final long CARRIES = 0x0080000000800000L;
  private static final long SIGNS = 0x8000000080000000L;

  /** How many pairs of numbers are looked at together. */
  private static final int BLOCK = 2048;

  /** So many numbers are worth another thread. */
  private static final int PART = 1 << 20;

  /** What is learned from again need not be read again. */
  private static final FiniteTensors KNOWN = new FiniteTensors();

  private NotFinite() {}

  /** Returns the position of the first number that is not finite, -1 where all are. */
  static int first(Tensor tensor) {
    if (tensor.dtype() != DType.FLOAT32) {
      return first(tensor, 0, tensor.size());
    }
    if (tensor.size() >= PART && KNOWN.contains(tensor)) {
      return -1;
    }
    // All the data are read before a training: reading them is what takes the time.
    int parts = (tensor.size() + PART - 1) / PART;
    int found =
        IntStream.range(0, parts)
            .parallel()
            .map(part -> firstOfPart(tensor, part))
            .filter(position -> position >= 0)
            .findFirst()
            .orElse(-1);
    if (found < 0 && tensor.size() >= PART) {
      KNOWN.add(tensor);
    }
    return found;
  }

  /**
   * Looks at pairs of numbers in a loop without branches, over blocks that the processor's cache
   * holds: to ask each number takes more than ten times as long.
   */
  private static int firstOfPart(Tensor tensor, int part) {
    LongBuffer pairs = tensor.bytes().asLongBuffer();
    long[] block = new long[BLOCK];
    int end = (int) Math.min(tensor.size(), (part + 1L) * PART);
    int start = part * PART;
    while (end - start > 1) {
      int length = Math.min(BLOCK, (end - start) / 2);
      pairs.get(start / 2, block, 0, length);
      long signs = 0;
      for (int i = 0; i < length; i++) {
        // Carries into the sign of a number where all bits of its exponent are set.
        signs |= (block[i] & EXPONENTS) + CARRIES;
      }
      if ((signs & SIGNS) != 0) {
        return first(tensor, start, start + 2 * length);
      }
      start += 2 * length;
    }
    return first(tensor, start, end);
  }

  private static int first(Tensor tensor, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(tensor.getFloat(i))) {
        return i;
      }
    }
    return -1;
  }
}
