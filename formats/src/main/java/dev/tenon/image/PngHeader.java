package dev.tenon.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a PNG says before its pixels, and Java's decoder does not tell.
 *
 * @param depth bits of a sample
 * @param color PNG's number of the kind of pixels: 0 for gray, 2 for RGB, 3 for a palette
 * @param transparency the content of the chunk of that name; null for none
 * @param gamma the exponent of the samples times 100,000; 0 if the file names none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PngHeader(int depth, int color, byte @Nullable [] transparency, int gamma) {
  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int FIRST_CHUNK = 8;
  private static final int HEADER_END = 33;

  /** That of sRGB. */
  private static final int SRGB = 45_455;

  /** Reads it; null if the file is no PNG. */
  static @Nullable PngHeader of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (file.length < HEADER_END || bytes.getLong(0) != SIGNATURE) {
      return null;
    }
    byte[] transparency = null;
    int gamma = 0;
    boolean srgb = false;
    int at = FIRST_CHUNK;
    while (at + 12 <= file.length) {
      long length = bytes.getInt(at) & 0xffff_ffffL;
      String kind = new String(file, at + 4, 4, StandardCharsets.US_ASCII);
      if (kind.equals("IDAT") || at + 12 + length > file.length) {
        break;
      }
      if (kind.equals("tRNS")) {
        transparency = Arrays.copyOfRange(file, at + 8, at + 8 + (int) length);
      } else if (kind.equals("gAMA") && length == 4) {
        gamma = bytes.getInt(at + 8);
      } else if (kind.equals("sRGB")) {
        srgb = true;
      }
      at += 12 + (int) length;
    }
    return new PngHeader(file[24], file[25], transparency, srgb ? SRGB : gamma);
  }

  /** Returns the level of each channel that means transparency; null for none. */
  int @Nullable [] key() {
    int count = color == 0 ? 1 : 3;
    if (color > 2 || transparency == null || transparency.length != 2 * count) {
      return null;
    }
    ByteBuffer levels = ByteBuffer.wrap(transparency);
    int[] key = new int[count];
    for (int i = 0; i < count; i++) {
      key[i] = levels.getShort(2 * i) & 0xffff;
    }
    return key;
  }

  /** Returns whether pixels are gray of 16 bits, with or without a transparent level. */
  boolean isDeepGray() {
    return isDeep() && color == 0;
  }

  boolean isDeep() {
    return depth == 16;
  }
}
