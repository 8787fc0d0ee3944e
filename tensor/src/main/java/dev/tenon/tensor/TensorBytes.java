package dev.tenon.tensor;

import dev.tenon.internal.thread.ThreadLimit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The numbers of a tensor: there already, or picked from another when they are wanted. */
sealed interface TensorBytes {
  /** Returns the bytes, which nobody may change or move on in; they begin at the position. */
  ByteBuffer bytes();

  /** Puts the bytes into a buffer, from its position on. */
  void copyTo(ByteBuffer target);

  /** Numbers in memory. */
  record Stored(ByteBuffer bytes) implements TensorBytes {
    /** More bytes are in no cache: two cores then copy faster than one. */
    private static final int LARGE = 1 << 24;

    /** What one thread copies at a time. */
    private static final int PART = 1 << 23;

    @Override
    public void copyTo(ByteBuffer target) {
      int size = bytes.remaining();
      if (size < LARGE || !ThreadLimit.isOpen()) {
        target.put(bytes.duplicate());
        return;
      }
      int from = bytes.position();
      int to = target.position();
      IntStream.rangeClosed(0, (size - 1) / PART)
          .parallel()
          .map(part -> part * PART)
          .forEach(at -> target.put(to + at, bytes, from + at, Math.min(PART, size - at)));
      target.position(to + size);
    }
  }

  /** Rows of other numbers, which are let go when the rows are there. */
  final class Picked implements TensorBytes {
    private final int width;
    private final int[] positions;
    private volatile @Nullable ByteBuffer source;
    private volatile @Nullable ByteBuffer known;

    /**
     * Picks nothing yet.
     *
     * @param source the numbers to pick from
     * @param width how many bytes a row has
     * @param positions the rows, each of which is there
     */
    Picked(ByteBuffer source, int width, int[] positions) {
      this.source = source;
      this.width = width;
      this.positions = positions;
    }

    @Override
    public ByteBuffer bytes() {
      ByteBuffer from = source;
      if (from == null) {
        return Objects.requireNonNull(known);
      }
      // Two threads may both pick them, and each has the same.
      ByteBuffer picked = Tensor.allocate(positions.length * width);
      copy(from, picked);
      ByteBuffer bytes = picked.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
      known = bytes;
      source = null;
      return bytes;
    }

    @Override
    public void copyTo(ByteBuffer target) {
      ByteBuffer from = source;
      if (from == null) {
        target.put(bytes().duplicate());
      } else {
        copy(from, target);
      }
    }

    private void copy(ByteBuffer from, ByteBuffer target) {
      int at = target.position();
      for (int position : positions) {
        target.put(at, from, position * width, width);
        at += width;
      }
      target.position(at);
    }
  }
}
