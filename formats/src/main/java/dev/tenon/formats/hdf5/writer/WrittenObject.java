package dev.tenon.formats.hdf5.writer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A group or a dataset whose header is still to be written. */
final class WrittenObject {
  /** The members of a group by name; null for a dataset. */
  final @Nullable Map<String, WrittenObject> members;

  /** The messages of the header; those of a group's table come when its members are written. */
  final List<HeaderMessage> messages = new ArrayList<>();

  final Set<String> attributes = new HashSet<>();

  /** Where the header is, once it is written. */
  long header = HeaderMessage.UNDEFINED;

  /** Where a group's table is, once it is written. */
  SymbolTableWriter.@Nullable Table table;

  private WrittenObject(@Nullable Map<String, WrittenObject> members) {
    this.members = members;
  }

  static WrittenObject group() {
    return new WrittenObject(new LinkedHashMap<>());
  }

  static WrittenObject dataset() {
    return new WrittenObject(null);
  }
}
