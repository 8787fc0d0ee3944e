package dev.tenon.formats.hdf5.writer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the members of a group: a heap of names, nodes of members, and a B-tree over these.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t11.html">HDF5 File
 *     Format Specification 1.1, III.A B-trees, III.B Symbol table, III.D Local heap</a>
 */
final class SymbolTableWriter {
  /** Half the members of a node of members, the superblock's "group leaf node K". */
  static final int LEAF_K = 4;

  /** Half the children of a node of the tree, the superblock's "group internal node K". */
  static final int INTERNAL_K = 16;

  /** The bytes of a member's entry. */
  static final int ENTRY = 40;

  private static final int MEMBERS = 8 + 2 * LEAF_K * ENTRY;
  private static final int NODE = 24 + 8 * (4 * INTERNAL_K + 1);
  private static final int HEAP = 32;

  /** In place of the first free block of a heap: there is none. */
  private static final long NO_FREE_BLOCK = 1;

  private static final byte[] HEAP_SIGNATURE = {'H', 'E', 'A', 'P', 0, 0, 0, 0};
  private static final byte[] MEMBERS_SIGNATURE = {'S', 'N', 'O', 'D', 1, 0};
  private static final byte[] NODE_SIGNATURE = {'T', 'R', 'E', 'E', 0};

  private final FileSpace file;

  SymbolTableWriter(FileSpace file) {
    this.file = file;
  }

  /** Where a group's members are. */
  record Table(long tree, long heap) {}

  private static final class Member {
    final byte[] name;
    final WrittenObject object;

    Member(String name, WrittenObject object) {
      this.name = name.getBytes(StandardCharsets.UTF_8);
      this.object = object;
    }
  }

  /**
   * A node of any level.
   *
   * @param last where the heap has the greatest name in it
   */
  private record Child(long address, long last) {}

  /** Writes the table of a group, all of whose members have their headers written. */
  Table write(Map<String, WrittenObject> group) throws IOException {
    List<Member> members = new ArrayList<>();
    group.forEach((name, object) -> members.add(new Member(name, object)));
    members.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
    List<Long> names = new ArrayList<>();
    long heap = heap(members, names);
    return new Table(tree(members.isEmpty() ? List.of() : leaves(members, names)), heap);
  }

  /** Writes the names, each ended by zeros; the empty one at 0 is less than all others. */
  private long heap(List<Member> members, List<Long> offsets) throws IOException {
    int size = 8;
    for (Member member : members) {
      offsets.add((long) size);
      size = Math.addExact(size, FileSpace.aligned(member.name.length + 1));
    }
    ByteBuffer names = FileSpace.block(size);
    for (int i = 0; i < members.size(); i++) {
      names.position(offsets.get(i).intValue()).put(members.get(i).name);
    }
    long data = file.append(names.rewind());
    ByteBuffer out = FileSpace.block(HEAP).put(HEAP_SIGNATURE);
    return file.append(out.putLong(size).putLong(NO_FREE_BLOCK).putLong(data).rewind());
  }

  private List<Child> leaves(List<Member> members, List<Long> names) throws IOException {
    List<Child> leaves = new ArrayList<>();
    int from = 0;
    for (int count : parts(members.size(), 2 * LEAF_K)) {
      ByteBuffer out = FileSpace.block(MEMBERS).put(MEMBERS_SIGNATURE).putShort((short) count);
      for (int i = from; i < from + count; i++) {
        entry(out, names.get(i), members.get(i).object);
      }
      from += count;
      leaves.add(new Child(file.append(out.rewind()), names.get(from - 1)));
    }
    return leaves;
  }

  /** Puts a member's entry, of {@link #ENTRY} bytes; that of a group repeats where its table is. */
  static void entry(ByteBuffer out, long name, WrittenObject object) {
    Table table = object.table;
    out.putLong(name).putLong(object.header);
    out.putInt(table == null ? 0 : 1).putInt(0);
    out.putLong(table == null ? 0 : table.tree).putLong(table == null ? 0 : table.heap);
  }

  private long tree(List<Child> leaves) throws IOException {
    List<Child> children = leaves;
    for (int level = 0; ; level++) {
      List<Child> nodes = level(level, children);
      if (nodes.size() == 1) {
        return nodes.get(0).address;
      }
      children = nodes;
    }
  }

  /** Writes one level of the tree; its nodes stand one after the other. */
  private List<Child> level(int level, List<Child> children) throws IOException {
    List<Child> nodes = new ArrayList<>();
    List<Integer> counts = parts(children.size(), 2 * INTERNAL_K);
    int from = 0;
    long key = 0;
    for (int node = 0; node < counts.size(); node++) {
      long address = file.end();
      ByteBuffer out = FileSpace.block(NODE).put(NODE_SIGNATURE).put((byte) level);
      out.putShort(counts.get(node).shortValue());
      out.putLong(node == 0 ? HeaderMessage.UNDEFINED : address - NODE);
      out.putLong(node == counts.size() - 1 ? HeaderMessage.UNDEFINED : address + NODE);
      // Names in a child are greater than the key on its left, and at most the one on its right.
      out.putLong(key);
      for (Child child : children.subList(from, from + counts.get(node))) {
        out.putLong(child.address).putLong(child.last);
        key = child.last;
      }
      from += counts.get(node);
      nodes.add(new Child(file.append(out.rewind()), key));
    }
    return nodes;
  }

  /** Splits a count into as few nearly equal parts as possible; zero is one part of its own. */
  private static List<Integer> parts(int count, int most) {
    int parts = Math.max(1, (count + most - 1) / most);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      sizes.add(count / parts + (i < count % parts ? 1 : 0));
    }
    return sizes;
  }
}
