package dev.tenon.hostile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the numbers that hold an HDF5 file together: counts, sizes, addresses, classes.
 *
 * <p>Knows the layout that h5py writes by default (superblock 0, headers of version 1, symbol
 * tables), and is meant for good files only. Written apart from the product's reader on purpose.
 *
 * @see <a href="https://docs.hdfgroup.org/documentation/hdf5/latest/_f_m_t11.html">the format</a>
 */
final class Hdf5Map {
  /** A little-endian number in the file. */
  record Field(int offset, int width) {}

  private static final int SUPERBLOCK = 96;
  private static final int DATASPACE = 1;
  private static final int DATATYPE = 3;
  private static final int FILL_VALUE = 5;
  private static final int LAYOUT = 8;
  private static final int FILTERS = 0x0b;
  private static final int ATTRIBUTE = 0x0c;
  private static final int CONTINUATION = 0x10;
  private static final int SYMBOL_TABLE = 0x11;

  private final byte[] bytes;
  private final List<Field> fields = new ArrayList<>();
  private final Set<Integer> seen = new HashSet<>();

  private Hdf5Map(byte[] bytes) {
    this.bytes = bytes;
  }

  static Hdf5Map of(byte[] good) {
    Hdf5Map map = new Hdf5Map(good);
    if (good.length < SUPERBLOCK || good[8] != 0) {
      throw new IllegalArgumentException("expected a file with a superblock of version 0");
    }
    // Versions, widths of offsets and lengths, the tree's ranks, four addresses, the root's entry.
    for (int at = 8; at < 16; at++) {
      map.add(at, 1);
    }
    map.add(16, 2).add(18, 2);
    for (int at = 24; at < SUPERBLOCK; at += 8) {
      map.add(at, 8);
    }
    map.header((int) number(good, 64, 8));
    return map;
  }

  List<Field> fields() {
    return fields;
  }

