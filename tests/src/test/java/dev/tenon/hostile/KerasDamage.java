package dev.tenon.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Packs a {@code .keras} file again, with other parts in it or other sentences about them. */
final class KerasDamage implements Mutator {
  private static final String[] NAMES = {
    "../evil.h5",
    "/etc/passwd",
    "config.json",
    "model.weights.h5",
    "metadata.json",
    "a/../../b",
    "C:\\x",
    "..\\x",
    "",
    "assets/",
    "x\u0000y",
    "model.weights.npz",
    "data.pkl"
  };
  private static final int BOMB = 300 << 20;

  private final Hdf5Damage hdf5 = new Hdf5Damage();
  private final RandomDamage noise = new RandomDamage();

  @Override
  public byte[] mutate(byte[] good, Random random) {
    ZipBytes zip = ZipBytes.read(good);
    int method = random.nextBoolean() ? ZipBytes.STORED : ZipBytes.DEFLATED;
    int kind = random.nextInt(20);
    if (kind < 9) {
      edit(zip, "config.json", method, random);
    } else if (kind < 10) {
      edit(zip, "metadata.json", method, random);
    } else if (kind < 14) {
      ZipBytes.Entry weights = zip.entry("model.weights.h5");
      Mutator inner = random.nextInt(4) == 0 ? noise : hdf5;
      weights.content(method, inner.mutate(weights.packed, random));
    } else {
      ZipBytes.Entry entry = zip.entries.get(random.nextInt(zip.entries.size()));
      entry.content(method, entry.packed);
      headers(zip, entry, random);
    }
    return zip.toByteArray();
  }

  private static void edit(ZipBytes zip, String name, int method, Random random) {
    ZipBytes.Entry entry = zip.entry(name);
    String text = new String(entry.packed, StandardCharsets.UTF_8);
    entry.content(method, JsonDamage.mutate(text, random).getBytes(StandardCharsets.UTF_8));
  }

  private static void headers(ZipBytes zip, ZipBytes.Entry entry, Random random) {
    long wild = Mutator.wild(random);
    switch (random.nextInt(16)) {
      case 0 -> entry.size = wild;
      case 1 -> entry.packedSize = wild;
      case 2 -> entry.localSize = wild;
      case 3 -> entry.crc = wild;
      case 4 -> entry.method = (int) wild;
      case 5 -> entry.flags = (int) wild;
      case 6 -> entry.localOffset = Math.max(0, wild);
      case 7 -> entry.name = NAMES[random.nextInt(NAMES.length)];
      case 8 -> zip.add(NAMES[random.nextInt(NAMES.length)], "{}");
      case 9 -> zip.entries.add(random.nextInt(zip.entries.size()), entry);
      case 10 -> zip.entries.remove(entry);
      case 11 -> zip.count = wild;
      case 12 -> zip.directorySize = wild;
      case 13 -> zip.directoryOffset = wild;
      case 14 -> {
        // The 64-bit sizes of a zip64 block, of any length.
        entry.size = 0xffff_ffffL;
        entry.packedSize = random.nextBoolean() ? 0xffff_ffffL : entry.packedSize;
        entry.extra = new byte[4 + random.nextInt(24)];
        random.nextBytes(entry.extra);
        RandomDamage.put(entry.extra, 0, 2, 1);
        RandomDamage.put(entry.extra, 2, 2, entry.extra.length - 4L);
        RandomDamage.put(entry.extra, 4, 8, wild);
      }
      default -> {
        if (random.nextInt(10) == 0) {
          entry.content(ZipBytes.DEFLATED, new byte[random.nextInt(BOMB)]);
        } else {
          zip.comment = new byte[random.nextInt(70_000)];
        }
      }
    }
  }
}
