package dev.tenon.internal.backing.onnx;

import dev.tenon.formats.onnx.InitializerCopies;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.internal.text.Names;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which initializers of an ONNX network are frozen.
 *
 * <p>A file says it in its metadata, since ONNX itself has no word for it.
 */
final class OnnxFrozen {
  /** The metadata's key; its value has a name a line. */
  static final String KEY = "tenon.frozen";

  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<String>> behind = new LinkedHashMap<>();
  private final OnnxStructure structure;
  private final InitializerCopies copies;

  OnnxFrozen(OnnxStructure structure) {
    this(structure, InitializerCopies.NONE);
  }

  private OnnxFrozen(OnnxStructure structure, InitializerCopies copies) {
    this.structure = structure;
    this.copies = copies;
    String said = structure.metadata().get(KEY);
    if (said != null && !said.isBlank()) {
      names.addAll(List.of(said.split("\n")));
    }
    structure.initializers().forEach(weight -> behind.put(weight.name(), Set.of(weight.name())));
    copies.originals().keySet().forEach(copy -> behind.put(copy, Set.of(copy)));
    for (OnnxStructure.Node node : structure.nodes()) {
      Set<String> read = weightsOf(node);
      boolean fixed = inputs(node).stream().allMatch(n -> n.isEmpty() || behind.containsKey(n));
      if (fixed && !read.isEmpty()) {
        // What turns a weight round, such as a Transpose, hands it on to the node that uses it.
        node.outputs().forEach(output -> behind.put(output, read));
      }
    }
  }

  /** Returns the same for a network with copies of initializers. */
  OnnxFrozen with(InitializerCopies made) {
    OnnxFrozen other = new OnnxFrozen(structure, made);
    other.names.clear();
    other.names.addAll(names);
    return other;
  }

  private List<String> inputs(OnnxStructure.Node node) {
    return copies.inputs(node.inputs(), node.outputs());
  }

  private Set<String> weightsOf(OnnxStructure.Node node) {
    Set<String> read = new LinkedHashSet<>();
    inputs(node).forEach(input -> read.addAll(behind.getOrDefault(input, Set.of())));
    return read;
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  /** Freezes weights or thaws them. */
  void set(Collection<String> changed, boolean frozen) {
    if (frozen) {
      names.addAll(changed);
    } else {
      names.removeAll(changed);
    }
  }

  /** Returns what the metadata are to say: null where nothing is frozen. */
  @Nullable String metadata() {
    return metadata(Map.of());
  }

  /** Returns the metadata of a network in which some names are others. */
  @Nullable String metadata(Map<String, String> renamed) {
    Set<String> now = new TreeSet<>();
    names.forEach(name -> now.add(renamed.getOrDefault(name, name)));
    return now.isEmpty() ? null : String.join("\n", now);
  }

  /**
   * Returns the weights that a pattern names: by their own names, or by those of nodes that read
   * them.
   *
   * @param learned the names of what may be learned
   * @throws IllegalArgumentException where it fits none
   */
  Set<String> matching(Collection<String> learned, String pattern) {
    Pattern regex = LayerPaths.regex(pattern);
    boolean whole = pattern.contains("/");
    Set<String> found = new LinkedHashSet<>();
    Set<String> known = new LinkedHashSet<>(learned);
    for (String name : learned) {
      if (fits(regex, whole, name)) {
        found.add(name);
      }
    }
    for (OnnxStructure.Node node : structure.nodes()) {
      Set<String> read = weightsOf(node);
      read.retainAll(learned);
      if (!read.isEmpty() && !node.name().isEmpty()) {
        known.add(node.name());
        if (fits(regex, whole, node.name())) {
          found.addAll(read);
        }
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "model '"
              + structure.name()
              + "': "
              + Names.unknown("weight or node with weights", pattern, known));
    }
    return found;
  }

  private static boolean fits(Pattern regex, boolean whole, String name) {
    return regex.matcher(name).matches()
        || (!whole && regex.matcher(name.substring(name.lastIndexOf('/') + 1)).matches());
  }
}