  static long number(byte[] bytes, int at, int width) {
    long value = 0;
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      value |= (bytes[at + i] & 0xffL) << (8 * i);
    }
    return value;
  }

  private Hdf5Map add(int offset, int width) {
    if (offset >= 0 && offset + width <= bytes.length) {
      fields.add(new Field(offset, width));
    }
    return this;
  }

  private int at(int offset, int width) {
    return (int) number(bytes, offset, width);
  }

  private boolean opens(int offset) {
    return offset > 0 && offset < bytes.length - 8 && seen.add(offset);
  }

  private void header(int at) {
    if (!opens(at) || bytes[at] != 1) {
      return;
    }
    add(at, 1).add(at + 2, 2).add(at + 4, 4).add(at + 8, 4);
    messages(at + 16, at(at + 8, 4));
  }

  private void messages(int from, int length) {
    int at = from;
    while (at + 8 <= Math.min(from + length, bytes.length)) {
      int type = at(at, 2);
      int size = at(at + 2, 2);
      add(at, 2).add(at + 2, 2).add(at + 4, 1);
      message(type, at + 8, size);
      at += 8 + size;
    }
  }

  private void message(int type, int at, int size) {
    switch (type) {
      case DATASPACE -> dataspace(at);
      case DATATYPE -> datatype(at, size);
      case FILL_VALUE -> add(at, 1).add(at + 1, 1).add(at + 2, 1).add(at + 3, 1).add(at + 4, 4);
      case LAYOUT -> layout(at);
      case FILTERS -> {
        for (int i = 0; i < Math.min(size, 32); i++) {
          add(at + i, 1);
        }
      }
      case ATTRIBUTE -> attribute(at);
      case CONTINUATION -> {
        add(at, 8).add(at + 8, 8);
        if (opens(at(at, 8))) {
          messages(at(at, 8), at(at + 8, 8));
        }
      }
      case SYMBOL_TABLE -> {
        add(at, 8).add(at + 8, 8);
        tree(at(at, 8));
        heap(at(at + 8, 8));
      }
      default -> {
        // The times of a change and the like, which nothing hangs on.
      }
    }
  }

  private void dataspace(int at) {
    int rank = bytes[at + 1] & 0xff;
    boolean first = bytes[at] == 1;
    add(at, 1).add(at + 1, 1).add(at + 2, 1);
    for (int i = 0; i < rank; i++) {
      add(at + (first ? 8 : 4) + 8 * i, 8);
    }
  }

  private void datatype(int at, int size) {
    add(at, 1).add(at + 1, 1).add(at + 2, 1).add(at + 3, 1).add(at + 4, 4);
    for (int i = 8; i + 2 <= Math.min(size, 24); i += 2) {
      add(at + i, 2);
    }
  }

  private void layout(int at) {
    add(at, 1).add(at + 1, 1);
    if (bytes[at + 1] == 2) {
      // Chunked: the rank, the tree's address, the length of each axis.
      add(at + 2, 1).add(at + 3, 8);
      for (int i = 0; i < (bytes[at + 2] & 0xff); i++) {
        add(at + 11 + 4 * i, 4);
      }
      tree(at(at + 3, 8));
    } else {
      add(at + 2, 8).add(at + 10, 8);
    }
  }

  private void attribute(int at) {
    int name = at(at + 2, 2);
    int type = at(at + 4, 2);
    add(at, 1).add(at + 1, 1).add(at + 2, 2).add(at + 4, 2).add(at + 6, 2);
    boolean first = bytes[at] == 1;
    int head = at + (bytes[at] == 3 ? 9 : 8);
    int typeAt = head + (first ? padded(name) : name);
    datatype(typeAt, type);
    dataspace(typeAt + (first ? padded(type) : type));
    int space = at(at + 6, 2);
    int dataAt = typeAt + (first ? padded(type) + padded(space) : type + space);
    if ((bytes[typeAt] & 0x0f) == 9) {
      // A string of any length: its length, the heap's address, its number there.
      add(dataAt, 4).add(dataAt + 4, 8).add(dataAt + 12, 4);
      collection(at(dataAt + 4, 8));
    }
  }

  private static int padded(int size) {
    return (size + 7) / 8 * 8;
  }

  private boolean signed(int at, String signature) {
    for (int i = 0; i < 4; i++) {
      if (bytes[at + i] != signature.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void tree(int at) {
    if (!opens(at) || !signed(at, "TREE")) {
      return;
    }
    int used = at(at + 6, 2);
    add(at + 4, 1).add(at + 5, 1).add(at + 6, 2).add(at + 8, 8).add(at + 16, 8);
    if (bytes[at + 4] != 0) {
      for (int i = 0; i < 4; i++) {
        add(at + 24 + 8 * i, 8);
      }
      return;
    }
    for (int i = 0; i < used; i++) {
      int child = at + 24 + 8 + 16 * i;
      add(child - 8, 8).add(child, 8);
      int address = at(child, 8);
      if (bytes[at + 5] > 0) {
        tree(address);
      } else {
        symbols(address);
      }
    }
  }

  private void symbols(int at) {
    if (!opens(at) || !signed(at, "SNOD")) {
      return;
    }
    int count = at(at + 6, 2);
    add(at + 4, 1).add(at + 6, 2);
    for (int i = 0; i < count; i++) {
      int entry = at + 8 + 40 * i;
      add(entry, 8).add(entry + 8, 8).add(entry + 16, 4).add(entry + 24, 8).add(entry + 32, 8);
      header(at(entry + 8, 8));
    }
  }

  private void heap(int at) {
    if (opens(at) && signed(at, "HEAP")) {
      add(at + 4, 1).add(at + 8, 8).add(at + 16, 8).add(at + 24, 8);
    }
  }

  private void collection(int at) {
    if (!opens(at) || !signed(at, "GCOL")) {
      return;
    }
    add(at + 4, 1).add(at + 8, 8);
    long end = at + number(bytes, at + 8, 8);
    for (int object = at + 16; object + 16 <= Math.min(end, bytes.length); ) {
      add(object, 2).add(object + 2, 2).add(object + 8, 8);
      int size = at(object + 8, 8);
      if (at(object, 2) == 0) {
        return;
      }
      object += 16 + padded(size);
    }
  }
}
