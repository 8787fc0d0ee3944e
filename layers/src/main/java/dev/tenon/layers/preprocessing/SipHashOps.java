package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * SipHash-2-4 of texts of up to 23 bytes, by which TensorFlow puts texts into buckets under a key.
 *
 * @see <a href="https://www.131002.net/siphash/siphash.pdf">SipHash</a>
 */
final class SipHashOps {
  private static final long[] START = {
    0x736f6d6570736575L, 0x646f72616e646f6dL, 0x6c7967656e657261L, 0x7465646279746573L
  };

  private final UnsignedArithmetic words;
  private List<Value> state = new ArrayList<>();

  private SipHashOps(UnsignedArithmetic words, long key0, long key1) {
    this.words = words;
    for (int i = 0; i < START.length; i++) {
      state.add(words.constant(START[i] ^ (i % 2 == 0 ? key0 : key1)));
    }
  }

  static Value of(IntegerText text, long key0, long key1) {
    return new SipHashOps(text.words(), key0, key1).hash(text);
  }

  private Value hash(IntegerText text) {
    Ops ops = words.ops();
    Value length = text.length();
    Value top = words.shiftLeft(length, 56);
    for (int block = 0; 8 * block < IntegerText.LONGEST; block++) {
      // The last block of a text, full or not, has the length as its highest byte.
      Value last = ops.less(length, ops.scalar(length, 8 * block + 8));
      Value word = text.word(8 * block, 8);
      word = words.add(word, ops.where(last, top, ops.scalar(length, 0)));
      List<Value> before = state;
      state = new ArrayList<>(state);
      state.set(3, words.xor(state.get(3), word));
      rounds(2);
      state.set(0, words.xor(state.get(0), word));
      if (block > 0) {
        Value reached = ops.greaterOrEqual(length, ops.scalar(length, 8 * block));
        for (int i = 0; i < START.length; i++) {
          state.set(i, ops.where(reached, state.get(i), before.get(i)));
        }
      }
    }
    state.set(2, words.xor(state.get(2), words.constant(0xff)));
    rounds(4);
    Value left = words.xor(state.get(0), state.get(1));
    return words.xor(left, words.xor(state.get(2), state.get(3)));
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      join(0, 1, 13);
      turn(0, 32);
      join(2, 3, 16);
      join(0, 3, 21);
      join(2, 1, 17);
      turn(2, 32);
    }
  }

  /** Adds one word to another, then turns it and mixes the sum in. */
  private void join(int sum, int other, int bits) {
    state.set(sum, words.add(state.get(sum), state.get(other)));
    turn(other, bits);
    state.set(other, words.xor(state.get(other), state.get(sum)));
  }

  private void turn(int word, int bits) {
    state.set(word, words.rotateRight(state.get(word), Long.SIZE - bits));
  }
}
