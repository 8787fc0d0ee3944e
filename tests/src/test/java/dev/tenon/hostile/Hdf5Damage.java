package dev.tenon.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Edits the parts of an HDF5 file where they lie: the configuration in it, or numbers of it. */
final class Hdf5Damage implements Mutator {
  private static final String[] STARTS = {"{\"class_name\"", "{\"module\"", "{\"config\""};
  private static final int TRIES = 8;

  @Override
  public byte[] mutate(byte[] good, Random random) {
    byte[] bytes = good.clone();
    if (random.nextInt(5) < 2 && editJson(bytes, random)) {
      return bytes;
    }
    List<Hdf5Map.Field> fields = Hdf5Map.of(good).fields();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      Hdf5Map.Field field = fields.get(random.nextInt(fields.size()));
      RandomDamage.put(bytes, field.offset(), field.width(), value(bytes, field, fields, random));
    }
    return bytes;
  }

  private static long value(
      byte[] bytes, Hdf5Map.Field field, List<Hdf5Map.Field> fields, Random random) {
    long old = Hdf5Map.number(bytes, field.offset(), field.width());
    return switch (random.nextInt(8)) {
      case 0 -> old + 1;
      case 1 -> old - 1;
      case 2 -> old * 2;
      case 3 -> old ^ (1L << random.nextInt(8 * field.width()));
      case 4 -> {
        // What another field holds: an address into the wrong place, a loop, a size of another.
        Hdf5Map.Field other = fields.get(random.nextInt(fields.size()));
        yield Hdf5Map.number(bytes, other.offset(), other.width());
      }
      case 5 -> random.nextInt(32);
      default -> Mutator.wild(random);
    };
  }

  /** Changes the configuration where the new text is no longer than the old. */
  private static boolean editJson(byte[] bytes, Random random) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int start = -1;
    for (String opening : STARTS) {
      int at = text.indexOf(opening);
      start = at >= 0 && (start < 0 || at < start) ? at : start;
    }
    if (start < 0) {
      return false;
    }
    int end = end(text, start);
    String json = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    for (int i = 0; i < TRIES; i++) {
      byte[] edited = JsonDamage.mutate(json, random).getBytes(StandardCharsets.UTF_8);
      if (edited.length <= end - start) {
        System.arraycopy(edited, 0, bytes, start, edited.length);
        for (int at = start + edited.length; at < end; at++) {
          bytes[at] = ' ';
        }
        return true;
      }
    }
    return false;
  }

  private static int end(String text, int start) {
    int depth = 0;
    boolean quoted = false;
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' && text.charAt(at - 1) != '\\') {
        quoted = !quoted;
      } else if (!quoted && c == '{') {
        depth++;
      } else if (!quoted && c == '}' && --depth == 0) {
        return at + 1;
      }
    }
    throw new IllegalArgumentException("the good file's configuration does not end");
  }
}
