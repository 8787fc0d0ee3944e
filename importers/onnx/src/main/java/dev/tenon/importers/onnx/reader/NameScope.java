package dev.tenon.importers.onnx.reader;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of one graph or function, and of the surrounding graphs. */
public final class NameScope {
  private final @Nullable NameScope outer;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, List<Value>> sequences = new HashMap<>();
  private final Map<String, Value> stacks = new HashMap<>();
  private final Set<String> absent = new HashSet<>();
  private final Map<String, TensorType> declared = new HashMap<>();
  private final Map<String, Value> inlined = new LinkedHashMap<>();

  public NameScope(@Nullable NameScope outer) {
    this.outer = outer;
  }

  /** Binds a name to a value. */
  public void put(String name, Value value) {
    values.put(name, value);
  }

  /** Records a list of tensors, whose number is known when the file is read. */
  void putSequence(String name, List<Value> sequence) {
    sequences.put(name, List.copyOf(sequence));
  }

  /** Notes a list of tensors whose number comes with the run; see {@link Stacks}. */
  void putStack(String name, Value stack) {
    stacks.put(name, stack);
  }

  /** Returns the tensor of such a list in this or an outer graph, or null. */
  @Nullable Value findStack(String name) {
    Value own = stacks.get(name);
    return own != null || outer == null ? own : outer.findStack(name);
  }

  /** Records an empty optional value. */
  void putAbsent(String name) {
    absent.add(name);
  }

  /** Returns whether a name of this or an outer graph is an empty optional value. */
  boolean isAbsent(String name) {
    return absent.contains(name) || (outer != null && outer.isAbsent(name));
  }

  /** Records the declared type of a node's result. */
  void declare(String name, TensorType type) {
    declared.put(name, type);
  }

  @Nullable TensorType declared(String name) {
    return declared.get(name);
  }

  /** Returns the value of a name in this or an outer graph, or null. */
  @Nullable Value find(String name) {
    Value own = values.get(name);
    return own != null || outer == null ? own : outer.find(name);
  }

  /** Returns the list of a name in this or an outer graph, or null. */
  @Nullable List<Value> findSequence(String name) {
    List<Value> own = sequences.get(name);
    return own != null || outer == null ? own : outer.findSequence(name);
  }

  /** Returns the values of branches that are always taken, by path; the map is mutable. */
  public Map<String, Value> inlined() {
    return inlined;
  }

  /** Returns this graph's own values by name, in order. */
  public Map<String, Value> own() {
    return values;
  }
}
