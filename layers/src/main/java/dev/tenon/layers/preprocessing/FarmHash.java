package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * FarmHash's Fingerprint64 of texts of up to 32 bytes, by which TensorFlow puts texts into buckets.
 *
 * @see <a href="https://github.com/google/farmhash">FarmHash</a>
 */
record FarmHash(UnsignedArithmetic words, IntegerText text) {
  private static final long K0 = 0xc3a5c85c97cb3127L;
  private static final long K1 = 0xb492b66fbe98f273L;
  private static final long K2 = 0x9ae16a3b2f90404fL;

  static Value of(IntegerText text) {
    return new FarmHash(text.words(), text).fingerprint();
  }

  private Value fingerprint() {
    Ops ops = words.ops();
    Value length = text.length();
    Value tiny = ops.less(length, ops.scalar(length, 4));
    Value small = ops.less(length, ops.scalar(length, 8));
    Value medium = ops.less(length, ops.scalar(length, 17));
    Value factor = words.add(words.mul(length, 2), K2);
    return ops.where(
        tiny,
        upTo3(),
        ops.where(small, upTo7(factor), ops.where(medium, upTo16(factor), upTo32(factor))));
  }

  private Value upTo3() {
    Value length = text.length();
    Value first = text.word(0, 1);
    Value middle = text.wordAt(words.shiftRight(length, 1), 1);
    Value last = text.wordBeforeEnd(1, 1);
    Value y = words.add(first, words.shiftLeft(middle, 8));
    Value z = words.add(length, words.shiftLeft(last, 2));
    return words.mul(folded(words.xor(words.mul(y, K2), words.mul(z, K0)), 47), K2);
  }

  private Value upTo7(Value factor) {
    Value a = words.add(text.length(), words.shiftLeft(text.word(0, 4), 3));
    return mixed(a, text.wordBeforeEnd(4, 4), factor);
  }

  private Value upTo16(Value factor) {
    Value a = words.add(text.word(0, 8), K2);
    Value b = text.wordBeforeEnd(8, 8);
    Value c = words.add(words.mul(words.rotateRight(b, 37), factor), a);
    Value d = words.mul(words.add(words.rotateRight(a, 25), b), factor);
    return mixed(c, d, factor);
  }

  private Value upTo32(Value factor) {
    Value a = words.mul(text.word(0, 8), K1);
    Value b = text.word(8, 8);
    Value c = words.mul(text.wordBeforeEnd(8, 8), factor);
    Value d = words.mul(text.wordBeforeEnd(16, 8), K2);
    Value u = words.rotateRight(words.add(a, b), 43);
    u = words.add(words.add(u, words.rotateRight(c, 30)), d);
    Value v = words.rotateRight(words.add(b, K2), 18);
    return mixed(u, words.add(words.add(a, v), c), factor);
  }

  private Value mixed(Value u, Value v, Value factor) {
    Value a = folded(words.mul(words.xor(u, v), factor), 47);
    Value b = folded(words.mul(words.xor(v, a), factor), 47);
    return words.mul(b, factor);
  }

  private Value folded(Value x, int bits) {
    return words.xor(x, words.shiftRight(x, bits));
  }
}
