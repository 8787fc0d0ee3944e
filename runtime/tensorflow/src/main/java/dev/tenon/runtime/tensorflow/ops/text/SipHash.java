package dev.tenon.runtime.tensorflow.ops.text;

/**
 * SipHash-2-4 of bytes, as TensorFlow's {@code StringToHashBucketStrong} computes it.
 *
 * @see <a href="https://www.131002.net/siphash/siphash.pdf">SipHash</a>
 */
final class SipHash {
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(long key0, long key1) {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
  }

  static long of(byte[] bytes, long key0, long key1) {
    return new SipHash(key0, key1).hash(bytes);
  }

  private long hash(byte[] bytes) {
    int whole = bytes.length / 8 * 8;
    for (int at = 0; at < whole; at += 8) {
      take(word(bytes, at, 8));
    }
    take(word(bytes, whole, bytes.length - whole) | (long) bytes.length << 56);
    v2 ^= 0xff;
    rounds(4);
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private static long word(byte[] bytes, int at, int count) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (bytes[at + i] & 0xffL) << (8 * i);
    }
    return word;
  }

  private void take(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
