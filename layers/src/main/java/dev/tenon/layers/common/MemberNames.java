package dev.tenon.layers.common;

import dev.tenon.ir.layer.LayerNames;
import dev.tenon.ir.layer.LayerNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attribute names of layers in a list, as they make the paths of a {@code .keras} file. */
public final class MemberNames {
  private MemberNames() {}

  /** Returns a name for each: the list's, then the class's, numbered where one comes again. */
  public static List<String> of(String list, List<LayerNode> members) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> taken = new HashMap<>();
    for (LayerNode member : members) {
      String kind = LayerNames.snakeCase(member.layer().className());
      int earlier = taken.merge(kind, 1, Integer::sum) - 1;
      names.add(list + "/" + kind + (earlier == 0 ? "" : "_" + earlier));
    }
    return names;
  }
}
