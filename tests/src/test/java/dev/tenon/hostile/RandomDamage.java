package dev.tenon.hostile;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Flips, inserts, deletes and copies bytes, or cuts the end off, without knowing the format. */
final class RandomDamage implements Mutator {
  private static final int HEAD = 2048;

  @Override
  public byte[] mutate(byte[] good, Random random) {
    if (random.nextInt(8) == 0) {
      return Arrays.copyOf(good, random.nextInt(good.length));
    }
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(5);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private static byte[] change(byte[] bytes, Random random) {
    // Structure lies mostly near the ends; weights fill the middle.
    int reach = Math.min(bytes.length, HEAD);
    int at =
        switch (random.nextInt(3)) {
          case 0 -> random.nextInt(reach);
          case 1 -> bytes.length - 1 - random.nextInt(reach);
          default -> random.nextInt(bytes.length);
        };
    int length = Math.min(1 + random.nextInt(64), bytes.length - at);
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> put(bytes, at, 1 << random.nextInt(4), Mutator.wild(random));
      case 3 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xff));
      case 4 -> {
        int from = random.nextInt(bytes.length);
        System.arraycopy(bytes, from, bytes, at, Math.min(length, bytes.length - from));
      }
      case 5 -> {
        return splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
      }
      case 6 -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return splice(bytes, at, 0, noise);
      }
      default -> {
        return splice(bytes, at, length, new byte[0]);
      }
    }
    return bytes;
  }

  /** Writes a little-endian number, as much of it as there is room for. */
  static void put(byte[] bytes, int at, int width, long value) {
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >> (8 * i));
    }
  }

  /** Returns the bytes with a stretch of them replaced. */
  static byte[] splice(byte[] bytes, int at, int removed, byte[] inserted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + inserted.length);
    out.write(bytes, 0, at);
    out.write(inserted, 0, inserted.length);
    out.write(bytes, at + removed, bytes.length - at - removed);
    return out.toByteArray();
  }
}
