package dev.tenon.layers.common;

import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.layers.base.LayerNode;
import java.util.List;

/** The attribute names of layers in a list, which make the paths of a {@code .keras} file. */
public final class MemberNames {
  private MemberNames() {}

  /** Returns a name for each layer: the list's, then the class's, with a number for repetitions. */
  public static List<String> of(String list, List<LayerNode> members) {
    UniqueNames kinds = new UniqueNames();
    return members.stream()
        .map(member -> LayerNames.snakeCase(member.layer().className()))
        .map(kind -> list + "/" + kinds.unique(kind))
        .toList();
  }
}
